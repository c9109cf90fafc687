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
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>The PMO office sets what the colours compare with; shown first what that would do.</summary>
[Authorize(Policy = nameof(Permission.EditThresholds))]
public sealed class ThresholdsModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<ThresholdEntry> History { get; private set; } = [];

    public IReadOnlyList<ThresholdValue> Stored { get; private set; } = [];

    /// <summary>Identifies the newest row, so that a second editor is told.</summary>
    public long Version { get; private set; }

    /// <summary>Operations that would change colour; null before the preview.</summary>
    public IReadOnlyList<(Standing Before, Standing After)>? Preview { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Input.Rows = [.. Stored.Select(s => new Row { Key = s.Key, Value = s.Value, IsProvisional = s.IsProvisional })];
    }

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        var wanted = await CheckAsync(cancel);
        Thresholds.Revise(Stored, wanted, Input.Reason, actor, clock.GetUtcNow());
        var (today, now) = (clock.Today(), await Thresholds.AtAsync(db, AsOf.ReportedOn(clock.Today()), cancel));
        var figures = await db.Operations.VisibleTo(actor).OrderBy(o => o.Number).Select(OperationFigures.Now).ToListAsync(cancel);
        Preview =
        [
            .. figures.Select(f => (Before: Standing.On(today, f, now), After: Standing.On(today, f, now.With(wanted))))
                .Where(p => p.Before.Signal != p.After.Signal),
        ];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var wanted = await CheckAsync(cancel);
        var rows = Thresholds.Revise(Stored, wanted, Input.Reason, actor, clock.GetUtcNow());
        db.ThresholdEntries.AddRange(rows);
        var changes = rows.Select(r => new Change("しきい値", r.Key.Label(), Stored.First(s => s.Key == r.Key).Text, new ThresholdValue(r.Key, r.Value, r.IsProvisional).Text));
        await db.SaveAsync(actor, new Act("しきい値の変更", "thresholds", "判定のしきい値", Input.Reason, [.. changes]), clock.GetUtcNow(), cancel);
        TempData["Success"] = $"しきい値を{rows.Count}件変えました。";
        return RedirectToPage();
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        History = await db.ThresholdEntries.AsNoTracking().NewestFirst().ToListAsync(cancel);
        Stored = [.. History.DistinctBy(h => h.Key).OrderBy(h => h.Key).Select(h => new ThresholdValue(h.Key, h.Value, h.IsProvisional))];
        Version = History.Max(h => h.Id);
        return true;
    }

    async Task<IReadOnlyList<ThresholdValue>> CheckAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        if (Input.Version != Version)
        {
            throw new StaleForm("ほかの人が先に保存しました。");
        }

        return [.. Stored.Select(s => Input.Rows.FirstOrDefault(r => r.Key == s.Key) is { Value: { } value } row ? new ThresholdValue(s.Key, value, row.IsProvisional) : s)];
    }

    public sealed class Form
    {
        public List<Row> Rows { get; set; } = [];

        [Display(Name = "変える理由")]
        [Required]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }

        public long Version { get; set; }
    }

    public sealed class Row
    {
        public ThresholdKey Key { get; set; }

        [Display(Name = "新しいしきい値")]
        [Required]
        [Range(0, 3650)]
        public int? Value { get; set; }

        [Display(Name = "仮値")]
        public bool IsProvisional { get; set; }
    }
}
