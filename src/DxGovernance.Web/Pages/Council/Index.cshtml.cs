using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Council;

/// <summary>The meetings of the council, the newest first.</summary>
[Authorize(Policy = nameof(Permission.SeeCouncil))]
public sealed class IndexModel(GovernanceDbContext db, Actor actor) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int P { get; set; } = 1;

    public bool MayPrepare => actor.Can(Permission.PrepareCouncil);

    public Paged<Row> Meetings { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel) => Meetings = await db.Meetings.AsNoTracking()
        .OrderByDescending(m => m.HeldOn).ThenByDescending(m => m.Number)
        .Select(m => new Row
        {
            Number = m.Number,
            HeldOn = m.HeldOn,
            Place = m.Place,
            State = m.State,
            PackVersion = m.PackVersion,
            PublishedPack = m.PublishedPack,
            MinutesVersion = m.MinutesVersion,
            Items = m.Items.Count(i => !i.IsRemoved),
            Judged = m.Items.Count(i => !i.IsRemoved && i.Judgements > 0),
            Open = db.ActionItems.Count(a => a.AgendaItem.MeetingId == m.Id && (a.State == ActionItemState.Open || a.State == ActionItemState.Reported))
                + db.Conditions.Count(c => c.State != Core.Proposals.ConditionState.Met && m.Items.Any(i => i.Id == c.AgendaItemId)),
        })
        .ToPageAsync(P, Paged<Row>.DefaultSize, cancel);

    public sealed record Row
    {
        public int Number { get; init; }

        public DateOnly HeldOn { get; init; }

        public string Place { get; init; } = "";

        public MeetingState State { get; init; }

        public int PackVersion { get; init; }

        public int? PublishedPack { get; init; }

        public int MinutesVersion { get; init; }

        public int Items { get; init; }

        public int Judged { get; init; }

        /// <summary>Follow-ups and conditions that are not met.</summary>
        public int Open { get; init; }
    }
}
