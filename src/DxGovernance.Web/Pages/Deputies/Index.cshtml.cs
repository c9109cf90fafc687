using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Deputies;

public enum DeputyTime
{
    NowAndFuture,
    Over,
    All,
}

/// <summary>Who acts for whom: one's own deputyships, or all for those who manage them.</summary>
[Authorize(Policy = nameof(Permission.SeeHome))]
public sealed class IndexModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "time")]
    [Display(Name = "時期")]
    public DeputyTime Time { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int P { get; set; } = 1;

    public Paged<DeputyRow> Deputies { get; private set; } = null!;

    public DateOnly Today => clock.Today();

    public bool SeesAll => actor.Can(Permission.ManageDeputies);

    public bool MayAppoint => SeesAll || actor.Can(Permission.AppointDeputy);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        var deputies = db.Deputies.AsNoTracking().VisibleTo(actor);
        deputies = Time switch
        {
            DeputyTime.NowAndFuture => deputies.Where(d => d.RevokedOn == null && d.ValidTo >= Today),
            DeputyTime.Over => deputies.Where(d => d.RevokedOn != null || d.ValidTo < Today),
            DeputyTime.All => deputies,
        };
        Deputies = await deputies.OrderByDescending(d => d.ValidFrom).ThenByDescending(d => d.Id).Select(DeputyRow.Of).ToPageAsync(P, Paged<DeputyRow>.DefaultSize, cancel);
    }

    /// <summary>The same rule as the domain's: one's own, or all.</summary>
    public bool MayRevoke(DeputyRow row) => !row.IsOver(Today) && (SeesAll || (MayAppoint && row.PrincipalId == actor.PersonId));

    public static string Label(DeputyTime time) => time switch
    {
        DeputyTime.NowAndFuture => "今とこれから",
        DeputyTime.Over => "終わったもの",
        DeputyTime.All => "全て",
    };
}
