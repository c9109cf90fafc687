namespace DxGovernance.Web.Setup;

static class Application
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddGovernanceDatabase();
        var app = builder.Build();
        app.MapGet("/healthz/live", () => "ok");
        return app;
    }
}
