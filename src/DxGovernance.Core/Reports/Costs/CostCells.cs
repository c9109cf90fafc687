using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;

namespace DxGovernance.Core.Reports;

/// <summary>Cells and columns that the reports of costs share. Print sheets show 千円 by the city's rule; data sheets hold yen, and totals are formulas over them.</summary>
static class CostCells
{
    public const string CaseData = "データ_案件";

    public const string LineData = "データ_明細";

    /// <summary>Columns that every data sheet begins with.</summary>
    const int Before = 4;

    static readonly AmountStage[] Stages = Enum.GetValues<AmountStage>();

    public static string Unit(Rounding rounding) => $"単位：千円（税込み。千円未満は{rounding.Label()}）。{ThousandYen.Note}円の額はデータのシートにある。";

    public static Cell Thousand(long? yen, Rounding rounding) => Cell.Of(yen is { } y ? ThousandYen.Of(y, rounding) : (decimal?)null, CellKind.ThousandYen);

    /// <summary>Rounds the sum of yen cells, so that the total is right to the yen.</summary>
    public static Cell Total(string yenCells, long? yen, Rounding rounding) => yen is { } y
        ? Strong(Cell.Formula($"{ThousandYen.Function(rounding)}(SUM({yenCells})/1000,0)", ThousandYen.Of(y, rounding), CellKind.ThousandYen))
        : Cell.Heading("－");

    public static Cell Rate(decimal? rate) => rate is { } r ? Cell.Of(Math.Round(r, 6), CellKind.Percent) : Dash;

    public static Cell Dash => new("－", CellStyle.Body with { Align = Align.Center });

    public static Cell Strong(Cell cell) => cell with { Style = cell.Style with { Bold = true, Tone = Tone.Heading } };

    /// <summary>Cells of a column of a data sheet, from the row of one record to that of another, both from 0.</summary>
    public static string Column<T>(string sheet, IReadOnlyList<Column<T>> columns, string header, int first, int last)
    {
        var column = Before + columns.Index().First(c => c.Item.Header == header).Index + 1;
        return $"{SheetXml.Quote(sheet)}!{SheetXml.Absolute(first + 2, column)}:{SheetXml.Absolute(last + 2, column)}";
    }

    public static string StageHeader(AmountStage stage) => $"{stage.Label()}（円）";

    public static IReadOnlyList<Column<T>> StageColumns<T>(Func<T, CostTotals> totals) =>
        [.. Stages.Select(s => new Column<T>(StageHeader(s), r => totals(r)[s], CellKind.Yen, 16))];

    public static IReadOnlyList<Column<CostCaseFigures>> CaseColumns(CostTables tables) =>
    [
        .. Named<CostCaseFigures>(c => c.Case),
        new("明細（行）", c => c.Lines, CellKind.Whole),
        .. StageColumns<CostCaseFigures>(c => c.Totals),
        new("減額（円）", c => c.Totals.Cut, CellKind.Yen, 16),
        new("査定していない要求（円）", c => c.Totals.Unassessed, CellKind.Yen, 16),
        .. tables.Reasons.Select(r => new Column<CostCaseFigures>($"減額：{r.Name}（円）", c => c.Cuts.TryGetValue(r.Code, out var cut) ? cut : (decimal?)null, CellKind.Yen, 16)),
    ];

    public static IReadOnlyList<Column<CostRow>> LineColumns(CostTables tables) =>
    [
        .. Named<CostRow>(r => r.Case),
        new("明細番号", r => r.Line.Line, CellKind.Whole),
        new("外した明細", r => r.Line.IsRemoved ? "はい" : "いいえ"),
        new("区分", r => r.Line.Terms.Category?.Label()),
        new("費目", r => tables.ItemName(r.Line.Terms.Item), Width: 24),
        new("名称", r => r.Line.Terms.Name, Width: 40),
        new("節", r => tables.SectionName(r.Line.Terms.Section), Width: 18),
        new("財源", r => r.Line.Terms.Funding.Label(), Width: 16),
        new("補助・財源の名称", r => r.Line.Terms.FundingName, Width: 20),
        new("充当率（％）", r => r.Line.Terms.FundingRate, CellKind.Fraction),
        new("通貨", r => r.Line.Terms.Currency),
        new("為替レート", r => r.Line.Terms.ExchangeRate, CellKind.Fraction) { Digits = 4 },
        new("為替レートの日", r => r.Line.Terms.ExchangeRateOn, CellKind.Date),
        new("年度", r => r.FiscalYear, CellKind.Year),
        .. Stages.Select(s => new Column<CostRow>(StageHeader(s), r => r.Cell[s], CellKind.Yen, 16)),
        new("減額（円）", r => r.Cell.Cut, CellKind.Yen, 16),
        new("減額の理由", r => r.Cell.Cut > 0 ? tables.ReasonName(r.Cell.CutReason) : null, Width: 20),
        new("査定の判断", r => r.Line.Verdict?.Label()),
        new("査定の説明", r => r.Line.VerdictNote, Width: 40),
        new("実績の日", r => r.Cell.ActualOn, CellKind.Date),
    ];

    /// <summary>Case and where it stands.</summary>
    public static IReadOnlyList<Column<T>> Named<T>(Func<T, CostCase> of) =>
    [
        new("案件番号", r => of(r).Number, CellKind.Code, 14),
        new("件名", r => of(r).Title, Width: 40),
        new("所管課", r => of(r).Department, Width: 20),
        new("協議段階", r => of(r).Gate.Label(), Width: 20),
        new("状態", r => of(r).StateWords, Width: 14),
        new("取下げ・却下", r => of(r).IsGivenUp ? "はい" : "いいえ"),
    ];

    public static IEnumerable<Cell> NameCells(CostCase c) => [c.Number, c.Title, c.Department, c.Gate.Label(), new(c.StateWords, CellStyle.Body with { Align = Align.Center })];

    public static IEnumerable<Cell> NameHeadings { get; } = [.. new[] { "案件番号", "件名", "所管課", "協議段階", "状態" }.Select(h => Cell.Heading(h))];

    public static double[] NameWidths { get; } = [13, 36, 18, 17, 13];

    /// <summary>Definitions, how to make the file again, and what was read.</summary>
    public static void AddSource(Workbook book, CostReportData data, params IEnumerable<(string Term, string Text)> definitions)
    {
        const int Columns = 4;
        var sheet = data.Frame.Start(book, "定義・出典", $"{data.Frame.Title}　定義・出典", "", [26, 40, 50, 14], Paper.A4, landscape: false);
        void Pairs(IEnumerable<(string Term, string Text)> pairs)
        {
            foreach (var (term, text) in pairs)
            {
                sheet.Row(new Cell(term, CellStyle.Body with { Bold = true, Tone = Tone.Heading }), CouncilPages.Text(text, Columns - 1));
            }
        }

        sheet.Section("１　この帳票の作り方", Columns);
        Pairs([("基準日", Wareki.Both(data.Point.Day)), .. data.Frame.Making()]);
        sheet.Section("２　用語と計算の定義", Columns);
        Pairs(
        [
            ("要求・査定・決定・契約・実績", "所管課が求めた額、庁内PMOが査定した額、承認で決まった額、契約した額、支出した額（基準日までの累計）。どれも税込みの円で、基準日と記録の締めまでに記録された最新のもの。"),
            ("取下げ・却下", "基準日に取下げ又は却下で終わっている案件。合計には入れず、分けて示す。"),
            .. definitions,
            ("端数", Unit(data.Rounding)),
        ]);
        sheet.Section("３　読んだ台帳の行数（基準日以前・記録の締めまで）", Columns);
        sheet.Row(Cell.Heading("台帳"), Cell.Heading("内容", 2), Cell.Heading("行数"));
        foreach (var ledger in data.Counts)
        {
            sheet.Row(CouncilPages.Text(ledger.Ledger), CouncilPages.Text(ledger.Holds, 2), CouncilPages.Value(ledger.Rows, CellKind.Whole));
        }
    }

    /// <summary>Said where a report has nothing to show.</summary>
    public static void Nothing(PrintSheet sheet, int columns) => sheet.Row(CouncilPages.Text("該当なし", columns));
}
