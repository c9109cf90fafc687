using System.Linq.Expressions;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Plans;

/// <summary>Plans on their way, those that wait for the actor first.</summary>
[Authorize(Policy = nameof(Permission.SeeOperations))]
public sealed class IndexModel(GovernanceDbContext db, Actor actor) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int P { get; set; } = 1;

    public Paged<Row> Plans { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Plans = await db.Plans.AsNoTracking().VisibleTo(actor, db).Where(Plan.IsOpenNow)
            .Select(WithTurn())
            .OrderByDescending(t => t.IsMine).ThenBy(t => t.Plan.StartedAt).ThenBy(t => t.Plan.Id)
            .Select(t => new Row(
                t.Plan.OperationNumber,
                t.Plan.Operation.Name,
                t.Plan.Operation.DepartmentName,
                t.Plan.Kind,
                t.Plan.Number,
                t.Plan.Status,
                t.IsMine,
                t.Plan.Cause,
                t.Plan.StartedAt,
                db.PlanTransitions.Where(m => m.PlanId == t.Plan.Id).Max(m => (DateTimeOffset?)m.RecordedAt),
                t.Plan.Operation.GoLiveOriginal,
                t.Plan.Operation.GoLiveBaseline,
                t.Plan.Lines.Where(l => l.Milestone.Code == MilestoneTemplate.GoLiveCode).Select(l => (DateOnly?)l.DueOn).FirstOrDefault()))
            .ToPageAsync(P, Paged<Row>.DefaultSize, cancel);
    }

    /// <summary>Waiting for me: a state I may move on, for the whole city or for my department, and not my own work.</summary>
    Expression<Func<Plan, Turn>> WithTurn()
    {
        PlanStatus[] forCity = [.. PlanWorkflow.Table.Transitions.Where(t => actor.Can(t.Permission, null)).Select(t => t.From).Distinct()];
        PlanStatus[] withDepartment = [PlanStatus.Draft, PlanStatus.RebaselineDraft];
        int[] departments = [.. actor.DepartmentIds.Where(d => actor.Can(Permission.PreparePlan, d))];
        var me = actor.PersonId ?? 0;
        return p => new Turn
        {
            Plan = p,
            IsMine = (forCity.Contains(p.Status) && !p.AuthorIds.Contains(me))
                || (withDepartment.Contains(p.Status) && p.Operation.DepartmentId != null && departments.Contains(p.Operation.DepartmentId.Value)),
        };
    }

    sealed class Turn
    {
        public required Plan Plan { get; init; }

        public bool IsMine { get; init; }
    }

    public sealed record Row(
        int Number,
        string Name,
        string? Department,
        PlanKind Kind,
        int PlanNumber,
        PlanStatus Status,
        bool IsMine,
        SlipCause? Cause,
        DateTimeOffset StartedAt,
        DateTimeOffset? MovedAt,
        DateOnly? Original,
        DateOnly? Baseline,
        DateOnly? Proposed);
}
