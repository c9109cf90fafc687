using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DxGovernance.Core;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Pages.Reports;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace DxGovernance.Web.Pages.Council;

/// <summary>The pack as it would be frozen, at the two clocks that are chosen; freezes exactly what is shown.</summary>
[Authorize(Policy = nameof(Permission.PrepareCouncil))]
[EnableRateLimiting(RateLimits.HeavyReading)]
public sealed class PreviewModel(GovernanceDbContext db, Actor actor, TimeProvider clock, CityInfo city) : PageModel, IForm, IAsksForRecentSignIn
{
    [FromRoute]
    public int Meeting { get; set; }

    [BindProperty(SupportsGet = true), Display(Name = "基準日")]
    public DateOnly? AsOf { get; set; }

    [BindProperty(SupportsGet = true), Display(Name = "記録の締め（任意）"), MaxLength(40)]
    public string? Until { get; set; }

    [BindProperty]
    public FreezeInput Input { get; set; } = new();

    public MeetingView Shown { get; private set; } = null!;

    /// <summary>Null where the two clocks were refused.</summary>
    public CouncilContent? Pack { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await MeetingView.FindAgendaAsync(db, actor, clock, Meeting, cancel) is not { } view)
        {
            return NotFound();
        }

        Shown = view;
        AsOf ??= clock.Today().FirstOfMonth().AddDays(-1);
        try
        {
            if (ModelState.IsValid)
            {
                await ShowAsync(await CouncilReport.PointAsync(db, AsOf.Value, ReportInput.MomentOf(Until), clock.GetUtcNow(), cancel), cancel);
            }
        }
        catch (RuleViolation e)
        {
            ModelState.AddModelError(e.Field == "RecordedUntil" ? nameof(Until) : nameof(AsOf), e.Message);
        }

        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await MeetingView.FindAgendaAsync(db, actor, clock, Meeting, cancel, tracked: true) is not { } view)
        {
            return NotFound();
        }

        view.RequireVersion(Input.Version);
        MeetingWorkflow.Table.Find(view.Meeting.State, MeetingAction.Freeze);
        var point = await Input.PointAsync(db, clock, cancel);
        var made = await CouncilPack.MakeAsync(db, view.Meeting.Id, point, city, isDraft: false, cancel);
        if (HashOf(made.Content) != Input.Hash)
        {
            throw new StaleForm("確かめた後に資料の内容が変わりました。");
        }

        var document = await CouncilActs.FreezeAsync(db, view.Meeting, made, actor, clock.GetUtcNow(), cancel);
        TempData["Success"] = $"会議資料の第{document.Version}版を凍結しました。SHA-256 {document.Sha256}";
        return Redirect($"{view.Href}#documents");
    }

    /// <summary>Shows the same two clocks again; where they were forged, the default ones.</summary>
    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        if (await MeetingView.FindAgendaAsync(db, actor, clock, Meeting, cancel) is not { } view)
        {
            return false;
        }

        Shown = view;
        AsOf point;
        try
        {
            point = await Input.PointAsync(db, clock, cancel);
        }
        catch (RuleViolation)
        {
            point = await CouncilReport.PointAsync(db, clock.Today().FirstOfMonth().AddDays(-1), null, clock.GetUtcNow(), cancel);
        }

        AsOf = point.Day;
        if (HttpContext.IsStale())
        {
            ModelState.Forget("Input");
        }

        await ShowAsync(point, cancel);
        return true;
    }

    async Task ShowAsync(AsOf point, CancellationToken cancel)
    {
        Pack = await CouncilPack.PreviewAsync(db, Shown.Meeting.Id, point, city, cancel);
        Input = new() { AsOf = Pack.AsOf, Until = Pack.RecordedUntil.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), Hash = HashOf(Pack), Version = Shown.Meeting.Version };
    }

    internal static string HashOf(CouncilContent content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content.ToJson())));

    /// <summary>What was shown: both clocks, and the hash of it.</summary>
    public sealed class FreezeInput
    {
        public DateOnly AsOf { get; set; }

        /// <summary>UTC to the microsecond.</summary>
        [MaxLength(40)]
        public string? Until { get; set; }

        [MaxLength(64)]
        public string? Hash { get; set; }

        public uint Version { get; set; }

        /// <exception cref="RuleViolation">The two clocks are not those of a preview.</exception>
        public async Task<AsOf> PointAsync(GovernanceDbContext db, TimeProvider clock, CancellationToken cancel)
        {
            // The ledger clock only grows: up to its newest moment nothing can come in any more.
            var read = DateTimeOffset.TryParse(Until, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until);
            RuleViolation.Require(
                read && AsOf.Year >= 2000 && AsOf <= clock.Today() && until <= await LedgerClock.NewestAsync(db, cancel),
                "preview-forged", "確かめた資料の基準日か記録の締めを読めません。もう一度資料を開いて確かめてください。");
            return new(AsOf, until.ToUniversalTime());
        }
    }
}
