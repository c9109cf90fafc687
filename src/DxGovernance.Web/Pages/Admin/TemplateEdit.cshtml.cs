using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Admin;

/// <summary>The newest version of a template as a table to edit; saving makes the next version.</summary>
[Authorize(Policy = nameof(Permission.EditTemplates))]
[RequestFormLimits(ValueCountLimit = 4000)]
public sealed class TemplateEditModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [BindProperty(SupportsGet = true)]
    public string Kind { get; set; } = "";

    [BindProperty]
    public Form Input { get; set; } = new();

    public TemplateKind Template { get; private set; }

    public TemplateVersion Newest { get; private set; } = null!;

    public IReadOnlyList<TemplateRow> Rows { get; private set; } = [];

    /// <summary>What would change; null before the preview.</summary>
    public IReadOnlyList<RowDiff>? Preview { get; private set; }

    public IReadOnlyList<StuckCase> Stuck { get; private set; } = [];

    /// <summary>From when on the new version counts, and for which cases.</summary>
    public string Uses(string day) =>
        TemplateKinds.OfCases.Contains(Template) ? $"{day}から後に初めて申請される案件に使われます。" : $"{day}から、進行中の案件を含む全ての案件に使われます。";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        Rows = Newest.Rows();
        (Input.From, Input.IsProvisional, Input.Version) = (Newest.AsOf > clock.Today() ? Newest.AsOf : clock.Today(), Newest.IsProvisional, Newest.Number);
        return Page();
    }

    /// <summary>Puts the rows in the typed order, drops the marked ones and adds an empty one where asked for. Saves nothing.</summary>
    public async Task<IActionResult> OnPostArrangeAsync(bool add, CancellationToken cancel)
    {
        ModelState.Clear();
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        TemplateRows.RequireOrder(Request.Form);
        Rows = add ? [.. Rows, TemplateRows.Blank(Template)] : Rows;
        return Page();
    }

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        if (await ReviseAsync(cancel) is null)
        {
            return NotFound();
        }

        Preview = TemplateDiff.Between(Template, Newest.Rows(), Rows);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await using var alone = await FinishProof.AloneAsync(db, cancel);
        if (await ReviseAsync(cancel) is not { } next)
        {
            return NotFound();
        }

        FinishProof.Require(Stuck);
        db.TemplateVersions.Add(next);
        var changes = TemplateDiff.Between(Template, Newest.Rows(), Rows)
            .SelectMany(d => d.Cells.DefaultIfEmpty(new("", "", d.Change.Label())).Select(c => new Change($"{Template.Label()} {d.Text}", c.Column, c.Before is "" ? null : c.Before, c.After is "" ? null : c.After)));
        await db.SaveAsync(actor, new Act("基準表の変更", $"template:{Template}", Template.Label(), Input.Reason, [.. changes]), clock.GetUtcNow(), cancel);
        await alone.CommitAsync(cancel);
        TempData["Success"] = $"「{Template.Label()}」の{next.Text}を保存しました。";
        return Redirect($"/admin/templates#{Template}");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (!Enum.TryParse<TemplateKind>(Kind, out var kind) || !Enum.IsDefined(kind) || kind.ToString() != Kind
            || await db.TemplateVersions.AsNoTracking().Where(v => v.Kind == kind).OrderByDescending(v => v.Number).FirstOrDefaultAsync(cancel) is not { } newest)
        {
            return false;
        }

        (Template, Newest) = (kind, newest);
        Rows = Request.HasFormContentType ? TemplateRows.Read(Request.Form, kind, ModelState) : Rows;
        return true;
    }

    async Task<TemplateVersion?> ReviseAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return null;
        }

        if (Input.Version != Newest.Number)
        {
            throw new StaleForm("ほかの人が先に保存しました。");
        }

        TemplateRows.RequireOrder(Request.Form);
        RuleViolation.Require(Input.From is not null, "template-needs-from", "適用日を入力してください。", "From");
        var (from, today) = (Input.From.Value, clock.Today());
        var next = TemplateCheck.Revise(Newest, Rows, Input.IsProvisional, from, Input.Reason, actor, clock.GetUtcNow());
        var data = await FinishData.LoadAsync(db, today, cancel);
        Stuck = FinishProof.Worsened(data.World(from), data.World(from, next), from);
        return next;
    }

    public sealed class Form
    {
        [Display(Name = "適用日")]
        public DateOnly? From { get; set; }

        [Display(Name = "仮値")]
        public bool IsProvisional { get; set; }

        [Display(Name = "変える理由")]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }

        /// <summary>Number of the version that was opened.</summary>
        public int Version { get; set; }
    }
}
