using System.ComponentModel.DataAnnotations;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Council;

/// <summary>One item of the agenda while it is prepared: its words, its place, or off the agenda.</summary>
[Authorize(Policy = nameof(Permission.PrepareCouncil))]
public sealed class AgendaItemModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [FromRoute]
    public int Meeting { get; set; }

    [FromRoute]
    public int Item { get; set; }

    [BindProperty]
    public FormInput Input { get; set; } = new();

    public MeetingView Shown { get; private set; } = null!;

    public AgendaItem Chosen { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        (Input.Title, Input.Asked, Input.Explanation, Input.Place) = (Chosen.Title, Chosen.Asked, Chosen.Explanation, Chosen.Number);
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancel) => ActAsync("推進会議：議題の変更", (m, i) =>
    {
        m.EditItem(i, new(Input.Title, Input.Asked, Input.Explanation), actor, clock.GetUtcNow());
        if (Input.Place != i.Number)
        {
            m.MoveItem(i, Input.Place, actor, clock.GetUtcNow());
        }

        return "議題を保存しました。";
    }, cancel);

    public Task<IActionResult> OnPostRemoveAsync(CancellationToken cancel) => ActAsync("推進会議：議題から外す", (m, i) =>
    {
        m.RemoveItem(i, actor, clock.GetUtcNow());
        return $"「{i.Title}」を議題から外しました。";
    }, cancel);

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await MeetingView.FindAgendaAsync(db, actor, clock, Meeting, cancel) is not { } view || view.Meeting.Agenda.FirstOrDefault(i => i.Id == Item) is not { } item)
        {
            return false;
        }

        (Shown, Chosen) = (view, item);
        Input.Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? view.Meeting.Version : Input.Version;
        return true;
    }

    async Task<IActionResult> ActAsync(string title, Func<Meeting, AgendaItem, string> act, CancellationToken cancel)
    {
        if (await MeetingView.FindAgendaAsync(db, actor, clock, Meeting, cancel, tracked: true) is not { } view || view.Meeting.Agenda.FirstOrDefault(i => i.Id == Item) is not { } item)
        {
            return NotFound();
        }

        view.RequireVersion(Input.Version);
        var said = act(view.Meeting, item);
        await db.SaveAsync(actor.Acting(Permission.PrepareCouncil, null), new Act(title, view.Meeting.Subject, view.Meeting.Caption), clock.GetUtcNow(), cancel);
        TempData["Success"] = said;
        return Redirect($"{view.Href}/agenda");
    }

    public sealed class FormInput
    {
        [Display(Name = "順番")]
        public int Place { get; set; }

        [Display(Name = "議題名"), MaxLength(AgendaItem.TitleMaxLength)]
        public string? Title { get; set; }

        [Display(Name = "判断を求める事項"), MaxLength(AgendaItem.AskedMaxLength)]
        public string? Asked { get; set; }

        [Display(Name = "説明"), MaxLength(AgendaItem.ExplanationMaxLength)]
        public string? Explanation { get; set; }

        public uint Version { get; set; }
    }
}
