using System.Globalization;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using static DxGovernance.Core.Reports.CouncilPages;

namespace DxGovernance.Core.Reports;

/// <summary>手続のオンライン化: rates with their formulas, the rate over time, and every procedure with its state.</summary>
static class PolicyProcedureSheet
{
    public const string Name = "手続のオンライン化";
    public const string ListName = "手続の一覧";
    const int ChartRows = 14;

    static readonly OnlineState[] States = [OnlineState.Online, OnlineState.NotOnline, OnlineState.OutsideCity, OnlineState.NoProcedure, OnlineState.Abolished];

    static readonly double[] Widths = [34, 17, 17, 13, 17, 9, 9, 17];

    public static void Add(Workbook book, PolicyReportFigures f)
    {
        var sheet = f.Frame.Start(book, Name, "優先的にオンライン化を推進すべき手続", $"　　{f.Now.Procedures.Count}手続", Widths, Paper.A4, landscape: true);
        sheet.Section("１　区分ごとのオンライン化率", Widths.Length);
        sheet.Row(Cell.Note(ProcedureRate.Definition, Widths.Length));
        Rates(sheet, f.Now.Rates);
        OverTime(sheet, f);
        List(book, f);
    }

    static void List(Workbook book, PolicyReportFigures f)
    {
        IReadOnlyList<Column<ProcedureFigures>> columns =
        [
            new("コード", p => p.Code, CellKind.Code, 8) { Align = Align.Center },
            new("区分", p => p.Category, Width: 26),
            new("番号", p => p.Number, CellKind.Whole, 6) { Align = Align.Center },
            new("手続名", p => p.Name, Width: 44),
            new("状態", p => p.State.Label(), Width: 16) { Align = Align.Center, Tone = p => ToneOf(p.State) },
            new("記録の基準日", p => p.Since, CellKind.DateEra, 21),
            new("根拠", p => p.Evidence, Width: 56),
        ];
        var sheet = f.Frame.Start(book, ListName, "手続の一覧", $"　　{f.Now.Procedures.Count}手続", [.. columns.Select(c => c.Width)], Paper.A4, landscape: true);
        var top = sheet.NextRow;
        sheet.Table(columns, f.Now.Procedures);
        sheet.Freeze(top, 4);
    }

    /// <summary>One row a category and the whole; every total and rate is a formula over the counts.</summary>
    public static (int Header, int Last) Rates(PrintSheet sheet, IReadOnlyList<ProcedureRate> rates)
    {
        var header = sheet.Row([Cell.Heading("区分"), .. States.Select(s => Cell.Heading(s.Label())), Cell.Heading("計"), Cell.Heading("オンライン化率")]);
        foreach (var rate in rates)
        {
            var row = sheet.NextRow;
            sheet.Row([
                rate.Category, .. States.Select(s => Value(Count(rate, s), CellKind.Whole)), Cell.Sum(sheet.Range(row, 2, row, 6), CellKind.Whole), Rate(row, rate.Rate),
            ]);
        }

        var (last, total) = (sheet.NextRow - 1, sheet.NextRow);
        var all = new ProcedureRate(
            ProcedureRate.AllCategories, rates.Sum(r => r.Online), rates.Sum(r => r.NotOnline), rates.Sum(r => r.OutsideCity), rates.Sum(r => r.NoProcedure), rates.Sum(r => r.Abolished));
        var share = Rate(total, all.Rate);
        sheet.Row([
            Cell.Heading(ProcedureRate.AllCategories), .. Enumerable.Range(2, 6).Select(c => Cell.Sum(sheet.Range(header + 1, c, last, c), CellKind.Whole)),
            share with { Style = share.Style with { Bold = true, Tone = Tone.Heading } },
        ]);
        return (header, last);
    }

    static void OverTime(PrintSheet sheet, PolicyReportFigures f)
    {
        sheet.Section("２　オンライン化率の推移（状態が変わった日ごと）", Widths.Length);
        var days = f.Ledger.RatesOverTime(f.Point);
        var chart = sheet.NextRow;
        if (days.Count > 1)
        {
            sheet.Skip(ChartRows);
            sheet.KeepTogether(chart - 1, sheet.NextRow - 1);
        }

        var table = sheet.Table<(DateOnly Day, ProcedureRate All, IReadOnlyList<ProcedureRate> Categories)>(
            [
                new("日", d => d.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                new("分母（手続）", d => d.All.Denominator, CellKind.Whole),
                new("済み（手続）", d => d.All.Online, CellKind.Whole),
                new("全体の率", d => d.All.Rate, CellKind.Percent),
            ],
            days);
        if (days.Count > 1)
        {
            sheet.Place(
                new Chart(ChartKind.Lines, "オンライン化率の推移", $"{Wareki.Iso(days[0].Day)}の{days[0].All.Text}から{Wareki.Iso(days[^1].Day)}の{days[^1].All.Text}へ。", new Series(table["日"], table["全体の率"]) { Label = "全体の率" })
                {
                    ValueKind = CellKind.Percent,
                    ValueTitle = "オンライン化率",
                    Labels = true,
                },
                chart, 1, ChartRows, Widths.Length);
        }
    }

    static Cell Rate(int row, decimal? cached) => cached is { } rate
        ? Cell.Formula(string.Create(CultureInfo.InvariantCulture, $"B{row}/(B{row}+C{row})"), rate, CellKind.Percent)
        : Text("－", align: Align.Center);

    static int Count(ProcedureRate rate, OnlineState state) => state switch
    {
        OnlineState.Online => rate.Online,
        OnlineState.NotOnline => rate.NotOnline,
        OnlineState.OutsideCity => rate.OutsideCity,
        OnlineState.NoProcedure => rate.NoProcedure,
        OnlineState.Abolished => rate.Abolished,
    };

    static Tone ToneOf(OnlineState state) => state switch
    {
        OnlineState.Online => Tone.Green,
        OnlineState.NotOnline => Tone.Yellow,
        OnlineState.OutsideCity or OnlineState.NoProcedure or OnlineState.Abolished => Tone.Grey,
    };
}
