using DxGovernance.Core;
using DxGovernance.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Security;

/// <summary>
/// The sign-in as a fictional person, without any proof. No setting alone opens it: the program refuses to start with it outside Development or
/// beside a real provider, and it stays shut in a database that holds one person who is not fictional (docs/adr/0016).
/// </summary>
public sealed class DemoDoor
{
    public DemoDoor(bool wanted, IHostEnvironment environment, ProviderSettings provider)
    {
        RuleViolation.Require(
            !wanted || environment.IsDevelopment(),
            "demo-sign-in-outside-development",
            "デモ用サインインは開発環境でしか使えません。設定 DemoSignIn__Enabled を外してから起動してください。");
        RuleViolation.Require(
            !wanted || !provider.IsOn,
            "demo-sign-in-beside-provider",
            "デモ用サインインは認証基盤と一緒には使えません。設定 DemoSignIn__Enabled か OpenIdConnect__Authority の、どちらかを外してから起動してください。");
        IsBuilt = wanted;
    }

    /// <summary>Switched on, for a database of fictional people.</summary>
    public bool IsBuilt { get; }

    public async Task<bool> IsOpenAsync(GovernanceDbContext db, CancellationToken cancel) => IsBuilt && !await db.People.AnyAsync(p => !p.IsDemo, cancel);
}
