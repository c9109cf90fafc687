using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Setup;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.RunningCosts;

/// <summary>The nation's eight-pilot table as transcribed, and what it would be at another exchange rate.</summary>
[Authorize(Policy = nameof(Permission.SeeRunningCosts))]
public sealed class NationModel(GovernanceDbContext db, TimeProvider clock, LedgerCache ledgers) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public RunningCostFilter Filter { get; set; } = new();

    /// <summary>The reader's own rate, as typed.</summary>
    [BindProperty(SupportsGet = true, Name = "rate")]
    public string? Typed { get; set; }

    public RunningCostReference Nation { get; private set; } = null!;

    public decimal? Rate { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        Filter = Filter.Checked(ModelState, today, clock.GetUtcNow());
        (Rate, var problem) = RunningCostText.Decimal(Typed, ExchangeRate.MaxRate);
        if (problem is not null || Rate == 0)
        {
            ModelState.AddModelError("rate", $"為替レート：{problem ?? "0より大きい数を入力してください。"}");
            Rate = null;
        }

        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        var point = AsOf.ReportedOn(today) with { Day = Filter.AsOf ?? today };
        Nation = await ledgers.GetAsync((nameof(RunningCostReference), point.Day, today), () => RunningCostReference.AtAsync(db, point, cancel), cancel);
    }
}
