using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace DxGovernance.Web.Pages.Policy;

/// <summary>The list of procedures as a file, as it was reported on a day; the same file is taken in again once it was filled in.</summary>
[Authorize(Policy = nameof(Permission.SeePolicy))]
[EnableRateLimiting(RateLimits.HeavyReading)]
public sealed class ProcedureFileModel(GovernanceDbContext db, DemoMark demo, TimeProvider clock) : PageModel
{
    [FromRoute]
    public string Format { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public PolicyDays Days { get; set; } = new();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (Format is not ("xlsx" or "csv"))
        {
            return NotFound();
        }

        var (day, _) = Days.Checked(ModelState, clock.Today());
        RuleViolation.Require(ModelState.IsValid, "file-day", ModelState.Values.SelectMany(v => v.Errors).Select(e => e.ErrorMessage).FirstOrDefault() ?? "");
        var point = AsOf.ReportedOn(day);
        var procedures = (await PolicyLedger.ReadProceduresAsync(db, point, cancel)).ProceduresAt(point);
        return Format == "csv"
            ? File(ProcedureExchange.Csv(procedures), "text/csv; charset=utf-8", ProcedureExchange.FileName(day, Format))
            : File(
                await ProcedureExchange.WorkbookAsync(procedures, day, clock.GetUtcNow(), await demo.IsOnAsync(cancel), cancel), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                ProcedureExchange.FileName(day, Format));
    }
}
