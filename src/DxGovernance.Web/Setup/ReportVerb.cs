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
    /// <summary>What each kind is called on the command line.</summary>
    static readonly Dictionary<string, ReportKind> Names = new(StringComparer.Ordinal)
    {
        ["council"] = ReportKind.Council,
        ["running-costs"] = ReportKind.RunningCosts,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var name = args.ElementAtOrDefault(1) ?? "";
        RuleViolation.Require(
            Names.TryGetValue(name, out var kind), "report-unknown",
            $"報告書「{name}」はありません。作れるのは {string.Join("、", Names.Select(n => $"{n.Key}（{n.Value.Label()}）"))}です。");
        var day = Verbs.RequiredDay(args, "--as-of");
        var until = Verbs.Moment(args, "--recorded-until");
        var wanted = Numbers(Verbs.Option(args, "--operations"));
        var path = Path.GetFullPath(Verbs.Option(args, "--out")
            ?? throw new RuleViolation("option-out", "--out で書き出すファイルを指定してください。例：--out report.xlsx"));
        RuleViolation.Require(
            Directory.Exists(Path.GetDirectoryName(path)), "folder-missing", $"フォルダー「{Path.GetDirectoryName(path)}」がありません。先に作ってください。");
        await using var app = Application.Build(args);
        await using var scope = app.Services.CreateAsyncScope();
        await WriteAsync(scope.ServiceProvider, kind, day, until, wanted, path);
        return 0;
    }

    static async Task WriteAsync(IServiceProvider services, ReportKind kind, DateOnly day, DateTimeOffset? until, int[] wanted, string path)
    {
        var db = services.GetRequiredService<GovernanceDbContext>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var point = await CouncilReport.PointAsync(db, day, until, now, default);
        var operations = await CouncilReport.OperationsAsync(db, wanted, default);
        var unfinished = path + ".part";
        try
        {
            CouncilReportResult result;
            await using (var file = File.Create(unfinished))
            {
                result = await ReportMaker.WriteAsync(kind, db, point, operations, services.GetRequiredService<CityInfo>(), file, progress: null, default);
            }

            File.Move(unfinished, path, overwrite: true);
            await using var written = File.OpenRead(path);
            var sha = Convert.ToHexStringLower(await SHA256.HashDataAsync(written));
            Console.WriteLine(
                $"{path} を書き出しました。基準日 {Wareki.Iso(day)}、記録の締め {point.KnownAt.ToString("O", CultureInfo.InvariantCulture)}、{result.Operations}業務、{written.Length}バイト、SHA-256 {sha}");
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
