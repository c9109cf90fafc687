using System.Globalization;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using static DxGovernance.Core.Reports.CouncilPages;

namespace DxGovernance.Core.Reports;

/// <summary>手続のオンライン化: rates with their formulas, the rate over time, and every procedure with its state.</summary>
static class PolicyProcedureSheet
{
    public const string Name = "手続のオンライン化";
    const int ChartRows = 14;

    static readonly OnlineState[] States = [OnlineState.Online, OnlineState.NotOnline, OnlineState.OutsideCity, OnlineState.NoProcedure, OnlineState.Abolished];

    static readonly double[] Widths = [34, 17, 17, 13, 17, 9, 9, 17, 44];

    public static void Add(Workbook book, PolicyReportFigures f)
    {
        var sheet = f.Frame.Start(book, Name, "優先的にオンライン化を推進すべき手続", $"　　{f.Now.Procedures.Count}手続", Widths, Paper.A4, landscape: true);
        sheet.Section("１　区分ごとのオンライン化率", Widths.Length);
        sheet.Row(Cell.Note(ProcedureRate.Definition, Widths.Length));
        Rates(sheet, f.Now.Rates);
        OverTime(sheet, f);
        sheet.PageBreak();
        sheet.Section("３　手続の一覧", Widths.Length);
        var header = sheet.Row(
            Cell.Heading("手続名", 2), Cell.Heading("区分", 2), Cell.Heading("コード"), Cell.Heading("番号"), Cell.Heading("状態", 2), Cell.Heading("根拠（最新の記録の日）"));
        sheet.Repeat(header, header);
        foreach (var p in f.Now.Procedures)
        {
            sheet.Row(
                Text(p.Name, 2), Text(p.Category, 2), new Cell(p.Code, CellStyle.Body with { Kind = CellKind.Code, Align = Align.Center }), Value(p.Number, CellKind.Whole, align: Align.Center),
                Text(p.State.Label(), 2, ToneOf(p.State), Align.Center), Text($"{p.Evidence}（{Wareki.Iso(p.Since)}）"));
        }
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
