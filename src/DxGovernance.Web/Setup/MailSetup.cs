using DxGovernance.Core;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;

namespace DxGovernance.Web.Setup;

/// <summary>Mail: the section Mail of the configuration, and the verb with which an operator tries it.</summary>
static class MailSetup
{
    public static void AddGovernanceMail(this WebApplicationBuilder builder, CityInfo city)
    {
        builder.Services.AddSingleton(MailSettings.Read(builder.Configuration.GetSection("Mail").Get<MailOptions>() ?? new(), city));
        builder.Services.AddSingleton<MailSender>();
    }

    /// <summary><c>mail</c> sends what waits, once; <c>mail --test ADDRESS</c> sends one mail past the queue and needs no database.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var address = MailAddresses.Read(Verbs.Option(args, "--test"), field: null);
        await using var app = Application.Build(args);
        var settings = app.Services.GetRequiredService<MailSettings>();
        RuleViolation.Require(settings.IsOn, "mail-off", "メールの設定がありません。Mail__Host、Mail__From、Mail__PublicUrl などを設定してください（docs/operations.md の「Mail」）。");
        Console.WriteLine(address is null ? await SendWaitingAsync(app.Services) : await TryAsync(app.Services, settings, address));
        return 0;
    }

    static async Task<string> SendWaitingAsync(IServiceProvider services)
    {
        var run = await services.GetRequiredService<MailSender>().RunAsync(default);
        RuleViolation.Require(run.Trouble is null, "mail-relay", $"{run.Text}{run.Trouble}");
        return run.Text ?? "送るメールはありませんでした。";
    }

    static async Task<string> TryAsync(IServiceProvider services, MailSettings settings, string address)
    {
        using var courier = new MailCourier(settings);
        var letter = MailText.Trial(address, settings, services.GetRequiredService<CityInfo>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        try
        {
            await courier.ConnectAsync(default);
            var answer = await courier.SendAsync(letter, () => { }, default);
            await courier.DisconnectAsync(default);
            return $"{address} へ試験メールを送りました（{answer}）。";
        }
        catch (MailFailure e)
        {
            throw new RuleViolation("mail-trial", e.Message);
        }
    }
}
