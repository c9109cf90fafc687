using System.Globalization;
using System.Security.Cryptography;
using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;

namespace DxGovernance.Web.Setup;

/// <summary><c>report NAME</c>: the same bytes as the report of the page for the same as-of, recorded-until and operations.</summary>
static class ReportVerb
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.ElementAtOrDefault(1) == "pack")
        {
            return await PackVerb.RunAsync(args);
        }

        var report = ReportDefinition.Find(args.ElementAtOrDefault(1)) ?? throw new RuleViolation(
            "report-unknown", $"報告書「{args.ElementAtOrDefault(1)}」はありません。作れるのは {string.Join('、', ReportDefinition.All.Select(d => $"{d.Verb}（{d.Kind.Label()}）"))}、pack（推進会議資料）です。");
        var day = Verbs.RequiredDay(args, "--as-of");
        var until = Verbs.Moment(args, "--recorded-until");
        var wanted = Numbers(Verbs.Option(args, "--operations"));
        RuleViolation.Require(wanted.Length == 0 || report.TakesOperations, "operations-not-taken", $"{report.Kind.Label()}は業務を選べません。--operations を外してください。");
        var path = Path.GetFullPath(Verbs.Option(args, "--out")
            ?? throw new RuleViolation("option-out", "--out で書き出すファイルを指定してください。例：--out report.xlsx"));
        RuleViolation.Require(
            Directory.Exists(Path.GetDirectoryName(path)), "folder-missing", $"フォルダー「{Path.GetDirectoryName(path)}」がありません。先に作ってください。");
        await using var app = Application.Build(args);
        await using var scope = app.Services.CreateAsyncScope();
        await WriteAsync(scope.ServiceProvider, report, day, until, wanted, path);
        return 0;
    }

    static async Task WriteAsync(IServiceProvider services, ReportDefinition report, DateOnly day, DateTimeOffset? until, int[] wanted, string path)
    {
        var db = services.GetRequiredService<GovernanceDbContext>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var point = await CouncilReport.PointAsync(db, day, until, now, default);
        var operations = await CouncilReport.OperationsAsync(db, wanted, default);
        var unfinished = path + ".part";
        try
        {
            ReportResult result;
            await using (var file = File.Create(unfinished))
            {
                result = await report.WriteAsync(new(db, point, operations, services.GetRequiredService<CityInfo>(), file, Progress: null), default);
            }

            File.Move(unfinished, path, overwrite: true);
            await using var written = File.OpenRead(path);
            var sha = Convert.ToHexStringLower(await SHA256.HashDataAsync(written));
            Console.WriteLine(
                $"{path} を書き出しました。基準日 {Wareki.Iso(day)}、記録の締め {point.KnownAt.ToString("O", CultureInfo.InvariantCulture)}、{result.Scope}、{written.Length}バイト、SHA-256 {sha}");
            result.Notices.ToList().ForEach(n => Console.WriteLine($"注意：{n.Sheet} {n.Cell} {n.Sentence}"));
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    static int[] Numbers(string? text) => text is null
        ? []
        : [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(n =>
            int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new RuleViolation("option-operations", $"--operations の値「{n}」を業務番号として読めません。例：--operations 1,2,12"))];
}
