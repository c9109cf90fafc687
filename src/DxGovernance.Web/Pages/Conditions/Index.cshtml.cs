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

namespace DxGovernance.Web.Pages.Conditions;

public enum ConditionChoice
{
    Unmet,
    Open,
    Reported,
    Met,
    All,
}

/// <summary>条件一覧: what was imposed with an approval and is not met, the overdue first.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class IndexModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true), Display(Name = "条件の状態")]
    public ConditionChoice State { get; set; }

    [BindProperty(SupportsGet = true), Display(Name = "止める協議段階")]
    public Gate? Blocks { get; set; }

    [BindProperty(SupportsGet = true), Display(Name = "所管課")]
    public int? Department { get; set; }

    [BindProperty(SupportsGet = true), Display(Name = "期限超過だけ")]
    public bool Overdue { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true)]
    public int P { get; set; } = 1;

    public Paged<Row> Rows { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Departments { get; private set; } = [];

    public DateOnly Today => clock.Today();

    public bool CanReport(Row row) => row.State == ConditionState.Open && !row.Case.IsGivenUp() && actor.Can(Permission.WriteProposal, row.DepartmentId);

    public bool CanJudge(Row row) => row.State == ConditionState.Reported && !row.Case.IsGivenUp() && actor.Can(Permission.ReceiveProposal, row.DepartmentId);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        var today = Today;
        ConditionState[] states = State switch
        {
            ConditionChoice.Unmet => [ConditionState.Open, ConditionState.Reported],
            ConditionChoice.Open => [ConditionState.Open],
            ConditionChoice.Reported => [ConditionState.Reported],
            ConditionChoice.Met => [ConditionState.Met],
            ConditionChoice.All => Enum.GetValues<ConditionState>(),
        };
        var rows =
            from c in db.Conditions.AsNoTracking()
            join p in db.Proposals.VisibleTo(actor) on c.ProposalId equals p.Id
            let isGivenUp = ProposalWorkflow.GivenUp.Contains(p.State)
            where states.Contains(c.State) && (!isGivenUp || State == ConditionChoice.All || c.State == ConditionState.Met) && (Blocks == null || c.BlocksGate == Blocks) && (Department == null || p.DepartmentId == Department)
                && (!Overdue || (c.State != ConditionState.Met && c.DueOn < today && !isGivenUp))
            select new Row
            {
                Number = p.Number,
                Title = p.Title,
                DepartmentId = p.DepartmentId,
                DepartmentName = p.DepartmentName,
                Condition = c.Number,
                Text = c.Text,
                Owner = c.Owner,
                DueOn = c.DueOn,
                Blocks = c.BlocksGate,
                State = c.State,
                Case = p.State,
            };
        Rows = await Ordered(rows).ToPageAsync(P, Paged<Row>.DefaultSize, cancel);
        Departments = await db.Departments.AsNoTracking().OrderBy(d => d.Code).Select(d => new SelectListItem(d.Name, d.Id.ToString())).ToListAsync(cancel);
    }

    /// <summary>By the day, so that the overdue come first.</summary>
    IQueryable<Row> Ordered(IQueryable<Row> rows)
    {
        var down = Sort?.StartsWith('-') == true;
        var ordered = Sort?.TrimStart('-') switch
        {
            "number" => down ? rows.OrderByDescending(r => r.Number) : rows.OrderBy(r => r.Number),
            "department" => down ? rows.OrderByDescending(r => r.DepartmentName) : rows.OrderBy(r => r.DepartmentName),
            "state" => down ? rows.OrderByDescending(r => r.State) : rows.OrderBy(r => r.State),
            _ => down ? rows.OrderByDescending(r => r.DueOn) : rows.OrderBy(r => r.DueOn),
        };
        return ordered.ThenBy(r => r.DueOn).ThenBy(r => r.Number).ThenBy(r => r.Condition);
    }

    public static string Label(ConditionChoice choice) => choice switch
    {
        ConditionChoice.Unmet => "履行済みでないもの",
        ConditionChoice.Open => ConditionState.Open.Label(),
        ConditionChoice.Reported => ConditionState.Reported.Label(),
        ConditionChoice.Met => ConditionState.Met.Label(),
        ConditionChoice.All => "全て",
    };

    public sealed record Row
    {
        public string Number { get; init; } = "";

        public string Title { get; init; } = "";

        public int DepartmentId { get; init; }

        public string DepartmentName { get; init; } = "";

        public int Condition { get; init; }

        public string Text { get; init; } = "";

        public string Owner { get; init; } = "";

        public DateOnly DueOn { get; init; }

        public Gate? Blocks { get; init; }

        /// <summary>State of the case.</summary>
        public ProposalState Case { get; init; }

        public ConditionState State { get; init; }

        public bool IsOverdue(DateOnly today) => State != ConditionState.Met && DueOn < today && !Case.IsGivenUp();
    }
}
