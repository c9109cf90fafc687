using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DxGovernance.Web.Pages.Proposals.Costs;

/// <summary>査定: each line that is asked for is judged; then the review of the costs is finished as a whole.</summary>
[Authorize(Policy = nameof(Permission.ReviewProposal))]
public sealed class AssessModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    public const int PageSize = 50;

    [FromRoute]
    public string CaseNumber { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public int P { get; set; } = 1;

    [BindProperty(Name = nameof(Lines))] // The name keeps other fields out where none of these is posted.
    public Dictionary<int, LineInput> Lines { get; set; } = [];

    [BindProperty]
    public uint Version { get; set; }

    [BindProperty]
    [Display(Name = "費用の妥当性についての意見"), MaxLength(LedgerEntry.ReasonMaxLength)]
    public string? Opinion { get; set; }

    public CostView Shown { get; private set; } = null!;

    /// <summary>Lines of this page of which something is open.</summary>
    public IReadOnlyList<StandingLine> Open { get; private set; } = [];

    public int OpenCount { get; private set; }

    public int Unassessed { get; private set; }

    public IReadOnlyList<int> Years => [.. Open.SelectMany(l => l.Cells.Where(c => c.Value.IsOpen).Select(c => c.Key)).Distinct().Order()];

    /// <summary>What the checks found and nobody has answered.</summary>
    public int OpenChecks { get; private set; }

    public CostTotals Totals => CostTotals.Of(Shown.Standing.ByLine.Values.SelectMany(l => l.Cells.Values.Where(c => c.IsOpen)));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        Lines = Open.ToDictionary(l => l.Line, l => new LineInput
        {
            Verdict = l.Verdict,
            CutReason = l.Cells.Values.Select(c => c.CutReason).FirstOrDefault(r => r is not null),
            Note = l.VerdictNote,
            Amounts = l.Cells.Where(c => c.Value.IsOpen).ToDictionary(c => c.Key, c => (string?)(c.Value.Assessed ?? c.Value.Requested)?.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture)),
        });
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } view)
        {
            return NotFound();
        }

        var given = Lines.Where(l => l.Value.Verdict is not null).Select(l => l.Value.ToVerdict(l.Key)).ToList();
        view.Case.AssessCosts(given, view.Tables, actor, clock.GetUtcNow());
        await SaveAsync(view, "案件：費用の査定", cancel);
        TempData["Success"] = $"{given.Count}件の明細の査定を保存しました。";
        return Redirect($"/proposals/{CaseNumber}/costs/assess?p={P}");
    }

    /// <summary>All lines that nobody has judged yet are 妥当.</summary>
    public async Task<IActionResult> OnPostRestAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } view)
        {
            return NotFound();
        }

        var rest = view.Standing.ByLine.Values.Where(l => l is { HasOpen: true, Verdict: null }).Select(l => new VerdictInput(l.Line, CostVerdict.Adequate, new Dictionary<int, long>(), null, null)).ToList();
        RuleViolation.Require(rest.Count > 0, "assess-nothing-left", "まだ査定していない明細はありません。");
        view.Case.AssessCosts(rest, view.Tables, actor, clock.GetUtcNow());
        await SaveAsync(view, "案件：費用の査定（残りを妥当）", cancel);
        TempData["Success"] = $"まだ査定していなかった{rest.Count}件の明細を「妥当」にしました。";
        return Redirect($"/proposals/{CaseNumber}/costs/assess");
    }

    public async Task<IActionResult> OnPostFinishAsync(CancellationToken cancel)
    {
        if (await FindAsync(cancel) is not { } view)
        {
            return NotFound();
        }

        var checks = await CheckList.LoadAsync(db, actor, view, view.Page.Today, cancel);
        var left = checks.Items.Count(i => i.Answer is null);
        view.Case.FinishCostReview(
            checks.Items.Count - left,
            left == 0 ? null : $"見積精査で見つかったもののうち{left}件に答えていません。「見積精査」の画面で全てに答えてから、費用審査を終えてください。",
            Opinion, actor, clock.GetUtcNow());
        await SaveAsync(view, "案件：費用審査を終える", cancel);
        TempData["Success"] = "費用審査を終えました。";
        return Redirect($"/proposals/{CaseNumber}/costs");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await CostView.FindAsync(db, actor, clock, CaseNumber, cancel) is not { } view)
        {
            return false;
        }

        Shown = view;
        var open = view.Standing.ByLine.Values.Where(l => l.HasOpen).OrderBy(l => l.IsRemoved).ThenBy(l => l.Position).ToList();
        (OpenCount, Unassessed) = (open.Count, open.Count(l => l.IsUnassessed));
        P = Math.Clamp(P, 1, Math.Max(1, (OpenCount + PageSize - 1) / PageSize));
        Open = [.. open.Skip((P - 1) * PageSize).Take(PageSize)];
        OpenChecks = view.MayAssess ? (await CheckList.LoadAsync(db, actor, view, view.Page.Today, cancel)).Items.Count(i => i.Answer is null) : 0;
        Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? view.Sheet?.Version ?? 0 : Version;
        return true;
    }

    async Task<CostView?> FindAsync(CancellationToken cancel)
    {
        var view = await CostView.FindAsync(db, actor, clock, CaseNumber, cancel, tracked: true);
        if (view is not null && (view.Sheet?.Version ?? 0) != Version)
        {
            throw new StaleForm("ほかの人が先に査定したか、新しい版が申請されました。");
        }

        return view;
    }

    Task SaveAsync(CostView view, string title, CancellationToken cancel) => db.SaveAsync(
        actor.Acting(Permission.ReviewProposal, view.Case.DepartmentId), new Act(title, view.Case.Subject, view.Case.Caption), clock.GetUtcNow(), cancel);

    public sealed class LineInput
    {
        [Display(Name = "判断"), EnumDataType(typeof(CostVerdict))]
        public CostVerdict? Verdict { get; set; }

        [Display(Name = "減額の理由")]
        public string? CutReason { get; set; }

        [Display(Name = "説明"), MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Note { get; set; }

        /// <summary>By fiscal year, as typed.</summary>
        public Dictionary<int, string?> Amounts { get; set; } = [];

        public VerdictInput ToVerdict(int line) => new(
            line, Verdict!.Value,
            Verdict == CostVerdict.Reduced ? Amounts.Where(a => !string.IsNullOrWhiteSpace(a.Value)).ToDictionary(a => a.Key, a => CostAmounts.Read(a.Value, $"明細{line}の{new FiscalYear(a.Key)}の査定額", System.FormattableString.Invariant($"Lines[{line}].Amounts[{a.Key}]"))) : new Dictionary<int, long>(),
            CutReason, Note);
    }
}

/// <summary>Whole yen as people type them.</summary>
public static class CostAmounts
{
    /// <exception cref="RuleViolation">Not whole yen from 0 on.</exception>
    public static long Read(string? typed, string name, string field)
    {
        var text = ProposalForm.Normalize(FieldKind.Number, typed) ?? "";
        var isNumber = decimal.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign | System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var number);
        RuleViolation.Require(
            isNumber && number >= 0 && number <= CostLine.MostYen && number == Math.Truncate(number),
            "cost-amount",
            $"{name}には0から{CostLine.MostYen:#,0}までの整数（円）を入力してください。",
            field);
        return (long)number;
    }
}
