using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Proposals.Costs;

/// <summary>One cost line in a form: for small screens and without JavaScript.</summary>
[Authorize(Policy = nameof(Permission.WriteProposal))]
public sealed class LineModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm, IReadsForm
{
    const string Prefix = "c.";

    [FromRoute]
    public string CaseNumber { get; set; } = "";

    /// <summary>Null for a new line.</summary>
    [FromRoute]
    public int? Number { get; set; }

    [BindProperty]
    public uint Version { get; set; }

    public CostView Shown { get; private set; } = null!;

    public IReadOnlyList<CostColumn> Columns { get; private set; } = [];

    public IReadOnlyDictionary<string, string> Cells { get; private set; } = new Dictionary<string, string>();

    public static string Name(CostColumn column) => Prefix + column.Key;

    public bool Reads(string field) =>
        field.StartsWith(Prefix, StringComparison.Ordinal) && (CostColumns.YearOf(field[Prefix.Length..]) is not null || CostColumns.Of(new([])).Any(c => c.Key == field[Prefix.Length..]));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(tracked: true, cancel) is not { } view)
        {
            return NotFound();
        }

        var problems = new List<CostProblem>();
        var line = CostColumns.Read(Number ?? 0, Typed(), view.Tables, problems);
        foreach (var p in problems)
        {
            ModelState.AddModelError(Prefix + p.Column, p.Message);
        }

        if (problems.Count > 0)
        {
            db.ChangeTracker.Clear();
            await LoadAsync(cancel);
            return new PageResult { StatusCode = StatusCodes.Status400BadRequest };
        }

        RuleViolation.Require(line is not null, "cost-line-empty", "どの項目も空です。区分・費目・名称・年度の額を入力してください。");
        await SaveAsync(view, Number is null ? [.. view.Draft.All, line] : [.. view.Draft.All.Select(l => l.Line == Number ? line : l)], $"明細「{line.Terms.Name}」を保存しました。", cancel);
        return Redirect($"/proposals/{CaseNumber}/costs/edit");
    }

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancel)
    {
        if (await FindAsync(tracked: true, cancel) is not { } view || Number is null)
        {
            return NotFound();
        }

        await SaveAsync(view, [.. view.Draft.All.Where(l => l.Line != Number)], $"明細{Number}を外しました。", cancel);
        return Redirect($"/proposals/{CaseNumber}/costs/edit");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await FindAsync(tracked: false, cancel) is not { } view)
        {
            return false;
        }

        Shown = view;
        var line = Number is { } n ? view.Draft.Find(n) : null;
        Columns = CostColumns.WithYears(view.Tables, GridData.Years(view.Draft.Years, view.Case.FiscalYear));
        Cells = Request.HasFormContentType ? Typed() : line is null ? new Dictionary<string, string>() : CostColumns.Write(line);
        Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? view.Sheet?.Version ?? 0 : Version;
        return true;
    }

    Dictionary<string, string> Typed() =>
        Request.Form.Where(f => Reads(f.Key)).ToDictionary(f => f.Key[Prefix.Length..], f => f.Value.ToString(), StringComparer.Ordinal);

    async Task<CostView?> FindAsync(bool tracked, CancellationToken cancel) =>
        await CostView.FindAsync(db, actor, clock, CaseNumber, cancel, tracked) is { } view && (Number is null || view.Draft.Find(Number.Value) is not null) ? view : null;

    async Task SaveAsync(CostView view, IReadOnlyList<CostLine> lines, string done, CancellationToken cancel)
    {
        if ((view.Sheet?.Version ?? 0) != Version)
        {
            throw new StaleForm("ほかの人が先に費用の明細を変えました。");
        }

        var now = clock.GetUtcNow();
        view.Case.WriteCosts(lines, actor, now);
        await db.SaveAsync(
            actor.Acting(Permission.WriteProposal, view.Case.DepartmentId), new Act("案件の記入：費用の明細", view.Case.Subject, view.Case.Caption), now, cancel);
        TempData["Success"] = done;
    }
}

/// <summary>A field of a cost line.</summary>
public sealed record LineField(CostColumn Column, string? Value, bool Required);
