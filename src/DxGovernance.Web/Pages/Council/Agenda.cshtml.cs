using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DxGovernance.Web.Pages.Council;

/// <summary>The agenda while it is prepared: what the rules propose and why, what the office adds of its own, and the order.</summary>
[Authorize(Policy = nameof(Permission.PrepareCouncil))]
public sealed class AgendaModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public int Meeting { get; set; }

    [BindProperty]
    public ChosenInput Chosen { get; set; } = new();

    [BindProperty]
    public OwnInput Own { get; set; } = new();

    IReadOnlyList<AgendaSubject> others = [];

    public MeetingView Shown { get; private set; } = null!;

    /// <summary>Those that are not on the agenda yet.</summary>
    public IReadOnlyList<AgendaCandidate> Candidates { get; private set; } = [];

    public bool IsCut { get; private set; }

    public AgendaRules Rules { get; private set; } = null!;

    /// <summary>Since when something counts as new; null for the first pack.</summary>
    public AsOf? Since { get; private set; }

    /// <summary>What the office may put on the agenda though no rule proposes it.</summary>
    public IReadOnlyList<SelectListItem> Subjects { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    /// <summary>Puts the chosen candidates on the agenda, in the order in which they are proposed.</summary>
    public Task<IActionResult> OnPostChooseAsync(CancellationToken cancel) => AddAsync(Chosen.Version, async view =>
    {
        await FindAsync(view, cancel);
        var chosen = Candidates.Where(c => Chosen.Keys.Contains(c.Key)).ToList();
        RuleViolation.Require(Chosen.Keys.Length > 0, "candidates-missing", "議題にする候補を一つ以上選んでください。", "Chosen.Keys");
        RuleViolation.Require(chosen.Count == Chosen.Keys.Distinct().Count(), "candidate-unknown", "選ばれた候補は、今は候補にありません。画面を開き直して選んでください。", "Chosen.Keys");
        chosen.ForEach(c => view.Meeting.AddItem(c.Subject, new(c.Title, c.Asked, string.Join('\n', c.Reasons.Select(r => r.Why))), actor, clock.GetUtcNow()));
        return $"議題を{chosen.Count}件加えました。それぞれの「直す」で、判断を求める事項を確かめてください。";
    }, cancel);

    public Task<IActionResult> OnPostOwnAsync(CancellationToken cancel) => AddAsync(Own.Version, async view =>
    {
        await FindAsync(view, cancel);
        var subject = others.Append(AgendaSubject.Free).FirstOrDefault(s => s.Key == Own.Subject);
        RuleViolation.Require(subject is not null, "agenda-subject", "何についての議題かを、選択肢から選んでください。", "Own.Subject");
        view.Meeting.AddItem(subject, new(Own.Title, Own.Asked, Own.Explanation), actor, clock.GetUtcNow());
        return "議題を1件加えました。";
    }, cancel);

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await MeetingView.FindAgendaAsync(db, actor, clock, Meeting, cancel) is not { } view)
        {
            return false;
        }

        Shown = view;
        if (view.Meeting.State == MeetingState.Preparing)
        {
            await FindAsync(view, cancel);
        }

        if (HttpContext.IsStale() || HttpMethods.IsGet(Request.Method))
        {
            Chosen.Version = Own.Version = view.Meeting.Version;
        }

        return true;
    }

    async Task FindAsync(MeetingView view, CancellationToken cancel)
    {
        var now = AsOf.ReportedOn(clock.Today());
        (Since, Rules) = (await CouncilPack.SinceAsync(db, view.Meeting, now, cancel), await AgendaRules.AtAsync(db, now, cancel));
        var candidates = new AgendaCandidates(db, Rules, Since, clock.Today());
        var found = await candidates.FindAsync(cancel);
        others = [.. candidates.Others.Select(o => o.Subject).Where(s => view.Meeting.Agenda.All(i => i.About != s))];
        var groups = candidates.Others.Select(o => o.Subject.Kind).Distinct().ToDictionary(k => k, k => new SelectListGroup { Name = k.Label() });
        Subjects =
        [
            new(AgendaKind.Free.Label(), AgendaSubject.Free.Key),
            .. candidates.Others.Where(o => others.Contains(o.Subject)).Select(o => new SelectListItem(o.Name, o.Subject.Key) { Group = groups[o.Subject.Kind] }),
        ];
        (Candidates, IsCut) = ([.. found.Where(c => view.Meeting.Agenda.All(i => i.About != c.Subject))], candidates.IsCut);
    }

    async Task<IActionResult> AddAsync(uint version, Func<MeetingView, Task<string>> add, CancellationToken cancel)
    {
        if (await MeetingView.FindAgendaAsync(db, actor, clock, Meeting, cancel, tracked: true) is not { } view)
        {
            return NotFound();
        }

        view.RequireVersion(version);
        var said = await add(view);
        await db.SaveAsync(actor.Acting(Permission.PrepareCouncil, null), new Act("推進会議：議題の追加", view.Meeting.Subject, view.Meeting.Caption), clock.GetUtcNow(), cancel);
        TempData["Success"] = said;
        return Redirect($"{view.Href}/agenda");
    }

    public sealed class ChosenInput
    {
        [Display(Name = "議題にする候補"), MaxLength(Core.Council.Meeting.MaxItems, ErrorMessage = "一度に選べる候補は50件までです。")]
        public string[] Keys { get; set; } = [];

        public uint Version { get; set; }
    }

    public sealed class OwnInput
    {
        [Display(Name = "何についての議題か"), MaxLength(40)]
        public string? Subject { get; set; } = AgendaSubject.Free.Key;

        [Display(Name = "議題名"), MaxLength(AgendaItem.TitleMaxLength)]
        public string? Title { get; set; }

        [Display(Name = "判断を求める事項"), MaxLength(AgendaItem.AskedMaxLength)]
        public string? Asked { get; set; }

        [Display(Name = "説明"), MaxLength(AgendaItem.ExplanationMaxLength)]
        public string? Explanation { get; set; }

        public uint Version { get; set; }
    }
}
