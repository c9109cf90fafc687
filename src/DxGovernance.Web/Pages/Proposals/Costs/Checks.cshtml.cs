using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Proposals.Costs;

/// <summary>見積精査: what the checks calculate, each answered by a reviewer. The department sees it while it writes.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class ChecksModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public string CaseNumber { get; set; } = "";

    /// <summary>By fingerprint of the finding.</summary>
    [BindProperty(Name = nameof(Answers))] // The name keeps other fields out where none of these is posted.
    public Dictionary<string, AnswerInput> Answers { get; set; } = [];

    public CostView Shown { get; private set; } = null!;

    public IReadOnlyList<CheckItem> Items { get; private set; } = [];

    /// <summary>Vendors stand in some findings: only who reads the confidential parts sees those.</summary>
    public bool ReadsConfidential { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        Answers = Items.Where(i => i.Answer is not null).ToDictionary(i => i.Finding.Fingerprint, i => new AnswerInput { Answer = i.Answer!.Answer, Note = i.Answer.Reason });
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await CostView.FindAsync(db, actor, clock, CaseNumber, cancel, tracked: true) is not { } view)
        {
            return NotFound();
        }

        var (list, now, given) = (await CheckList.LoadAsync(db, actor, view, view.Page.Today, cancel), clock.GetUtcNow(), 0);
        if (Answers.Keys.Any(k => list.Items.All(i => i.Finding.Fingerprint != k)))
        {
            throw new StaleForm("見つかったものが変わりました。");
        }

        foreach (var item in list.Items)
        {
            if (Answers.GetValueOrDefault(item.Finding.Fingerprint) is not { Answer: { } answer } input || (item.Answer?.Answer == answer && item.Answer.Reason == input.Note?.Trim()))
            {
                continue;
            }

            db.CostCheckAnswers.Add(new(view.Case, item.Finding, view.Tables, answer, input.Note, actor, now));
            given++;
        }

        RuleViolation.Require(given > 0, "check-answers-none", "新しい答えがありません。答えを選び、説明を入力してから保存してください。");
        await db.SaveAsync(
            actor.Acting(Permission.ReviewProposal, view.Case.DepartmentId), new Act("案件：見積精査の答え", view.Case.Subject, view.Case.Caption), now, cancel);
        TempData["Success"] = $"{given}件の答えを保存しました。";
        return Redirect($"/proposals/{CaseNumber}/costs/checks");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await CostView.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } view)
        {
            return false;
        }

        Shown = view;
        ReadsConfidential = await Confidential.MayReadAsync(db, view.Page, cancel);
        Items = (await CheckList.LoadAsync(db, actor, view, view.Page.Today, cancel)).Items;
        return true;
    }

    public string Sentence(CheckItem item) =>
        !ReadsConfidential && item.Finding.Check.Rule == CostCheckRule.QuoteExpired ? "有効期限の過ぎた見積書があります（会社名は機密のため伏せています）。" : item.Finding.Sentence;

    public sealed class AnswerInput
    {
        [Display(Name = "答え"), EnumDataType(typeof(CheckAnswer))]
        public CheckAnswer? Answer { get; set; }

        [Display(Name = "説明"), MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Note { get; set; }
    }
}
