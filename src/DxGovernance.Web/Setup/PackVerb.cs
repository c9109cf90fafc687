using System.Globalization;
using DxGovernance.Core;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Setup;

/// <summary><c>report pack</c>: the bytes of a pack that was frozen in the pages. Nothing is made anew.</summary>
static class PackVerb
{
    public static async Task<int> RunAsync(string[] args)
    {
        var meeting = Number(args, "--meeting") ?? throw new RuleViolation("option-meeting", "--meeting で会議の回を指定してください。例：--meeting 3");
        var version = Number(args, "--version");
        var path = Path.GetFullPath(Verbs.Option(args, "--out") ?? throw new RuleViolation("option-out", "--out で書き出すファイルを指定してください。例：--out pack.xlsx"));
        RuleViolation.Require(
            Directory.Exists(Path.GetDirectoryName(path)), "folder-missing", $"フォルダー「{Path.GetDirectoryName(path)}」がありません。先に作ってください。");
        await using var app = Application.Build(args);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GovernanceDbContext>();
        var found = await db.CouncilDocuments.AsNoTracking()
            .Where(d => d.Kind == CouncilDocumentKind.Pack && d.Meeting.Number == meeting && (version == null || d.Version == version))
            .OrderByDescending(d => d.Version).Select(d => new { d.Version, d.AsOf, d.Sha256, d.File.Bytes }).FirstOrDefaultAsync();
        RuleViolation.Require(
            found is not null, "pack-missing", $"第{meeting}回の会議に、凍結された会議資料{(version is null ? "" : $"の第{version}版")}はありません。会議の画面で凍結してから書き出してください。");
        await File.WriteAllBytesAsync(path, found!.Bytes);
        Console.WriteLine($"{path} を書き出しました。第{meeting}回 会議資料 第{found.Version}版、基準日 {Wareki.Iso(found.AsOf)}、{found.Bytes.Length}バイト、SHA-256 {found.Sha256}");
        return 0;
    }

    static int? Number(string[] args, string name) => Verbs.Option(args, name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new RuleViolation("option-number", $"{name} の値「{text}」を整数として読めません。例：{name} 3");
}
