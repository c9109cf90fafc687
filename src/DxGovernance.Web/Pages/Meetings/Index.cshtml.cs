using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Meetings;

/// <summary>The meetings of which something was published to the members; nothing else.</summary>
[Authorize(Policy = nameof(Permission.SeePublishedReports))]
public sealed class IndexModel(GovernanceDbContext db) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int P { get; set; } = 1;

    public Paged<Row> Meetings { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel) => Meetings = await db.Meetings.AsNoTracking()
        .Where(m => m.PublishedPack != null)
        .OrderByDescending(m => m.HeldOn).ThenByDescending(m => m.Number)
        .Select(m => new Row(
            m.Number, m.HeldOn, m.Place, m.State == MeetingState.Cancelled, m.PublishedPack!.Value, m.MinutesVersion,
            db.CouncilPublications.Where(p => p.MeetingId == m.Id).Max(p => p.RecordedAt)))
        .ToPageAsync(P, Paged<Row>.DefaultSize, cancel);

    public sealed record Row(int Number, DateOnly HeldOn, string Place, bool IsCancelled, int Pack, int Minutes, DateTimeOffset NewestAt);
}
