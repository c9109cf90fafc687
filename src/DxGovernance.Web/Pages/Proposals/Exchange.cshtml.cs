using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Exchange;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using DxGovernance.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>The form of a case as a workbook: out, and back in two steps. What an upload would change is kept for its person until they confirm.</summary>
[Authorize(Policy = nameof(Permission.WriteProposal))]
[EnableRateLimiting(RateLimits.Heavy)]
[RequestSizeLimit(MaxRequest)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxRequest)]
public sealed class ExchangeModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    /// <summary>Section under which an upload waits; no section of the form is called so.</summary>
    const string Kept = "excel";

    const int MaxRequest = 6 * 1024 * 1024;

    [FromRoute]
    public string CaseNumber { get; set; } = "";

    [BindProperty]
    public FormInput Input { get; set; } = new();

    /// <summary>Of the draft beside which the changes were shown.</summary>
    [BindProperty]
    public string? Mark { get; set; }

    public CasePage Shown { get; private set; } = null!;

    public IReadOnlyList<ExchangeProblem> Problems { get; private set; } = [];

    /// <summary>What waits to be confirmed; null where nothing does.</summary>
    public IReadOnlyList<SectionDifference>? Changes { get; private set; }

    /// <summary>Required fields that would still be empty.</summary>
    public IReadOnlyList<FormProblem> Missing { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostDownloadAsync(CancellationToken cancel)
    {
        if (await FindAsync(tracked: true, cancel) is not { } page)
        {
            return NotFound();
        }

        ExchangeReader.RequireOpen(page.Case, actor);
        var now = clock.GetUtcNow();
        var bytes = await ExchangeBook.WriteAsync(page.Case, await db.People.AnyAsync(p => p.IsDemo, cancel), now, cancel);
        await SaveAsync(page, new("案件の様式の出力（Excel）", page.Case.Subject, page.Case.Caption, page.Case.Gate.Label()), now, cancel);
        return File(bytes, SheetInput.MediaType, ExchangeBook.FileName(page.Case));
    }

    /// <summary>Reads the file and shows what it would change, or every cell that is wrong; the case stays as it is.</summary>
    public async Task<IActionResult> OnPostUploadAsync(CancellationToken cancel)
    {
        if (await FindAsync(tracked: true, cancel) is not { } page)
        {
            return NotFound();
        }

        ExchangeReader.RequireOpen(page.Case, actor);
        var file = Input.File;
        RuleViolation.Require(file is not null, "exchange-missing", "記入した様式のファイルを選んでください。", "File");
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancel);
        var result = ExchangeReader.Read(page.Case, bytes.ToArray());
        if (result.Problems.Count > 0)
        {
            ModelState.AddModelError("Input.File", $"直す必要のあるセルが{result.Problems.Count}か所あります。下の表のセルを直して、もう一度取り込んでください。");
            db.ChangeTracker.Clear();
            await LoadAsync(cancel);
            (Problems, Changes) = (result.Problems, null);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }

        await KeepAsync(page, result, cancel);
        TempData["Success"] = result.IsSame
            ? "このファイルの内容は、今の下書きと同じです。変わる値はありません。"
            : "ファイルを読み取りました。変わる値を確かめて、取り込んでください。まだ保存していません。";
        return Redirect($"/proposals/{CaseNumber}/excel");
    }

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancel)
    {
        if (await FindAsync(tracked: true, cancel) is not { } page)
        {
            return NotFound();
        }

        var kept = await Mine(db.DraftAutosaves).FirstOrDefaultAsync(cancel);
        RuleViolation.Require(kept is not null, "exchange-nothing", "取り込むものがありません。ファイルをもう一度選んでください。", "File");
        RuleViolation.Require(
            ExchangeBook.DraftMark(page.Case) == Mark && kept.SavedAt >= page.Case.DraftSavedAt,
            "exchange-stale",
            "内容を確かめている間に、案件が変わりました。新しい様式を出力して記入し直すか、ファイルをもう一度取り込んでください。",
            "File");
        var (now, changes) = (clock.GetUtcNow(), Audited(page.Case, kept.Content));
        page.Case.Write(kept.Content, actor, now);
        db.DraftAutosaves.Remove(kept);
        await SaveAsync(page, new("案件の記入（Excel取込み）", page.Case.Subject, page.Case.Caption, null, changes), now, cancel);
        TempData["Success"] = $"{changes.Count}項目を取り込みました。";
        return Redirect($"/proposals/{CaseNumber}/edit");
    }

    public async Task<IActionResult> OnPostDropAsync(CancellationToken cancel)
    {
        if (await FindAsync(tracked: false, cancel) is null)
        {
            return NotFound();
        }

        db.DraftAutosaves.RemoveRange(await Mine(db.DraftAutosaves).ToListAsync(cancel));
        await db.SaveChangesAsync(cancel);
        TempData["Success"] = "取込みをやめました。案件は変わっていません。";
        return Redirect($"/proposals/{CaseNumber}/excel");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await FindAsync(tracked: false, cancel) is not { } page)
        {
            return false;
        }

        Shown = page;
        var kept = page.MayEdit ? await Mine(db.DraftAutosaves.AsNoTracking()).FirstOrDefaultAsync(cancel) : null;
        if (kept is not null && kept.SavedAt >= page.Case.DraftSavedAt)
        {
            Changes = ContentDifference.Between(page.Case.Draft, kept.Content);
            Missing = ProposalForm.Missing(kept.Content, page.Case.Gate, page.Case.Class);
        }

        return true;
    }

    async Task KeepAsync(CasePage page, ExchangeResult result, CancellationToken cancel)
    {
        var kept = await Mine(db.DraftAutosaves).FirstOrDefaultAsync(cancel);
        if (result.IsSame)
        {
            db.DraftAutosaves.RemoveRange(kept is null ? [] : [kept]);
        }
        else
        {
            if (kept is null)
            {
                kept = new(page.Case.Id, actor.PersonId!.Value, Kept);
                db.DraftAutosaves.Add(kept);
            }

            kept.Keep(result.Content, clock.GetUtcNow());
        }

        await db.SaveChangesAsync(cancel);
    }

    /// <summary>For the trail: what the form says was and is; confidential values only by name.</summary>
    static IReadOnlyList<Change> Audited(Proposal proposal, ProposalContent content)
    {
        static string? Value(FieldDifference d, string text) => text.Length == 0 ? null : d.Field.IsConfidential ? "（機密）" : text;
        return
        [
            .. from section in ContentDifference.Between(proposal.Draft, content)
               from d in section.Fields
               select new Change(proposal.Caption, d.Label, Value(d, d.Before), Value(d, d.After)),
        ];
    }

    async Task<CasePage?> FindAsync(bool tracked, CancellationToken cancel) => await CasePage.FindAsync(db, actor, clock, CaseNumber, cancel, tracked);

    Task SaveAsync(CasePage page, Act act, DateTimeOffset now, CancellationToken cancel) =>
        db.SaveAsync(actor.Acting(Permission.WriteProposal, page.Case.DepartmentId), act, now, cancel);

    IQueryable<DraftAutosave> Mine(IQueryable<DraftAutosave> all) =>
        all.Where(a => a.PersonId == actor.PersonId && a.Section == Kept && db.Proposals.Any(p => p.Id == a.ProposalId && p.Number == CaseNumber));

    public sealed class FormInput
    {
        [Display(Name = "記入した様式")]
        public IFormFile? File { get; set; }
    }
}
