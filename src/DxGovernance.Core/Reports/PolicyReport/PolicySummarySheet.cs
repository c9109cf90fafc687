using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Core.Standardization;
using static DxGovernance.Core.Reports.CouncilPages;

namespace DxGovernance.Core.Reports;

/// <summary>総括: how many initiatives stand how, the rates of the procedures, and what has changed since the previous report.</summary>
static class PolicySummarySheet
{
    public const string Name = "総括";
    const int Columns = 10;
    const int ChartRows = 14;
    const int MaxChanges = 60;

    static readonly InitiativeState[] States =
        [InitiativeState.OnTrack, InitiativeState.Delayed, InitiativeState.Completed, InitiativeState.NotStarted, InitiativeState.Stopped];

    public static void Add(Workbook book, PolicyReportFigures f)
    {
        var sheet = f.Frame.Start(
            book, Name, $"{f.Frame.City.Name}　{PolicyReport.Title}（行政DX基本方針）", $"　　対象の年度 {f.Now.Year}", [34, .. Enumerable.Repeat(12.0, Columns - 1)], Paper.A4, landscape: true);
        sheet.Row(new[] { PolicyScheduleSheet.Name, PolicyStateSheets.StateName, PolicyStateSheets.IndicatorName }.Select((n, i) => new Cell($"→ {n}", CellStyle.Note) { Columns = i == 0 ? 1 : 3, LinkSheet = n }));
        sheet.Row(new[] { PolicyProcedureSheet.Name, PolicyProcedureSheet.ListName, PolicyStateSheets.CaseName, PolicySourceSheet.Name }.Select((n, i) => new Cell($"→ {n}", CellStyle.Note) { Columns = i == 0 ? 1 : 3, LinkSheet = n }));
        ByState(sheet, f);
        ByRate(sheet, f);
        Standardization(sheet, f);
        Changes(sheet, f);
    }

    static void ByState(PrintSheet sheet, PolicyReportFigures f)
    {
        sheet.Section($"１　取組事項の状況（{f.Now.Year}、所管課の報告）", Columns);
        var chart = sheet.NextRow;
        sheet.Skip(ChartRows);
        var header = sheet.Row([Cell.Heading("基本方針"), Cell.Heading("取組事項"), .. States.Select(s => Cell.Heading(s.Label())), Cell.Heading(PolicyWords.Unreported)]);
        var last = States.Length + 3;
        foreach (var (_, name, initiatives) in f.Pillars)
        {
            var row = sheet.NextRow;
            int Count(InitiativeState? state) => initiatives.Count(i => i.In(f.Now.Year)?.State == state);
            sheet.Row([
                name, Cell.Sum(sheet.Range(row, 3, row, last), CellKind.Whole), .. States.Select(s => Value(Count(s), CellKind.Whole)), Value(Count(null), CellKind.Whole),
            ]);
        }

        var end = sheet.NextRow - 1;
        sheet.Row([Cell.Heading("合計"), .. Enumerable.Range(2, last - 1).Select(c => Cell.Sum(sheet.Range(header + 1, c, end, c), CellKind.Whole))]);
        Series Part(int column, string label, Tone? tone) => new(sheet.Range(header, column, header, column), sheet.Range(header + 1, 1, end, 1), sheet.Range(header + 1, column, end, column)) { Label = label, Tone = tone };
        sheet.Place(
            new Chart(
                ChartKind.StackedBars, $"取組事項の状況（{f.Now.Year}）",
                $"取組事項{f.Now.Initiatives.Count}のうち、{string.Join("、", States.Select(s => $"{s.Label()}{f.Now.CountOf(s)}"))}、{PolicyWords.Unreported}{f.Now.CountOf(null)}。",
                [.. States.Select((s, i) => Part(i + 3, s.Label(), ToneOf(s))), Part(last, PolicyWords.Unreported, null)])
            {
                ValueTitle = "取組事項",
            },
            chart, 1, ChartRows, Columns);
        sheet.Row(Cell.Note($"状況は、{f.Now.Year}について基準日までに所管課が報告した最新のもの。報告のない取組事項は{PolicyWords.Unreported}。", Columns));
    }

    static void ByRate(PrintSheet sheet, PolicyReportFigures f)
    {
        sheet.PageBreak();
        sheet.Section("２　手続のオンライン化", Columns);
        sheet.Row(Cell.Note(ProcedureRate.Definition, Columns));
        var chart = sheet.NextRow;
        sheet.Skip(ChartRows);
        var table = PolicyProcedureSheet.Rates(sheet, f.Now.Rates);
        Series Part(int column, OnlineState state, Tone? tone) =>
            new(sheet.Range(table.Header, column, table.Header, column), sheet.Range(table.Header + 1, 1, table.Last, 1), sheet.Range(table.Header + 1, column, table.Last, column)) { Label = state.Label(), Tone = tone };
        sheet.Place(
            new Chart(
                ChartKind.StackedBars, "区分ごとの手続の状態", $"全体のオンライン化率は{f.Now.Rate.Text}（{f.Now.Rate.Formula}）。",
                Part(2, OnlineState.Online, Tone.Green), Part(3, OnlineState.NotOnline, Tone.Yellow), Part(4, OnlineState.OutsideCity, Tone.Blue), Part(5, OnlineState.NoProcedure, Tone.Grey), Part(6, OnlineState.Abolished, Tone.Grey))
            {
                ValueTitle = "手続",
            },
            chart, 1, ChartRows, Columns);
    }

    static void Standardization(PrintSheet sheet, PolicyReportFigures f)
    {
        var s = f.Now.Standardization;
        sheet.Section("３　標準化（取組事項 2-1）", Columns);
        sheet.Row(Cell.Heading("指標"), Cell.Heading("値", 2), Cell.Heading("定義", Columns - 3));
        sheet.Row("稼働した業務", Text($"{s.Live}／{s.Total}業務", 2, align: Align.Center), Text("段階が「稼働」の業務の数。", Columns - 3));
        sheet.Row(
            "国式ステップ完了率", s.StepRate is { } rate ? Value(rate, CellKind.Percent, 2, Align.Center) : Text("－", 2, align: Align.Center),
            Text($"{OperationFigures.StepRateDefinition}報告のある{s.Reported}業務の平均。", Columns - 3));
    }

    static void Changes(PrintSheet sheet, PolicyReportFigures f)
    {
        if (f.Previous is not null)
        {
            sheet.PageBreak();
        }

        sheet.Section("４　前回公開した施策工程表からの変化", Columns);
        if (f.Previous is not { } previous)
        {
            sheet.Row(Cell.Note("推進会議へ公開した、これより前の基準日の施策工程表はない。", Columns));
            return;
        }

        sheet.Row(Cell.Note($"前回＝{Wareki.Both(previous.AsOf)}基準（{Moment(previous.PublishedAt)} 公開、記録の締め {Moment(previous.RecordedUntil)}）。", Columns));
        sheet.Row(Cell.Heading("対象"), Cell.Heading("変化", 2), Cell.Heading("内容", Columns - 4), Cell.Heading("良し悪し"));
        foreach (var change in f.Changes.Take(MaxChanges))
        {
            sheet.Row(
                $"{change.Code} {change.Name}", Text(change.Kind.Label(), 2), Text(change.Text, Columns - 4),
                Text(change.IsWorse switch { true => "悪化", false => "改善", null => "－" }, tone: change.IsWorse switch { true => Tone.Red, false => Tone.Green, null => Tone.None }, align: Align.Center));
        }

        if (f.Changes.Count == 0)
        {
            sheet.Row(Text("変化はない。", Columns));
        }
        else if (f.Changes.Count > MaxChanges)
        {
            sheet.Row(Cell.Note($"{f.Changes.Count}件のうち{MaxChanges}件を示した。全ては各データのシートにある。", Columns));
        }
    }

    public static Tone ToneOf(InitiativeState state) => state switch
    {
        InitiativeState.OnTrack => Tone.Green,
        InitiativeState.Delayed => Tone.Red,
        InitiativeState.Completed => Tone.Blue,
        InitiativeState.NotStarted => Tone.Grey,
        InitiativeState.Stopped => Tone.Yellow,
    };
}
