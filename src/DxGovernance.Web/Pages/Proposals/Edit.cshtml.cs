using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using DxGovernance.Web.TagHelpers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>One section of the form. What is typed is kept by itself; 保存 takes it into the case.</summary>
[Authorize(Policy = nameof(Permission.WriteProposal))]
public sealed class EditModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm, IReadsForm
{
    [FromRoute]
    public string CaseNumber { get; set; } = "";

    [FromRoute]
    public string? Section { get; set; }

    [BindProperty]
    public uint Version { get; set; }

    public CasePage Shown { get; private set; } = null!;

    public FormSection Fields { get; private set; } = null!;

    /// <summary>What the fields show: the draft, what was kept by itself, or what was just typed.</summary>
    public ProposalContent Written { get; private set; } = ProposalContent.Empty;

    /// <summary>When what is shown was kept by itself; null where it is the saved draft.</summary>
    public DateTimeOffset? AutosavedAt { get; private set; }

    public IReadOnlyList<FormSection> Sections => ProposalForm.SectionsOf(Shown.Case.Gate);

    public IEnumerable<Step> Navigation
    {
        get
        {
            var missing = ProposalForm.Missing(Shown.Case.Draft, Shown.Case.Gate, Shown.Case.Class).Select(m => m.Section).ToHashSet();
            return Sections.Select(s => new Step(
                s.Name, s.Code == Fields.Code ? StepState.Current : missing.Contains(s.Code) ? StepState.Upcoming : StepState.Completed,
                missing.Contains(s.Code) ? "未記入の必須あり" : null, $"{Shown.Href}/edit/{s.Code}"));
        }
    }

    public string? Next => Sections.SkipWhile(s => s.Code != Fields.Code).Skip(1).FirstOrDefault()?.Code;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        Written = Shown.Case.Draft;
        var kept = await Kept(db.DraftAutosaves.AsNoTracking()).FirstOrDefaultAsync(cancel);
        if (kept is not null && kept.SavedAt > Shown.Case.DraftSavedAt)
        {
            (Written, AutosavedAt) = (Merge(kept.Content), kept.SavedAt);
        }

        return Page();
    }

    public bool Reads(string field) => ContentForm.Has(Section, field);

    public async Task<IActionResult> OnPostAsync(string? go, CancellationToken cancel)
    {
        if (await FindAsync(tracked: true, cancel) is not { } page || Find(page) is not { } section)
        {
            return NotFound();
        }

        var content = ContentForm.Read(Request.Form, section.Fields, page.Case.Draft);
        if (page.Case.Version != Version && page.Case.State.IsWithDepartment() && !content.Equals(page.Case.Draft))
        {
            throw new StaleForm("ほかの人が先に案件を変えました。");
        }

        var wrong = ProposalForm.Wrong(content, section.Fields);
        if (wrong.Count > 0)
        {
            foreach (var problem in wrong)
            {
                ModelState.AddModelError(ContentForm.Name(ProposalForm.Find(problem.Key)!), problem.Message);
            }

            db.ChangeTracker.Clear();
            await LoadAsync(cancel);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }

        var now = clock.GetUtcNow();
        page.Case.Write(content, actor, now);
        db.DraftAutosaves.RemoveRange(await Kept(db.DraftAutosaves).ToListAsync(cancel));
        await db.SaveAsync(actor.Acting(Permission.WriteProposal, page.Case.DepartmentId), new Act($"案件の記入：{section.Name}", page.Case.Subject, page.Case.Caption), now, cancel);
        TempData["Success"] = $"「{section.Name}」を保存しました。";
        return Redirect($"/proposals/{CaseNumber}{(go == "case" ? "" : $"/edit/{(go == "next" && NextOf(page, section) is { } next ? next : section.Code)}")}");
    }

    /// <summary>Keeps what is typed for this person and section; called by the page while somebody writes.</summary>
    public async Task<IActionResult> OnPostKeepAsync(CancellationToken cancel)
    {
        if (await FindAsync(tracked: false, cancel) is not { MayEdit: true } page || Find(page) is not { } section)
        {
            return NotFound();
        }

        var kept = await Kept(db.DraftAutosaves).FirstOrDefaultAsync(cancel);
        if (kept is null)
        {
            kept = new(page.Case.Id, actor.PersonId!.Value, section.Code);
            db.DraftAutosaves.Add(kept);
        }

        kept.Keep(ContentForm.Read(Request.Form, section.Fields, page.Case.Draft), clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new JsonResult(new { at = TokyoTime.Display(kept.SavedAt) });
    }

    /// <summary>Drops what was kept by itself.</summary>
    public async Task<IActionResult> OnPostDropAsync(CancellationToken cancel)
    {
        if (await FindAsync(tracked: false, cancel) is null)
        {
            return NotFound();
        }

        db.DraftAutosaves.RemoveRange(await Kept(db.DraftAutosaves).ToListAsync(cancel));
        await db.SaveChangesAsync(cancel);
        TempData["Success"] = "自動保存された入力を破棄しました。";
        return Redirect($"/proposals/{CaseNumber}/edit/{Section}");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await FindAsync(tracked: false, cancel) is not { } page || Find(page) is not { } section)
        {
            return false;
        }

        (Shown, Fields) = (page, section);
        Written = Request.HasFormContentType ? ContentForm.Read(Request.Form, section.Fields, page.Case.Draft) : page.Case.Draft;
        Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? page.Case.Version : Version;
        return true;
    }

    Task<CasePage?> FindAsync(bool tracked, CancellationToken cancel) => CasePage.FindAsync(db, actor, clock, CaseNumber, cancel, tracked);

    FormSection? Find(CasePage page)
    {
        var sections = ProposalForm.SectionsOf(page.Case.Gate);
        return Section is null ? sections[0] : sections.FirstOrDefault(s => s.Code == Section);
    }

    static string? NextOf(CasePage page, FormSection section) =>
        ProposalForm.SectionsOf(page.Case.Gate).SkipWhile(s => s.Code != section.Code).Skip(1).FirstOrDefault()?.Code;

    IQueryable<DraftAutosave> Kept(IQueryable<DraftAutosave> all) =>
        all.Where(a => a.PersonId == actor.PersonId && a.Section == (Section ?? "basic") && db.Proposals.Any(p => p.Id == a.ProposalId && p.Number == CaseNumber));

    /// <summary>Only the fields of this section come from what was kept; the rest may have been saved since.</summary>
    ProposalContent Merge(ProposalContent kept)
    {
        var content = Shown.Case.Draft;
        foreach (var field in Fields.Fields)
        {
            content = field.Kind == FieldKind.Table
                ? content.WithRows(field.Key, kept.Rows(field.Key).Select(r => (IReadOnlyDictionary<string, string?>)r.ToDictionary(c => c.Key, c => (string?)c.Value)))
                : content.With(field.Key, kept[field.Key]);
        }

        return content;
    }
}
