using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>The conditions of a case: the department reports that one is met, the PMO confirms or sends it back.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class ConditionsModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public string CaseNumber { get; set; } = "";

    [BindProperty]
    public FormInput Input { get; set; } = new();

    public CasePage Shown { get; private set; } = null!;

    public ILookup<int, ConditionEntry> Entries { get; private set; } = null!;

    public bool MayJudge => actor.Can(Permission.ReceiveProposal) && !Shown.Case.HasAuthor(actor);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public Task<IActionResult> OnPostReportAsync(int condition, CancellationToken cancel) => ActAsync(
        condition, Permission.WriteProposal, "条件の履行を報告", (p, c, now) => p.ReportCondition(c, Input.Text, actor, now), cancel);

    public Task<IActionResult> OnPostMetAsync(int condition, CancellationToken cancel) => ActAsync(
        condition, Permission.ReceiveProposal, "条件の履行を確認", (p, c, now) => p.JudgeCondition(c, isMet: true, Input.Text, actor, now), cancel);

    public Task<IActionResult> OnPostSendBackAsync(int condition, CancellationToken cancel) => ActAsync(
        condition, Permission.ReceiveProposal, "条件の履行を認めない", (p, c, now) => p.JudgeCondition(c, isMet: false, Input.Text, actor, now), cancel);

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await CasePage.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } page)
        {
            return false;
        }

        Shown = page;
        var rows = await db.ConditionEntries.AsNoTracking().Where(e => e.Condition.ProposalId == page.Case.Id).OrderBy(e => e.Id).ToListAsync(cancel);
        Entries = rows.ToLookup(e => e.Number);
        return true;
    }

    async Task<IActionResult> ActAsync(int number, Permission permission, string title, Action<Proposal, Condition, DateTimeOffset> act, CancellationToken cancel)
    {
        if (await CasePage.FindAsync(db, actor, clock, CaseNumber, cancel, tracked: true) is not { } page
            || page.Case.Conditions.FirstOrDefault(c => c.Number == number) is not { } condition)
        {
            return NotFound();
        }

        if (condition.Version != Input.Version)
        {
            throw new StaleForm("ほかの人が先にこの条件を変えました。");
        }

        var now = clock.GetUtcNow();
        act(page.Case, condition, now);
        await ConditionNotices.AddAsync(db, page.Case, condition, Input.Text, actor, now, cancel);
        await db.SaveAsync(actor.Acting(permission, page.Case.DepartmentId), new Act($"案件：{title}", page.Case.Subject, page.Case.Caption, Input.Text), now, cancel);
        TempData["Success"] = $"条件{number}は「{condition.State.Label()}」になりました。";
        return Redirect($"/proposals/{CaseNumber}/conditions");
    }

    public sealed class FormInput
    {
        [Display(Name = "内容・理由"), MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Text { get; set; }

        public uint Version { get; set; }
    }
}
