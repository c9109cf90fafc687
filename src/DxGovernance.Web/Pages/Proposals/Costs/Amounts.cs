using System.ComponentModel.DataAnnotations;
using System.Globalization;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Proposals.Costs;

/// <summary>What the pages for 契約額, 実績 and 予算による減額 share: a grid of lines and years for one stage beside what limits it.</summary>
public abstract class AmountsModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    public const int PageSize = 50;

    [FromRoute]
    public string CaseNumber { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public int P { get; set; } = 1;

    /// <summary>By 明細番号 and fiscal year, as typed; what is empty stays as it is.</summary>
    [BindProperty(Name = nameof(Amounts))] // The name keeps other fields out where none of these is posted.
    public Dictionary<int, Dictionary<int, string?>> Amounts { get; set; } = [];

    [BindProperty]
    public uint Version { get; set; }

    [BindProperty]
    [MaxLength(LedgerEntry.ReasonMaxLength)]
    public virtual string? Reason { get; set; }

    public CostView Shown { get; private set; } = null!;

    public IReadOnlyList<StandingLine> Lines { get; private set; } = [];

    public int LineCount { get; private set; }

    public IReadOnlyList<int> Years => [.. Lines.SelectMany(l => l.Cells.Where(c => c.Value.Decided is not null).Select(c => c.Key)).Distinct().Order()];

    public abstract AmountStage Stage { get; }

    /// <summary>Whether the actor may enter amounts now.</summary>
    public abstract bool MayEnter { get; }

    protected GovernanceDbContext Db => db;

    protected Actor Actor => actor;

    protected DateTimeOffset Now => clock.GetUtcNow();

    protected DateOnly Today => clock.Today();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await CostView.FindAsync(db, actor, clock, CaseNumber, cancel, tracked: true) is not { } view)
        {
            return NotFound();
        }

        if ((view.Sheet?.Version ?? 0) != Version)
        {
            throw new StaleForm("ほかの人が先に額を変えました。");
        }

        var given = Typed();
        var (title, permission) = Enter(view, given);
        await db.SaveAsync(actor.Acting(permission, view.Case.DepartmentId), new Act(title, view.Case.Subject, view.Case.Caption, Reason), Now, cancel);
        TempData["Success"] = $"{Stage.Label()}の額を保存しました。";
        return Redirect($"/proposals/{CaseNumber}/costs");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await CostView.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } view)
        {
            return false;
        }

        Shown = view;
        var all = view.Standing.ByLine.Values.Where(l => l.Cells.Values.Any(c => c.Decided > 0)).OrderBy(l => l.Position).ThenBy(l => l.Line).ToList();
        LineCount = all.Count;
        P = Math.Clamp(P, 1, Math.Max(1, (LineCount + PageSize - 1) / PageSize));
        Lines = [.. all.Skip((P - 1) * PageSize).Take(PageSize)];
        Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? view.Sheet?.Version ?? 0 : Version;
        return true;
    }

    public AmountField Field(StandingLine line, int year) => new(
        $"Amounts[{line.Line}][{year}]",
        $"{CostLabels.ShortYear(year)}の{Stage.Label()}：明細{line.Line}",
        Amounts.GetValueOrDefault(line.Line)?.GetValueOrDefault(year) ?? Current(line[year])?.ToString("#,0", CultureInfo.InvariantCulture));

    /// <summary>What the cell holds now; null where nothing was entered.</summary>
    protected virtual long? Current(CostCell cell) => cell[Stage];

    /// <summary>Takes the amounts in.</summary>
    /// <returns>Words of the act and by which permission it is done.</returns>
    protected abstract (string Title, Permission Permission) Enter(CostView view, IReadOnlyList<AmountInput> amounts);

    List<AmountInput> Typed() =>
    [
        .. from line in Amounts
           from cell in line.Value
           where !string.IsNullOrWhiteSpace(cell.Value)
           select new AmountInput(
               line.Key, cell.Key, CostAmounts.Read(cell.Value, $"明細{line.Key}の{new FiscalYear(cell.Key)}の{Stage.Label()}", $"Amounts[{line.Key}][{cell.Key}]")),
    ];
}
