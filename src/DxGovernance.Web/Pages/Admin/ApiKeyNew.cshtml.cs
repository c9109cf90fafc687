using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Api;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>Issues a key. Its secret goes to the list, which shows it once.</summary>
[Authorize(Policy = nameof(Permission.ManageApiKeys))]
public sealed class ApiKeyNewModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm, IAsksForRecentSignIn
{
    [BindProperty]
    public Form Input { get; set; } = new();

    [TempData]
    public string? Issued { get; set; }

    public DateOnly Last => clock.Today().AddDays(ApiKey.LongestDays);

    public void OnGet() => Input.ExpiresOn = FiscalYear.Of(clock.Today()).Last;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (key, secret) = ApiKey.Issue(Input.Name, Input.Purpose, Input.Scope!.Value, Input.ExpiresOn!.Value, actor, now);
        db.ApiKeys.Add(key);
        await db.SaveAsync(actor, new Act("APIキーの発行", $"api-key:{key.Hint}", key.Name, key.Purpose), now, cancel);
        Issued = secret;
        TempData["Success"] = $"鍵「{key.Name}」を発行しました。{Wareki.Both(key.ExpiresOn)}まで使えます。";
        return Redirect("/admin/api-keys");
    }

    public Task<bool> LoadAsync(CancellationToken cancel) => Task.FromResult(true);

    public sealed class Form
    {
        [Display(Name = "名称")]
        [Required]
        [MaxLength(ApiKey.NameMaxLength)]
        public string? Name { get; set; }

        [Display(Name = "用途")]
        [Required]
        [MaxLength(ApiKey.PurposeMaxLength)]
        public string? Purpose { get; set; }

        [Display(Name = "範囲")]
        [Required]
        [EnumDataType(typeof(ApiScope))]
        public ApiScope? Scope { get; set; }

        [Display(Name = "有効期限")]
        [Required]
        public DateOnly? ExpiresOn { get; set; }
    }
}
