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
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>The checklist of the gate, findings and opinion of each reviewer; and what the others have written.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class ReviewModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public string CaseNumber { get; set; } = "";

    [BindProperty]
    public ReviewForm Input { get; set; } = new();

    public CasePage Shown { get; private set; } = null!;

    /// <summary>The newest row of each reviewer for each submission, newest submission first.</summary>
    public IReadOnlyList<ReviewEntry> Reviews { get; private set; } = [];

    public bool ReadsConfidential { get; private set; }

    /// <summary>Wrote part of the case and therefore may not review it.</summary>
    public bool IsOwnWork => Shown.Case.State is ProposalState.Reviewing or ProposalState.Inquiring && actor.Can(Permission.ReviewProposal) && Shown.Case.HasAuthor(actor);

    public IReadOnlyList<CheckItem> Checklist => Shown.Rules.ChecklistOf(Shown.Case.Gate);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        var mine = Reviews.FirstOrDefault(r => r.RecordedById == actor.PersonId && r.Run == Shown.Case.Run);
        foreach (var item in Checklist)
        {
            var result = mine?.Results.FirstOrDefault(r => r.Code == item.Code);
            Input.Checks[item.Code] = new() { Answer = result?.Answer, Note = result?.Note };
        }

        foreach (var section in ProposalForm.SectionsOf(Shown.Case.Gate))
        {
            Input.Findings[section.Code] = new() { Text = mine?.Findings.FirstOrDefault(f => f.Section == section.Code)?.Text };
        }

        Input.Opinion = mine?.Opinion;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? go, CancellationToken cancel)
    {
        if (await CasePage.FindAsync(db, actor, clock, CaseNumber, cancel, tracked: true) is not { } page)
        {
            return NotFound();
        }

        var (proposal, now) = (page.Case, clock.GetUtcNow());
        if (Input.Submission != proposal.SubmissionNumber || Input.Run != proposal.Run)
        {
            throw new StaleForm("審査している間に、新しい版が申請されました。");
        }

        var isFinal = go == "final";
        proposal.Review(Input.ToReview(isFinal), page.Rules, actor, now);
        var title = isFinal ? "案件：審査を終える" : "案件：審査の途中保存";
        await db.SaveAsync(actor.Acting(Permission.ReviewProposal, proposal.DepartmentId), new Act(title, proposal.Subject, proposal.Caption), now, cancel);
        TempData["Success"] = isFinal ? $"審査を終えました（{proposal.ReviewerIds.Length}人目、必要{proposal.RouteReviewers}人）。" : "審査の途中の内容を保存しました。";
        return Redirect(isFinal ? $"/proposals/{CaseNumber}" : $"/proposals/{CaseNumber}/review");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await CasePage.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } page)
        {
            return false;
        }

        Shown = page;
        var rows = await db.ReviewEntries.AsNoTracking().Where(r => r.ProposalId == page.Case.Id).OrderByDescending(r => r.Id).ToListAsync(cancel);
        Reviews = [.. rows.DistinctBy(r => (r.Run, r.SubmissionNumber, r.RecordedById))];
        ReadsConfidential = await Confidential.MayReadAsync(db, page, cancel);
        if (HttpContext.IsStale() || HttpMethods.IsGet(Request.Method))
        {
            (Input.Run, Input.Submission) = (page.Case.Run, page.Case.SubmissionNumber);
        }

        return true;
    }
}

public sealed class ReviewForm
{
    public Dictionary<string, CheckRow> Checks { get; set; } = [];

    public Dictionary<string, FindingInput> Findings { get; set; } = [];

    [Display(Name = "総合意見"), MaxLength(ProposalForm.LongTextMaxLength)]
    public string? Opinion { get; set; }

    public int Run { get; set; }

    public int Submission { get; set; }

    public ReviewInput ToReview(bool isFinal) => new(
        Checks.ToDictionary(c => c.Key, c => (c.Value.Answer, c.Value.Note)),
        [.. Findings.Where(f => ProposalForm.SectionName(f.Key) != f.Key && !string.IsNullOrWhiteSpace(f.Value.Text)).Select(f => new SectionFinding(f.Key, f.Value.Text!.Trim()))],
        Opinion,
        isFinal);
}

public sealed class CheckRow
{
    [Display(Name = "答え"), EnumDataType(typeof(CheckAnswer))]
    public CheckAnswer? Answer { get; set; }

    [Display(Name = "説明"), MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Note { get; set; }
}
