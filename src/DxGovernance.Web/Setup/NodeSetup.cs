using System.Reflection;
using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Installation;
using DxGovernance.Core.Jobs;
using DxGovernance.Web.Pages.Search;
using Microsoft.AspNetCore.DataProtection;

namespace DxGovernance.Web.Setup;

/// <summary>Section <c>Node</c>: what this process does beside others on the same database, and the keys they share.</summary>
static class NodeSetup
{
    const string ApplicationName = "dxgovernance";

    const int UsualCheckIn = 7, LongestCheckIn = 300;

    public static string Version { get; } =
        typeof(NodeSetup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public static NodeRole AddGovernanceNode(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var role = new NodeRole(Setting(configuration, "Node:Web", usual: true), Setting(configuration, "Node:Jobs", usual: true), Version);
        RuleViolation.Require(
            role.ServesPages || role.RunsJobs, "node-idle", "Node__Web と Node__Jobs の両方が false です。画面かジョブの、少なくともどちらかを true にしてください。");
        builder.Services.AddSingleton(role);
        builder.Services.AddSingleton<Scheduler.JobControl>();
        AddKeys(builder);
        if (Setting(configuration, "Scheduler:Enabled", usual: true))
        {
            builder.Services.AddGovernanceScheduler(new(role.RunsJobs, CheckIn(configuration["Scheduler:CheckInSeconds"])));
            builder.Services.AddHostedService<NodeBeat>();
            if (role.ServesPages)
            {
                builder.Services.AddHostedService<SearchMemory.FirstReading>();
            }
        }

        return role;
    }

    /// <summary>Cookies and forms of one node are good on every other, also after a restart.</summary>
    static void AddKeys(WebApplicationBuilder builder)
    {
        var keys = builder.Services.AddDataProtection().SetApplicationName(ApplicationName).PersistKeysToDbContext<GovernanceDbContext>();
        if (builder.Configuration["Keys:CertificateFile"] is { Length: > 0 } file)
        {
            var certificate = CertificateFile.Read(file, builder.Configuration["Keys:CertificatePassword"], "Keys__CertificateFile");
            keys.ProtectKeysWithCertificate(certificate).UnprotectKeysWithAnyCertificate(certificate);
        }
    }

    static bool Setting(ConfigurationManager configuration, string key, bool usual)
    {
        if (configuration[key] is not { Length: > 0 } text)
        {
            return usual;
        }

        RuleViolation.Require(
            bool.TryParse(text, out var value), "node-setting", $"設定 {key.Replace(":", "__", StringComparison.Ordinal)} の値「{text}」は使えません。true か false にしてください。");
        return value;
    }

    static TimeSpan CheckIn(string? text)
    {
        var seconds = UsualCheckIn;
        RuleViolation.Require(
            string.IsNullOrEmpty(text) || (int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out seconds) && seconds is >= 1 and <= LongestCheckIn),
            "check-in",
            $"設定 Scheduler__CheckInSeconds の値「{text}」は使えません。1から{LongestCheckIn}までの整数にしてください。");
        return TimeSpan.FromSeconds(seconds);
    }
}
