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

/// <summary>Questions and answers of a case; open ones are answered or taken back here.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class InquiriesModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public string CaseNumber { get; set; } = "";

    [BindProperty]
    public AnswersInput Input { get; set; } = new();

    public CasePage Shown { get; private set; } = null!;

    /// <summary>Why a question was closed without an answer, by its id.</summary>
    public IReadOnlyDictionary<int, InquiryEntry> Closings { get; private set; } = new Dictionary<int, InquiryEntry>();

    public bool MayAnswer => Shown.Steps.Any(t => t.Action == ProposalAction.Answer);

    public bool MayClose => Shown.Steps.Any(t => t.Action == ProposalAction.CloseInquiry);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public Task<IActionResult> OnPostAnswerAsync(CancellationToken cancel) => PerformAsync(
        ProposalAction.Answer,
        new() { Answers = Input.Answers.Where(a => !string.IsNullOrWhiteSpace(a.Value.Text)).ToDictionary(a => a.Key, a => a.Value.Text!) },
        cancel);

    public Task<IActionResult> OnPostCloseAsync(int inquiry, CancellationToken cancel) => PerformAsync(
        ProposalAction.CloseInquiry, new() { Comment = Input.Reason, Answers = new Dictionary<int, string> { [inquiry] = Input.Reason ?? "" } }, cancel);

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await CasePage.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } page)
        {
            return false;
        }

        Shown = page;
        Closings = await db.InquiryEntries.AsNoTracking().Where(e => e.Inquiry.ProposalId == page.Case.Id && e.State == InquiryState.Closed)
            .ToDictionaryAsync(e => e.InquiryId, cancel);
        Input.Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? page.Case.Version : Input.Version;
        return true;
    }

    async Task<IActionResult> PerformAsync(ProposalAction action, ProposalStep step, CancellationToken cancel)
    {
        if (await CasePage.FindAsync(db, actor, clock, CaseNumber, cancel, tracked: true) is not { } page)
        {
            return NotFound();
        }

        var proposal = page.Case;
        if (proposal.Version != Input.Version)
        {
            throw new StaleForm("ほかの人が先に案件を進めました。");
        }

        var entry = await ProposalActs.TakeAsync(db, proposal, action, step, page.Rules, actor, clock.GetUtcNow(), cancel);
        TempData["Success"] = $"「{entry.Label}」を行いました。案件は「{proposal.State.Label()}」です。";
        return Redirect($"/proposals/{CaseNumber}/inquiries");
    }

    public sealed class AnswersInput
    {
        public Dictionary<int, AnswerInput> Answers { get; set; } = [];

        [Display(Name = "取り下げる理由"), MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }

        public uint Version { get; set; }
    }
}

public sealed class AnswerInput
{
    [Display(Name = "回答"), MaxLength(ProposalForm.LongTextMaxLength)]
    public string? Text { get; set; }
}
