using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Reports;

/// <summary>The reports that were asked for, and asking for one.</summary>
[Authorize(Policy = nameof(Permission.SeeReports))]
[EnableRateLimiting(RateLimits.Heavy)]
public sealed class IndexModel(GovernanceDbContext db, Actor actor, TimeProvider clock, ReportBell bell) : PageModel, IForm
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    [BindProperty]
    public ReportInput Input { get; set; } = new();

    public Actor Actor => actor;

    public bool MayRequest => actor.Can(Permission.RequestReport);

    public Paged<ReportRow> Reports { get; private set; } = new([], 0, 1, Paged<ReportRow>.DefaultSize);

    public IReadOnlyList<SelectListItem> Operations { get; private set; } = [];

    public IEnumerable<SelectListItem> Kinds => ReportDefinition.All.Select(d => new SelectListItem(d.Kind.Label(), d.Kind.ToString()));

    /// <param name="kind">From a page that leads here; what is not known is left.</param>
    /// <param name="asOf">Likewise.</param>
    /// <param name="cancel">Stops the reading.</param>
    public async Task OnGetAsync(string? kind, DateOnly? asOf, CancellationToken cancel)
    {
        ModelState.Clear();
        Input.Kind = ReportDefinition.All.FirstOrDefault(d => d.Kind.ToString() == kind)?.Kind ?? ReportKind.Council;
        Input.AsOf = asOf ?? clock.Today().FirstOfMonth().AddDays(-1);
        await LoadAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        actor.Require(Permission.RequestReport, null);
        var now = clock.GetUtcNow();
        var point = await CouncilReport.PointAsync(db, Input.AsOf, Input.Until(), now, cancel);
        var definition = ReportDefinition.Find(Input.Kind);
        RuleViolation.Require(definition is not null, "report-kind", "種類は選択肢から選んでください。", "Kind");
        var request = new ReportRequest(Input.Kind, point, definition.TakesOperations ? await NumbersAsync(point, cancel) : [], actor, now);
        db.ReportRequests.Add(request);
        var label = $"{request.Kind.Label()} {Wareki.Both(request.AsOf)}";
        await db.SaveAsync(actor, new Act("報告書の依頼", $"report:{Wareki.Iso(request.AsOf)}", label), now, cancel);
        bell.Ring();
        TempData["Success"] = "報告書の作成を依頼しました。できあがるまで、この画面で進み具合を確かめられます。";
        return RedirectToPage("Detail", new { request.Id });
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Reports = await db.ReportRequests.AsNoTracking()
            .OrderByDescending(r => r.RequestedAt).ThenByDescending(r => r.Id)
            .Select(ReportRow.From)
            .ToPageAsync(PageNumber, Paged<ReportRow>.DefaultSize, cancel);
        if (MayRequest)
        {
            Operations = await db.Operations.AsNoTracking().OrderBy(o => o.Number)
                .Select(o => new SelectListItem($"{o.Number} {o.Name}", o.Number.ToString()))
                .ToListAsync(cancel);
        }

        return true;
    }

    async Task<int[]> NumbersAsync(AsOf point, CancellationToken cancel)
    {
        RuleViolation.Require(
            Input.Scope != ReportScope.Chosen || Input.OperationNumbers.Length > 0, "operations-missing", "業務を一つ以上選んでください。", "OperationNumbers");
        return Input.Scope switch
        {
            ReportScope.Special => await CouncilReport.SpecialAsync(db, point, cancel) is { Length: > 0 } special
                ? special
                : throw new RuleViolation("operations-none", "基準日の時点で特定移行支援システムに当たる業務がありません。", "Scope"),
            ReportScope.Chosen => await CouncilReport.OperationsAsync(db, Input.OperationNumbers, cancel),
            _ => [],
        };
    }
}
