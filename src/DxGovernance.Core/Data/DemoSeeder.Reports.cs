using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>The monthly reports: steps, forecasts and actuals, risks, 変更なし.</summary>
public static partial class DemoSeeder
{
    static IEnumerable<DemoEvent> StepReports() =>
        from saved in SeedFile.Read("demo/step-reports.csv").GroupBy(DemoStamp.Of)
        let stamp = saved.Key
        select new DemoEvent(stamp.At, replay => replay.ActAsync(stamp, "ステップの報告", q => q.Include(o => o.Steps), (operation, actor) =>
        {
            operation.ReportSteps(Inputs(operation, saved), actor, stamp.At, stamp.AsOf, null);
            return null;
        }));

    /// <summary>An empty cell keeps what was reported before.</summary>
    static List<StepInput> Inputs(Operation operation, IEnumerable<SeedFile.Row> rows)
    {
        var inputs = new Dictionary<int, StepInput>();
        foreach (var (row, number) in rows.SelectMany(r => r.Numbers("steps").Select(n => (r, n))))
        {
            var known = inputs.GetValueOrDefault(number) ?? operation.Steps.Single(s => s.StepNumber == number).Current;
            inputs[number] = new(
                number,
                row.MemberOrNull<StepStatus>("status") ?? known.Status,
                row.DayOrNull("planned_on") ?? known.PlannedOn,
                row.Text("assignee") ?? known.Assignee,
                row.Text("evidence") ?? known.Evidence,
                row.Text("memo") ?? known.Memo);
        }

        return [.. inputs.Values];
    }

    static IEnumerable<DemoEvent> MilestoneReports() =>
        from saved in SeedFile.Read("demo/milestone-reports.csv").GroupBy(DemoStamp.Of)
        let stamp = saved.Key
        select new DemoEvent(stamp.At, replay => replay.ActAsync(stamp, "見込・実績の報告", q => q.Include(o => o.Milestones), (operation, actor) =>
        {
            operation.ReportMilestones([.. saved.Select(r => Input(operation, r))], actor, stamp.At, stamp.AsOf);
            return null;
        }));

    static MilestoneInput Input(Operation operation, SeedFile.Row row)
    {
        var milestone = operation.Milestones.Single(m => m.Code == row["milestone"]);
        return new(
            milestone.Id,
            row.DayOrNull("forecast_on") ?? milestone.ForecastOn,
            row.DayOrNull("actual_on") ?? milestone.ActualOn,
            row.MemberOrNull<SlipCause>("cause"),
            row.MemberOrNull<CauseOwner>("cause_owner"),
            row.Text("explanation"));
    }

    /// <summary>The first rating of a risk opens it.</summary>
    static IEnumerable<DemoEvent> RiskRatings()
    {
        var risks = SeedFile.Read("demo/risks.csv").ToDictionary(r => r["key"]);
        return
            from rating in SeedFile.Read("demo/risk-ratings.csv")
            let risk = risks[rating["risk"]]
            let stamp = DemoStamp.Of(rating, risk.Int("operation"))
            select new DemoEvent(stamp.At, replay => replay.ActAsync(stamp, "リスク・課題の報告", q => q.Include(o => o.Risks), (operation, actor) =>
                Rate(operation, risk, rating, actor, stamp)));
    }

    static string? Rate(Operation operation, SeedFile.Row risk, SeedFile.Row rating, Actor actor, DemoStamp stamp)
    {
        var known = operation.Risks.SingleOrDefault(r => r.Title == risk["title"]);
        var input = new RiskInput(
            bool.Parse(rating["is_open"]),
            rating.Member<RiskLevel>("likelihood"),
            rating.Member<RiskLevel>("impact"),
            rating.MemberOrNull<RiskResponse>("response") ?? known?.Response ?? RiskResponse.Reduce,
            rating.Text("response_note") ?? known?.ResponseNote ?? "",
            rating.Text("owner") ?? known?.Owner ?? "",
            rating.DayOrNull("due_on") ?? known?.DueOn);
        if (known is null)
        {
            operation.OpenRisk(risk.Member<RiskKind>("kind"), risk["title"], risk["description"], input, actor, stamp.At, stamp.AsOf);
        }
        else
        {
            operation.RateRisk(known, input, rating.Text("reason"), actor, stamp.At, stamp.AsOf);
        }

        return rating.Text("reason");
    }

    static IEnumerable<DemoEvent> Confirmations() =>
        from row in SeedFile.Read("demo/confirmations.csv")
        let stamp = DemoStamp.Of(row)
        select new DemoEvent(stamp.At, replay => replay.ActAsync(stamp, "変更なしの確認", q => q, (operation, actor) =>
        {
            foreach (var aspect in row["aspects"].Split(' '))
            {
                operation.ConfirmNoChange(Enum.Parse<ReportAspect>(aspect), actor, stamp.At);
            }

            return null;
        }));
}
