using System.Globalization;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>Plans and changes of plan, from the first draft to the decision.</summary>
public static partial class DemoSeeder
{
    static IEnumerable<DemoEvent> Plans() =>
        from row in SeedFile.Read("demo/plans.csv")
        let stamp = DemoStamp.Of(row)
        select new DemoEvent(stamp.At, replay => row["action"] switch
        {
            "Start" => StartPlan(replay, stamp, row),
            "Edit" => EditPlan(replay, stamp, row),
            _ => MovePlan(replay, stamp, row),
        });

    static async Task StartPlan(DemoReplay replay, DemoStamp stamp, SeedFile.Row row)
    {
        var templates = await replay.Db.MilestoneTemplates.AsNoTracking().ToListAsync(replay.Cancel);
        await replay.ActAsync(stamp, "計画の作成", q => q.Include(o => o.Milestones), (operation, actor) =>
        {
            var plan = new Plan(operation, Days(operation, templates, row), actor, stamp.At);
            if (row.Text("justification") is { } justification)
            {
                plan.Edit(new Dictionary<int, DateOnly>(), justification, row.MemberOrNull<SlipCause>("cause"), actor);
            }

            replay.Db.Plans.Add(plan);
            return null;
        });
    }

    static async Task EditPlan(DemoReplay replay, DemoStamp stamp, SeedFile.Row row)
    {
        var plan = await NewestPlan(replay, stamp.Operation);
        var actor = await replay.ActorAsync(stamp);
        var fixedDays = FixedDays(row);
        var days = plan.Lines.Where(l => fixedDays.ContainsKey(l.Milestone.Code)).ToDictionary(l => l.MilestoneId, l => fixedDays[l.Milestone.Code]);
        plan.Edit(days, row.Text("justification"), row.MemberOrNull<SlipCause>("cause"), actor);
        await replay.SaveAsync(actor, "計画の編集", plan.Operation, null, stamp.At);
    }

    static async Task MovePlan(DemoReplay replay, DemoStamp stamp, SeedFile.Row row)
    {
        var plan = await NewestPlan(replay, stamp.Operation);
        var actor = await replay.ActorAsync(stamp);
        var action = row.Member<PlanAction>("action");
        var label = PlanWorkflow.Table.Find(plan.Status, action).Label;
        plan.Perform(action, row.Text("comment"), actor, stamp.At);
        await PlanNotices.AddAsync(replay.Db, plan, action, row.Text("comment"), actor, stamp.At, replay.Cancel);
        await replay.SaveAsync(actor, "計画：" + label, plan.Operation, row.Text("comment"), stamp.At);
    }

    static Task<Plan> NewestPlan(DemoReplay replay, int operation) => replay.Db.Plans
        .Include(p => p.Operation)
        .Include(p => p.Lines).ThenInclude(l => l.Milestone)
        .Where(p => p.OperationNumber == operation)
        .OrderByDescending(p => p.Id)
        .FirstAsync(replay.Cancel);

    /// <summary>A first plan is worked back from go-live by the lead times; a change of plan starts from what is expected now.</summary>
    static Dictionary<string, DateOnly> Days(Operation operation, IEnumerable<MilestoneTemplate> templates, SeedFile.Row row)
    {
        var days = operation.BaselineNumber == 0
            ? templates.ToDictionary(t => t.Code, t => row.Day("go_live").AddDays(-t.LeadDays))
            : operation.Milestones.Where(m => m.ExpectedOn is not null).ToDictionary(m => m.Code, m => m.ExpectedOn!.Value);
        foreach (var (code, day) in FixedDays(row))
        {
            days[code] = day;
        }

        return days;
    }

    static Dictionary<string, DateOnly> FixedDays(SeedFile.Row row) => row["lines"]
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('='))
        .ToDictionary(line => line[0], line => DateOnly.ParseExact(line[1], "yyyy-MM-dd", CultureInfo.InvariantCulture));
}
