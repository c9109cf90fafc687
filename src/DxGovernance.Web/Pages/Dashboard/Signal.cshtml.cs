using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Dashboard;

/// <summary>The CIO sets another colour than the computed one, or takes that back.</summary>
[Authorize(Policy = nameof(Permission.OverrideColour))]
public sealed class SignalModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    /// <summary>The choice that takes the override back.</summary>
    public const string TakeBack = "TakeBack";

    [FromRoute]
    public int Number { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public Standing Standing { get; private set; } = null!;

    public Thresholds Thresholds { get; private set; } = null!;

    public uint Version { get; private set; }

    public IReadOnlyList<TraceRow> History { get; private set; } = [];

    public IEnumerable<SelectListItem> Choices => Enum.GetValues<Signal>().Reverse()
        .Where(s => s != Standing.Assessment.Computed)
        .Select(s => new SelectListItem($"{s.Label()}（計算した色より{(s > Standing.Assessment.Computed ? "悪い" : "良い。理由と期限が必要")}）", s.ToString()))
        .Concat(Standing.Figures.OverrideSignal is null ? [] : [new SelectListItem("上書きを取り消し、計算した色に戻す", TakeBack)]);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var operation = await db.Operations.VisibleTo(actor).SingleOrDefaultAsync(o => o.Number == Number, cancel);
        if (operation is null || !await LoadAsync(cancel))
        {
            return NotFound();
        }

        if (operation.Version != Input.Version)
        {
            throw new StaleForm("ほかの人が先に保存しました。");
        }

        var signal = Input.Choice == TakeBack ? (Signal?)null : Enum.Parse<Signal>(Input.Choice!);
        operation.OverrideColour(signal, Standing.Assessment.Computed, Input.Reason, signal is null ? null : Input.ExpiresOn, actor, clock.GetUtcNow());
        var act = new Act(signal is null ? "色の上書きの取消し" : "色の上書き", $"operation:{Number}", operation.Name, Input.Reason);
        await db.SaveAsync(actor, act, clock.GetUtcNow(), cancel);
        TempData["Success"] = signal is { } set ? $"「{operation.Name}」の色を{set.Label()}に上書きしました。" : $"「{operation.Name}」の色の上書きを取り消しました。";
        return RedirectToPage();
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var operations = db.Operations.VisibleTo(actor).Where(o => o.Number == Number);
        var figures = await operations.Select(OperationFigures.Now).SingleOrDefaultAsync(cancel);
        if (figures is null)
        {
            return false;
        }

        var point = new AsOf(clock.Today(), clock.GetUtcNow());
        Thresholds = await Thresholds.AtAsync(db, point, cancel);
        Standing = Standing.On(point.Day, figures, Thresholds);
        Version = await operations.Select(o => o.Version).SingleAsync(cancel);
        History = await Core.Standardization.Trace.Find("signal")!.Ledgers[0].Rows(new(db, operations, point)).Take(20).ToListAsync(cancel);
        return true;
    }

    public sealed class Form
    {
        [Display(Name = "表示する色")]
        [Required(ErrorMessage = "表示する色を選んでください。")]
        [RegularExpression($"Red|Yellow|Green|{TakeBack}", ErrorMessage = "表示する色は選択肢から選んでください。")]
        public string? Choice { get; set; }

        [Display(Name = "理由")]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }

        [Display(Name = "期限")]
        public DateOnly? ExpiresOn { get; set; }

        public uint Version { get; set; }
    }
}
