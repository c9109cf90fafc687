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
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Proposals;

/// <summary>Starts a case: the way it will take and why is shown before anything is written.</summary>
[Authorize(Policy = nameof(Permission.WriteProposal))]
public sealed class NewModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel, IForm
{
    [BindProperty]
    public FormInput Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> Departments { get; private set; } = [];

    public Templates Rules { get; private set; } = null!;

    /// <summary>The rule that applies to what was typed; null before it is asked for.</summary>
    public RouteRule? Route { get; private set; }

    public IReadOnlyList<Gate> Gates => Input.Class is { } c ? Rules.GatesOf(c) : [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Input = new() { Once = Guid.NewGuid(), IsShared = true };
        await LoadAsync(cancel);
        Input.Department = Departments.Count == 1 ? int.Parse(Departments[0].Value, System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Shows the route and the gates; nothing is saved.</summary>
    public async Task<IActionResult> OnPostRouteAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Route = Rules.RouteOf(new(Input.Class!.Value, Input.Amount ?? 0, Input.HasPersonalData!.Value, Input.IsCityWide!.Value));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var department = await db.Departments.FirstOrDefaultAsync(d => d.Id == Input.Department && actor.DepartmentIds.Contains(d.Id), cancel);
        RuleViolation.Require(department is not null, "department-unknown", "所管課を選んでください。", "Department");
        var now = clock.GetUtcNow();
        var rules = await Templates.AtAsync(db, AsOf.ReportedOn(clock.Today()), cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var number = await ProposalNumbers.NextAsync(db, clock.Today(), cancel);
        var start = new ProposalStart(Input.Title!, Input.Class!.Value, Input.Amount, Input.HasPersonalData!.Value, Input.IsCityWide!.Value, Input.IsShared);
        var proposal = new Proposal(number, Input.Once, start, department, rules, actor, now);
        db.Proposals.Add(proposal);
        await db.SaveAsync(actor.Acting(Permission.WriteProposal, department.Id), new Act("案件の作成", proposal.Subject, proposal.Caption), now, cancel);
        await transaction.CommitAsync(cancel);
        TempData["Success"] = $"案件 {proposal.Number} を作りました。続けて様式を書いてください。";
        return Redirect($"/proposals/{proposal.Number}/edit");
    }

    public async Task<bool> LoadAsync(CancellationToken cancel)
    {
        Rules = await Templates.AtAsync(db, AsOf.ReportedOn(clock.Today()), cancel);
        var departments = await db.Departments.AsNoTracking().Where(d => actor.DepartmentIds.Contains(d.Id) && d.ValidTo == null).OrderBy(d => d.Code).ToListAsync(cancel);
        Departments = [.. departments.Where(d => actor.Can(Permission.WriteProposal, d.Id)).Select(d => new SelectListItem(d.Name, $"{d.Id}"))];
        return true;
    }

    public sealed class FormInput
    {
        /// <summary>Makes the same form impossible twice.</summary>
        public Guid Once { get; set; }

        [Display(Name = "件名"), Required, MaxLength(ProposalForm.TextMaxLength)]
        public string? Title { get; set; }

        [Display(Name = "所管課"), Required]
        public int? Department { get; set; }

        [Display(Name = "案件区分"), Required, EnumDataType(typeof(ProposalClass))]
        public ProposalClass? Class { get; set; }

        [Display(Name = "総額の見込み（税込み、円）"), Range(0, 9_999_999_999_999)]
        public long? Amount { get; set; }

        [Display(Name = "個人情報を扱う"), Required]
        public bool? HasPersonalData { get; set; }

        [Display(Name = "全庁に影響する"), Required]
        public bool? IsCityWide { get; set; }

        [Display(Name = "申請した後は、件名・所管課・状態をほかの課にも見せる（似た案件を作る課の参考になります）")]
        public bool IsShared { get; set; }
    }
}
