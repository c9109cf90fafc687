using System.Globalization;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Core.Reports;

/// <summary>グラフ: native charts first, then the tables they are drawn from.</summary>
static class CouncilChartSheet
{
    public const string Name = "グラフ";
    const int Columns = 10;
    const int MaxBars = 20;
    const int MaxLines = 8;
    const int MaxMonthsBack = 24;

    public static void Add(Workbook book, CouncilFigures f)
    {
        var sheet = CouncilPages.Start(book, f, Name, "グラフ", [20, .. Enumerable.Repeat(14.0, Columns - 1)]);
        var top = sheet.NextRow;
        sheet.Skip(28);
        sheet.PageBreak();
        var second = sheet.NextRow;
        sheet.Skip(28);
        sheet.PageBreak();
        sheet.Row(Cell.Title("グラフの元の数値", Columns));
        Signals(sheet, f, top);
        LiveCount(sheet, f, top);
        Slips(sheet, f, top + 14);
        Trend(sheet, f, top + 14);
        Steps(sheet, f, second);
    }

    static void Signals(PrintSheet sheet, CouncilFigures f, int row)
    {
        sheet.Section("信号の内訳", Columns);
        List<(string When, IReadOnlyList<Signal> Colours)> rows = [($"今回 {Wareki.Short(f.Day)}", [.. f.Operations.Select(o => o.Colour.Shown)])];
        if (f.Previous is { } previous)
        {
            rows.Insert(0, ($"前回 {Wareki.Short(previous.AsOf)}", [.. f.Operations.Select(o => o.BeforeColour?.Shown).OfType<Signal>()]));
        }

        Column<(string When, IReadOnlyList<Signal> Colours)> Of(Signal signal) =>
            new($"{signal.Label()}（業務）", r => r.Colours.Count(c => c == signal), CellKind.Whole);
        var table = sheet.Table([new("報告", r => r.When), Of(Signal.Red), Of(Signal.Yellow), Of(Signal.Green)], rows);
        Series Part(Signal signal) => new(table["報告"], table[$"{signal.Label()}（業務）"]) { Label = signal.Label(), Tone = CouncilOperation.ToneOf(signal) };
        var said = string.Join("、", rows.Select(r => $"{r.When}は" + string.Concat(Enum.GetValues<Signal>().Reverse().Select(s => $"{s.Label()}{r.Colours.Count(c => c == s)}"))));
        sheet.Place(
            new Chart(ChartKind.StackedColumns, "信号の内訳", $"業務の信号の数。{said}。", Part(Signal.Red), Part(Signal.Yellow), Part(Signal.Green))
            {
                ValueTitle = "業務",
                Labels = true,
            },
            row, 1, 14, 3);
    }

    static void LiveCount(PrintSheet sheet, CouncilFigures f, int row)
    {
        sheet.Section("稼働業務数の推移", Columns);
        var months = CouncilSeries.LiveByMonth(f);
        var table = sheet.Table<LiveMonth>(
            [
                new("月", m => m.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture)), new("月（和暦）", m => Wareki.Short(m.Month)[..^2]),
                new("当初計画（業務）", m => m.Planned, CellKind.Whole), new("実績（業務）", m => m.Actual, CellKind.Whole),
                new("見込（業務）", m => m.Forecast, CellKind.Whole),
            ],
            months);
        Series Line(string header, string label) => new(table["月"], table[header]) { Label = label };
        sheet.Place(
            new Chart(
                ChartKind.Lines, "稼働業務数", $"基準日に{f.Live}業務が稼働。見込では{Wareki.Month(months[^1].Month)}末に{months[^1].Forecast}業務。",
                Line("当初計画（業務）", "当初計画"), Line("実績（業務）", "実績"), Line("見込（業務）", "見込"))
            {
                CategoryTitle = "月",
                ValueTitle = "業務",
            },
            row, 4, 14, 7);
    }

    static void Slips(PrintSheet sheet, CouncilFigures f, int row)
    {
        sheet.Section("稼働の遅れ", Columns);
        var all = f.Operations.Where(o => o.Now.SlipFromOriginalDays is not null).ToList();
        var rows = all.OrderByDescending(o => o.Now.SlipFromOriginalDays).ThenBy(o => o.Number).Take(MaxBars).ToList();
        var table = sheet.Table<CouncilOperation>(
            [
                new("業務", o => o.Name), new("当初計画比（日）", o => o.Now.SlipFromOriginalDays, CellKind.Days),
                new("現計画比（日）", o => o.Now.SlipDays, CellKind.Days), new("市の期限までの余裕（日）", o => o.CityMargin, CellKind.Days),
            ],
            rows);
        Cut(sheet, all.Count, MaxBars, "業務を遅れの大きい順に");
        if (!table.IsEmpty)
        {
            sheet.Place(
                new Chart(
                    ChartKind.Bars, "稼働の遅れ（実績・見込と計画の差）", $"最も遅れているのは{rows[0].Name}で、当初計画より{Variance.Words(rows[0].Now.SlipFromOriginalDays!.Value)}。",
                    new Series(table["業務"], table["当初計画比（日）"]) { Label = "当初計画比" }, new Series(table["業務"], table["現計画比（日）"]) { Label = "現計画比" })
                {
                    ValueTitle = "日（＋は遅れ、△は前倒し）",
                    ValueKind = CellKind.Days,
                    Labels = true,
                },
                row, 1, 14, 5);
        }
    }

    static void Trend(PrintSheet sheet, CouncilFigures f, int row)
    {
        sheet.Section("マイルストーントレンド（報告日ごとの稼働見込）", Columns);
        var all = f.Milestones.Where(m => m.IsGoLive).ToList();
        var lines = all.OrderByDescending(m => m.FromOriginal).ThenBy(m => m.OperationNumber).Take(MaxLines).ToList();
        var days = CouncilSeries.ReportDays(f, lines, MaxMonthsBack);
        var forecasts = lines.ToDictionary(m => m.OperationNumber, m => CouncilSeries.ForecastsAt(f, m, days));
        var table = sheet.Table<int>(
            [
                new("報告日", i => days[i], CellKind.Date),
                .. lines.Select(m => new Column<int>(m.OperationName, i => forecasts[m.OperationNumber][i], CellKind.Date)),
            ],
            Enumerable.Range(0, lines.Count == 0 ? 0 : days.Count));
        Cut(sheet, all.Count, MaxLines, "業務を遅れの大きい順に");
        if (!table.IsEmpty)
        {
            sheet.Place(
                Chart.Trend(
                    "マイルストーントレンド（稼働）", "横は報告日、縦はその日に報告されていた稼働見込。右上がりは遅れを表す。",
                    table["報告日"], lines.Select(m => table[m.OperationName])) with
                {
                    CategoryTitle = "報告日",
                    ValueTitle = "稼働見込",
                },
                row, 6, 14, 5);
        }
    }

    static void Steps(PrintSheet sheet, CouncilFigures f, int row)
    {
        sheet.PageBreak();
        sheet.Section("ステップの状態（庁内の報告。未報告のステップは未着手・未報告に含む）", Columns);
        var rows = f.Operations.Where(o => o.Now.StepRate is not null)
            .OrderBy(o => f.Operations.Count > MaxBars ? o.Now.StepRate : 0).ThenBy(o => o.Number).Take(MaxBars).ToList();
        var table = sheet.Table<CouncilOperation>(
            [
                new("業務", o => o.Name), new("完了済み", o => o.Now.StepsCompleted, CellKind.Whole), new("対象外", o => o.Now.StepsNotApplicable, CellKind.Whole),
                new("作業中", o => o.Now.StepsInProgress, CellKind.Whole), new("未着手・未報告", o => NotStarted(o.Now), CellKind.Whole),
                new("国式ステップ完了率", o => o.Now.StepRate, CellKind.Percent), new("同 国の公表値", o => o.Now.PublishedRate, CellKind.Percent),
            ],
            rows);
        Cut(sheet, f.Operations.Count(o => o.Now.StepRate is not null), MaxBars, "業務を国式ステップ完了率の低い順に");
        sheet.Row(Cell.Note($"国式ステップ完了率＝{CouncilKeyFigures.StepRateDefinition}庁内の報告がない業務は載せていない。", Columns));
        if (!table.IsEmpty)
        {
            Series Part(string header) => new(table["業務"], table[header]);
            sheet.Place(
                new Chart(
                    ChartKind.StackedBars, "ステップの状態（40ステップ）", $"報告のある{rows.Count}業務の40ステップの状態。作業量に対する割合ではない。",
                    Part("完了済み"), Part("対象外"), Part("作業中"), Part("未着手・未報告"))
                {
                    ValueTitle = "ステップ",
                    Labels = true,
                },
                row, 1, 27, Columns);
        }
    }

    static int NotStarted(OperationFigures f) => Operation.StepCount - f.StepsCompleted - f.StepsInProgress - f.StepsNotApplicable;

    static void Cut(PrintSheet sheet, int all, int shown, string order)
    {
        if (all > shown)
        {
            sheet.Row(Cell.Note($"{all}{order}{shown}まで示した。全てはデータのシートにある。", Columns));
        }
    }
}

sealed record LiveMonth(DateOnly Month, int? Planned, int? Actual, int? Forecast);

/// <summary>Series over time, folded from ledger rows already read.</summary>
static class CouncilSeries
{
    const int MonthsBack = 12;
    const int MonthsAhead = 36;

    /// <summary>Live operations at the end of each month: up to the as-of day as reported, from then on as forecast.</summary>
    public static IReadOnlyList<LiveMonth> LiveByMonth(CouncilFigures f)
    {
        var known = f.Stages.Count == 0 ? f.Day : f.Stages.Min(s => s.AsOf);
        var back = f.Day.FirstOfMonth().AddMonths(-MonthsBack);
        var first = known.FirstOfMonth() > back ? known.FirstOfMonth() : back;
        var goLives = f.Milestones.Where(m => m.IsGoLive).ToList();
        var last = goLives.SelectMany(m => new[] { m.OriginalOn, m.ForecastOn }).Append(f.CityDeadline).OfType<DateOnly>().Append(f.Day).Max().FirstOfMonth();
        var limit = f.Day.FirstOfMonth().AddMonths(MonthsAhead);
        last = last > limit ? limit : last;
        var planned = goLives.Select(m => m.OperationNumber).ToHashSet();
        var liveUnplanned = f.Operations.Count(o => o.Now.Stage == OperationStage.Live && !planned.Contains(o.Number));
        var stages = f.Stages.ToLookup(s => s.OperationNumber);
        List<LiveMonth> months = [];
        for (var month = first; month <= last; month = month.AddMonths(1))
        {
            var end = month.AddMonths(1).AddDays(-1);
            months.Add(new(
                month,
                goLives.Count == 0 ? null : liveUnplanned + goLives.Count(m => m.OriginalOn <= end),
                month <= f.Day ? stages.Count(o => o.LastOrDefault(s => s.AsOf <= end)?.Stage == OperationStage.Live) : null,
                month >= f.Day.FirstOfMonth() ? f.Live + f.Operations.Count(o => o.Now.Stage != OperationStage.Live && month > f.Day && o.Now.GoLiveForecast <= end) : null));
        }

        return months;
    }

    /// <summary>Month ends since the first plan was frozen, and the as-of day.</summary>
    public static IReadOnlyList<DateOnly> ReportDays(CouncilFigures f, IReadOnlyList<MilestoneStanding> milestones, int maxMonths)
    {
        if (milestones.Count == 0)
        {
            return [];
        }

        var since = milestones.Min(m => m.OriginalAsOf).FirstOfMonth();
        var earliest = f.Day.FirstOfMonth().AddMonths(-maxMonths);
        List<DateOnly> days = [];
        for (var month = since > earliest ? since : earliest; month.AddMonths(1).AddDays(-1) < f.Day; month = month.AddMonths(1))
        {
            days.Add(month.AddMonths(1).AddDays(-1));
        }

        return [.. days, f.Day];
    }

    /// <summary>What was forecast for the go-live at the end of each day; the plan until something was reported, nothing before the plan.</summary>
    public static IReadOnlyList<DateOnly?> ForecastsAt(CouncilFigures f, MilestoneStanding goLive, IReadOnlyList<DateOnly> days)
    {
        var reports = f.GoLiveForecasts.Where(r => r.OperationNumber == goLive.OperationNumber).ToList();
        return [.. days.Select(day => reports.LastOrDefault(r => r.AsOf <= day) is { } r ? r.ActualOn ?? r.ForecastOn : goLive.OriginalAsOf <= day ? goLive.OriginalOn : (DateOnly?)null)];
    }
}
