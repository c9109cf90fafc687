using System.Data;
using System.Globalization;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace DxGovernance.Core.Reports;

/// <summary>
/// 推進会議報告書. Depends on the two clocks and the operations alone: no projection, no clock, nobody's name who asked
/// (docs/adr/0008).
/// </summary>
public static class CouncilReport
{
    public const string Title = "標準化移行 進捗報告";

    internal static readonly TimeSpan LongestStatement = TimeSpan.FromMinutes(5);

    public static string FileName(DateOnly day) => $"推進会議報告_{Wareki.Iso(day)}.xlsx";

    /// <summary>The point a report is made at, checked: neither clock may lie in the future, or rows could still come in.</summary>
    /// <param name="db">The context.</param>
    /// <param name="day">As-of.</param>
    /// <param name="recordedUntil">Null for the moment of the newest ledger row.</param>
    /// <param name="now">When it is asked for.</param>
    /// <param name="cancel">Stops the reading.</param>
    public static async Task<AsOf> PointAsync(
        GovernanceDbContext db, DateOnly day, DateTimeOffset? recordedUntil, DateTimeOffset now, CancellationToken cancel)
    {
        RuleViolation.Require(day.Year >= 2000, "as-of-too-old", "基準日を確かめてください。2000年より前の日は指定できません。", "AsOf");
        RuleViolation.Require(
            day <= TokyoTime.DayOf(now), "report-in-future", $"基準日に未来の日（{Wareki.Both(day)}）は指定できません。今日までの日を入力してください。", "AsOf");

        // A save may still be on its way with a moment taken when it began.
        RuleViolation.Require(
            recordedUntil is null || recordedUntil <= now.AddMinutes(-1),
            "recorded-until-in-future",
            "記録の締めには1分以上前の時刻を指定してください。空欄にすると、最新の記録までを使います。",
            "RecordedUntil");
        return new(day, recordedUntil ?? await LedgerClock.NewestAsync(db, cancel));
    }

    /// <summary>Those of the numbers that exist, in order; empty stays empty and means all.</summary>
    public static async Task<int[]> OperationsAsync(GovernanceDbContext db, IEnumerable<int> numbers, CancellationToken cancel)
    {
        int[] wanted = [.. numbers.Distinct().Order()];
        var known = await db.Operations.Where(o => wanted.Contains(o.Number)).Select(o => o.Number).ToListAsync(cancel);
        var unknown = wanted.Except(known).ToArray();
        RuleViolation.Require(
            unknown.Length == 0, "operation-unknown", $"業務番号{string.Join("・", unknown)}の業務はありません。政令順の番号で指定してください。", "OperationNumbers");
        return wanted;
    }

    /// <summary>The 特定移行支援システム at the point.</summary>
    public static async Task<int[]> SpecialAsync(GovernanceDbContext db, AsOf point, CancellationToken cancel) => await (
        from o in db.Operations
        from s in db.OperationStates.At(point).NewestFirst().Where(s => s.OperationNumber == o.Number).Take(1)
        where s.IsSpecialTransition
        orderby o.Number
        select o.Number).ToArrayAsync(cancel);

    /// <param name="db">Read in a snapshot of its own, or inside the transaction it already has.</param>
    /// <param name="point">As-of and recorded-until.</param>
    /// <param name="operationNumbers">Which operations; empty for all.</param>
    /// <param name="city">Printed on the sheets.</param>
    /// <param name="output">A file or memory: the writes are synchronous.</param>
    /// <param name="progress">Told in Japanese, from 0 to 100.</param>
    /// <param name="cancel">Stops the making.</param>
    public static async Task<ReportResult> WriteAsync(
        GovernanceDbContext db,
        AsOf point,
        IReadOnlyCollection<int> operationNumbers,
        CityInfo city,
        Stream output,
        IProgress<(string Text, int Percent)>? progress,
        CancellationToken cancel)
    {
        // Sentences are put together by interpolation; the server's culture must not reach them.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        db.Database.SetCommandTimeout(LongestStatement);
        await using var snapshot = db.Database.CurrentTransaction is null ? await SnapshotAsync(db, cancel) : null;
        var reader = new CouncilReader(db, new(point.Day, ToMicroseconds(point.KnownAt)), operationNumbers, city);
        var figures = await reader.ReadAsync(progress, cancel);

        progress?.Report(("印刷用のシートを作っています", 40));
        var book = new Workbook($"{city.Name} {Title} {Wareki.Iso(point.Day)}", figures.Point.KnownAt);
        CouncilSummarySheet.Add(book, figures);
        CouncilChartSheet.Add(book, figures);
        CouncilOperationSheet.Add(book, figures);
        CouncilGanttSheet.Add(book, figures);
        CouncilVarianceSheet.Add(book, figures);
        CouncilRiskSheet.Add(book, figures);
        CouncilCaseSheets.Add(book, figures);
        CouncilSourceSheet.Add(book, figures);
        CouncilDataSheets.Add(book, figures, reader);
        progress?.Report(("ファイルに書き出しています", 60));
        var written = await book.WriteAsync(output, cancel);
        progress?.Report(("書き出しました", 99));
        return new($"{figures.Operations.Count}業務", written.ContentSha256, written.Notices);
    }

    internal static async Task<IDbContextTransaction> SnapshotAsync(GovernanceDbContext db, CancellationToken cancel)
    {
        var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await db.Database.ExecuteSqlRawAsync("set transaction read only", cancel);
        return snapshot;
    }

    // PostgreSQL keeps microseconds; a finer moment would compare differently before and after it is stored.
    internal static DateTimeOffset ToMicroseconds(DateTimeOffset moment) =>
        new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
