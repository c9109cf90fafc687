using System.ComponentModel.DataAnnotations;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DxGovernance.Web.Pages.Proposals.Costs;

/// <summary>実績: what was paid by a day, summed up for each line and year.</summary>
[Authorize(Policy = nameof(Permission.WriteProposal))]
public sealed class ActualModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : AmountsModel(db, actor, clock)
{
    [BindProperty]
    [Display(Name = "いつまでの支出か")]
    public DateOnly? On { get; set; }

    [BindProperty]
    [Display(Name = "備考"), MaxLength(LedgerEntry.ReasonMaxLength)]
    public override string? Reason { get; set; }

    [BindProperty]
    [Display(Name = "伝票番号など"), MaxLength(AmountEntry.EvidenceMaxLength)]
    public string? Evidence { get; set; }

    public override AmountStage Stage => AmountStage.Actual;

    public override bool MayEnter => Shown.MayReport;

    protected override (string, Permission) Enter(CostView view, IReadOnlyList<AmountInput> amounts)
    {
        view.Case.Spend(amounts, On ?? Today, Evidence, Reason, Actor, Now);
        return ("案件：実績の入力", Permission.WriteProposal);
    }
}
