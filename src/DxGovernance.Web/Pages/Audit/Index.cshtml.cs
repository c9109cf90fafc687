using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Audit;

/// <summary>Who changed what, when, from where and why; every save of the application.</summary>
[Authorize(Policy = nameof(Permission.SeeAudit))]
public sealed class IndexModel(GovernanceDbContext db) : PageModel
{
    const int Size = 50;

    /// <summary>Rows that can be paged to; older ones are found by the filter.</summary>
    const int Most = 1000;

    [BindProperty(SupportsGet = true)]
    public Filter Find { get; set; } = new();

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public Paged<AuditEntry> Rows { get; private set; } = null!;

    public ChainHead Chain { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        Chain = await AuditChain.HeadAsync(db, cancel);
        var entries = db.AuditEntries.AsNoTracking();
        if (ModelState.IsValid)
        {
            entries = Find.Apply(entries);
        }

        Rows = await entries.OrderByDescending(a => a.RecordedAt).ThenByDescending(a => a.Id).ToFirstPagesAsync(PageNumber, Size, Most, cancel);
    }

    /// <summary>What narrows the list; in the address, so that a link shows the same.</summary>
    public sealed class Filter
    {
        [Display(Name = "いつから")]
        public DateOnly? From { get; set; }

        [Display(Name = "いつまで")]
        public DateOnly? To { get; set; }

        [Display(Name = "人")]
        [MaxLength(60)]
        public string? Person { get; set; }

        [Display(Name = "対象")]
        [MaxLength(100)]
        public string? Subject { get; set; }

        [Display(Name = "行為")]
        [MaxLength(100)]
        public string? Act { get; set; }

        public bool IsEmpty => From is null && To is null && string.IsNullOrEmpty(Person) && string.IsNullOrEmpty(Subject) && string.IsNullOrEmpty(Act);

        public IQueryable<AuditEntry> Apply(IQueryable<AuditEntry> entries)
        {
            if (From is { } from)
            {
                var start = TokyoTime.At(from, TimeOnly.MinValue);
                entries = entries.Where(a => a.RecordedAt >= start);
            }

            if (To is { } to)
            {
                var end = TokyoTime.EndOf(to);
                entries = entries.Where(a => a.RecordedAt <= end);
            }

            return entries.Where(a =>
                (string.IsNullOrEmpty(Person) || a.RecordedBy.Contains(Person))
                && (string.IsNullOrEmpty(Subject) || a.SubjectLabel.Contains(Subject) || a.Subject == Subject)
                && (string.IsNullOrEmpty(Act) || a.Title.Contains(Act)));
        }
    }
}
