using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Validation;
using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Reports;
using DxGovernance.Tests.Data;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Cell = DocumentFormat.OpenXml.Spreadsheet.Cell;

namespace DxGovernance.Tests.Reports;

/// <summary>The reports of costs and effects over the demo cases: against the projections, the sums of the screens and their own data sheets.</summary>
public sealed partial class CostReportTests(DemoDatabase database) : IClassFixture<DemoDatabase>
{
    static readonly CityInfo City = new("下関市", "352012");

    static readonly AmountStage[] Stages = Enum.GetValues<AmountStage>();

    public static TheoryData<ReportKind> Kinds => [ReportKind.CostReview, ReportKind.CostCuts, ReportKind.CostYears, ReportKind.Effects];

    async Task<(AsOf Point, byte[] Bytes, ReportResult Result)> Made(ReportKind kind, DateOnly? day = null, DateTimeOffset? known = null)
    {
        await using var db = database.NewContext();
        var newest = await db.AuditEntries.MaxAsync(a => a.RecordedAt, Cancel);
        var point = new AsOf(day ?? TokyoTime.DayOf(newest), known ?? newest);
        using var memory = new MemoryStream();
        var result = await ReportDefinition.Find(kind)!.WriteAsync(new(db, point, [], City, memory, Progress: null), Cancel);
        return (point, memory.ToArray(), result);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task It_satisfies_the_schema_is_marked_as_fiction_and_is_the_same_bytes_again(ReportKind kind)
    {
        var (_, bytes, result) = await Made(kind);
        using var book = new WorkbookReading(bytes);

        new OpenXmlValidator(FileFormatVersions.Office2019).Validate(book.Document, Cancel).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
        result.Notices.ShouldBeEmpty();
        book.Document.WorkbookPart!.WorksheetParts.Count(p => p.DrawingsPart is not null).ShouldBeGreaterThan(0, "it has a native chart");
        foreach (var sheet in Names(book))
        {
            Texts(book, sheet).ShouldContain(t => t.StartsWith("デモデータ", StringComparison.Ordinal), sheet);
        }

        (await Made(kind)).Bytes.ShouldBe(bytes);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_total_is_a_formula_whose_cached_value_is_right(ReportKind kind)
    {
        var (_, bytes, _) = await Made(kind);
        using var book = new WorkbookReading(bytes);
        var formulas = 0;
        foreach (var sheet in Names(book))
        {
            foreach (var cell in book.Sheet(sheet).Worksheet.Descendants<Cell>().Where(c => c.CellFormula is not null))
            {
                Calculated(book, sheet, cell.CellFormula!.Text).ShouldBe(decimal.Parse(cell.CellValue!.Text, CultureInfo.InvariantCulture), $"{sheet}!{cell.CellReference}: {cell.CellFormula.Text}");
                formulas++;
            }
        }

        formulas.ShouldBeGreaterThan(kind == ReportKind.Effects ? 5 : 9);
    }

    [Fact]
    public async Task The_lines_read_one_after_another_are_those_folded_case_by_case_at_any_point()
    {
        await using var db = database.NewContext();
        var moments = await db.AmountEntries.Select(a => a.RecordedAt).Distinct().OrderBy(a => a).ToListAsync(Cancel);
        foreach (var known in new[] { moments[moments.Count / 3], moments[2 * moments.Count / 3], moments[^1] })
        {
            var point = new AsOf(TokyoTime.DayOf(known), known);
            var folded = await CostsAsOf.StandingAsync(db, db.Proposals, point, Cancel);
            var read = new Dictionary<int, List<StandingLine>>();
            await foreach (var (id, line) in CostLineReader.ReadAsync(db, [.. folded.Keys], point, Cancel))
            {
                (read.TryGetValue(id, out var lines) ? lines : read[id] = []).Add(line);
            }

            read.Keys.Order().ShouldBe(folded.Keys.Order());
            foreach (var (id, lines) in read)
            {
                new CostStanding(System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(lines.Select(l => KeyValuePair.Create(l.Line, l)))).ShouldBe(folded[id]);
            }
        }
    }

    [Fact]
    public async Task Cases_stand_at_the_gate_that_their_pages_name()
    {
        using var book = new WorkbookReading((await Made(ReportKind.CostReview)).Bytes);
        await using var db = database.NewContext();
        var pages = await db.Proposals.AsNoTracking().ToDictionaryAsync(p => p.Number, p => p.Gate.Label(), Cancel);

        var rows = Table(book, "データ_案件");

        rows.Count.ShouldBeGreaterThan(30);
        rows.Select(r => (r["案件番号"], r["協議段階"])).ShouldBe(rows.Select(r => (r["案件番号"], pages[r["案件番号"]])));
    }

    [Fact]
    public async Task The_five_amounts_are_those_of_the_screens()
    {
        var (point, bytes, _) = await Made(ReportKind.CostReview);
        await using var db = database.NewContext();
        var sums = await CostSums.LoadAsync(db, db.Proposals, point, Cancel);
        var cases = await db.Proposals.AsNoTracking().Where(p => p.RequestedCost != null).ToDictionaryAsync(p => p.Number, Cancel);
        using var book = new WorkbookReading(bytes);

        var years = Table(book, "データ_年度");
        foreach (var row in years)
        {
            var year = CostSums.Totals(sums.Where(s => !s.IsGivenUp && s.FiscalYear == (int)Number(row["年度"])!));
            Stages.Select(s => Number(row[$"{s.Label()}（円）"])).ShouldBe(Stages.Select(s => (decimal?)year[s]), row["年度"]);
        }

        years.Count.ShouldBe(sums.Where(s => !s.IsGivenUp).Select(s => s.FiscalYear).Distinct().Count());
        var listed = Table(book, "データ_案件");
        listed.Select(r => r["案件番号"]).Order().ShouldBe(cases.Keys.Order());
        foreach (var row in listed)
        {
            var totals = cases[row["案件番号"]].CostTotals;
            Stages.Select(s => Number(row[$"{s.Label()}（円）"])).ShouldBe(Stages.Select(s => (decimal?)totals[s]), row["案件番号"]);
            (Number(row["減額（円）"]), Number(row["査定していない要求（円）"])).ShouldBe((totals.Cut, totals.Unassessed));
        }

        var lines = Table(book, "データ_明細");
        foreach (var stage in Stages)
        {
            lines.Sum(l => Number(l[$"{stage.Label()}（円）"]) ?? 0).ShouldBe(listed.Sum(c => Number(c[$"{stage.Label()}（円）"]) ?? 0));
        }
    }

    [Fact]
    public async Task Requested_less_the_cuts_by_reason_is_assessed()
    {
        var (point, bytes, _) = await Made(ReportKind.CostCuts);
        await using var db = database.NewContext();
        var savings = await CostSavings.LoadAsync(db, db.Proposals, point, Cancel);
        using var book = new WorkbookReading(bytes);

        var cases = Table(book, "データ_案件");
        foreach (var row in cases)
        {
            var cuts = row.Where(c => c.Key.StartsWith("減額：", StringComparison.Ordinal)).Sum(c => Number(c.Value) ?? 0);
            ((Number(row["要求（円）"]) ?? 0) - Number(row["査定していない要求（円）"]) - cuts).ShouldBe(Number(row["査定（円）"]) ?? 0, row["案件番号"]);
            cuts.ShouldBe(Number(row["減額（円）"])!.Value);
        }

        cases.Sum(c => Number(c["減額（円）"])).ShouldNotBe(0);
        Table(book, "データ_節減").Sum(r => Number(r["減額（円）"])).ShouldBe(savings.Sum(s => s.Cut));
    }

    [Fact]
    public async Task Years_categories_and_sources_add_up_to_the_same()
    {
        var (_, bytes, _) = await Made(ReportKind.CostYears);
        using var book = new WorkbookReading(bytes);

        var rows = Table(book, "データ_年度別").Where(r => r["取下げ・却下"] == "いいえ").ToList();
        foreach (var year in rows.GroupBy(r => r["年度"]))
        {
            Table(book, "データ_区分").Where(r => r["年度"] == year.Key).Sum(r => Number(r["事業費（円）"])).ShouldBe(year.Sum(r => Number(r["事業費（円）"]) ?? 0), year.Key);
            Table(book, "データ_財源").Where(r => r["年度"] == year.Key).Sum(r => Number(r["決定（円）"])).ShouldBe(year.Sum(r => Number(r["決定（円）"]) ?? 0), year.Key);
        }

        Table(book, "データ_財源").Select(r => r["財源"]).Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Effects_are_those_measured_and_what_is_missing_is_said()
    {
        var (point, bytes, _) = await Made(ReportKind.Effects);
        await using var db = database.NewContext();
        var checks = await db.EffectChecks.AsNoTracking().Where(c => (c.DueOn != null || c.Value != null) && db.ProposalTransitions.Any(t =>
                t.ProposalId == c.ProposalId && t.Gate == Gate.GoLive && (t.Action == ProposalAction.Approve || t.Action == ProposalAction.ApproveWithConditions))).Select(c => new { c.Proposal.Number, c.Name, c.Months, c.Value, c.DueOn }).ToListAsync(Cancel);
        using var book = new WorkbookReading(bytes);

        var rows = Table(book, "データ_効果検証").ToDictionary(r => (r["案件番号"], r["指標"], int.Parse(r["稼働からの月数"], CultureInfo.InvariantCulture)));
        foreach (var c in checks)
        {
            Number(rows[(c.Number, c.Name, c.Months)]["測定値"]).ShouldBe(c.Value);
        }

        checks.Count.ShouldBeGreaterThan(10);
        rows.Values.Count(r => r["状態"] == "未測定（期限超過）").ShouldBe(checks.Count(c => c.Value is null && c.DueOn < point.Day));
    }

    [Fact]
    public async Task A_past_day_is_told_as_it_was_reported_then()
    {
        await using var db = database.NewContext();
        var paid = await db.AmountEntries.Where(a => a.Stage == AmountStage.Actual).MinAsync(a => a.RecordedAt, Cancel);
        var (_, bytes, _) = await Made(ReportKind.CostReview, TokyoTime.DayOf(paid), paid.AddSeconds(-1));
        using var book = new WorkbookReading(bytes);

        Table(book, "データ_案件").Sum(r => Number(r["実績（円）"]) ?? 0).ShouldBe(0);
        Table(book, "データ_案件").Sum(r => Number(r["要求（円）"]) ?? 0).ShouldBeGreaterThan(0);
    }

    static IEnumerable<string> Names(WorkbookReading book) => book.Document.WorkbookPart!.Workbook.Descendants<DocumentFormat.OpenXml.Spreadsheet.Sheet>().Select(s => s.Name!.Value!);

    static IReadOnlyList<string> Texts(WorkbookReading book, string sheet) => [.. book.Sheet(sheet).Worksheet.Descendants<Cell>().Select(Text).Where(t => t.Length > 0)];

    static string Text(Cell cell) => cell.InlineString?.Text?.Text ?? cell.CellValue?.Text ?? "";

    static decimal? Number(string text) => text.Length == 0 ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Rows of a data sheet by their headings; what is empty is an empty text.</summary>
    static List<Dictionary<string, string>> Table(WorkbookReading book, string sheet)
    {
        var rows = book.Sheet(sheet).Worksheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Row>().Select(r => r.Elements<Cell>().ToDictionary(c => Letters().Match(c.CellReference!).Value, Text)).ToList();
        return [.. rows.Skip(1).Select(r => rows[0].ToDictionary(h => h.Value, h => r.GetValueOrDefault(h.Key, "")))];
    }

    /// <summary>Sums, sums with conditions and the three ways to round: all that the sheets use.</summary>
    static decimal Calculated(WorkbookReading book, string home, string formula)
    {
        var text = SumIfs().Replace(formula, m => Plain(SumIf(book, home, m.Groups["range"].Value, m.Groups["conditions"].Value)));
        text = Sum().Replace(text, m => Plain(Cells(book, home, m.Groups["range"].Value).Sum(c => Number(c) ?? 0)));
        if (Rounding().Match(text) is { Success: true } r)
        {
            var value = (decimal.Parse(r.Groups["a"].Value, CultureInfo.InvariantCulture) - (r.Groups["b"].Success ? decimal.Parse(r.Groups["b"].Value, CultureInfo.InvariantCulture) : 0)) / 1000;
            return r.Groups["how"].Value switch
            {
                "ROUNDUP" => Math.Round(value, MidpointRounding.AwayFromZero) is var up && Math.Abs(up) < Math.Abs(value) ? up + Math.Sign(value) : up,
                "ROUNDDOWN" => Math.Truncate(value),
                _ => Math.Round(value, MidpointRounding.AwayFromZero),
            };
        }

        return decimal.Parse(text, CultureInfo.InvariantCulture);
    }

    static string Plain(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    static decimal SumIf(WorkbookReading book, string home, string range, string conditions)
    {
        var values = Cells(book, home, range);
        var parts = Condition().Matches(conditions).Select(m => (Cells: Cells(book, home, m.Groups["range"].Value), Wanted: m.Groups["wanted"].Value.Trim('"'))).ToList();
        parts.Count.ShouldBeGreaterThan(0);
        return values.Index().Where(v => parts.All(p => p.Wanted.StartsWith("<>", StringComparison.Ordinal) ? p.Cells[v.Index] != p.Wanted[2..] : p.Cells[v.Index] == p.Wanted)).Sum(v => Number(v.Item) ?? 0);
    }

    /// <summary>Of one column.</summary>
    static List<string> Cells(WorkbookReading book, string home, string range)
    {
        var m = Range().Match(range);
        m.Success.ShouldBeTrue(range);
        var (column, first, last) = (m.Groups["column"].Value, int.Parse(m.Groups["first"].Value, CultureInfo.InvariantCulture), int.Parse(m.Groups["last"].Value, CultureInfo.InvariantCulture));
        var cells = book.Sheet(m.Groups["sheet"].Success ? m.Groups["sheet"].Value : home).Worksheet.Descendants<Cell>()
            .Where(c => Letters().Match(c.CellReference!).Value == column).ToDictionary(c => int.Parse(c.CellReference!.Value![column.Length..], CultureInfo.InvariantCulture), Text);
        return [.. Enumerable.Range(first, last - first + 1).Select(r => cells.GetValueOrDefault(r, ""))];
    }

    [GeneratedRegex("^[A-Z]+", RegexOptions.None, 1000)]
    private static partial Regex Letters();

    [GeneratedRegex(@"SUMIFS\((?<range>'[^']+'![^,]+)(?<conditions>(?:,'[^']+'![^,]+,(?:""[^""]*""|\d+))+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SumIfs();

    [GeneratedRegex(@",(?<range>'[^']+'![^,]+),(?<wanted>""[^""]*""|\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Condition();

    [GeneratedRegex(@"SUM\((?<range>[^()]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sum();

    [GeneratedRegex(@"^(?<how>ROUND|ROUNDUP|ROUNDDOWN)\(\(?(?<a>-?\d+)(-(?<b>-?\d+))?\)?/1000,0\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rounding();

    [GeneratedRegex(@"^('(?<sheet>[^']+)'!)?\$(?<column>[A-Z]+)\$(?<first>\d+):\$[A-Z]+\$(?<last>\d+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Range();
}
