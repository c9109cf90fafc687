using DxGovernance.Core.Council;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using static DxGovernance.Core.Council.ContentKind;

namespace DxGovernance.Core.Reports;

/// <summary>標準化の日程: deadlines, plan, forecast and what stands in the way.</summary>
sealed class MilestoneAgendaSource : AgendaSource
{
    protected override Task<ItemFigures> ReadAsync(PackReading reading, AgendaItem item, CancellationToken cancel)
    {
        var f = reading.Figures;
        var operation = f.Operations.FirstOrDefault(o => o.Number == item.OperationNumber);
        return Task.FromResult(operation is null
            ? new ItemFigures($"業務の台帳。この時点で業務の登録がない。{reading.Clocks}", [], [])
            : new($"業務の台帳（段階、期限、基準計画、見込・実績、リスク・課題、計画変更の手続）。{reading.Clocks}", [.. Facts(operation)], [Dates(f, operation), Risks(f, operation), Plans(f, operation)]));
    }

    static IEnumerable<ContentFact> Facts(CouncilOperation o)
    {
        var f = o.Now;
        yield return new("業務・所管課", $"業務{o.Number} {o.Name}　{f.DepartmentName ?? "所管課 未登録"}");
        yield return new("段階", $"{f.Stage.Label()}{(f.IsSpecialTransition ? "（特定移行支援システム）" : "")}");
        yield return new("信号", $"{o.Colour.Shown.Label()}：{o.Colour.Summary}{(o.BeforeColour is { } before ? $"（前回 {before.Shown.Label()}）" : "")}");
        yield return new("稼働", $"当初計画 {CouncilFigures.Era(f.GoLiveOriginal)}　現計画（第{f.BaselineNumber}版） {CouncilFigures.Era(f.GoLiveBaseline)}　{CouncilSummarySheet.Expected(f)}（見込・実績）");
        yield return new("市の期限", $"{Wareki.Both(f.CityDeadline)}{Margin(f, f.CityDeadline)}");
        yield return new("国の期限", $"{Wareki.Both(f.NationDeadline)}{Margin(f, f.NationDeadline)}");
        if (o.Before is { } then && then.ExpectedGoLive != f.ExpectedGoLive)
        {
            yield return new("前回からの動き", $"稼働見込 {CouncilFigures.Era(then.ExpectedGoLive)} → {CouncilFigures.Era(f.ExpectedGoLive)}{(OperationFigures.Days(then.ExpectedGoLive, f.ExpectedGoLive) is { } days ? $"（{Variance.Words(days)}）" : "")}");
        }
    }

    static string Margin(OperationFigures f, DateOnly? due) => f.Stage != OperationStage.Live && OperationFigures.Days(f.GoLiveForecast, due) is { } days
        ? days < 0 ? $"　見込は期限を{-days}日過ぎる" : $"　余裕{days}日"
        : "";

    static ContentTable Dates(CouncilFigures f, CouncilOperation o) => new(
        "マイルストーン",
        [
            new("マイルストーン", Span: 5), new("当初計画", Day, 4), new("現計画", Day, 4), new("見込・実績", Day, 4), new("現計画との差（日）", Days, 2), new("原因・説明", Span: 5),
        ],
        [
            .. f.Milestones.Where(m => m.OperationNumber == o.Number).OrderBy(m => m.Order).Select(m => (IReadOnlyList<ContentValue>)
            [
                $"{m.Name}{(m.ActualOn is null ? "" : "（実績）")}", m.OriginalOn, m.BaselineOn, m.ExpectedOn, m.FromBaseline,
                string.Join('：', new[] { m.Cause, m.Explanation }.OfType<string>()),
            ]),
        ])
    {
        Note = "差は実績（実績がなければ見込）と現計画の差。正の数は遅れ、△は前倒し。",
        Nothing = "凍結した計画がない。",
    };

    static ContentTable Risks(CouncilFigures f, CouncilOperation o) => new(
        "未解決のリスク・課題",
        [new("区分", Span: 3), new("件名", Span: 7), new("評価点", Whole, 2), new("対応", Span: 8), new("対応期限", Day, 4)],
        [
            .. f.Risks.Where(r => r.OperationNumber == o.Number && r.IsOpen).OrderByDescending(r => r.Score).ThenBy(r => r.Id)
                .Select(r => (IReadOnlyList<ContentValue>)[r.Kind.Label(), r.Title, r.Score, $"{r.Response.Label()} {r.ResponseNote}".Trim(), r.DueOn]),
        ])
    {
        Note = "評価点＝発生可能性（1～3）×影響度（1～3）。",
        Nothing = "未解決のリスク・課題はない。",
    };

    static ContentTable Plans(CouncilFigures f, CouncilOperation o) => new(
        "手続の途中の計画",
        [new("計画", Span: 5), new("状態", Span: 6), new("状態の日", Day, 4), new("原因・理由・庁内PMOの意見", Span: 9)],
        [
            .. f.Plans.Where(p => p.OperationNumber == o.Number).Select(p => (IReadOnlyList<ContentValue>)
            [
                $"{p.Kind.Label()}（第{p.Number}版）", p.Status.Label(), p.Since, string.Join('。', new[] { p.Cause?.Label(), p.Justification, p.Comment }.OfType<string>()),
            ]),
        ])
    {
        Nothing = "手続の途中の計画はない。",
    };
}
