using System.ComponentModel.DataAnnotations;
using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Effects;

public enum EffectChoice
{
    Waiting,
    Missing,
    Measured,
    All,
}

/// <summary>効果検証一覧: what was not measured in time, what comes next, and planned against measured.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class IndexModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true), Display(Name = "測定")]
    public EffectChoice State { get; set; }

    [BindProperty(SupportsGet = true), Display(Name = "所管課")]
    public int? Department { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true)]
    public int P { get; set; } = 1;

    public Paged<Row> Rows { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Departments { get; private set; } = [];

    public DateOnly Today => clock.Today();

    public bool CanMeasure(Row row) => row.Value is null && actor.Can(Permission.WriteProposal, row.DepartmentId);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        var rows =
            from c in Chosen(db.EffectChecks.AsNoTracking(), Today)
            join p in db.Proposals.VisibleTo(actor) on c.ProposalId equals p.Id
            where Department == null || p.DepartmentId == Department
            select new Row
            {
                Number = p.Number,
                Title = p.Title,
                DepartmentId = p.DepartmentId,
                DepartmentName = p.DepartmentName,
                Indicator = c.Name,
                Unit = c.Unit,
                Months = c.Months,
                DueOn = c.DueOn,
                Planned = c.Planned,
                Value = c.Value,
                MeasuredOn = c.MeasuredOn,
            };
        Rows = await Ordered(rows).ToPageAsync(P, Paged<Row>.DefaultSize, cancel);
        Departments = await db.Departments.AsNoTracking().OrderBy(d => d.Code).Select(d => new SelectListItem(d.Name, d.Id.ToString())).ToListAsync(cancel);
    }

    /// <summary>Without a day nothing can be late: such checks wait for the go-live to be known.</summary>
    IQueryable<EffectCheck> Chosen(IQueryable<EffectCheck> checks, DateOnly today) => State switch
    {
        EffectChoice.Waiting => checks.Where(c => c.Value == null && c.DueOn != null),
        EffectChoice.Missing => checks.Where(c => c.Value == null && c.DueOn < today),
        EffectChoice.Measured => checks.Where(c => c.Value != null),
        EffectChoice.All => checks,
    };

    /// <summary>By the day, so that what is missing comes first; unknown days stand last.</summary>
    IQueryable<Row> Ordered(IQueryable<Row> rows)
    {
        var down = Sort?.StartsWith('-') == true;
        var ordered = Sort?.TrimStart('-') switch
        {
            "number" => down ? rows.OrderByDescending(r => r.Number) : rows.OrderBy(r => r.Number),
            "department" => down ? rows.OrderByDescending(r => r.DepartmentName) : rows.OrderBy(r => r.DepartmentName),
            _ => down ? rows.OrderBy(r => r.DueOn == null).ThenByDescending(r => r.DueOn) : rows.OrderBy(r => r.DueOn),
        };
        return ordered.ThenBy(r => r.DueOn).ThenBy(r => r.Number).ThenBy(r => r.Indicator).ThenBy(r => r.Months);
    }

    public static string Label(EffectChoice choice) => choice switch
    {
        EffectChoice.Waiting => "測定値のないもの",
        EffectChoice.Missing => "期限を過ぎたもの",
        EffectChoice.Measured => "測定済み",
        EffectChoice.All => "全て",
    };

    public sealed record Row
    {
        public string Number { get; init; } = "";

        public string Title { get; init; } = "";

        public int DepartmentId { get; init; }

        public string DepartmentName { get; init; } = "";

        public string Indicator { get; init; } = "";

        public string Unit { get; init; } = "";

        public int Months { get; init; }

        public DateOnly? DueOn { get; init; }

        public decimal? Planned { get; init; }

        public decimal? Value { get; init; }

        public DateOnly? MeasuredOn { get; init; }

        public string When => Months == 0 ? "稼働前" : $"稼働{Months}か月後";
    }
}
