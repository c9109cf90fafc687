using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Pages.Operations;
using DxGovernance.Web.Setup;
using DxGovernance.Web.TagHelpers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Schedule;

/// <summary>The schedule of all operations the actor may see: one Gantt and the table of every milestone's variance.</summary>
[Authorize(Policy = nameof(Permission.SeeOperations))]
public sealed class IndexModel(GovernanceDbContext db, Actor actor, TimeProvider clock, LedgerCache ledgers) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public ScheduleFilter Filter { get; set; } = new();

    public Paged<OperationSchedule> Operations { get; private set; } = null!;

    public GanttChart Chart { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Departments { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Milestones { get; private set; } = [];

    /// <summary>Operations the actor may see and the usual view hides.</summary>
    public int Live { get; private set; }

    public bool DeadlinesDiffer => Operations.Rows.Select(o => o.CityDeadline).OfType<DateOnly>().Distinct().Count() > 1
        || Operations.Rows.Select(o => o.NationDeadline).OfType<DateOnly>().Distinct().Count() > 1;

    /// <summary>The past day shown, as it was reported then; null for today.</summary>
    public AsOf? Past { get; private set; }

    public LaterFigures? Later { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Past = this.PastPoint(Filter.AsOf, clock.Today());
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        var visible = db.Operations.AsNoTracking().VisibleTo(actor);
        await LoadChoicesAsync(visible, cancel);
        if (Past is { } past)
        {
            await LoadPastAsync(visible, past, cancel);
            return;
        }

        Operations = await Filter.Of(visible).OrderBy(o => o.Number).Select(OperationSchedule.Now).ToPageAsync(Filter.P, Paged<OperationSchedule>.DefaultSize, cancel);
        Chart = ScheduleCharts.Of(Operations.Rows, Filter.Milestone, clock.Today());
    }

    async Task LoadPastAsync(IQueryable<Operation> visible, AsOf past, CancellationToken cancel)
    {
        var then = await ledgers.GetAsync(
            (nameof(OperationsAtDay), actor.VisibilityKey(), past, clock.Today()), () => OperationsAtDay.LoadAsync(db, visible, past, TokyoTime.EndOf(clock.Today()), cancel), cancel);
        var milestones = (await ledgers.GetAsync(
            (nameof(MilestonesAsOf), actor.VisibilityKey(), past), () => MilestonesAsOf.Rows(db, visible, past).ToListAsync(cancel), cancel)).ToLookup(m => m.OperationNumber, m => m.Figures);
        var schedules = then.Reported.Select(s => s.Figures).Select(f => (f.IsSpecialTransition, Schedule: new OperationSchedule
        {
            Number = f.Number,
            Name = f.Name,
            DepartmentId = f.DepartmentId,
            DepartmentName = f.DepartmentName,
            Stage = f.Stage,
            CityDeadline = f.CityDeadline,
            NationDeadline = f.NationDeadline,
            BaselineNumber = f.BaselineNumber,
            ForecastsConfirmedOn = f.ForecastsConfirmedOn,
            Milestones = [.. milestones[f.Number]],
        })).ToList();
        Live = schedules.Count(s => s.Schedule.Stage == OperationStage.Live);
        var shown = schedules.Where(s => Filter.Holds(s.Schedule, s.IsSpecialTransition)).Select(s => s.Schedule).ToList();
        Operations = shown.ToPage(Filter.P);
        Chart = ScheduleCharts.Of(Operations.Rows, Filter.Milestone, past.Day);
        Later = new(past.Day, then.Later);
    }

    async Task LoadChoicesAsync(IQueryable<Operation> visible, CancellationToken cancel)
    {
        var groups = await ledgers.GetAsync((nameof(DepartmentChoice), actor.VisibilityKey()), () => visible.GroupBy(o => new { o.DepartmentId, o.DepartmentName })
            .Select(g => new DepartmentChoice(g.Key.DepartmentId, g.Key.DepartmentName, g.Count(o => o.Stage == OperationStage.Live)))
            .ToListAsync(cancel), cancel);
        Live = groups.Sum(g => g.Live);
        Departments = [.. groups.Where(g => g.DepartmentId is not null).OrderBy(g => g.DepartmentId).Select(g => new SelectListItem(g.Name, $"{g.DepartmentId}"))];
        Milestones = await db.MilestoneTemplates.AsNoTracking().OrderBy(t => t.Order).Select(t => new SelectListItem(t.Name, t.Code)).ToListAsync(cancel);
    }

    sealed record DepartmentChoice(int? DepartmentId, string? Name, int Live);
}
