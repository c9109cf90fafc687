using DxGovernance.Tests.Support;
using Npgsql;

namespace DxGovernance.Tests.Commands;

public sealed class HealthTests(WebApp app) : IClassFixture<WebApp>
{
    [Fact]
    public async Task It_lives_without_its_database_and_is_ready_only_with_it()
    {
        using var browser = app.Visitor();
        (await browser.Get("/healthz/live")).Status.ShouldBe(200);
        (await browser.Get("/healthz/ready")).Status.ShouldBe(200);

        await using (var admin = await TestCluster.OpenAsync())
        {
            await admin.ExecuteAsync($"drop database {new NpgsqlConnectionStringBuilder(app.Database.ConnectionString).Database} with (force)");
        }

        (await browser.Get("/healthz/live")).Status.ShouldBe(200);
        (await browser.Get("/healthz/ready")).Status.ShouldBe(503);
        var page = await browser.Get("/signin");
        page.Status.ShouldBe(500);
        page.Text.ShouldContain("処理中にエラーが起きました。変更は保存されていません。");
    }
}
