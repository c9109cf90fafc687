using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>Corrections of what was approved: proposed by one person, confirmed by another.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class CorrectionsModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public string CaseNumber { get; set; } = "";

    [BindProperty]
    public FormInput Input { get; set; } = new();

    public CasePage Shown { get; private set; } = null!;

    public IReadOnlyList<CorrectionEntry> Entries { get; private set; } = [];

    public IReadOnlyList<Correction> Corrections { get; private set; } = [];

    public bool ReadsConfidential { get; private set; }

    public bool MayCorrect => actor.Can(Permission.CorrectProposal) && Shown.Case.ApprovedContent is not null;

    public IEnumerable<SelectListItem> Fields => ProposalForm.Fields.Where(f => f.Kind != FieldKind.Table && (!f.IsConfidential || ReadsConfidential))
        .Select(f => new SelectListItem($"{ProposalForm.SectionName(f.Section)}：{f.Label}", f.Key));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public Task<IActionResult> OnPostAsync(CancellationToken cancel) => ActAsync(
        "案件：訂正の起案", p => p.Correct(Input.Field ?? "", Input.Value, Input.Reason, actor, clock.GetUtcNow()), "訂正を起案しました。別の人が確認すると訂正されます。", cancel);

    public Task<IActionResult> OnPostConfirmAsync(int correction, CancellationToken cancel) => JudgeAsync(correction, true, cancel);

    public Task<IActionResult> OnPostRefuseAsync(int correction, CancellationToken cancel) => JudgeAsync(correction, false, cancel);

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await CasePage.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } page)
        {
            return false;
        }

        Shown = page;
        ReadsConfidential = await Confidential.MayReadAsync(db, page, cancel);
        Entries = await db.CorrectionEntries.AsNoTracking().Include(e => e.Correction).Where(e => e.Correction.ProposalId == page.Case.Id).OrderBy(e => e.Id).ToListAsync(cancel);
        Corrections = [.. Entries.Select(e => e.Correction).DistinctBy(c => c.Id)];
        return true;
    }

    Task<IActionResult> JudgeAsync(int number, bool isRight, CancellationToken cancel) => ActAsync(
        isRight ? "案件：訂正の確認" : "案件：訂正を認めない",
        p => p.JudgeCorrection(p.Corrections.Single(c => c.Number == number), isRight, Input.Reason, actor, clock.GetUtcNow()),
        isRight ? "訂正しました。元の値も残ります。" : "訂正を認めませんでした。",
        cancel,
        number);

    async Task<IActionResult> ActAsync(string title, Action<Proposal> act, string done, CancellationToken cancel, int? number = null)
    {
        var proposal = await db.Proposals.VisibleTo(actor).WithAll().Include(p => p.Corrections.OrderBy(c => c.Number)).FirstOrDefaultAsync(p => p.Number == CaseNumber, cancel);
        if (proposal is null || (number is { } n && proposal.Corrections.All(c => c.Number != n)))
        {
            return NotFound();
        }

        act(proposal);
        await db.SaveAsync(actor.Acting(Permission.CorrectProposal, proposal.DepartmentId), new Act(title, proposal.Subject, proposal.Caption, Input.Reason), clock.GetUtcNow(), cancel);
        TempData["Success"] = done;
        return Redirect($"/proposals/{CaseNumber}/corrections");
    }

    public sealed class FormInput
    {
        [Display(Name = "訂正する項目"), MaxLength(60)]
        public string? Field { get; set; }

        [Display(Name = "正しい値"), MaxLength(ProposalForm.LongTextMaxLength)]
        public string? Value { get; set; }

        [Display(Name = "理由"), MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }
    }
}
