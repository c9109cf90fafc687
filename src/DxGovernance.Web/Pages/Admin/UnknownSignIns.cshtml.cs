using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.SignIn;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>People whom the provider knows and the register does not.</summary>
[Authorize(Policy = nameof(Permission.ManageSignIn))]
public sealed class UnknownSignInsModel(GovernanceDbContext db) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "code")]
    [Display(Name = "照会番号")]
    [MaxLength(20)]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true, Name = "state")]
    [Display(Name = "状態")]
    public UnknownSignInState? State { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int P { get; set; } = 1;

    public Paged<UnknownSignIn> SignIns { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        // Who opens the page wants to see what is to be done; 全て is an empty state in the address.
        State = Request.Query.ContainsKey("state") || Request.Query.ContainsKey("code") ? State : UnknownSignInState.Open;
        var code = Code?.Trim().ToUpperInvariant();
        var rows = db.UnknownSignIns.AsNoTracking().Where(s => (State == null || s.State == State) && (string.IsNullOrEmpty(code) || s.Code.Contains(code)));
        SignIns = await rows.OrderByDescending(s => s.LastAt).ThenByDescending(s => s.Id).ToPageAsync(P, Paged<UnknownSignIn>.DefaultSize, cancel);
    }
}
