using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using DxGovernance.Core;
using DxGovernance.Core.Api;
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

namespace DxGovernance.Web.Pages.Conditions;

public enum ConditionChoice
{
    Unmet,
    Open,
    Reported,
    Met,
    All,
}

/// <summary>条件一覧: what was imposed with an approval and is not met, the overdue first; now or as it was reported on a past day.</summary>
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

    [BindProperty(SupportsGet = true), Display(Name = "基準日")]
    public DateOnly? AsOf { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true)]
    public int P { get; set; } = 1;

    public Paged<Row> Rows { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Departments { get; private set; } = [];

    public DateOnly Today => clock.Today();

    /// <summary>The past day shown, as it was reported then; null for today.</summary>
    public AsOf? Past { get; private set; }

    public bool CanReport(Row row) => row.State == ConditionState.Open && !row.Case.IsGivenUp() && actor.Can(Permission.WriteProposal, row.DepartmentId);

    public bool CanJudge(Row row) => row.State == ConditionState.Reported && !row.Case.IsGivenUp() && actor.Can(Permission.ReceiveProposal, row.DepartmentId);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Past = this.PastPoint(AsOf, Today);
        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        Departments = await db.Departments.AsNoTracking().OrderBy(d => d.Code).Select(d => new SelectListItem(d.Name, d.Id.ToString())).ToListAsync(cancel);
        if (Past is { } past)
        {
            await LoadPastAsync(past, cancel);
            return;
        }

        var today = Today;
        var states = States;
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
    }

    ConditionState[] States => State switch
    {
        ConditionChoice.Unmet => [ConditionState.Open, ConditionState.Reported],
        ConditionChoice.Open => [ConditionState.Open],
        ConditionChoice.Reported => [ConditionState.Reported],
        ConditionChoice.Met => [ConditionState.Met],
        ConditionChoice.All => Enum.GetValues<ConditionState>(),
    };

    async Task LoadPastAsync(AsOf past, CancellationToken cancel)
    {
        var (states, givenUp) = (States, ProposalWorkflow.GivenUp.ToArray());
        var visible = db.Proposals.AsNoTracking().VisibleTo(actor);
        var found = ConditionsAsOf.Rows(db, visible, past).Where(c => states.Contains(c.State)
            && (State == ConditionChoice.All || c.State == ConditionState.Met || !givenUp.Contains(c.CaseState))
            && (Blocks == null || c.Blocks == Blocks) && (Department == null || c.DepartmentId == Department));
        Rows = await Ordered((Overdue ? found.Overdue(past.Day) : found).Select(Row.Of)).ToPageAsync(P, Paged<Row>.DefaultSize, cancel);
        var numbers = Rows.Rows.Select(r => r.Number).Distinct().ToArray();
        var shown = visible.Where(p => numbers.Contains(p.Number));
        var known = await ConditionsAsOf.Rows(db, shown, past with { KnownAt = clock.GetUtcNow() }).Select(Row.Of).ToDictionaryAsync(r => (r.Number, r.Condition), cancel);
        var names = await CasesAsOf.NamesAsync(db, shown, past, cancel);
        Rows = Rows with { Rows = [.. Rows.Rows.Select(r => r.With(known[(r.Number, r.Condition)], names[r.Number]))] };
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

        /// <summary>A line of a past day; its case is named afterwards.</summary>
        public static Expression<Func<ConditionStanding, Row>> Of { get; } = c => new Row
        {
            Number = c.CaseNumber,
            DepartmentId = c.DepartmentId,
            DepartmentName = c.DepartmentName,
            Condition = c.Number,
            Text = c.Text,
            Owner = c.Owner,
            DueOn = c.DueOn,
            Blocks = c.Blocks,
            State = c.State,
            Case = c.CaseState,
        };

        /// <summary>What is known now of a past day and was not reported then; empty where nothing is, and for today.</summary>
        public string Later { get; init; } = "";

        /// <summary>The same line with what is known now, and with the names of then.</summary>
        public Row With(Row known, CaseName name) => this with
        {
            Title = name.Title,
            DepartmentName = name.DepartmentName,
            Later = string.Join("、", new[]
            {
                State == known.State ? null : known.State.Label(),
                DueOn == known.DueOn ? null : $"期限 {Wareki.Iso(known.DueOn)}",
                (Text, Owner, Blocks) == (known.Text, known.Owner, known.Blocks) ? null : $"{known.Text}（担当 {known.Owner}、止める協議段階 {known.Blocks?.Label() ?? "なし"}）",
                Case.IsGivenUp() == known.Case.IsGivenUp() ? null : $"案件は「{known.Case.Label()}」",
            }.OfType<string>()),
        };

        public bool IsOverdue(DateOnly today) => State != ConditionState.Met && DueOn < today && !Case.IsGivenUp();
    }
}
