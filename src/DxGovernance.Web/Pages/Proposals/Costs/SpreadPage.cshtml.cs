using System.ComponentModel.DataAnnotations;
using System.Globalization;
using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Proposals.Costs;

/// <summary>契約の額を年度に分ける: an amount of several years by months, to be copied into the grid. Nothing is saved.</summary>
[Authorize(Policy = nameof(Permission.WriteProposal))]
public sealed class SpreadModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    [FromRoute]
    public string CaseNumber { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    [Display(Name = "全体の額（円）")]
    public string? Total { get; set; }

    [BindProperty(SupportsGet = true)]
    [Display(Name = "期間の始まり")]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    [Display(Name = "期間の終わり")]
    public DateOnly? To { get; set; }

    public CostView Shown { get; private set; } = null!;

    public IReadOnlyDictionary<int, long> Parts { get; private set; } = new Dictionary<int, long>();

    public long Sum { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await CostView.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } view)
        {
            return NotFound();
        }

        Shown = view;
        From ??= view.Case.Draft.Day(Core.Proposals.ProposalForm.ContractFrom);
        To ??= view.Case.Draft.Day(Core.Proposals.ProposalForm.ContractTo);
        if (Total is not null && ModelState.IsValid)
        {
            try
            {
                Sum = CostAmounts.Read(Total, "全体の額", nameof(Total));
                RuleViolation.Require(From is not null, "spread-from", "期間の始まりを入力してください。", nameof(From));
                RuleViolation.Require(To is not null, "spread-to", "期間の終わりを入力してください。", nameof(To));
                Parts = Spread.ByMonths(Sum, From.Value, To.Value);
            }
            catch (RuleViolation rule)
            {
                ModelState.AddModelError(rule.Field?.ToLower(CultureInfo.InvariantCulture) ?? "", rule.Message);
            }
        }

        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        return Page();
    }
}
