using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;

namespace DxGovernance.Core.Reports;

/// <summary>One thing that differs from what the previous report said.</summary>
sealed record CouncilChange(int OperationNumber, string OperationName, string Subject, string Before, string After, string Note);

/// <summary>前回報告からの変化.</summary>
static class CouncilChanges
{
    public static IReadOnlyList<CouncilChange> Of(CouncilFigures figures)
    {
        if (figures.Previous is null)
        {
            return [];
        }

        var goLives = figures.Milestones.Where(m => m.IsGoLive).ToDictionary(m => m.OperationNumber);
        var risks = figures.Risks.ToLookup(r => r.OperationNumber);
        return
        [
            .. figures.Operations.SelectMany(o => o.Before is null
                ? [Change(o, "業務", "－", "追加", "前回の報告にない業務")]
                : Of(o, o.Before, goLives.GetValueOrDefault(o.Number)).Concat(risks[o.Number].SelectMany(r => Of(o, r)))),
        ];
    }

    static IEnumerable<CouncilChange> Of(CouncilOperation o, OperationFigures before, MilestoneStanding? goLive)
    {
        var now = o.Now;
        if (now.Stage != before.Stage)
        {
            yield return Change(o, "段階", before.Stage.Label(), now.Stage.Label(), now.LiveOn is { } live ? $"稼働日 {Wareki.Both(live)}" : "");
        }

        if (o.Colour.Shown != o.BeforeColour!.Shown)
        {
            yield return Change(o, "信号", o.BeforeColour.Shown.Label(), o.Colour.Shown.Label(), o.Colour.Summary);
        }

        if (now.ExpectedGoLive != before.ExpectedGoLive)
        {
            var moved = OperationFigures.Days(before.ExpectedGoLive, now.ExpectedGoLive);
            var cause = moved > 0 && goLive?.LastCause is { } why ? $"。原因：{why.Label()}（{goLive.LastOwner?.Label()}）{goLive.LastExplanation}" : "";
            yield return Change(
                o, "稼働見込", CouncilFigures.Era(before.ExpectedGoLive), CouncilFigures.Era(now.ExpectedGoLive),
                moved is { } days ? Variance.Words(days) + cause : "");
        }

        if (now.BaselineNumber != before.BaselineNumber)
        {
            yield return Change(o, "基準計画", Baseline(before), Baseline(now), goLive?.BaselineReason ?? "");
        }

        if (now.CityDeadline != before.CityDeadline || now.NationDeadline != before.NationDeadline)
        {
            yield return Change(o, "期限", Deadlines(before), Deadlines(now), "市の期限・国の期限");
        }

        if (Done(now) != Done(before))
        {
            yield return Change(o, "ステップ", $"{Done(before)}/{Operation.StepCount}", $"{Done(now)}/{Operation.StepCount}", "完了済み＋対象外の数");
        }

        if (now.PublishedAsOf != before.PublishedAsOf)
        {
            yield return Change(o, "公表値", Rate(before), Rate(now), now.PublishedAsOf is { } day ? $"{Wareki.Both(day)}時点の公表" : "");
        }
    }

    static IEnumerable<CouncilChange> Of(CouncilOperation o, CouncilRisk risk)
    {
        var (before, after) = (State(risk.Before?.IsOpen, risk.Before?.Score), State(risk.IsOpen, risk.Score));
        if (before != after && (risk.IsOpen || risk.Before?.IsOpen == true))
        {
            yield return Change(o, risk.Kind.Label(), before, after, risk.IsOpen || risk.Reason is null ? risk.Title : $"{risk.Title}：{risk.Reason}");
        }
    }

    static string State(bool? open, int? score) => open switch { null => "－", true => $"評価点{score}", false => "解決" };

    static int Done(OperationFigures f) => f.StepsCompleted + f.StepsNotApplicable;

    static string Baseline(OperationFigures f) => f.BaselineNumber == 0 ? "計画なし" : $"第{f.BaselineNumber}版 稼働{Wareki.Short(f.GoLiveBaseline!.Value)}";

    static string Deadlines(OperationFigures f) => $"市{CouncilFigures.Era(f.CityDeadline)} 国{CouncilFigures.Era(f.NationDeadline)}";

    static string Rate(OperationFigures f) => f.PublishedRate is { } rate ? $"{rate * 100:0.0}%" : "－";

    static CouncilChange Change(CouncilOperation o, string subject, string before, string after, string note) =>
        new(o.Number, o.Name, subject, before, after, note);
}

/// <summary>Something the council or the CIO should decide or take note of, found by rule.</summary>
sealed record JudgementPoint(string Kind, int OperationNumber, string OperationName, string Text, string Asked);

/// <summary>判断を求める事項: threatened deadlines, changes of plan that wait, red risks, colours made better.</summary>
static class JudgementPoints
{
    public static IReadOnlyList<string> Rule { get; } =
    [
        "期限：日程の観点で計算した信号が赤の業務。",
        "計画変更：CIOの決定を待つ計画変更。",
        "リスク・課題：評価点が赤のしきい値以上の未解決のもの。",
        "信号の上書き：計算した色より良い色へ上書き中の業務。",
    ];

    public static IReadOnlyList<JudgementPoint> Of(CouncilFigures figures) =>
    [
        .. Deadlines(figures),
        .. from p in figures.Plans
           where p.Status == PlanStatus.Deciding
           select new JudgementPoint(
               "計画変更", p.OperationNumber, p.OperationName,
               $"{p.Kind.Label()}（第{p.Number}版）が{Wareki.Both(p.Since)}からCIOの決定待ち{Why(p)}", "計画変更の決定"),
        .. from r in figures.Risks
           where r.IsOpen && r.Score >= figures.Thresholds[ThresholdKey.RiskRedScore]
           select new JudgementPoint(
               r.Kind.Label(), r.OperationNumber, r.OperationName,
               $"{r.Title}（評価点{r.Score}、対応期限 {CouncilFigures.Era(r.DueOn)}）対応：{r.Response.Label()} {r.ResponseNote}", "対応方針の確認"),
        .. from o in figures.Operations
           where o.Colour.Override is { } set && set.Signal < o.Colour.Computed
           select new JudgementPoint(
               "信号の上書き", o.Number, o.Name,
               $"計算した色{o.Colour.Computed.Label()}を{o.Colour.Shown.Label()}へ上書き中（{CouncilFigures.Era(o.Colour.Override!.ExpiresOn)}まで）：{o.Colour.Override.Reason}",
               "上書きの確認"),
    ];

    static string Why(PlanOnItsWay plan) =>
        (plan.Cause is { } cause ? $"。原因：{cause.Label()}" : "")
        + (plan.Justification is { } justification ? $"。理由：{justification.TrimEnd('。')}" : "")
        + (plan.Comment is { } comment ? $"。庁内PMOの意見：{comment.TrimEnd('。')}" : "");

    static IEnumerable<JudgementPoint> Deadlines(CouncilFigures figures)
    {
        var goLives = figures.Milestones.Where(m => m.IsGoLive).ToDictionary(m => m.OperationNumber);
        foreach (var o in figures.Operations)
        {
            if (o.Colour.Reasons.FirstOrDefault(r => r is { Aspect: "日程", Signal: Signal.Red }) is { } red)
            {
                var cause = goLives.GetValueOrDefault(o.Number) is { Cause: { } why } m ? $"。原因：{why}（{m.Owner}）{m.Explanation}" : "";
                var nation = o.Now.IsPastNation ? "。国の期限も過ぎる" : "";
                yield return new(
                    "期限", o.Number, o.Name, $"{red.Text}（稼働見込 {CouncilFigures.Era(o.Now.ExpectedGoLive)}）{nation}{cause}",
                    o.Now.IsPastCity ? "期限までに稼働させる対策、又は期限後となることの扱い" : "遅れを取り戻す対策、又は計画変更");
            }
        }
    }
}
