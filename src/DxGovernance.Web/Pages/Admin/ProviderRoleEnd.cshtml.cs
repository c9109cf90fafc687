using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.SignIn;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Ends a row of the table, and at once the roles that came from it, if every open case can still be finished without them.</summary>
[Authorize(Policy = nameof(Permission.ManageSignIn))]
public sealed class ProviderRoleEndModel(GovernanceDbContext db, Actor actor, ActorAccess access, TimeProvider clock) : PageModel, IForm, IAsksForRecentSignIn
{
    [FromRoute]
    public int Id { get; set; }

    [BindProperty]
    [Display(Name = "理由")]
    [Required]
    [MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Reason { get; set; }

    public ProviderRole Row { get; private set; } = null!;

    /// <summary>Names of those whose role ends.</summary>
    public IReadOnlyList<string> Holders { get; private set; } = [];

    public IReadOnlyList<StuckCase> Stuck { get; private set; } = [];

    DateOnly Today => clock.Today();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var alone = await FinishProof.AloneAsync(db, cancel);
        if (await db.ProviderRoles.Include(r => r.Department).FirstOrDefaultAsync(r => r.Id == Id, cancel) is not { } row)
        {
            return NotFound();
        }

        var people = await PeopleAsync(cancel);
        FinishProof.Require(await ProveAsync(people, cancel));
        row.End(actor, now);
        var administrators = await SignIns.Administrators(db, Today).ToListAsync(cancel);
        foreach (var person in people)
        {
            // Others who hold it by the same row lose it too.
            var left = administrators.Except(people.Where(p => p.Assignments.Where(a => a.Role == Role.Administrator && a.IsOn(Today)).All(a => a.ProviderRoleId == Id)).Select(p => p.Id)).Count();
            db.RemoveRange(person.EndFrom(row, left, Today).Undone);
        }

        await db.SaveAsync(actor, new Act("認証基盤の役割の対応の終了", $"provider-role:{row.Claim}"[..Math.Min(100, row.Claim.Length + 14)], $"{row.Claim} → {row.Role.Label()}（{row.Department.Name}）", Reason), now, cancel);
        await alone.CommitAsync(cancel);
        people.ToList().ForEach(p => access.Forget(p.Id));
        TempData["Success"] = $"値「{row.Claim}」と「{row.Role.Label()}」の対応を終えました。{people.Count}人の役割が終わりました。";
        return Redirect("/admin/provider-roles");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.ProviderRoles.AsNoTracking().Include(r => r.Department).FirstOrDefaultAsync(r => r.Id == Id, cancel) is not { } row)
        {
            return false;
        }

        Row = row;
        var people = await PeopleAsync(cancel);
        Holders = [.. people.Select(p => $"{p.Name}（{p.Account}）")];
        Stuck = row.EndedAt is null && people.Count > 0 ? await ProveAsync(people, cancel) : [];
        return true;
    }

    async Task<IReadOnlyList<Person>> PeopleAsync(CancellationToken cancel) => await db.People.Include(p => p.Assignments)
        .Where(p => p.Assignments.Any(a => a.ProviderRoleId == Id && a.ValidFrom <= Today && (a.ValidTo == null || a.ValidTo >= Today))).OrderBy(p => p.Name).ThenBy(p => p.Id).ToListAsync(cancel);

    async Task<IReadOnlyList<StuckCase>> ProveAsync(IReadOnlyList<Person> people, CancellationToken cancel)
    {
        var before = (await FinishData.LoadAsync(db, Today, cancel)).World(Today);
        var after = people.SelectMany(p => p.Assignments).Where(a => a.ProviderRoleId == Id && a.IsOn(Today)).Aggregate(before, (world, a) => world.Ending(a.Id, Today.AddDays(-1)));
        return FinishProof.Worsened(before, after, Today);
    }
}
