using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.SignIn;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Jobs;

/// <summary>
/// Ends roles from the provider that no sign-in has confirmed for long, and clears sessions away that have been over for a month. Twice is
/// harmless: what has ended is not found again.
/// </summary>
public sealed class SignInUpkeepJob(GovernanceDbContext db, SignInRules rules, TimeProvider clock) : IJobWork
{
    /// <summary>Days after its end.</summary>
    internal const int SessionsKept = 30;

    public async Task<string?> ExecuteAsync(CancellationToken cancel)
    {
        var (today, now) = (clock.Today(), clock.GetUtcNow());
        var ended = await EndRolesAsync(today, now, cancel);
        var before = now.AddDays(-SessionsKept);
        var cleared = await db.Sessions.Where(s => s.EndsAt < before).ExecuteDeleteAsync(cancel);
        return ended + cleared == 0 ? null : $"{rules.RolesKept}日サインインのない人の、認証基盤からの役割を{ended}件終えました。終わって{SessionsKept}日を過ぎたサインインの控えを{cleared}件消しました。";
    }

    async Task<int> EndRolesAsync(DateOnly today, DateTimeOffset now, CancellationToken cancel)
    {
        var before = today.AddDays(-rules.RolesKept);
        await using var alone = await FinishProof.AloneAsync(db, cancel);
        var people = await db.People.Include(p => p.Assignments)
            .Where(p => p.Assignments.Any(a => a.ConfirmedOn < before && a.ValidFrom <= today && (a.ValidTo == null || a.ValidTo >= today))).OrderBy(p => p.Id).ToListAsync(cancel);
        var count = 0;
        foreach (var person in people)
        {
            var ended = person.EndUnconfirmed(before, await SignIns.Administrators(db, today).CountAsync(id => id != person.Id, cancel), today);
            if (ended.Count > 0)
            {
                await db.SaveAsync(Actor.System, new Act("認証基盤による役割の終了", $"person:{person.Id}", person.Name, $"{rules.RolesKept}日サインインがない"), now, cancel);
                count += ended.Count;
            }
        }

        await alone.CommitAsync(cancel);
        return count;
    }
}
