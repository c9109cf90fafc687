using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>Files of a case: told by content, kept in the database with their SHA-256. A download is kept in the audit, so it is asked for by POST.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
[EnableRateLimiting(RateLimits.Heavy)]
[RequestSizeLimit(FileType.MaxLength + 100_000)]
[RequestFormLimits(MultipartBodyLengthLimit = FileType.MaxLength + 100_000)]
public sealed class AttachmentsModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm, IReadsForm
{
    [FromRoute]
    public string CaseNumber { get; set; } = "";

    [BindProperty]
    public FormInput Input { get; set; } = new();

    public CasePage Shown { get; private set; } = null!;

    public bool ReadsConfidential { get; private set; }

    /// <summary>A form sent without its file names it all the same.</summary>
    public bool Reads(string field) => field == "Input.File";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } page)
        {
            return NotFound();
        }

        // The other acts of the page post neither.
        RuleViolation.Require(Input.Kind is not null, "attachment-kind", "種類を選んでください。", "Kind");
        RuleViolation.Require(Input.File is not null, "attachment-file", "ファイルを選んでください。", "File");
        using var bytes = new MemoryStream();
        await Input.File.CopyToAsync(bytes, cancel);
        var now = clock.GetUtcNow();
        var attachment = page.Case.Attach(Input.Kind.Value, Path.GetFileName(Input.File.FileName), bytes.ToArray(), actor, now);
        await SaveAsync(page, "案件：添付", now, cancel);
        TempData["Success"] = $"「{attachment.FileName}」を添付しました（SHA-256 {attachment.Sha256[..16]}…）。";
        return Redirect($"/proposals/{CaseNumber}/attachments");
    }

    public async Task<IActionResult> OnPostRemoveAsync(int id, CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } page || page.Case.Attachments.FirstOrDefault(a => a.Id == id) is not { } attachment)
        {
            return NotFound();
        }

        var now = clock.GetUtcNow();
        page.Case.Detach(attachment, actor, now);
        await SaveAsync(page, "案件：添付の取外し", now, cancel);
        TempData["Success"] = $"「{attachment.FileName}」を外しました。すでに申請した版には残ります。";
        return Redirect($"/proposals/{CaseNumber}/attachments");
    }

    /// <summary>Gives the bytes; confidential files only after the reading was recorded.</summary>
    public async Task<IActionResult> OnPostDownloadAsync(int id, CancellationToken cancel)
    {
        var found = await db.Proposals.AsNoTracking().VisibleTo(actor).Where(p => p.Number == CaseNumber)
            .SelectMany(p => p.Attachments).Where(a => a.Id == id)
            .Select(a => new { a.FileName, a.MediaType, a.Kind, a.Sha256, a.DisposedAt, Bytes = a.DisposedAt == null ? a.File.Bytes : null, a.Proposal }).FirstOrDefaultAsync(cancel);
        if (found is null)
        {
            return NotFound();
        }

        var (now, proposal) = (clock.GetUtcNow(), found.Proposal);
        if (found.Kind is AttachmentKind.Quotation or AttachmentKind.Contract && !actor.DepartmentIds.Contains(proposal.DepartmentId)
            && !await Confidential.Readings(db, proposal.Id, actor, clock.Today()).AnyAsync(cancel))
        {
            throw new NotPermitted("機密の添付です。案件の概要の画面で「機密の項目を表示する」を押してから開いてください。閲覧は記録されます。");
        }

        if (found.DisposedAt is { } disposed)
        {
            HttpContext.Items[FormFilter.ErrorKey] = $"「{found.FileName}」は保存期間の満了により{TokyoTime.Display(disposed)}に廃棄済みです（SHA-256 {found.Sha256}）。";
            return StatusCode(StatusCodes.Status410Gone);
        }

        var act = new Act("添付のダウンロード", proposal.Subject, proposal.Caption, $"{found.FileName}（SHA-256 {found.Sha256}）");
        await db.SaveAsync(actor.Acting(Permission.SeeProposals, proposal.DepartmentId), act, now, cancel);
        Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return File(found.Bytes!, found.MediaType, found.FileName);
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await CasePage.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } page)
        {
            return false;
        }

        Shown = page;
        ReadsConfidential = await Confidential.MayReadAsync(db, page, cancel);
        return true;
    }

    Task<CasePage?> FindAsync(CancellationToken cancel) => CasePage.FindAsync(db, actor, clock, CaseNumber, cancel, tracked: true);

    Task SaveAsync(CasePage page, string title, DateTimeOffset now, CancellationToken cancel) => db.SaveAsync(
        actor.Acting(Permission.WriteProposal, page.Case.DepartmentId), new Act(title, page.Case.Subject, page.Case.Caption), now, cancel);

    public sealed class FormInput
    {
        [Display(Name = "種類"), EnumDataType(typeof(AttachmentKind))]
        public AttachmentKind? Kind { get; set; }

        [Display(Name = "ファイル")]
        public IFormFile? File { get; set; }
    }
}
