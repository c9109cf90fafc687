using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;

namespace DxGovernance.Core.Reports;

/// <summary>査定内訳（滝グラフ）: from what was asked for to what was assessed, by reason; and what was saved by budget year.</summary>
public static class CostCutReport
{
    public const string Title = "査定内訳";

    const int ChartRows = 18;
    const string SavingData = "データ_節減";

    public static string FileName(DateOnly day) => $"{Title}_{Wareki.Iso(day)}.xlsx";

    public static Task<ReportResult> WriteAsync(ReportMaking making, CancellationToken cancel) => CostReportData.MakeAsync(making, Title, Build, cancel, withSavings: true);

    static void Build(Workbook book, CostReportData data)
    {
        var columns = CostCells.CaseColumns(data.Tables);
        Waterfall(book, data, columns);
        ByCase(book, data, columns);
        Savings(book, data);
        CostCells.AddSource(
            book, data,
            ("減額", "査定した要求についての 要求額－査定額。今の要求についての最新の査定による。"),
            ("減額の理由", "査定した人が選んだ理由。説明の文は、データ_明細の「査定の説明」にある。"),
            ("節減額", CostSaving.Definition));
        data.Frame.AddData(book, CostCells.CaseData, columns, data.Cases);
        data.Frame.AddData(book, SavingData, SavingColumns(data.Tables), data.Savings);
        data.Frame.AddData(book, CostCells.LineData, CostCells.LineColumns(data.Tables), data.Rows());
    }

    static IReadOnlyList<Column<CostSaving>> SavingColumns(CostTables tables) =>
    [
        new("年度", s => s.FiscalYear, CellKind.Year),
        new("協議段階", s => s.Gate.Label(), Width: 20),
        new("減額の理由", s => s.Reason is null ? "（減額なし）" : tables.ReasonName(s.Reason), Width: 24),
        new("取下げ・却下", s => s.IsGivenUp ? "はい" : "いいえ"),
        new("査定した要求（円）", s => s.Basis, CellKind.Yen, 18),
        new("減額（円）", s => s.Cut, CellKind.Yen, 18),
    ];

    static void Waterfall(Workbook book, CostReportData data, IReadOnlyList<Column<CostCaseFigures>> columns)
    {
        double[] widths = [30, .. Enumerable.Repeat(14.0, 7)];
        var sheet = data.Frame.Start(book, "滝グラフ", $"{data.Frame.City.Name}　{Title}", $"　　査定のある{data.Active.Count(c => c.Totals.Assessed is not null)}件", widths, Paper.A4, landscape: true);
        sheet.Row(Cell.Note(CostCells.Unit(data.Rounding), widths.Length));
        var all = CostTotals.Sum(data.Active.Select(c => c.Totals));
        var judged = (all.Requested ?? 0) - all.Unassessed;
        if (judged == 0)
        {
            CostCells.Nothing(sheet, widths.Length);
            return;
        }

        List<(string Name, long Cut, string Header)> cuts =
        [
            .. from c in data.Active from cut in c.Cuts group cut.Value by cut.Key into g
               orderby g.Sum() descending, g.Key
               select (data.Tables.ReasonName(g.Key), g.Sum(), $"減額：{data.Tables.ReasonName(g.Key)}（円）"),
        ];
        long Of(long yen) => ThousandYen.Of(yen, data.Rounding);
        Cell Piece(long yen) => Cell.Of(Of(yen), CellKind.ThousandYen);
        string Cells(string header) => CostCells.Column(CostCells.CaseData, columns, header, 0, data.Active.Count - 1);
        Cell Sum(string header, long yen) => Cell.Formula($"{ThousandYen.Function(data.Rounding)}(SUM({Cells(header)})/1000,0)", Of(yen), CellKind.ThousandYen);
        var header = sheet.Row(new[] { "項目", "額", "要求に対する割合", "土台", "合計の額", "減額" }.Select(h => Cell.Heading(h)));
        sheet.Row(
            "要求（査定した分）",
            Cell.Formula(
                $"{ThousandYen.Function(data.Rounding)}((SUM({Cells(CostCells.StageHeader(AmountStage.Requested))})-SUM({Cells("査定していない要求（円）")}))/1000,0)", Of(judged), CellKind.ThousandYen),
            CostCells.Rate(1), Piece(0), Piece(judged), Piece(0));
        var level = judged;
        foreach (var (name, cut, column) in cuts)
        {
            level -= cut;
            sheet.Row($"△ {name}", columns.Any(c => c.Header == column) ? Sum(column, cut) : Piece(cut), CostCells.Rate((decimal)cut / judged), Piece(level), Piece(0), Piece(cut));
        }

        sheet.Row(
            Cell.Heading("査定"), CostCells.Strong(Sum(CostCells.StageHeader(AmountStage.Assessed), all.Assessed ?? 0)), CostCells.Rate(all.AssessedRate), Piece(0), Piece(all.Assessed ?? 0), Piece(0));
        var last = sheet.NextRow - 1;
        sheet.Row(Cell.Note("要求（査定した分）－減額の計＝査定。額は、案件のデータの列の合計を丸めたもの。「土台」から右の列はグラフのためのもの。", widths.Length));
        if (all.Unassessed > 0)
        {
            sheet.Row(Cell.Note($"ほかに、まだ査定していない要求が{Of(all.Unassessed):#,0}千円ある。", widths.Length));
        }

        sheet.Skip();
        var categories = sheet.Range(header + 1, 1, last, 1);
        Series Series(int column, string label, Tone tone) => new(sheet.Range(header, column, header, column), categories, sheet.Range(header + 1, column, last, column)) { Label = label, Tone = tone };
        sheet.Place(
            new Chart(
                ChartKind.StackedColumns, "要求から査定まで（千円）",
                $"要求{judged:#,0}円から、{string.Concat(cuts.Select(c => $"{c.Name}で{c.Cut:#,0}円、"))}を引いて、査定{all.Assessed ?? 0:#,0}円。",
                Series(4, "土台", Tone.None) with { IsGap = true }, Series(5, "要求・査定", Tone.Blue), Series(6, "減額", Tone.Red))
            {
                ValueTitle = "千円",
                ValueKind = CellKind.ThousandYen,
            },
            sheet.NextRow, 1, ChartRows, widths.Length);
        sheet.Skip(ChartRows);
        sheet.KeepTogether(sheet.NextRow - ChartRows, sheet.NextRow - 1);
    }

    static void ByCase(Workbook book, CostReportData data, IReadOnlyList<Column<CostCaseFigures>> columns)
    {
        var reasons = data.Tables.Reasons;
        double[] widths = [.. CostCells.NameWidths, 12, 12, 12, 9, .. reasons.Select(_ => 12.0)];
        var sheet = data.Frame.Start(book, "案件別", $"{data.Frame.City.Name}　{Title}　案件別", "", widths, Paper.A3, landscape: true);
        sheet.Row(Cell.Note($"査定のある案件を、案件番号の順に示す。{CostCells.Unit(data.Rounding)}", widths.Length));
        var header = sheet.Row([.. CostCells.NameHeadings, .. new[] { "要求（査定した分）", "減額", "査定", "査定率" }.Select(h => Cell.Heading(h)), .. reasons.Select(r => Cell.Heading(r.Name))]);
        sheet.Freeze(header, 2);
        sheet.Repeat(header, header);
        var cases = data.Active.Where(c => c.Totals.Assessed is not null).ToList();
        foreach (var c in cases)
        {
            sheet.Row(
            [
                .. CostCells.NameCells(c.Case), CostCells.Thousand((c.Totals.Requested ?? 0) - c.Totals.Unassessed, data.Rounding), CostCells.Thousand(c.Totals.Cut, data.Rounding),
                CostCells.Thousand(c.Totals.Assessed, data.Rounding), CostCells.Rate(c.Totals.AssessedRate),
                .. reasons.Select(r => CostCells.Thousand(c.Cuts.TryGetValue(r.Code, out var cut) ? cut : null, data.Rounding)),
            ]);
        }

        if (cases.Count == 0)
        {
            CostCells.Nothing(sheet, widths.Length);
            return;
        }

        var all = CostTotals.Sum(cases.Select(c => c.Totals));
        string Cells(string of) => CostCells.Column(CostCells.CaseData, columns, of, 0, data.Active.Count - 1);
        var judged = (all.Requested ?? 0) - all.Unassessed;
        // Cases that nobody judged add nothing to what was judged, so the whole column may be taken.
        sheet.Row(
        [
            Cell.Heading("合計", CostCells.NameWidths.Length),
            CostCells.Strong(Cell.Formula(
                $"{ThousandYen.Function(data.Rounding)}((SUM({Cells(CostCells.StageHeader(AmountStage.Requested))})-SUM({Cells("査定していない要求（円）")}))/1000,0)",
                ThousandYen.Of(judged, data.Rounding), CellKind.ThousandYen)),
            CostCells.Total(Cells("減額（円）"), all.Cut, data.Rounding), CostCells.Total(Cells(CostCells.StageHeader(AmountStage.Assessed)), all.Assessed, data.Rounding),
            CostCells.Strong(CostCells.Rate(all.AssessedRate)),
            .. reasons.Select(r => cases.Sum(c => c.Cuts.GetValueOrDefault(r.Code)) is > 0 and var sum ? CostCells.Total(Cells($"減額：{r.Name}（円）"), sum, data.Rounding) : Cell.Heading("－")),
        ]);
    }

    static void Savings(Workbook book, CostReportData data)
    {
        double[] widths = [20, 20, 20, 20, 20];
        var sheet = data.Frame.Start(book, "年度別の節減", $"{data.Frame.City.Name}　{Title}　年度別の節減額", "", widths, Paper.A4, landscape: true);
        sheet.Flow(Cell.Note(
            $"{CostSaving.Definition}承認された協議ごとに数えるので、その後に要求し直した案件では、今の要求についての減額（ほかのシート）より多くなる。", widths.Length));
        sheet.Row(Cell.Note(CostCells.Unit(data.Rounding), widths.Length));
        sheet.Row(new[] { "予算の年度", "査定した要求", "節減額（変更協議を除く）", "変更協議での減額", "取下げ・却下された案件の減額（外数）" }.Select(h => Cell.Heading(h)));
        var years = data.Savings.GroupBy(s => s.FiscalYear).OrderBy(g => g.Key).ToList();
        static long Sum(IEnumerable<CostSaving> savings, Func<CostSaving, bool> which, Func<CostSaving, long> what) => savings.Where(which).Sum(what);
        static bool IsUsual(CostSaving s) => s is { IsGivenUp: false, Gate: not Gate.Change };
        foreach (var year in years)
        {
            sheet.Row(
                new FiscalYear(year.Key).ToString(), CostCells.Thousand(Sum(year, IsUsual, s => s.Basis), data.Rounding), CostCells.Thousand(Sum(year, IsUsual, s => s.Cut), data.Rounding),
                CostCells.Thousand(Sum(year, s => s is { IsGivenUp: false, Gate: Gate.Change }, s => s.Cut), data.Rounding), CostCells.Thousand(Sum(year, s => s.IsGivenUp, s => s.Cut), data.Rounding));
        }

        if (years.Count == 0)
        {
            CostCells.Nothing(sheet, widths.Length);
            return;
        }

        var columns = SavingColumns(data.Tables);
        string Cells(string header) => CostCells.Column(SavingData, columns, header, 0, data.Savings.Count - 1);
        string SumIf(string what, string givenUp, string change) =>
            $"{ThousandYen.Function(data.Rounding)}(SUMIFS({Cells(what)},{Cells("取下げ・却下")},\"{givenUp}\"{(change.Length == 0 ? "" : $",{Cells("協議段階")},\"{change}\"")})/1000,0)";
        Cell Total(string what, Func<CostSaving, bool> which, Func<CostSaving, long> of, string givenUp, string change) =>
            CostCells.Strong(Cell.Formula(SumIf(what, givenUp, change), ThousandYen.Of(Sum(data.Savings, which, of), data.Rounding), CellKind.ThousandYen));
        sheet.Row(
            Cell.Heading("合計"),
            Total("査定した要求（円）", IsUsual, s => s.Basis, "いいえ", $"<>{Gate.Change.Label()}"),
            Total("減額（円）", IsUsual, s => s.Cut, "いいえ", $"<>{Gate.Change.Label()}"),
            Total("減額（円）", s => s is { IsGivenUp: false, Gate: Gate.Change }, s => s.Cut, "いいえ", Gate.Change.Label()),
            Total("減額（円）", s => s.IsGivenUp, s => s.Cut, "はい", ""));
    }
}
