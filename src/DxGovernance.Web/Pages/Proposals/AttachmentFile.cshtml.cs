using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>Downloads a file of a case; confidential ones only after the reading was recorded.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class AttachmentFileModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    [FromRoute]
    public string CaseNumber { get; set; } = "";

    [FromRoute]
    public int Id { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var found = await db.Proposals.AsNoTracking().VisibleTo(actor).Where(p => p.Number == CaseNumber)
            .SelectMany(p => p.Attachments).Where(a => a.Id == Id)
            .Select(a => new { a.FileName, a.MediaType, a.Kind, a.File.Bytes, a.ProposalId, a.Proposal.DepartmentId }).FirstOrDefaultAsync(cancel);
        if (found is null)
        {
            return NotFound();
        }

        var isConfidential = found.Kind is AttachmentKind.Quotation or AttachmentKind.Contract;
        if (isConfidential && !actor.DepartmentIds.Contains(found.DepartmentId)
            && !await db.ConfidentialReads.AsNoTracking().AnyAsync(r => r.ProposalId == found.ProposalId && r.RecordedById == actor.PersonId && r.AsOf == clock.Today(), cancel))
        {
            throw new NotPermitted("機密の添付です。案件の概要の画面で「機密の項目を表示する」を押してから開いてください。閲覧は記録されます。");
        }

        Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return File(found.Bytes, found.MediaType, found.FileName);
    }
}
