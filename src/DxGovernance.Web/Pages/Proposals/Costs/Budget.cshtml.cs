using System.ComponentModel.DataAnnotations;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DxGovernance.Web.Pages.Proposals.Costs;

/// <summary>予算による減額: the budget gives less than was decided; the PMO office records it.</summary>
[Authorize(Policy = nameof(Permission.ReceiveProposal))]
public sealed class BudgetModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : AmountsModel(db, actor, clock)
{
    [BindProperty]
    [Display(Name = "減額の理由")]
    public string? CutReason { get; set; }

    [BindProperty]
    [Display(Name = "減額の説明"), MaxLength(LedgerEntry.ReasonMaxLength)]
    public override string? Reason { get; set; }

    public override AmountStage Stage => AmountStage.Decided;

    public override bool MayEnter => Shown.MayLower;

    protected override (string, Permission) Enter(CostView view, IReadOnlyList<AmountInput> amounts)
    {
        view.Case.LowerDecided(amounts, CutReason, Reason, view.Tables, Actor, Now);
        return ("案件：予算による減額", Permission.ReceiveProposal);
    }
}
