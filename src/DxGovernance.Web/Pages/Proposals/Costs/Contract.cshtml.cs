using System.ComponentModel.DataAnnotations;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace DxGovernance.Web.Pages.Proposals.Costs;

/// <summary>契約額: entered by the department, within what was decided for each year.</summary>
[Authorize(Policy = nameof(Permission.WriteProposal))]
public sealed class ContractModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : AmountsModel(db, actor, clock)
{
    [BindProperty]
    [Display(Name = "契約の内容"), MaxLength(LedgerEntry.ReasonMaxLength)]
    public override string? Reason { get; set; }

    [BindProperty]
    [Display(Name = "契約番号など"), MaxLength(AmountEntry.EvidenceMaxLength)]
    public string? Evidence { get; set; }

    public override AmountStage Stage => AmountStage.Contracted;

    public override bool MayEnter => Shown.MayReport;

    protected override (string, Permission) Enter(CostView view, IReadOnlyList<AmountInput> amounts)
    {
        view.Case.Contract(amounts, Evidence, Reason, Actor, Now);
        return ("案件：契約額の入力", Permission.WriteProposal);
    }
}
