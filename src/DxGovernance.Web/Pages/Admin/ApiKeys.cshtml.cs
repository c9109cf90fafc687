using DxGovernance.Core;
using DxGovernance.Core.Api;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>APIキー: who has one, what for, until when, and whether it is used. A new key is shown here once.</summary>
[Authorize(Policy = nameof(Permission.ManageApiKeys))]
[ResponseCache(NoStore = true)]
public sealed class ApiKeysModel(GovernanceDbContext db, TimeProvider clock) : PageModel
{
    /// <summary>Days before the end in which the list warns.</summary>
    const int WarnDays = 30;

    /// <summary>The new key on its way from the form to this page, in an encrypted cookie that this page empties.</summary>
    [TempData]
    public string? Issued { get; set; }

    public IReadOnlyList<ApiKey> Keys { get; private set; } = [];

    public DateOnly Today => clock.Today();

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var keys = await db.ApiKeys.AsNoTracking().OrderByDescending(k => k.Id).ToListAsync(cancel);
        Keys = [.. keys.OrderBy(k => k.RefusalOn(Today) is not null)];
    }

    public (string Text, string Color) State(ApiKey key) => key.RefusalOn(Today) switch
    {
        ApiKeyRefusal.Revoked => ("失効", "gray"),
        ApiKeyRefusal.Expired => ("期限切れ", "gray"),
        _ => key.ExpiresOn <= Today.AddDays(WarnDays) ? ("もうすぐ期限", "orange") : ("有効", "green"),
    };
}
