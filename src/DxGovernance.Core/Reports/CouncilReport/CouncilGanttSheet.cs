using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Core.Reports;

/// <summary>工程表: a Gantt in cells by month, on A3. Plan, forecast and actual differ by letter as well as by fill.</summary>
static class CouncilGanttSheet
{
    public const string Name = "工程表";
    const int LeadColumns = 4;
    const int MaxMonths = 120;
    static readonly DateOnly FirstMonth = new(2026, 4, 1);
    static readonly CellStyle Month = CellStyle.Body with { Size = 9, Align = Align.Center, Wrap = false };
    static readonly CellStyle Label = CellStyle.Body with { Size = 9 };
    static readonly Cell Empty = new(default(CellValue), Month);
    static readonly Cell MarkLine = new("┊", Month);

    public static void Add(Workbook book, CouncilFigures figures)
    {
        var (months, isCut) = Months(figures);
        var sheet = CouncilPages.Start(
            book, figures, Name, "工程表", [6, 20, 6, 10, .. Enumerable.Repeat(2.8, months.Count)], Paper.A3);
        var top = sheet.NextRow;
        Heading(sheet, figures, months);
        var plans = figures.Milestones.ToLookup(m => m.OperationNumber);
        foreach (var o in figures.Operations)
        {
            Operation(sheet, figures, o, [.. plans[o.Number]], months);
        }

        sheet.Repeat(top, top + 2, LeadColumns);
        sheet.Freeze(top + 2, LeadColumns);
        Legend(sheet, figures, months, isCut);
    }

    static (IReadOnlyList<DateOnly> Months, bool IsCut) Months(CouncilFigures f)
    {
        var days = f.Milestones.SelectMany(m => new[] { m.OriginalOn, m.BaselineOn, m.ForecastOn, m.ActualOn })
            .Concat(f.Operations.SelectMany(o => new[] { o.Now.CityDeadline, o.Now.NationDeadline }))
            .OfType<DateOnly>().Append(f.Day).Append(FirstMonth).ToList();
        var first = days.Min().FirstOfMonth();
        var count = ((days.Max().Year - first.Year) * 12) + days.Max().Month - first.Month + 2;
        return ([.. Enumerable.Range(0, Math.Min(count, MaxMonths)).Select(first.AddMonths)], count > MaxMonths);
    }

    static void Heading(PrintSheet sheet, CouncilFigures f, IReadOnlyList<DateOnly> months)
    {
        sheet.Row(
        [
            Cell.Heading("政令順", rows: 3), Cell.Heading("業務", rows: 3), Cell.Heading("信号", rows: 3), Cell.Heading("区分", rows: 3),
            .. months.GroupBy(FiscalYear.Of).Select(y => Cell.Heading(y.Count() < 4 ? "" : y.Count() < 8 ? $"{y.Key}" : $"{y.Key.Year}（{y.Key}）", columns: y.Count())),
        ]);
        sheet.Row(months.Select(m => Cell.Heading($"{m.Month}")));
        sheet.Row(months.Select(m => Mark(f, m) is { Length: > 0 } mark
            ? new Cell(mark, Month with { Bold = true, Tone = mark.Contains('基') ? Tone.Yellow : Tone.Red })
            : Empty));
    }

    static void Operation(PrintSheet sheet, CouncilFigures f, CouncilOperation o, IReadOnlyList<MilestoneStanding> milestones, IReadOnlyList<DateOnly> months)
    {
        var bars = Bars(milestones).Where(b => b.Marks.Count > 0).ToList();
        var lines = bars.Count == 0 ? [Whole(f, o, months)] : bars.ConvertAll(b => Line(f, o, b, months));
        Cell[] lead =
        [
            new(o.Number, CellStyle.Body with { Kind = CellKind.Whole, Align = Align.Center }) { Rows = lines.Count },
            new(o.Name, CellStyle.Body) { Rows = lines.Count },
            new(o.Colour.Shown.Label(), CellStyle.Body with { Tone = o.Tone, Align = Align.Center }) { Rows = lines.Count },
        ];
        sheet.Row(lead.Concat(lines[0]));
        foreach (var line in lines.Skip(1))
        {
            sheet.Row(line);
        }
    }

    static IEnumerable<Bar> Bars(IReadOnlyList<MilestoneStanding> milestones)
    {
        if (milestones.Any(m => m.OriginalOn != m.BaselineOn))
        {
            yield return new("当初計画", "当", Tone.None, Marks(milestones, m => m.OriginalOn));
        }

        yield return new("現計画", "計", Tone.Grey, Marks(milestones, m => m.BaselineOn));
        yield return new("見込", "見", Tone.Blue, Marks(milestones, m => m.ActualOn is null ? m.ForecastOn : null));
        yield return new("実績", "実", Tone.Green, Marks(milestones, m => m.ActualOn));
    }

    static Dictionary<DateOnly, int> Marks(IEnumerable<MilestoneStanding> milestones, Func<MilestoneStanding, DateOnly?> day) => milestones
        .Select(m => (Month: day(m)?.FirstOfMonth(), m.Order))
        .Where(m => m.Month is not null)
        .GroupBy(m => m.Month!.Value)
        .ToDictionary(g => g.Key, g => g.Max(m => m.Order));

    static List<Cell> Line(CouncilFigures f, CouncilOperation o, Bar bar, IReadOnlyList<DateOnly> months)
    {
        var (from, to) = (bar.Marks.Keys.Min(), bar.Marks.Keys.Max());
        var isLate = bar.Letter == "見";
        return
        [
            new Cell(bar.Label, Label),
            .. months.Select(m =>
            {
                var past = isLate && o.Now.CityDeadline is { } due && m > due;
                return bar.Marks.TryGetValue(m, out var order) ? new Cell(Circled(order), Month with { Tone = past ? Tone.Red : bar.Tone, Bold = true })
                    : m > from && m < to ? new Cell(past ? "超" : bar.Letter, Month with { Tone = past ? Tone.Red : bar.Tone })
                    : Background(f, m);
            }),
        ];
    }

    static List<Cell> Whole(CouncilFigures f, CouncilOperation o, IReadOnlyList<DateOnly> months)
    {
        if (o.Now.Stage != OperationStage.Live)
        {
            return [new Cell("計画なし", Label), .. months.Select(m => Background(f, m))];
        }

        var past = months.Count(m => m <= f.Day);
        var since = o.Now.LiveOn is { } live ? $"稼働済み（{Wareki.Both(live)}から）" : "稼働済み";
        return
        [
            new Cell("稼働", Label),
            new Cell(since, Month with { Tone = Tone.Green, Align = Align.Left }) { Columns = past },
            .. months.Skip(past).Select(m => Background(f, m)),
        ];
    }

    static Cell Background(CouncilFigures f, DateOnly month) => Mark(f, month).Length > 0 ? MarkLine : Empty;

    static string Mark(CouncilFigures f, DateOnly month) => string.Concat(
        month == f.Day.FirstOfMonth() ? "基" : "",
        month == f.CityDeadline?.FirstOfMonth() ? "市" : "",
        month == f.NationDeadline?.FirstOfMonth() ? "国" : "");

    static string Circled(int order) => order is >= 1 and <= 20 ? ((char)('①' + order - 1)).ToString() : "●";

    static void Legend(PrintSheet sheet, CouncilFigures f, IReadOnlyList<DateOnly> months, bool isCut)
    {
        var columns = LeadColumns + months.Count;
        sheet.Skip();
        sheet.Row(Cell.Note(
            $"基＝基準日 {Wareki.Both(f.Day)}　　市＝市の期限 {Wareki.Both(f.CityDeadline)}　　国＝国の期限 {Wareki.Both(f.NationDeadline)}", columns));
        sheet.Row(Cell.Note(
            "当＝当初計画（現計画と違うときだけ示す）　計＝現計画　見＝見込（済んだものを除く）　実＝実績　超＝見込のうち市の期限より後", columns));
        var names = f.Milestones.Select(m => (m.Order, m.Name)).Distinct().OrderBy(m => m.Order).Select(m => $"{Circled(m.Order)}{m.Name}");
        sheet.Row(Cell.Note($"{string.Join("　", names)}（同じ月に複数あるときは、後の番号を示す）", columns));
        if (isCut)
        {
            sheet.Row(Cell.Note($"{Wareki.Month(months[^1])}より後の月は省いた。日はシート「{CouncilVarianceSheet.Name}」にある。", columns));
        }
    }

    /// <param name="Marks">The last milestone of each month that has one, by the first of the month.</param>
    sealed record Bar(string Label, string Letter, Tone Tone, Dictionary<DateOnly, int> Marks);
}
