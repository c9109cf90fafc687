using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Operations;

/// <summary>Published step rates are read, shown for checking, and then saved all together or not at all.</summary>
[Authorize(Policy = nameof(Permission.ImportPublishedRates))]
public sealed class PublishedRatesModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [BindProperty]
    public PublishedRateForm Input { get; set; } = new();

    public IReadOnlyList<PublishedRateLine> Operations { get; private set; } = [];

    /// <summary>By operation, once everything could be read.</summary>
    public IReadOnlyDictionary<int, decimal>? Preview { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Input.AsOf = clock.Today().FirstOfMonth().AddDays(-1);
        await LoadAsync(cancel);
    }

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Input.Unfold(Operations, ModelState);
        if (ModelState.IsValid)
        {
            // What was pasted stands in the fields now.
            ModelState.Forget("Input.Pasted");
            ModelState.Forget("Input.Rates[");
            Input.Pasted = null;
        }

        Preview = Read();
        Response.StatusCode = Preview is null ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!string.IsNullOrWhiteSpace(Input.Pasted))
        {
            return await OnPostPreviewAsync(cancel);
        }

        await LoadAsync(cancel);
        if (Read() is not { } rates)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        var now = clock.GetUtcNow();
        foreach (var operation in await db.Operations.VisibleTo(actor).Where(o => rates.Keys.Contains(o.Number)).OrderBy(o => o.Number).ToListAsync(cancel))
        {
            operation.ImportPublishedRate(rates[operation.Number], Input.Source!.Trim(), actor, now, Input.AsOf);
        }

        await db.SaveAsync(actor, new Act("国の公表値の取込み", "published-rates", $"{Wareki.Iso(Input.AsOf)}時点", Input.Source), now, cancel);
        TempData["Success"] = $"{rates.Count}業務の公表値（{Wareki.Iso(Input.AsOf)}時点）を取り込みました。";
        return Redirect("/operations");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Operations = await db.Operations.VisibleTo(actor).OrderBy(o => o.MicOrder).ThenBy(o => o.Number).Select(PublishedRateLine.From).ToListAsync(cancel);
        if (Input.Rates.Count == 0)
        {
            Input.Rates = [.. Operations.Select(o => new PublishedRateForm.Row { Number = o.Number })];
        }

        return true;
    }

    IReadOnlyDictionary<int, decimal>? Read()
    {
        RuleViolation.Require(Input.AsOf != default && Input.AsOf <= clock.Today(), "rates-as-of", "時点には今日までの日を入力してください。", "AsOf");
        RuleViolation.Require(
            Input.Rates.Select(r => r.Number).SequenceEqual(Operations.Select(o => o.Number)),
            "rates-shape",
            "業務の行が一覧と合いません。画面を開き直してから入力してください。");
        var read = Input.Read(Operations, ModelState);
        RuleViolation.Require(!ModelState.IsValid || read.Count > 0, "rates-empty", "公表値が一つも入力されていません。表を貼り付けるか、欄に入力してください。");
        return ModelState.IsValid ? read : null;
    }
}
