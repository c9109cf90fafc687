using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>The tables by which cases are judged, each with its versions.</summary>
[Authorize(Policy = nameof(Permission.SeeAllProposals))]
public sealed class TemplatesModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    public IReadOnlyList<TemplateOverview> Kinds { get; private set; } = [];

    public bool MayEdit => actor.Can(Permission.EditTemplates);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        var versions = await db.TemplateVersions.AsNoTracking().OrderByDescending(v => v.Number)
            .Select(v => new VersionRow(v.Kind, v.Number, v.IsProvisional, v.AsOf, v.RecordedAt, v.RecordedBy, v.RecordedTitle, v.Reason ?? "")).ToListAsync(cancel);
        Kinds = [.. Enum.GetValues<TemplateKind>().Select(k => new TemplateOverview(k, [.. versions.Where(v => v.Kind == k)], today))];
    }

    public sealed record VersionRow(
        TemplateKind Kind, int Number, bool IsProvisional, DateOnly From, DateTimeOffset RecordedAt, string RecordedBy, string RecordedTitle, string Reason)
    {
        public string Text => $"第{Number}版（{Wareki.Both(From)}から）";
    }

    /// <param name="Versions">Newest first.</param>
    public sealed record TemplateOverview(TemplateKind Kind, IReadOnlyList<VersionRow> Versions, DateOnly Today)
    {
        public VersionRow? InForce => Versions.Where(v => v.From <= Today).OrderByDescending(v => v.From).ThenByDescending(v => v.Number).FirstOrDefault();

        public IEnumerable<VersionRow> Coming => Versions.Where(v => v.From > Today);
    }
}
