using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace DxGovernance.Web.Pages.Audit;

/// <summary>Calculates the chain of the trail again and names the first entry that does not agree. Changes nothing.</summary>
[Authorize(Policy = nameof(Permission.SeeAudit))]
[EnableRateLimiting(RateLimits.HeavyReading)]
public sealed class VerifyModel(GovernanceDbContext db) : PageModel
{
    /// <summary>Set by the button. It reads and writes nothing, so it is no POST.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Run { get; set; }

    public ChainHead Head { get; private set; } = null!;

    /// <summary>Null until the button was pressed.</summary>
    public ChainVerdict? Verdict { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        Verdict = Run ? await AuditChain.VerifyAsync(db, cancel) : null;
        Head = Verdict?.Head ?? await AuditChain.HeadAsync(db, cancel);
    }
}
