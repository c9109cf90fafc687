using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Policy;

/// <summary>Puts one more procedure on the list.</summary>
[Authorize(Policy = nameof(Permission.EditPolicy))]
public sealed class ProcedureNewModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    IReadOnlyList<OnlineProcedure> known = [];

    [BindProperty]
    public Form Input { get; set; } = new();

    public IEnumerable<SelectListItem> Categories => known.Categories().Select(c => new SelectListItem(c.Name, c.Name));

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Input.AsOf = clock.Today();
        await LoadAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        var category = known.Categories().FirstOrDefault(c => c.Name == Input.Category);
        RuleViolation.Require(category is not null, "category-unknown", "区分は選択肢から選んでください。", "Category");
        var now = clock.GetUtcNow();
        var procedure = OnlineProcedure.Add(category, new(Input.Name!, Input.State!.Value, Input.Evidence ?? ""), Input.Reason, known, actor, now, Input.AsOf);
        db.OnlineProcedures.Add(procedure);
        await db.SaveAsync(actor, new Act("手続の追加", procedure.Subject, procedure.Caption, Input.Reason), now, cancel);
        TempData["Success"] = $"「{procedure.Name}」をコード{procedure.Code}で加えました。";
        return Redirect($"/policy/procedures/{procedure.Code}");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        known = await db.OnlineProcedures.AsNoTracking().InOrder().ToListAsync(cancel);
        return true;
    }

    public sealed class Form
    {
        [Display(Name = "区分")]
        [Required]
        [MaxLength(OnlineProcedure.NameMaxLength)]
        public string? Category { get; set; }

        [Display(Name = "手続名")]
        [Required]
        [MaxLength(OnlineProcedure.NameMaxLength)]
        public string? Name { get; set; }

        [Display(Name = "状態")]
        [Required]
        [EnumDataType(typeof(OnlineState))]
        public OnlineState? State { get; set; }

        [Display(Name = "根拠")]
        [MaxLength(OnlineProcedure.EvidenceMaxLength)]
        public string? Evidence { get; set; }

        [Display(Name = "一覧に載せる日")]
        public DateOnly AsOf { get; set; }

        [Display(Name = "理由")]
        [Required]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }
    }
}
