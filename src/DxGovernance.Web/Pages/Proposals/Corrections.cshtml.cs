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

/// <summary>Corrections of what was approved: proposed by one person in the input that the form has for the field, confirmed by another.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class CorrectionsModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm, IReadsForm
{
    public const string ReadFirst = "機密の項目の訂正です。案件の概要の画面で「機密の項目を表示する」を押してから確認してください。閲覧は記録されます。";

    [FromRoute]
    public string CaseNumber { get; set; } = "";

    /// <summary>Key of the field whose input is shown.</summary>
    [FromQuery(Name = "field")]
    public string? Field { get; set; }

    /// <summary>What was approved when the input was filled.</summary>
    [BindProperty]
    public string? BasisVersion { get; set; }

    [BindProperty]
    public FormInput Input { get; set; } = new();

    public CasePage Shown { get; private set; } = null!;

    public IReadOnlyList<CorrectionEntry> Entries { get; private set; } = [];

    public IReadOnlyList<Correction> Corrections { get; private set; } = [];

    public bool ReadsConfidential { get; private set; }

    public bool MayCorrect => actor.Can(Permission.CorrectProposal) && Shown.Case.ApprovedContent is not null;

    /// <summary>What was approved, with what was typed in it.</summary>
    public ProposalContent Typed { get; private set; } = ProposalContent.Empty;

    public FormField? Chosen => Offered.FirstOrDefault(f => f.Key == Field);

    public IEnumerable<SelectListItem> Choices => Offered.Select(f => new SelectListItem($"{ProposalForm.SectionName(f.Section)}：{f.Label}", f.Key));

    IEnumerable<FormField> Offered => Shown.Case.Correctable()
        .Where(f => !Hides(f.Key) && Corrections.All(c => c.FieldKey != f.Key || c.State != CorrectionState.Proposed));

    public bool Hides(string key) => !ReadsConfidential && ProposalForm.Find(key)?.IsConfidential == true;

    public static string NoteName(int number) => $"Input.Notes[{number}].Text";

    public bool Reads(string field) =>
        ProposalForm.Find(Field ?? "") is { } f && ContentForm.Has(f.Section, field) && field.Split('.')[1] == f.Key;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        RuleViolation.Require(!Hides(Field ?? ""), "correct-field", "訂正できない項目です。項目を選んでください。");
        if (BasisVersion != Basis() && MayCorrect)
        {
            throw new StaleForm("ほかの人が先に、承認された内容を変えました。");
        }

        return await ActAsync(
            "案件：訂正の起案", p => p.Correct(Field ?? "", Typed, Input.Reason, actor, clock.GetUtcNow()), Input.Reason, "訂正を起案しました。別の人が確認すると訂正されます。",
            Chosen is { } field ? ContentForm.Name(field) : "", cancel);
    }

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
        Typed = page.Case.ApprovedContent ?? ProposalContent.Empty;
        if (Request.HasFormContentType && ProposalForm.Find(Field ?? "") is { } field)
        {
            Typed = ContentForm.Read(Request.Form, [field], Typed);
        }

        BasisVersion = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? Basis() : BasisVersion;
        return true;
    }

    async Task<IActionResult> JudgeAsync(int number, bool isRight, CancellationToken cancel)
    {
        if (!await LoadAsync(cancel) || Corrections.FirstOrDefault(c => c.Number == number) is not { } judged)
        {
            return NotFound();
        }

        RuleViolation.Require(!Hides(judged.FieldKey) || !MayCorrect, "correction-unread", ReadFirst);
        var note = Input.Notes.GetValueOrDefault(number)?.Text;
        return await ActAsync(
            isRight ? "案件：訂正の確認" : "案件：訂正を認めない",
            p => p.JudgeCorrection(p.Corrections.Single(c => c.Number == number), isRight, note, actor, clock.GetUtcNow()),
            note,
            isRight ? "訂正しました。元の値も残ります。" : "訂正を認めませんでした。",
            NoteName(number),
            cancel);
    }

    /// <param name="input">Name of the input to which a refusal of the value or the note belongs.</param>
    async Task<IActionResult> ActAsync(string title, Action<Proposal> act, string? reason, string done, string input, CancellationToken cancel)
    {
        var proposal = await db.Proposals.VisibleTo(actor).WithAll().Include(p => p.Corrections.OrderBy(c => c.Number)).SingleAsync(p => p.Number == CaseNumber, cancel);
        try
        {
            act(proposal);
        }
        catch (RuleViolation wrong) when (wrong.Field is "Value" or "Note")
        {
            ModelState.AddModelError(input, wrong.Message);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }

        await db.SaveAsync(actor.Acting(Permission.CorrectProposal, proposal.DepartmentId), new Act(title, proposal.Subject, proposal.Caption, reason), clock.GetUtcNow(), cancel);
        TempData["Success"] = done;
        return Redirect($"/proposals/{CaseNumber}/corrections");
    }

    /// <summary>Another approval or a confirmed correction makes it another.</summary>
    string Basis() => $"{Shown.Case.ApprovedRun}-{Corrections.Count(c => c.State == CorrectionState.Confirmed)}";

    public sealed class FormInput
    {
        [Display(Name = "理由"), MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }

        /// <summary>By number of the correction that is judged.</summary>
        public Dictionary<int, Note> Notes { get; set; } = [];
    }

    public sealed class Note
    {
        [Display(Name = "意見・理由"), MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Text { get; set; }
    }
}
