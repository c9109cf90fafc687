using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Proposals.Costs;

/// <summary>A what-if: what the five years of a case cost at another exchange rate, usage or labour cost. Nothing of it is saved.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class WhatIfModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    /// <summary>The currency of the rates that the nation published.</summary>
    const string Published = "USD";

    [FromRoute]
    public string CaseNumber { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "rate")]
    public string? TypedRate { get; set; }

    [BindProperty(SupportsGet = true, Name = "usage")]
    public string? TypedUsage { get; set; }

    [BindProperty(SupportsGet = true, Name = "labour")]
    public string? TypedLabour { get; set; }

    /// <summary>To which the own rate applies.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Currency { get; set; }

    public CostView Shown { get; private set; } = null!;

    public IReadOnlyList<CostWhatIf> Amounts { get; private set; } = [];

    /// <summary>Foreign currencies of the lines.</summary>
    public IReadOnlyList<string> Currencies => [.. Amounts.Where(a => a.Amount.Rate > 0).Select(a => a.Currency).Distinct().Order(StringComparer.Ordinal)];

    public IReadOnlyList<int> Years => [.. Amounts.Select(a => a.FiscalYear).Distinct().Order()];

    /// <summary>The assumptions compared, with their headings and sums by year; the first leaves the rates as they are.</summary>
    public IReadOnlyList<(string Name, IReadOnlyDictionary<int, long> Totals)> Cases { get; private set; } = [];

    /// <summary>利用者数 of the form.</summary>
    public long? Users { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await CostView.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } view)
        {
            return NotFound();
        }

        Shown = view;
        Users = view.Case.Draft.Number(Core.Proposals.ProposalForm.Users);
        Amounts = CostWhatIf.Of(view.Standing, view.Tables);
        Currency = Currencies.Contains(Currency) ? Currency : Currencies.Count == 0 ? null : Currencies.Contains(Published) ? Published : Currencies[0];
        var (usage, labour) = (SensitivityFields.Percent(TypedUsage, "usage", "利用量の増減", ModelState), SensitivityFields.Percent(TypedLabour, "labour", "人件費の増減", ModelState));
        var own = Currency is null ? null : SensitivityFields.Rate(TypedRate, ModelState);
        var nation = Currencies.Contains(Published) ? (await RunningCostReference.AtAsync(db, AsOf.ReportedOn(clock.Today()), cancel)).Published : [];
        IEnumerable<(string Name, SensitivityCase Case, string Currency)> cases =
        [
            ("今のレート", new(null, usage, labour), ""),
            .. nation.Select(p => ($"1{Published}＝{p.Rate:0.####}円", new SensitivityCase(p.Rate, usage, labour), Published)),
            .. own is { } rate ? [($"1{Currency}＝{rate:0.####}円（自分のレート）", new SensitivityCase(rate, usage, labour), Currency!)] : Array.Empty<(string, SensitivityCase, string)>(),
        ];
        Cases = [.. cases.Select(c => (c.Name, CostWhatIf.Totals(Amounts, c.Case, c.Currency)))];
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        return Page();
    }

    public long Stands(int year) => Amounts.Where(a => a.FiscalYear == year).Sum(a => a.Amount.Yen);
}
