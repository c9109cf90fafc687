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

/// <summary>Who owns an initiative and, when the policy itself was revised, what it says.</summary>
[Authorize(Policy = nameof(Permission.EditPolicy))]
public sealed class InitiativeEditModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    const int SpareRows = 2;

    [FromRoute(Name = "initiative")]
    public string Code { get; set; } = "";

    [BindProperty]
    public Form Input { get; set; } = new();

    public Initiative Initiative { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Departments { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel))
        {
            return NotFound();
        }

        (Input.Owners, Input.Source, Input.AsOf) = (Initiative.DepartmentIds, Initiative.Source, clock.Today());
        Input.Plan =
        [
            .. Initiative.Plan.Select(c => new PlanRow { FromYear = $"{c.FromYear}", ToYear = $"{c.ToYear}", Timing = c.Timing, Text = c.Text, Basis = c.Basis, Page = c.Page }),
            .. Enumerable.Range(0, SpareRows).Select(_ => new PlanRow()),
        ];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await db.Initiatives.FirstOrDefaultAsync(i => i.Code == Code, cancel) is not { } initiative)
        {
            return NotFound();
        }

        if (initiative.Version != Input.Version)
        {
            throw new StaleForm("ほかの人が先に保存しました。");
        }

        var owners = await Offered(initiative).Where(d => Input.Owners.Contains(d.Id)).ToListAsync(cancel);
        RuleViolation.Require(owners.Count == Input.Owners.Distinct().Count(), "owner-unknown", "所管課は選択肢から選んでください。", "Owners");
        var (now, was) = (clock.GetUtcNow(), initiative.DepartmentNames);
        initiative.Revise(owners, Input.ReadPlan(), Input.Source ?? "", Input.Reason, actor, now, Input.AsOf);
        Change[] changes = was.SequenceEqual(initiative.DepartmentNames) ? [] : [new(initiative.Caption, "所管課", string.Join("、", was) is { Length: > 0 } old ? old : null, string.Join("、", initiative.DepartmentNames) is { Length: > 0 } next ? next : null)];
        await db.SaveAsync(actor, new Act("取組の所管・工程の変更", initiative.Subject, initiative.Caption, Input.Reason, changes), now, cancel);
        TempData["Success"] = "所管と工程を保存しました。";
        return Redirect($"/policy/initiatives/{Code}");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.Initiatives.AsNoTracking().FirstOrDefaultAsync(i => i.Code == Code, cancel) is not { } found)
        {
            return false;
        }

        Initiative = found;
        Departments = await Offered(found).OrderBy(d => d.Code).Select(d => new SelectListItem(d.Name, $"{d.Id}")).ToListAsync(cancel);
        Input.Version = HttpContext.IsStale() || HttpMethods.IsGet(Request.Method) ? found.Version : Input.Version;
        return true;
    }

    /// <summary>Departments of today, and those that own it though they are gone.</summary>
    IQueryable<Department> Offered(Initiative initiative)
    {
        var (today, owners) = (clock.Today(), initiative.DepartmentIds);
        return db.Departments.Where(d => (d.ValidFrom <= today && (d.ValidTo == null || d.ValidTo >= today)) || owners.Contains(d.Id));
    }

    public sealed class Form
    {
        [Display(Name = "所管課")]
        public int[] Owners { get; set; } = [];

        public List<PlanRow> Plan { get; set; } = [];

        [Display(Name = "工程の出典")]
        [Required]
        [MaxLength(Initiative.SourceMaxLength)]
        public string? Source { get; set; }

        [Display(Name = "基準日")]
        public DateOnly AsOf { get; set; }

        [Display(Name = "変更の理由")]
        [Required]
        [MaxLength(LedgerEntry.ReasonMaxLength)]
        public string? Reason { get; set; }

        public uint Version { get; set; }

        /// <summary>The rows in which anything was typed, numbered anew.</summary>
        /// <exception cref="RuleViolation">A year cannot be read.</exception>
        public IReadOnlyList<Commitment> ReadPlan() =>
        [
            .. Plan.Index().Where(r => !r.Item.IsEmpty).Select((r, i) => new Commitment(
                i + 1,
                Year(r.Item.FromYear, $"工程の{r.Index + 1}行目の始めの年度", $"Input.Plan[{r.Index}].FromYear"),
                Year(r.Item.ToYear, $"工程の{r.Index + 1}行目の終わりの年度", $"Input.Plan[{r.Index}].ToYear"),
                r.Item.Timing?.Trim() ?? "", r.Item.Text?.Trim() ?? "", r.Item.Basis?.Trim() ?? "", r.Item.Page?.Trim() ?? "")),
        ];

        static int? Year(string? typed, string label, string field)
        {
            var year = PolicyNumbers.Read(typed, label, field);
            RuleViolation.Require(year is null || (year is >= 2020 and <= 2060 && decimal.Truncate(year.Value) == year), "commitment-year", $"{label}は2020から2060までの西暦で入力してください。", field);
            return (int?)year;
        }
    }

    public sealed class PlanRow
    {
        [Display(Name = "始めの年度")]
        [MaxLength(10)]
        public string? FromYear { get; set; }

        [Display(Name = "終わりの年度")]
        [MaxLength(10)]
        public string? ToYear { get; set; }

        [Display(Name = "時期（方針の語）")]
        [MaxLength(60)]
        public string? Timing { get; set; }

        [Display(Name = "取組（方針の文言）")]
        [MaxLength(500)]
        public string? Text { get; set; }

        [Display(Name = "方針の箇所")]
        [MaxLength(40)]
        public string? Basis { get; set; }

        [Display(Name = "頁")]
        [MaxLength(10)]
        public string? Page { get; set; }

        public bool IsEmpty => new[] { FromYear, ToYear, Timing, Text, Basis, Page }.All(string.IsNullOrWhiteSpace);
    }
}
