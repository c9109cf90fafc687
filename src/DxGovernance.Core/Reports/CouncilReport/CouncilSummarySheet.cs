using System.Globalization;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using static DxGovernance.Core.Reports.CouncilPages;

namespace DxGovernance.Core.Reports;

/// <summary>総括: what the council reads first.</summary>
static class CouncilSummarySheet
{
    public const string Name = "総括";
    const int Columns = 12;
    const int MaxChanges = 60;

    public static void Add(Workbook book, CouncilFigures figures)
    {
        var sheet = Start(book, figures, Name, $"{figures.City.Name}　{CouncilReport.Title}", [.. Enumerable.Repeat(12.0, Columns)]);
        sheet.Row(new[] { CouncilChartSheet.Name, CouncilOperationSheet.Name, CouncilGanttSheet.Name, CouncilVarianceSheet.Name, CouncilRiskSheet.Name, CouncilSourceSheet.Name }
            .Select(name => new Cell($"→ {name}", CellStyle.Note) { Columns = 2, LinkSheet = name }));
        sheet.Row(new[] { CouncilCaseSheets.DecidedName, CouncilCaseSheets.PendingName, CouncilCaseSheets.ConditionName }
            .Select(name => new Cell($"→ {name}", CellStyle.Note) { Columns = 2, LinkSheet = name }));
        Headline(sheet, figures);
        KeyFigures(sheet, figures);
        Points(sheet, figures);
        Changes(sheet, figures);
        Colours(sheet, figures);
    }

    static void Headline(PrintSheet sheet, CouncilFigures f)
    {
        sheet.Section("１　現在の状況", Columns);
        sheet.Row(new Cell(Outlook(f), CellStyle.Body with { Size = 11, Border = false }) { Columns = Columns });
        (string Label, string Value, string Note)[] boxes =
        [
            ("稼働業務数", $"{f.Live}／{f.Operations.Count}業務", "標準準拠システムで稼働中"),
            ("市の期限まで", Months(f.Day, f.CityDeadline), CouncilFigures.Era(f.CityDeadline)),
            ("国の期限まで", Months(f.Day, f.NationDeadline), CouncilFigures.Era(f.NationDeadline)),
            ("市の期限を過ぎる見込", $"{f.PastCity.Count}業務", Names(f.PastCity)),
            ("国の期限を過ぎる見込", $"{f.PastNation.Count}業務", Names(f.PastNation)),
            ("信号", $"赤{Count(f, Signal.Red)}　黄{Count(f, Signal.Yellow)}　緑{Count(f, Signal.Green)}", "業務ごとの色は４に示す"),
        ];
        sheet.Row(boxes.Select(b => Cell.Heading(b.Label, columns: 2)));
        sheet.Row(boxes.Select(b => new Cell(b.Value, CellStyle.Body with { Size = 16, Bold = true, Align = Align.Center }) { Columns = 2 }));
        sheet.Row(boxes.Select(b => new Cell(b.Note, CellStyle.Body with { Size = 9, Align = Align.Center }) { Columns = 2 }));
    }

    static void KeyFigures(PrintSheet sheet, CouncilFigures f)
    {
        sheet.Skip();
        sheet.Row(Cell.Heading("指標", 3), Cell.Heading("今回"), Cell.Heading("前回"), Cell.Heading("増減"), Cell.Heading("単位"), Cell.Heading("定義", 5));
        foreach (var line in CouncilKeyFigures.Of(f))
        {
            var kind = line.IsRate ? CellKind.Percent : CellKind.Whole;
            sheet.Row(Text(line.Name, 3), Value(line.Now, kind), Value(line.Before, kind), Value(line.Now - line.Before, kind),
                Text(line.Unit, align: Align.Center), new Cell(line.Definition, CellStyle.Body with { Size = 9 }) { Columns = 5 });
        }

        sheet.Row(Cell.Note(f.Previous is { } p
            ? $"前回＝{Wareki.Both(p.AsOf)}基準の報告書（{Moment(p.PublishedAt)} 公開、記録の締め {Moment(p.RecordedUntil)}）。△は減少。"
            : "前回の報告書はない（推進会議へ公開した、これより前の基準日の報告書がない）。", Columns));
    }

    static void Points(PrintSheet sheet, CouncilFigures f)
    {
        sheet.PageBreak();
        sheet.Section("２　判断を求める事項", Columns);
        var points = JudgementPoints.Of(f);
        if (f.Cases.Pending.Count > 0)
        {
            sheet.Row(new Cell($"推進会議で判断する個別ICT案件が{f.Cases.Pending.Count}件ある。シート「{CouncilCaseSheets.PendingName}」に示す。", CellStyle.Body) { Columns = Columns });
        }

        if (points.Count == 0)
        {
            sheet.Row(Text(f.Cases.Pending.Count > 0 ? "標準化移行については、なし" : "なし", Columns));
            return;
        }

        sheet.Row(Cell.Heading("番号"), Cell.Heading("種別"), Cell.Heading("業務", 2), Cell.Heading("内容", 6), Cell.Heading("求める判断", 2));
        foreach (var (i, p) in points.Index())
        {
            sheet.Row(Value(i + 1, CellKind.Whole, align: Align.Center), Text(p.Kind), Text(p.OperationName, 2), Text(p.Text, 6), Text(p.Asked, 2));
        }
    }

    static void Changes(PrintSheet sheet, CouncilFigures f)
    {
        sheet.Section("３　前回報告からの変化", Columns);
        var changes = CouncilChanges.Of(f);
        if (changes.Count == 0)
        {
            sheet.Row(Text(f.Previous is null ? "前回の報告書がないため、比べるものがない。" : "変化なし", Columns));
            return;
        }

        sheet.Row(Cell.Heading("業務", 2), Cell.Heading("項目"), Cell.Heading("前回", 2), Cell.Heading("今回", 2), Cell.Heading("内容", 5));
        foreach (var c in changes.Take(MaxChanges))
        {
            sheet.Row(Text(c.OperationName, 2), Text(c.Subject), Text(c.Before, 2), Text(c.After, 2), Text(c.Note, 5));
        }

        if (changes.Count > MaxChanges)
        {
            sheet.Row(Text($"ほか{changes.Count - MaxChanges}件。全ての変化はシート「データ_変更」にある。", Columns));
        }
    }

    static void Colours(PrintSheet sheet, CouncilFigures f)
    {
        sheet.PageBreak();
        sheet.Section("４　業務ごとの信号（赤・黄・緑の順）", Columns);
        sheet.Row(Cell.Heading("政令順"), Cell.Heading("業務", 2), Cell.Heading("信号"), Cell.Heading("前回"), Cell.Heading("稼働見込", 2), Cell.Heading("理由", 5));
        foreach (var o in f.Operations.OrderByDescending(o => o.Colour.Shown).ThenBy(o => o.Number))
        {
            sheet.Row(
                Value(o.Number, CellKind.Whole, align: Align.Center), Text(o.Name, 2), Text(o.Colour.Shown.Label(), tone: o.Tone, align: Align.Center),
                Text(o.BeforeColour?.Shown.Label() ?? "－", align: Align.Center), Text(Expected(o.Now), 2, align: Align.Center), Text(o.Colour.Summary, 5));
        }
    }

    static string Outlook(CouncilFigures f) =>
        $"{f.Operations.Count}業務のうち{f.Live}業務が稼働している。" +
        (f.CityDeadline is { } city
            ? $"今の見込では、市の期限（{Wareki.Both(city)}）までに{f.Operations.Count(o => o.Now.Stage == OperationStage.Live || o.Now.GoLiveForecast <= city)}業務が稼働する。"
            : "") +
        $"計画のない業務は{f.Operations.Count(o => o.Now.Stage != OperationStage.Live && o.Now.GoLiveForecast is null)}業務。";

    public static string Expected(OperationFigures f) => f.Stage == OperationStage.Live
        ? f.LiveOn is { } live ? $"稼働 {CouncilFigures.Era(live)}" : "稼働済み"
        : f.GoLiveForecast is { } day ? CouncilFigures.Era(day) : "計画なし";

    static int Count(CouncilFigures f, Signal signal) => f.Operations.Count(o => o.Colour.Shown == signal);

    static string Months(DateOnly day, DateOnly? due) => due is { } d ? $"{day.MonthsUntil(d)}か月".Replace("-", "△", StringComparison.Ordinal) : "－";

    static string Names(IReadOnlyList<CouncilOperation> operations) => operations.Count switch
    {
        0 => "なし",
        <= 3 => string.Join("、", operations.Select(o => o.Name)),
        _ => string.Create(CultureInfo.InvariantCulture, $"{operations[0].Name} ほか{operations.Count - 1}業務"),
    };
}

/// <summary>A key figure with what it was in the previous report; rates are fractions of 1.</summary>
sealed record CouncilKeyFigure(string Name, decimal? Now, decimal? Before, string Unit, bool IsRate, string Definition);

/// <summary>主要な数値, each with its definition.</summary>
static class CouncilKeyFigures
{
    const string RateUnit = "%・ポイント";
    public const string StepRateDefinition = "（完了済み＋対象外）÷40。作業量に対する割合ではない。";

    public static IReadOnlyList<CouncilKeyFigure> Of(CouncilFigures f)
    {
        var now = f.Operations.Select(o => o.Now).ToList();
        var then = f.Operations.Select(o => o.Before).OfType<OperationFigures>().ToList();
        var colours = f.Operations.Select(o => o.Colour.Shown).ToList();
        var coloursThen = f.Operations.Select(o => o.BeforeColour?.Shown).OfType<Signal>().ToList();

        CouncilKeyFigure Number(string name, Func<OperationFigures, int> of, string unit, string definition) =>
            new(name, now.Sum(of), f.Previous is null ? null : then.Sum(of), unit, false, definition);
        CouncilKeyFigure Colour(Signal signal, string definition) => new(
            $"信号が{signal.Label()}の業務", colours.Count(c => c == signal), f.Previous is null ? null : coloursThen.Count(c => c == signal), "業務", false, definition);
        static CouncilKeyFigure Cases(string name, int now, int? before, string definition) => new(name, now, before, "件", false, definition);
        return
        [
            Number("稼働業務数", o => o.Stage == OperationStage.Live ? 1 : 0, "業務", "標準準拠システムで稼働している業務。"),
            Number("市の期限を過ぎる見込の業務", o => o.IsPastCity ? 1 : 0, "業務", "未稼働で、稼働見込が市の期限より後の業務。"),
            Number("国の期限を過ぎる見込の業務", o => o.IsPastNation ? 1 : 0, "業務", "未稼働で、稼働見込が国の期限より後の業務。"),
            Colour(Signal.Red, "日程・リスク・データの古さのうち最も悪い色。"),
            Colour(Signal.Yellow, "同上。判定の規則は「出典・前提」に示す。"),
            Colour(Signal.Green, "同上。"),
            Number("未解決のリスク・課題", o => o.OpenRisks, "件", "基準日に解決していないもの。"),
            Cases("期間中の個別ICT案件の決定", f.Cases.Decided.Count, null, "前回の報告の後に決定したもの。期間ごとの件数なので、前回とは比べない。"),
            Cases("推進会議で判断する個別ICT案件", f.Cases.Pending.Count, f.Cases.Before?.Pending, "付議されたもの、推進会議付議の経路で決定前のもの。"),
            Cases("未履行の承認条件", f.Cases.Conditions.Count, f.Cases.Before?.Conditions, "履行が確認されていないもの。"),
            Cases("期限を過ぎた承認条件", f.Cases.Conditions.Count(c => c.DueOn < f.Day), f.Cases.Before?.Overdue, "未履行の承認条件のうち、期限を過ぎたもの。"),
            new("国式ステップ完了率（庁内の報告）", Rate(now), f.Previous is null ? null : Rate(then), RateUnit, true,
                $"{StepRateDefinition}報告のある{now.Count(o => o.StepRate is not null)}業務の単純平均。"),
            new("国式ステップ完了率（国の公表値）", Published(now), f.Previous is null ? null : Published(then), RateUnit, true, PublishedNote(now)),
        ];
    }

    static decimal? Rate(List<OperationFigures> figures) =>
        figures.Where(f => f.StepRate is not null).Select(f => f.StepRate).Average();

    static decimal? Published(List<OperationFigures> figures) =>
        figures.Where(f => f.PublishedRate is not null).Select(f => f.PublishedRate).Average();

    static string PublishedNote(List<OperationFigures> figures) => figures.Max(f => f.PublishedAsOf) is { } day
        ? $"総務省の公表値の単純平均（{figures.Count(f => f.PublishedRate is not null)}業務、最新は{Wareki.Both(day)}時点）。"
        : "公表値の取込みがない。";
}
