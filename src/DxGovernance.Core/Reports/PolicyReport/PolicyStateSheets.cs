using DxGovernance.Core.Policy;
using DxGovernance.Core.Proposals;
using static DxGovernance.Core.Reports.CouncilPages;

namespace DxGovernance.Core.Reports;

/// <summary>取組の状況, 指標 and 案件: what stands behind the marks of the schedule.</summary>
static class PolicyStateSheets
{
    public const string StateName = "取組の状況";
    public const string IndicatorName = "指標";
    public const string CaseName = "案件";

    static IReadOnlyList<Column<InitiativeFigures>> StateColumns(PolicyFigures now) =>
    [
        new("取組事項", i => $"{i.Code}　{i.Name}", Width: 28),
        new("所管課", i => i.Owners, Width: 18),
        new("状況", i => i.In(now.Year)?.State.Label() ?? PolicyWords.Unreported, Width: 11)
        {
            Align = Align.Center, Tone = i => i.In(now.Year) is { } r ? PolicySummarySheet.ToneOf(r.State) : Tone.None,
        },
        new("実施したこと", i => i.In(now.Year)?.Done, Width: 46),
        new("遅れ・訂正などの理由", i => i.In(now.Year)?.Reason, Width: 30),
        new("次の一手", i => i.In(now.Year)?.NextStep, Width: 34),
        new("証拠", i => i.In(now.Year)?.Evidence, Width: 28),
        new("報告の基準日", i => i.In(now.Year)?.AsOf, CellKind.DateEra, 22),
    ];

    static IReadOnlyList<Column<(InitiativeFigures Of, PolicyIndicatorFigures Indicator)>> IndicatorColumns(PolicyFigures now) =>
    [
        new("取組事項", i => $"{i.Of.Code}　{i.Of.Name}", Width: 30),
        new("指標", i => i.Indicator.Name, Width: 36),
        new("単位", i => i.Indicator.Unit, Width: 8) { Align = Align.Center },
        new("基準値", i => i.Indicator.Baseline, CellKind.Fraction, 10) { Digits = 2 },
        new("基準値の時点", i => i.Indicator.BaselineOn, CellKind.DateEra, 22),
        new("最新の値", i => i.Indicator.Value, CellKind.Fraction, 10) { Digits = 2 },
        new("値の時点", i => i.Indicator.MeasuredOn, CellKind.DateEra, 22),
        new("目標の年度", i => i.Indicator.TargetFor(now.Year) is { } t ? $"{PolicyWords.ShortYear(new(t.FiscalYear))}年度" : null, Width: 10) { Align = Align.Center },
        new("目標値", i => i.Indicator.TargetFor(now.Year)?.Value, CellKind.Fraction, 10) { Digits = 2 },
        new("目標への到達", i => Reached(i.Indicator.IsReached(now.Year)), Width: 10) { Align = Align.Center },
        new("値の出所", i => i.Indicator.Kind.Label(), Width: 22),
        new("出典", i => i.Indicator.Source, Width: 30),
    ];

    public static void Add(Workbook book, PolicyReportFigures f)
    {
        AddStates(book, f);
        AddIndicators(book, f);
        AddCases(book, f);
    }

    static void AddStates(Workbook book, PolicyReportFigures f)
    {
        var columns = StateColumns(f.Now);
        var sheet = f.Frame.Start(book, StateName, $"取組の状況（{f.Now.Year}）", "", [.. columns.Select(c => c.Width)], Paper.A3, landscape: true);
        var top = sheet.NextRow;
        sheet.Row(columns.Select(c => Cell.Heading(c.Header)));
        sheet.Repeat(top, top);
        sheet.Freeze(top, 1);
        foreach (var initiative in f.Now.Initiatives)
        {
            // Reports may be long; what does not fit a row of paper goes on below it.
            sheet.Flow([.. columns.Select(c => c.ToCell(initiative))]);
        }
    }

    static void AddIndicators(Workbook book, PolicyReportFigures f)
    {
        var columns = IndicatorColumns(f.Now);
        var sheet = f.Frame.Start(book, IndicatorName, "指標", "", [.. columns.Select(c => c.Width)], Paper.A3, landscape: true);
        var top = sheet.Row(columns.Select(c => Cell.Heading(c.Header)));
        sheet.Repeat(top, top);
        sheet.Freeze(top, 2);
        var lines = f.Now.Initiatives.SelectMany(i => i.Indicators.Select(n => (i, n))).ToList();
        foreach (var line in lines)
        {
            sheet.Row(columns.Select(c => AsMeasured(c.ToCell(line))));
        }

        if (lines.Count == 0)
        {
            sheet.Row(Text("該当なし", columns.Count));
        }

        sheet.Row(Cell.Note("基準値・目標値の空欄は、方針や決定が定めていないことを示す。目標は対象の年度のもの、なければその後の最も近い年度のもの。全ての年度の目標はシート「データ_指標の目標」にある。", columns.Count));
    }

    /// <summary>508 and 36.1 as they were measured, not 508.00 and 36.10.</summary>
    static Cell AsMeasured(Cell cell) => cell is { Style.Kind: CellKind.Fraction, Value: { IsNumeric: true, Number: var n } }
        ? cell with { Style = n == Math.Round(n) ? cell.Style with { Kind = CellKind.Whole } : cell.Style with { Digits = n == Math.Round(n, 1) ? 1 : 2 } }
        : cell;

    static void AddCases(Workbook book, PolicyReportFigures f)
    {
        var groups = Enum.GetValues<StateGroup>();
        double[] widths = [40, 9, .. groups.Select(_ => 13.0), 20, 12];
        var sheet = f.Frame.Start(book, CaseName, "取組事項と個別ICT案件", "", widths, Paper.A4, landscape: true);
        sheet.Row(Cell.Note(InitiativeCases.Definition + "一つの案件が複数の取組事項を選ぶことがあるため、取組事項ごとの数の和は案件の数と一致しない。", widths.Length));
        var header = sheet.Row([
            Cell.Heading("取組事項"), Cell.Heading("件数"), .. groups.Select(g => Cell.Heading(g.Label())), Cell.Heading("総額の和（税込み、円）"), Cell.Heading("総額なし（件）"),
        ]);
        sheet.Repeat(header, header);
        foreach (var initiative in f.Now.Initiatives)
        {
            var counts = f.Cases.Of(initiative.Code).Counted();
            var row = sheet.NextRow;
            sheet.Row([
                Text($"{initiative.Code}　{initiative.Name}"),
                Cell.Sum(sheet.Range(row, 3, row, groups.Length + 2), CellKind.Whole),
                .. groups.Select(g => Value(counts.FirstOrDefault(c => c.Group == g)?.Cases ?? 0, CellKind.Whole)),
                Value(counts.Sum(c => c.Amount), CellKind.Yen), Value(counts.Sum(c => c.WithoutAmount), CellKind.Whole),
            ]);
        }

        // The distinct cases stand once each in their data sheet.
        var (cases, end) = (f.Cases.Count, Math.Max(2, f.Cases.Count + 1));
        string Data(string header) => $"'{PolicyDataSheets.CaseName}'!${PolicyDataSheets.CaseColumn(header)}$2:${PolicyDataSheets.CaseColumn(header)}${end}";
        sheet.Row([
            Cell.Heading("案件の実数（重複を除く）"),
            Total($"COUNTA({Data("案件番号")})", cases, CellKind.Whole),
            .. groups.Select(g => Total($"COUNTIF({Data("状態の区分")},\"{g.Label()}\")", f.Cases.Count(c => c.State.Group() == g), CellKind.Whole)),
            Total($"SUM({Data("総額（税込み、円）")})", f.Cases.Sum(c => c.Amount ?? 0), CellKind.Yen),
            Total($"COUNTA({Data("案件番号")})-COUNT({Data("総額（税込み、円）")})", f.Cases.Count(c => c.Amount is null), CellKind.Whole),
        ]);
    }

    static Cell Total(string formula, decimal cached, CellKind kind)
    {
        var cell = Cell.Formula(formula, cached, kind);
        return cell with { Style = cell.Style with { Bold = true, Tone = Tone.Heading } };
    }

    public static string Reached(bool? isReached) => isReached switch { true => "到達", false => "未到達", null => "－" };
}
