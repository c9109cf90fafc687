using System.Globalization;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Reports;

/// <summary>
/// 運用経費比較（現行A・移行後B）. Depends on the two clocks and the operations alone, like every report that can be made again (docs/adr/0008);
/// its figures are those of the page for the same day.
/// </summary>
public static class RunningCostReport
{
    public const string Title = "運用経費比較";

    public static string FileName(DateOnly day) => $"{Title}_{Wareki.Iso(day)}.xlsx";

    /// <param name="db">Read in a snapshot of its own, or inside the transaction it already has.</param>
    /// <param name="point">As-of and recorded-until.</param>
    /// <param name="operationNumbers">Which operations; empty for all and 共通機能.</param>
    /// <param name="city">Printed on the sheets.</param>
    /// <param name="output">A file or memory: the writes are synchronous.</param>
    /// <param name="progress">Told in Japanese, from 0 to 100.</param>
    /// <param name="cancel">Stops the making.</param>
    public static async Task<ReportResult> WriteAsync(
        GovernanceDbContext db, AsOf point, IReadOnlyCollection<int> operationNumbers, CityInfo city, Stream output,
        IProgress<(string Text, int Percent)>? progress, CancellationToken cancel)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        await using var snapshot = db.Database.CurrentTransaction is null ? await CouncilReport.SnapshotAsync(db, cancel) : null;
        var data = await ReadAsync(db, new(point.Day, CouncilReport.ToMicroseconds(point.KnownAt)), operationNumbers, city, cancel);
        progress?.Report(("シートを作っています", 40));
        var book = Build(data);
        var written = await book.WriteAsync(output, cancel);
        progress?.Report(("書き出しました", 99));
        return new($"{data.Now.Figures.Subjects.Count(s => !s.IsCommon)}業務", written.ContentSha256, written.Notices);
    }

    internal static Workbook Build(RunningCostReportData data)
    {
        var book = new Workbook($"{data.City.Name} {Title} {Wareki.Iso(data.Point.Day)}", data.Point.KnownAt);
        RunningCostSummarySheet.Add(book, data);
        RunningCostOperationSheets.Add(book, data, data.Now.ToBaseline, "平成30年度比");
        RunningCostOperationSheets.Add(book, data, data.Now.ToPresent, "現行比");
        RunningCostItemSheet.Add(book, data);
        RunningCostCauseSheet.Add(book, data);
        RunningCostYearSheet.Add(book, data);
        RunningCostReferenceSheet.Add(book, data);
        RunningCostTermsSheet.Add(book, data);
        RunningCostSourceSheet.Add(book, data);
        RunningCostDataSheets.Add(book, data);
        return book;
    }

    static async Task<RunningCostReportData> ReadAsync(GovernanceDbContext db, AsOf point, IReadOnlyCollection<int> numbers, CityInfo city, CancellationToken cancel)
    {
        var operations = db.Operations.Where(o => numbers.Count == 0 || numbers.Contains(o.Number));
        var figures = await RunningCostFigures.LoadAsync(db, operations, numbers.Count == 0, point, cancel);
        var reportedOn = TokyoTime.EndOf(point.Day);
        var then = reportedOn >= point.KnownAt ? figures : await RunningCostFigures.LoadAsync(db, operations, numbers.Count == 0, point with { KnownAt = reportedOn }, cancel);
        var authors = figures.Subjects.SelectMany(s => s.Sheets.Values).SelectMany(s => s.Rows.Select(r => r.RecordedById).Append(s.Newest?.RecordedById).Append(s.Checked?.RecordedById))
            .OfType<int>().Distinct().ToArray();
        var isDemo = await db.People.AnyAsync(p => p.IsDemo && authors.Contains(p.Id), cancel);
        var head = await AuditChain.HeadAtAsync(db, point.KnownAt, cancel);
        return new(
            figures.Compare(), RunningCostOverview.Differences(then, figures), await RunningCostReference.AtAsync(db, point, cancel),
            new(Title, Title, city, point, isDemo, head) { DemoSentence = "デモデータ：この帳票の人物・金額・根拠資料は架空のものです。" });
    }
}

/// <summary>All that the sheets are made from.</summary>
/// <param name="Changed">Where the day was reported otherwise then.</param>
sealed record RunningCostReportData(
    RunningCostOverview Now, IReadOnlyList<RunningCostDifference> Changed, RunningCostReference Nation, CaseFrame Frame)
{
    /// <summary>Says how amounts are shown, on every sheet with them.</summary>
    public const string UnitNote = "（単位：千円）　千円未満を四捨五入して表示する。セルは円の値をもち、合計は円で計算するため、表示した額の合計と一致しないことがある。△は減を表す。";

    public AsOf Point => Frame.Point;

    public CityInfo City => Frame.City;

    /// <summary>For the nation's table, which is a fact in a demo database too.</summary>
    public CaseFrame FactFrame => Frame with { IsDemo = false };

    public PrintSheet Start(Workbook book, string name, string title, double[] widths, Paper paper = Paper.A4, bool landscape = true) =>
        Frame.Start(book, name, $"{City.Name}　{title}", "", widths, paper, landscape);
}

/// <summary>Cells that the sheets share.</summary>
static class RunningCostCells
{
    static readonly CellStyle Ratio = CellStyle.Body with { Kind = CellKind.Fraction, Digits = 2 };

    public static Cell Yen(long? yen) => Cell.Of(yen, CellKind.YenInThousands);

    /// <summary>right − left, as a formula.</summary>
    public static Cell Difference(int row, int left, int right, long cached) =>
        Cell.Formula($"{At(row, right)}-{At(row, left)}", cached, CellKind.YenInThousands);

    /// <summary>right ÷ left, as a formula; a dash where there is nothing to divide by.</summary>
    public static Cell Quotient(int row, int left, int right, decimal? cached) => cached is { } ratio
        ? Cell.Formula($"{At(row, right)}/{At(row, left)}", ratio, CellKind.Fraction) with { Style = Ratio }
        : Dash;

    /// <summary>(after − its funding) ÷ (before − its funding).</summary>
    public static Cell NetQuotient(int row, (int Before, int After, int BeforeFunding, int AfterFunding) columns, decimal? cached) => cached is { } ratio
        ? Cell.Formula(
            $"({At(row, columns.After)}-{At(row, columns.AfterFunding)})/({At(row, columns.Before)}-{At(row, columns.BeforeFunding)})", ratio, CellKind.Fraction) with
        { Style = Ratio }
        : Dash;

    public static Cell Dash => new("－", CellStyle.Body with { Align = Align.Center });

    public static Cell Strong(this Cell cell) => cell with { Style = cell.Style with { Bold = true, Tone = Tone.Heading } };

    public static string At(int row, int column) => SheetXml.Reference(row, column);

    public static string Years(RunningCostTotal total) => total.IsEmpty ? "" :
        $"{(total.BeforeStage == RunningCostStage.Baseline ? total.BeforeStage.Label() : $"{total.BeforeStage.Label()}（{new FiscalYear(total.BeforeYear!.Value)}）")}と移行後（{new FiscalYear(total.AfterYear!.Value)}）、{total.Tax!.Value.Label()}、{total.CountText}";
}
