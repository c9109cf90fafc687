using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Council;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Ends a department after a last day, if nothing that is open belongs to it any more.</summary>
[Authorize(Policy = nameof(Permission.ManageOrganization))]
public sealed class DepartmentEndModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm, IAsksForRecentSignIn
{
    [FromRoute]
    public int Id { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public Department Department { get; private set; } = null!;

    /// <summary>What belongs to it after today.</summary>
    public IReadOnlyList<string> Stays { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        (Input.LastDay, Input.ShownEnd) = (Department.ValidTo ?? clock.Today(), Department.ValidTo);
        Stays = await StaysAsync(Input.LastDay, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        // Nobody gives a role in it meanwhile.
        await using var alone = await FinishProof.AloneAsync(db, cancel);
        if (await db.Departments.FirstOrDefaultAsync(d => d.Id == Id, cancel) is not { } department)
        {
            return NotFound();
        }

        if (department.ValidTo != Input.ShownEnd)
        {
            throw new StaleForm("ほかの人が先に終わりの日を変えました。");
        }

        department.Close(Input.LastDay, await StaysAsync(Input.LastDay, cancel), actor, clock.GetUtcNow());
        await db.SaveAsync(actor, new Act("部署の終了", $"department:{department.Code}", department.Name, Input.Reason), clock.GetUtcNow(), cancel);
        await alone.CommitAsync(cancel);
        TempData["Success"] = $"「{department.Name}」は{Wareki.Both(Input.LastDay)}で終わります。";
        return Redirect("/admin/organization#departments");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Department = (await db.Departments.AsNoTracking().FirstOrDefaultAsync(d => d.Id == Id, cancel))!;
        return Department is not null;
    }

    /// <summary>One statement for all kinds.</summary>
    async Task<IReadOnlyList<string>> StaysAsync(DateOnly lastDay, CancellationToken cancel)
    {
        var counts = await db.Departments.Where(d => d.Id == Id).Select(d => new[]
        {
            db.Departments.Count(c => c.ParentId == d.Id && (c.ValidTo == null || c.ValidTo > lastDay)),
            db.People.SelectMany(p => p.Assignments).Count(a => a.DepartmentId == d.Id && (a.ValidTo == null || a.ValidTo > lastDay)),
            db.Operations.Count(o => o.DepartmentId == d.Id),
            db.Proposals.Count(p => p.DepartmentId == d.Id && p.State != ProposalState.Rejected && p.State != ProposalState.Withdrawn && p.State != ProposalState.Completed),
            db.ActionItems.Count(a => a.DepartmentId == d.Id && (a.State == ActionItemState.Open || a.State == ActionItemState.Reported)),
            db.Initiatives.Count(i => i.DepartmentIds.Contains(d.Id)),
            db.ProviderRoles.Count(r => r.DepartmentId == d.Id && r.EndedAt == null),
        }).SingleAsync(cancel);
        string[] names = ["下の部署", "役割を持つ人", "所管する業務", "終わっていない案件", "推進会議の指摘", "方針の取組", "認証基盤の役割の対応"];
        return [.. counts.Zip(names).Where(c => c.First > 0).Select(c => $"{c.Second}{c.First}件")];
    }

    public sealed class Form
    {
        [Display(Name = "最後の日")]
        public DateOnly LastDay { get; set; }

        [Display(Name = "理由")]
        [Required]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }

        /// <summary>The end as it stood when the form was opened.</summary>
        public DateOnly? ShownEnd { get; set; }
    }
}
