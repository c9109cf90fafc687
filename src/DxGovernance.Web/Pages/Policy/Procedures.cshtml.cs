using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Setup;
using DxGovernance.Web.TagHelpers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DxGovernance.Web.Pages.Policy;

/// <summary>The procedures to be brought online: rates with their formulas, the rate over time, the list on any past day.</summary>
[Authorize(Policy = nameof(Permission.SeePolicy))]
public sealed class ProceduresModel(GovernanceDbContext db, Actor actor, TimeProvider clock, LedgerCache ledgers) : PageModel
{
    const int Size = 100;

    [BindProperty(SupportsGet = true)]
    public PolicyDays Days { get; set; } = new();

    [BindProperty(SupportsGet = true, Name = "category")]
    [Display(Name = "区分")]
    [MaxLength(OnlineProcedure.NameMaxLength)]
    public string? Category { get; set; }

    [BindProperty(SupportsGet = true, Name = "state")]
    [Display(Name = "状態")]
    [EnumDataType(typeof(OnlineState))]
    public OnlineState? State { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    [Display(Name = "手続名・コード")]
    [MaxLength(OnlineProcedure.NameMaxLength)]
    public string? Words { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int P { get; set; } = 1;

    /// <summary>As it was reported on the day.</summary>
    public PolicyFigures Now { get; private set; } = null!;

    /// <summary>The same day as it is known now.</summary>
    public PolicyFigures Known { get; private set; } = null!;

    public IReadOnlyList<(DateOnly Day, ProcedureRate All, IReadOnlyList<ProcedureRate> Categories)> OverTime { get; private set; } = [];

    public Paged<ProcedureFigures> Found { get; private set; } = new([], 0, 1, Size);

    public bool MayEdit => actor.Can(Permission.EditPolicy);

    public IReadOnlyList<PolicyChange> Later => PolicyDiff.Between(Now, Known);

    public IEnumerable<SelectListItem> Categories => Now.Rates.Select(r => new SelectListItem(r.Category, r.Category));

    public LineChart Trend => new([.. OverTime.Select(t => t.Day)], [new("全体のオンライン化率", [.. OverTime.Select(t => t.All.Percent)], "done")], "％", Step: true);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        var (day, _) = Days.Checked(ModelState, today);
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        var known = new AsOf(day, TokyoTime.EndOf(today));
        var ledger = await ledgers.GetAsync((nameof(ProceduresModel), day, today), () => PolicyLedger.ReadProceduresAsync(db, known, cancel), cancel);
        (Now, Known) = (ledger.At(AsOf.ReportedOn(day), StandardizationProgress.None), ledger.At(known, StandardizationProgress.None));
        OverTime = ledger.RatesOverTime(Now.Point);
        var key = OnlineProcedure.NameKey(Words ?? "");
        var found = Now.Procedures.Where(p => (string.IsNullOrEmpty(Category) || p.Category == Category) && (State is null || p.State == State)
            && (key.Length == 0 || OnlineProcedure.NameKey(p.Code + p.Name).Contains(key, StringComparison.OrdinalIgnoreCase))).ToList();
        P = Math.Clamp(P, 1, Math.Max(1, (found.Count + Size - 1) / Size));
        Found = new([.. found.Skip((P - 1) * Size).Take(Size)], found.Count, P, Size);
    }
}
