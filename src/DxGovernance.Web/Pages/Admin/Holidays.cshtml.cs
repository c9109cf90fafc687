using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Exchange;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Takes the nation's holidays in from the Cabinet Office's file, in two steps: what would change, and only then saved.</summary>
[Authorize(Policy = nameof(Permission.ManageOrganization))]
[EnableRateLimiting(RateLimits.Heavy)]
[RequestSizeLimit(MaxRequest)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxRequest)]
public sealed class HolidaysModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    const int MaxRequest = 6 * 1024 * 1024;

    [BindProperty]
    public Form Input { get; set; } = new();

    /// <summary>Days that were shown; checked anew before they are taken in.</summary>
    [BindProperty]
    public string? Lines { get; set; }

    /// <summary>Null before a file was read.</summary>
    public IReadOnlyList<HolidayChange>? Changes { get; private set; }

    public string LinesRead { get; private set; } = "";

    public IReadOnlyList<ExchangeProblem> Problems { get; private set; } = [];

    public DateOnly? LastKnown { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel);

    public async Task<IActionResult> OnPostUploadAsync(CancellationToken cancel)
    {
        RuleViolation.Require(Input.File is not null, "import-missing", "取り込むファイルを選んでください。", "File");
        using var bytes = new MemoryStream();
        await Input.File.CopyToAsync(bytes, cancel);
        var (lines, problems) = HolidayImport.Read(bytes.ToArray(), clock.Today());
        await LoadAsync(cancel);
        if (problems.Count > 0)
        {
            ModelState.AddModelError("Input.File", $"直す必要のあるセルが{problems.Count}か所あります。下の表のセルを直して、もう一度取り込んでください。");
            Problems = problems;
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }

        Changes = HolidayImport.Compare(await db.Holidays.AsNoTracking().ToListAsync(cancel), [.. lines], clock.Today());
        LinesRead = HolidayImport.ToJson([.. lines]);
        ModelState.Clear();
        return Page();
    }

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancel)
    {
        var (today, now) = (clock.Today(), clock.GetUtcNow());
        var lines = HolidayImport.FromJson(Lines, today);
        var known = await db.Holidays.ToListAsync(cancel);
        var changes = HolidayImport.Compare(known, [.. lines], today);
        RuleViolation.Require(changes.Count > 0, "holidays-same", "変わる祝日はありません。ほかの人が先に取り込んだか、同じ内容です。", "File");
        var (added, gone) = HolidayImport.Apply(known, [.. changes], $"内閣府「国民の祝日」CSV（{Wareki.Iso(today)}に取込み）", actor);
        db.AddRange(added);
        db.RemoveRange(gone);
        await db.SaveAsync(actor, new Act("祝日の取込み", "holidays", $"{changes.Count}日", null, [.. changes.Select(c => new Change(Wareki.Both(c.Day), "祝日", c.Before, c.After))]), now, cancel);
        TempData["Success"] = $"{changes.Count}日を取り込みました。";
        return Redirect("/admin/organization#holidays");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        LastKnown = await db.Holidays.MaxAsync(h => (DateOnly?)h.Day, cancel);
        return true;
    }

    public sealed class Form
    {
        [Display(Name = "国民の祝日のファイル")]
        public IFormFile? File { get; set; }
    }
}
