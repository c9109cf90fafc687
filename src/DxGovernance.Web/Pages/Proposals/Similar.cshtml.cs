using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>他課の類似案件 as a piece of a page, asked for while a title is being written.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class SimilarModel(GovernanceDbContext db, Actor actor) : PageModel
{
    public const int Most = 5;

    [BindProperty(SupportsGet = true, Name = "title")]
    public string? Wanted { get; set; }

    /// <summary>Number of the case that is being written.</summary>
    [BindProperty(SupportsGet = true, Name = "except")]
    public string? Except { get; set; }

    public IReadOnlyList<ProposalRow> Found { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Found = string.IsNullOrWhiteSpace(Wanted)
        ? []
        : await db.Proposals.AsNoTracking().KnownTo(actor).Where(p => p.Number != Except).Like(Wanted).Select(ProposalRow.Of(actor)).Take(Most).ToListAsync(cancel);
}
