using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Core.Workflow;
using DxGovernance.Web.TagHelpers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Operations;

/// <summary>The plan of an operation: the one on its way with what may be done, every frozen baseline, and what happened.</summary>
[Authorize(Policy = nameof(Permission.SeeOperations))]
public sealed class PlanModel(GovernanceDbContext db, Actor actor) : PageModel
{
    [FromRoute]
    public int Number { get; set; }

    public OperationSchedule Operation { get; private set; } = null!;

    /// <summary>The plan on its way; null where none is.</summary>
    public Plan? Open { get; private set; }

    public IReadOnlyList<Baseline> Baselines { get; private set; } = [];

    public IReadOnlyList<PlanTransition> Transitions { get; private set; } = [];

    public bool MayStart => Open is null && actor.Can(Permission.PreparePlan, Operation.DepartmentId) && Operation.Stage != OperationStage.Live;

    public bool MayEdit => Open is { IsWithDepartment: true } && actor.Can(Permission.PreparePlan, Operation.DepartmentId);

    /// <summary>What the actor holds the permission for in the present state, own work included.</summary>
    public IEnumerable<Transition<PlanStatus, PlanAction>> Steps => Open is null
        ? []
        : PlanWorkflow.Table.From(Open.Status).Where(t => actor.Can(t.Permission, Operation.DepartmentId));

    public bool IsOwnWork(Transition<PlanStatus, PlanAction> step) => Open!.IsOwnWork(step, actor);

    /// <summary>Whose turn it is, in the words of the permission table.</summary>
    public IEnumerable<string> Awaited => Open is null ? [] : PlanWorkflow.Table.From(Open.Status).Select(t => t.Permission.Label()).Distinct();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var found = await db.Operations.AsNoTracking().VisibleTo(actor).Where(o => o.Number == Number)
            .Select(OperationSchedule.Now).FirstOrDefaultAsync(cancel);
        if (found is null)
        {
            return NotFound();
        }

        Operation = found;
        Open = await db.Plans.AsNoTracking().WithLines().Where(Plan.IsOpenNow).FirstOrDefaultAsync(p => p.OperationNumber == Number, cancel);
        Transitions = await db.PlanTransitions.AsNoTracking().Include(t => t.Plan)
            .Where(t => t.OperationNumber == Number).OrderByDescending(t => t.RecordedAt).ThenByDescending(t => t.Id).ToListAsync(cancel);
        Baselines = await BaselinesAsync(cancel);
        return Page();
    }

    public IEnumerable<Step> Way => Open is null ? [] : PlanWay.Of(Open, [.. Transitions.Where(t => t.PlanId == Open.Id).Reverse()]);

    async Task<IReadOnlyList<Baseline>> BaselinesAsync(CancellationToken cancel)
    {
        var entries = await db.BaselineEntries.AsNoTracking().Where(b => b.OperationNumber == Number).OrderBy(b => b.BaselineNumber).ToListAsync(cancel);
        return [.. entries.GroupBy(b => b.BaselineNumber).Select(g => new Baseline(g.Key, g.First(), g.ToDictionary(b => b.MilestoneId, b => b.PlannedOn)))];
    }

    /// <summary>All days of one frozen plan; any of its rows says who froze it, when and why.</summary>
    public sealed record Baseline(int Number, LedgerEntry Frozen, IReadOnlyDictionary<int, DateOnly> Days);
}

/// <summary>The way of a plan through the workflow, read from its table: the steps forward, one after the other.</summary>
static class PlanWay
{
    public static IEnumerable<Step> Of(Plan plan, IReadOnlyList<PlanTransition> taken)
    {
        var way = Forward(plan.Kind == PlanKind.Initial ? PlanStatus.Draft : PlanStatus.RebaselineDraft).ToList();
        var here = way.IndexOf(plan.Status);
        var returned = taken is [.., { Action: PlanAction.Return }];
        return way.Select((status, index) => new Step(
            status.Label(),
            index < here ? StepState.Completed : index > here ? StepState.Upcoming : returned ? StepState.Error : StepState.Current,
            index < here ? Note(taken, status) : null));
    }

    static string? Note(IReadOnlyList<PlanTransition> taken, PlanStatus left) =>
        taken.LastOrDefault(t => t.FromStatus == left) is { } t ? $"{t.RecordedBy} {Wareki.Iso(t.AsOf)}" : null;

    static IEnumerable<PlanStatus> Forward(PlanStatus from)
    {
        yield return from;
        var next = PlanWorkflow.Table.From(from)
            .FirstOrDefault(t => t.Action is PlanAction.Submit or PlanAction.Freeze or PlanAction.Forward or PlanAction.Approve);
        foreach (var later in next is null ? [] : Forward(next.To))
        {
            yield return later;
        }
    }
}
