using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Notifications;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Workflow;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>Confirms one step of a case before it is taken: what it does, in whose name, and what goes with it.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class StepModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm, IAsksForRecentSignIn
{
    [FromRoute]
    public string CaseNumber { get; set; } = "";

    [FromRoute]
    public ProposalAction Step { get; set; }

    [BindProperty]
    public StepInput Input { get; set; } = new();

    public CasePage Shown { get; private set; } = null!;

    /// <summary>Null where the case has moved on, or a guard stands against the step.</summary>
    public Transition<ProposalState, ProposalAction>? Line { get; private set; }

    public bool IsOwnWork { get; private set; }

    public string? Why { get; private set; }

    /// <summary>In whose name the step is taken; null for one's own.</summary>
    public Principal? For => Line is null ? null : actor.Acting(Line.Permission, Shown.Case.DepartmentId).For;

    public IReadOnlyList<DecisionCategory> Categories => [.. Shown.Rules.Categories.Where(c => c.Action == Step)];

    public IReadOnlyList<FormProblem> Missing => Step == ProposalAction.Submit ? ProposalForm.Missing(Shown.Case.Draft, Shown.Case.Gate, Shown.Case.Class) : [];

    public RouteChoice? Route => Step == ProposalAction.Submit ? Shown.Case.RouteNow(Shown.Rules) : null;

    public IReadOnlyList<ChangeFinding> Changes => Shown.Case.ChangesSinceApproval(Shown.Rules);

    public bool AsksForRecentSignIn => Step.IsDecision();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!ModelState.IsValid || !Enum.IsDefined(Step) || !await LoadAsync(cancel))
        {
            return NotFound();
        }

        // A link from before the case moved on is told where it stands now.
        if (ProposalWorkflow.Table.From(Shown.Case.State).FirstOrDefault(t => t.Action == Step) is { } line)
        {
            actor.Require(line.Permission, Shown.Case.DepartmentId);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!Enum.IsDefined(Step) || await CasePage.FindAsync(db, actor, clock, CaseNumber, cancel, tracked: true) is not { } page)
        {
            return NotFound();
        }

        var proposal = page.Case;
        if (proposal.Version != Input.Version)
        {
            throw new StaleForm("ほかの人が先に案件を進めました。");
        }

        var entry = await ProposalActs.TakeAsync(db, proposal, Step, Input.ToStep(), page.Rules, actor, clock.GetUtcNow(), cancel);
        TempData["Success"] = $"「{entry.Label}」を行いました。案件は「{proposal.State.Label()}」です。";
        return Redirect($"/proposals/{CaseNumber}");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await CasePage.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } page)
        {
            return false;
        }

        Shown = page;
        var lines = ProposalWorkflow.Table.From(page.Case.State).Where(t => t.Action == Step && actor.Can(t.Permission, page.Case.DepartmentId)).ToList();
        IsOwnWork = lines.Any(t => page.Case.IsOwnWork(t, actor));
        Line = page.Steps.FirstOrDefault(t => t.Action == Step) ?? (IsOwnWork ? lines[0] : null);
        Why = page.Case.WhyShut(Step, page.Rules);
        Input.Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? page.Case.Version : Input.Version;
        return true;
    }
}

/// <summary>What is typed for a step; rows that are wholly empty are not there.</summary>
public sealed class StepInput
{
    public const int Rows = 5;

    [Display(Name = "理由・意見"), MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Comment { get; set; }

    [Display(Name = "判断区分"), MaxLength(40)]
    public string? Category { get; set; }

    public Dictionary<string, FindingInput> Findings { get; set; } = [];

    public List<ConditionRow> Conditions { get; set; } = [];

    public List<QuestionRow> Questions { get; set; } = [];

    public uint Version { get; set; }

    public ProposalStep ToStep() => new()
    {
        Comment = Comment,
        Category = Category,
        Findings = [.. Findings.Where(f => !string.IsNullOrWhiteSpace(f.Value.Text) && ProposalForm.SectionName(f.Key) != f.Key).Select(f => new SectionFinding(f.Key, f.Value.Text!.Trim()))],
        Conditions = [.. Conditions.Where(c => !c.IsEmpty).Select(c => new ConditionInput(c.Text ?? "", c.Owner ?? "", c.DueOn ?? default, c.Evidence ?? "", c.BlocksGate))],
        Questions = [.. Questions.Where(q => !q.IsEmpty).Select((q, i) => q.ToQuestion(i))],
    };
}

public sealed class FindingInput
{
    [Display(Name = "所見"), MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Text { get; set; }
}

public sealed class ConditionRow
{
    [Display(Name = "条件"), MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Text { get; set; }

    [Display(Name = "担当（課・職名）"), MaxLength(Condition.OwnerMaxLength)]
    public string? Owner { get; set; }

    [Display(Name = "期限")]
    public DateOnly? DueOn { get; set; }

    [Display(Name = "求める証拠"), MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Evidence { get; set; }

    [Display(Name = "履行まで止める協議段階"), EnumDataType(typeof(Gate))]
    public Gate? BlocksGate { get; set; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(Text) && string.IsNullOrWhiteSpace(Owner) && DueOn is null && string.IsNullOrWhiteSpace(Evidence);
}

public sealed class QuestionRow
{
    [Display(Name = "様式の区分"), MaxLength(40)]
    public string? Section { get; set; }

    [Display(Name = "照会の内容"), MaxLength(ProposalForm.LongTextMaxLength)]
    public string? Text { get; set; }

    [Display(Name = "回答の期限")]
    public DateOnly? DueOn { get; set; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(Text) && string.IsNullOrWhiteSpace(Section);

    public QuestionInput ToQuestion(int index)
    {
        RuleViolation.Require(
            !string.IsNullOrWhiteSpace(Text) && DueOn is not null && ProposalForm.SectionName(Section ?? "") != (Section ?? ""),
            "question-incomplete",
            $"照会{index + 1}件目には、区分・内容・回答の期限の全てを入力してください。");
        return new(Section!, Text, DueOn.Value);
    }
}
