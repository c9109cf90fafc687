using System.ComponentModel.DataAnnotations;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.TagHelpers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Operations;

/// <summary>Milestone trend of an operation: report day × forecast day, from the ledgers.</summary>
[Authorize(Policy = nameof(Permission.SeeOperations))]
public sealed class TrendModel(GovernanceDbContext db, Actor actor) : PageModel
{
    static readonly string[] Usual = ["contract", "rehearsal-1", "system-test", MilestoneTemplate.GoLiveCode];

    [FromRoute]
    public int Number { get; set; }

    /// <summary>Codes of the milestones to draw.</summary>
    [BindProperty(SupportsGet = true, Name = "m")]
    [Display(Name = "表示するマイルストーン")]
    public string[] Codes { get; set; } = [];

    public OperationSchedule Operation { get; private set; } = null!;

    public ILookup<int, MilestoneEvent> History { get; private set; } = null!;

    public TrendChart Chart { get; private set; } = null!;

    public IEnumerable<MilestoneFigures> Shown => Operation.Milestones.Where(m => Codes.Contains(m.Code));

    public IEnumerable<SelectListItem> Choices => Operation.Milestones.Select(m => new SelectListItem(m.Name, m.Code, Codes.Contains(m.Code)));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var found = await db.Operations.AsNoTracking().VisibleTo(actor).Where(o => o.Number == Number)
            .Select(OperationSchedule.Now).FirstOrDefaultAsync(cancel);
        if (found is null)
        {
            return NotFound();
        }

        Operation = found;
        var known = found.Milestones.Select(m => m.Code).ToHashSet();
        var chosen = Codes.Where(known.Contains).ToArray();
        Codes = chosen.Length > 0 ? chosen : [.. Usual.Where(known.Contains)];
        History = await MilestoneHistory.LoadAsync(db, Number, cancel);
        var confirmedOn = await db.Confirmations.AsNoTracking()
            .Where(c => c.OperationNumber == Number && c.Aspect == ReportAspect.Forecasts)
            .Select(c => c.AsOf).Distinct().OrderBy(d => d).ToListAsync(cancel);
        Chart = ScheduleCharts.Trend(Operation, History, confirmedOn, Codes);
        return Page();
    }
}
