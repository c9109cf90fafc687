using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals.Costs;

/// <summary>The cost lines of a case in a grid like a spreadsheet. Without JavaScript the lines are a list, each with a form of its own.</summary>
[Authorize(Policy = nameof(Permission.WriteProposal))]
[RequestFormLimits(ValueLengthLimit = MaxLength)]
[RequestSizeLimit(2 * MaxLength)]
public sealed class EditModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    /// <summary>Section under which typed rows keep themselves; no section of the form is called so.</summary>
    const string Kept = "costs";

    const int MaxLength = 16 * 1024 * 1024;

    [FromRoute]
    public string CaseNumber { get; set; } = "";

    /// <summary>JSON rows of the grid.</summary>
    [BindProperty]
    public string? Lines { get; set; }

    [BindProperty]
    public uint Version { get; set; }

    public CostView Shown { get; private set; } = null!;

    public GridData Grid { get; private set; } = null!;

    public DateTimeOffset? AutosavedAt { get; private set; }

    /// <summary>Lines that are not complete yet; a submission needs them.</summary>
    public IReadOnlyList<CostProblem> Missing { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        var kept = Shown.MayWrite ? await Mine(db.DraftAutosaves.AsNoTracking()).FirstOrDefaultAsync(cancel) : null;
        if (kept is not null && kept.SavedAt > (Shown.Sheet?.DraftSavedAt ?? DateTimeOffset.MinValue))
        {
            AutosavedAt = kept.SavedAt;
            Show(GridData.Read(kept.Content[Kept]));
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? go, CancellationToken cancel)
    {
        if (await CostView.FindAsync(db, actor, clock, CaseNumber, cancel, tracked: true) is not { } view)
        {
            return NotFound();
        }

        var (lines, problems) = GridData.ToLines(GridData.Read(Lines), view.Tables);
        if (problems.Count > 0)
        {
            foreach (var p in problems.Take(20))
            {
                ModelState.AddModelError("", $"{p.Line}行目：{p.Message}");
            }

            if (problems.Count > 20)
            {
                ModelState.AddModelError("", $"ほかに{problems.Count - 20}か所あります。赤いセルを直してください。");
            }

            db.ChangeTracker.Clear();
            await LoadAsync(cancel);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }

        if ((view.Sheet?.Version ?? 0) != Version && !new CostLines(lines).Equals(view.Draft))
        {
            throw new StaleForm("ほかの人が先に費用の明細を変えました。");
        }

        var now = clock.GetUtcNow();
        view.Case.WriteCosts(lines, actor, now);
        db.DraftAutosaves.RemoveRange(await Mine(db.DraftAutosaves).ToListAsync(cancel));
        await db.SaveAsync(
            actor.Acting(Permission.WriteProposal, view.Case.DepartmentId), new Act("案件の記入：費用の明細", view.Case.Subject, view.Case.Caption), now, cancel);
        TempData["Success"] = $"費用の明細を保存しました（{lines.Count}行、計{view.Draft.Total:#,0}円）。";
        return Redirect($"/proposals/{CaseNumber}/costs{(go == "stay" ? "/edit" : "")}");
    }

    /// <summary>Keeps what is typed for this person; called by the page while somebody writes.</summary>
    public async Task<IActionResult> OnPostKeepAsync(CancellationToken cancel)
    {
        if (await CostView.FindAsync(db, actor, clock, CaseNumber, cancel) is not { MayWrite: true } view)
        {
            return NotFound();
        }

        GridData.Read(Lines);
        var kept = await Mine(db.DraftAutosaves).FirstOrDefaultAsync(cancel);
        if (kept is null)
        {
            kept = new(view.Case.Id, actor.PersonId!.Value, Kept);
            db.DraftAutosaves.Add(kept);
        }

        kept.Keep(ProposalContent.Empty.With(Kept, Lines), clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new JsonResult(new { at = TokyoTime.Display(kept.SavedAt) });
    }

    /// <summary>Drops what was kept by itself.</summary>
    public async Task<IActionResult> OnPostDropAsync(CancellationToken cancel)
    {
        if (await CostView.FindAsync(db, actor, clock, CaseNumber, cancel) is null)
        {
            return NotFound();
        }

        db.DraftAutosaves.RemoveRange(await Mine(db.DraftAutosaves).ToListAsync(cancel));
        await db.SaveChangesAsync(cancel);
        TempData["Success"] = "自動保存された入力を破棄しました。";
        return Redirect($"/proposals/{CaseNumber}/costs/edit");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await CostView.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } view)
        {
            return false;
        }

        Shown = view;
        IReadOnlyList<GridRow> typed = [];
        try
        {
            typed = Lines is null ? [] : GridData.Read(Lines);
        }
        catch (RuleViolation)
        {
            Lines = null;
        }

        Show(Lines is null ? [.. view.Draft.All.Select(l => GridData.Row(l, view.Tables))] : typed);
        Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? view.Sheet?.Version ?? 0 : Version;
        return true;
    }

    void Show(IReadOnlyList<GridRow> rows)
    {
        var (lines, problems) = GridData.ToLines(rows, Shown.Tables);
        Missing = [.. lines.SelectMany(l => l.Missing().Select(m => m with { Line = lines.ToList().IndexOf(l) + 1 })).Take(50)];
        Grid = GridData.Of(rows, problems, GridData.Years(lines.SelectMany(l => l.Amounts.Keys), Shown.Case.FiscalYear), Shown.Tables);
    }

    IQueryable<DraftAutosave> Mine(IQueryable<DraftAutosave> all) =>
        all.Where(a => a.PersonId == actor.PersonId && a.Section == Kept && db.Proposals.Any(p => p.Id == a.ProposalId && p.Number == CaseNumber));
}
