using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Council;
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

namespace DxGovernance.Web.Pages.Council;

/// <summary>The judgement of one item, with opinions, dissent and what is asked for; recorded here, and corrected with a reason.</summary>
[Authorize(Policy = nameof(Permission.SeeCouncil))]
public sealed class ItemModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public int Meeting { get; set; }

    [FromRoute]
    public int Item { get; set; }

    [BindProperty]
    public FormInput Input { get; set; } = new();

    public MeetingView Shown { get; private set; } = null!;

    public AgendaItem Chosen { get; private set; } = null!;

    /// <summary>For an item that is a case: where it stands now.</summary>
    public CaseRow? Case { get; private set; }

    public JudgementCategories Categories { get; private set; } = null!;

    public IReadOnlyList<JudgementEntry> Entries { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Departments { get; private set; } = [];

    /// <summary>What is asked for becomes conditions of the case.</summary>
    public bool AsConditions => Case is { } c && !c.State.IsOver();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        (Input.Category, Input.Text) = (Chosen.CategoryCode, Chosen.JudgementText);
        Input.Opinions = [.. Chosen.Opinions.Select(o => new OpinionRow { Kind = o.Kind, Speaker = o.Speaker, Text = o.Text })];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await MeetingView.FindAsync(db, actor, clock, Meeting, cancel, tracked: true) is not { } view || view.Meeting.Agenda.FirstOrDefault(i => i.Id == Item) is not { } item)
        {
            return NotFound();
        }

        actor.Require(Permission.RecordCouncilJudgement, null);
        view.RequireVersion(Input.Version);
        var wasJudged = item.IsJudged;
        var step = await CouncilActs.JudgeAsync(db, view.Meeting, item, Input.ToInput(wasJudged), actor, clock.GetUtcNow(), cancel);
        TempData["Success"] = $"議題{item.Number}の判断を{(wasJudged ? "訂正" : "記録")}しました。{(step is null ? "" : "案件にも推進会議の判断として記録し、CIOの決定に進みました。")}";
        return Redirect($"{view.Href}#agenda");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await MeetingView.FindAsync(db, actor, clock, Meeting, cancel) is not { } view || view.Meeting.Agenda.FirstOrDefault(i => i.Id == Item) is not { } item)
        {
            return false;
        }

        (Shown, Chosen) = (view, item);
        Case = item.ProposalId is null || item.Kind != AgendaKind.Case ? null : await db.Proposals.AsNoTracking().Where(p => p.Id == item.ProposalId)
            .Select(p => new CaseRow(p.Number, p.Title, p.DepartmentName, p.Gate, p.State)).SingleAsync(cancel);
        Categories = await JudgementCategories.OnAsync(db, clock.Today(), cancel);
        Entries = await db.JudgementEntries.AsNoTracking().Where(j => j.AgendaItemId == item.Id).OrderByDescending(j => j.Id).ToListAsync(cancel);
        Departments = !view.MayRecord || AsConditions ? [] : await db.Departments.AsNoTracking().OrderBy(d => d.Code).Select(d => new SelectListItem(d.Name, d.Id.ToString())).ToListAsync(cancel);
        Input.Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? view.Meeting.Version : Input.Version;
        return true;
    }

    public sealed record CaseRow(string Number, string Title, string DepartmentName, Gate Gate, ProposalState State);

    /// <summary>What is typed; rows that are wholly empty are not there.</summary>
    public sealed class FormInput
    {
        public const int OpinionRows = 5;
        public const int ActionRows = 4;

        [Display(Name = "判断区分"), MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Category { get; set; }

        [Display(Name = "判断の内容"), MaxLength(JudgementEntry.TextMaxLength)]
        public string? Text { get; set; }

        public List<OpinionRow> Opinions { get; set; } = [];

        public List<ActionRow> Actions { get; set; } = [];

        [Display(Name = "訂正の理由"), MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }

        public uint Version { get; set; }

        public JudgementInput ToInput(bool isCorrection) => new(
            Category, Text,
            [.. Opinions.Where(o => !o.IsEmpty).Select(o => new Opinion(o.Kind, o.Speaker ?? "", o.Text ?? ""))],
            [.. Actions.Where(a => !a.IsEmpty).Select(a => new ActionInput(a.Text ?? "", a.Owner ?? "", a.Department, a.DueOn ?? default, a.Evidence ?? "", a.BlocksGate))],
            isCorrection ? Reason : null);
    }

    public sealed class OpinionRow
    {
        [Display(Name = "区分"), EnumDataType(typeof(OpinionKind))]
        public OpinionKind Kind { get; set; }

        [Display(Name = "発言した人（職名・氏名）"), MaxLength(JudgementEntry.SpeakerMaxLength)]
        public string? Speaker { get; set; }

        [Display(Name = "意見"), MaxLength(JudgementEntry.OpinionMaxLength)]
        public string? Text { get; set; }

        public bool IsEmpty => string.IsNullOrWhiteSpace(Speaker) && string.IsNullOrWhiteSpace(Text);
    }

    public sealed class ActionRow
    {
        [Display(Name = "内容"), MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Text { get; set; }

        [Display(Name = "担当（課・職名）"), MaxLength(ActionItem.OwnerMaxLength)]
        public string? Owner { get; set; }

        [Display(Name = "所管課")]
        public int? Department { get; set; }

        [Display(Name = "期限")]
        public DateOnly? DueOn { get; set; }

        [Display(Name = "求める証拠"), MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Evidence { get; set; }

        [Display(Name = "履行まで止める協議段階"), EnumDataType(typeof(Gate))]
        public Gate? BlocksGate { get; set; }

        public bool IsEmpty => string.IsNullOrWhiteSpace(Text) && string.IsNullOrWhiteSpace(Owner) && DueOn is null && string.IsNullOrWhiteSpace(Evidence);
    }
}
