using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Council;

/// <summary>One meeting: where it stands, its agenda with the judgements, its documents, who was there, and everything that happened to it.</summary>
[Authorize(Policy = nameof(Permission.SeeCouncil))]
public sealed class DetailModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    [FromRoute]
    public int Meeting { get; set; }

    public MeetingView Shown { get; private set; } = null!;

    public IReadOnlyList<DocumentRow> Documents { get; private set; } = [];

    public IReadOnlyList<EventRow> Events { get; private set; } = [];

    /// <summary>Conditions that the judgements put on cases, by item.</summary>
    public ILookup<int, ConditionLine> Conditions { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await MeetingView.FindAsync(db, actor, clock, Meeting, cancel) is not { } view)
        {
            return NotFound();
        }

        Shown = view;
        var id = view.Meeting.Id;
        Documents = await db.CouncilDocuments.AsNoTracking().Where(d => d.MeetingId == id)
            .OrderBy(d => d.Kind).ThenByDescending(d => d.Version)
            .Select(d => new DocumentRow(
                d.Kind, d.Version, d.AsOf, d.RecordedUntil, d.RecordedAt, d.RecordedBy, d.RecordedTitle, d.OnBehalfOf, d.Reason, d.Sha256,
                db.CouncilPublications.Where(p => p.MeetingId == id && p.Kind == d.Kind && p.Version == d.Version).Select(p => (DateTimeOffset?)p.RecordedAt).FirstOrDefault()))
            .ToListAsync(cancel);
        Events = await db.MeetingTransitions.AsNoTracking().Where(t => t.MeetingId == id).OrderByDescending(t => t.Id)
            .Select(t => new EventRow(t.RecordedAt, t.Label, t.ToState, t.RecordedBy, t.RecordedTitle, t.OnBehalfOf, t.Reason)).ToListAsync(cancel);
        int[] items = [.. view.Meeting.Items.Select(i => i.Id)];
        Conditions = (await db.Conditions.AsNoTracking().Where(c => c.AgendaItemId != null && items.Contains(c.AgendaItemId.Value)).OrderBy(c => c.Number)
            .Select(c => new ConditionLine(c.AgendaItemId!.Value, c.Proposal.Number, c.Number, c.Text, c.Owner, c.DueOn, c.State)).ToListAsync(cancel)).ToLookup(c => c.Item);
        return Page();
    }
}

/// <summary>A frozen document as lists show it; never its bytes.</summary>
public sealed record DocumentRow(
    CouncilDocumentKind Kind, int Version, DateOnly AsOf, DateTimeOffset RecordedUntil, DateTimeOffset FrozenAt, string By, string Title, string? OnBehalfOf, string? Reason, string Sha256,
    DateTimeOffset? PublishedAt)
{
    public string Who => OnBehalfOf is null ? $"{Title} {By}" : $"{OnBehalfOf}（代理：{Title} {By}）";
}

/// <summary>A step of a meeting, with names and titles as they were.</summary>
public sealed record EventRow(DateTimeOffset At, string Label, MeetingState To, string By, string Title, string? OnBehalfOf, string? Reason)
{
    public string Who => OnBehalfOf is null ? $"{Title} {By}" : $"{OnBehalfOf}（代理：{Title} {By}）";
}

public sealed record ConditionLine(int Item, string CaseNumber, int Number, string Text, string Owner, DateOnly DueOn, ConditionState State);
