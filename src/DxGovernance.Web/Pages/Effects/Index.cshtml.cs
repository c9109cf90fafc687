using System.ComponentModel.DataAnnotations;
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

namespace DxGovernance.Web.Pages.Effects;

public enum EffectChoice
{
    Waiting,
    Missing,
    Measured,
    All,
}

/// <summary>効果検証一覧: what was not measured in time, what comes next, and planned against measured; now or as it was reported on a past day.</summary>
[Authorize(Policy = nameof(Permission.SeeProposals))]
public sealed class IndexModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true), Display(Name = "測定")]
    public EffectChoice State { get; set; }

    [BindProperty(SupportsGet = true), Display(Name = "所管課")]
    public int? Department { get; set; }

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

    public bool CanMeasure(Row row) => row.Value is null && actor.Can(Permission.WriteProposal, row.DepartmentId);

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
    }

    async Task LoadPastAsync(AsOf past, CancellationToken cancel)
    {
        var visible = db.Proposals.AsNoTracking().VisibleTo(actor);
        var effects = await EffectsAsOf.LoadAsync(db, Department is { } id ? visible.Where(p => p.DepartmentId == id) : visible, past, clock.GetUtcNow(), cancel);
        Rows = Ordered([.. effects.Where(e => Holds(e.Reported, past.Day)).Select(Row.Of)]).ToPage(P);
        var numbers = Rows.Rows.Select(r => r.Number).Distinct().ToArray();
        var names = await CasesAsOf.NamesAsync(db, visible.Where(p => numbers.Contains(p.Number)), past, cancel);
        Rows = Rows with { Rows = [.. Rows.Rows.Select(r => r with { Title = names[r.Number].Title, DepartmentName = names[r.Number].DepartmentName })] };
    }

    /// <summary>As <see cref="Chosen"/>, of a past day.</summary>
    bool Holds(EffectStanding e, DateOnly day) => State switch
    {
        EffectChoice.Waiting => e.Value is null && e.DueOn is not null,
        EffectChoice.Missing => e.IsMissing(day),
        EffectChoice.Measured => e.Value is not null,
        EffectChoice.All => true,
    };

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

    /// <summary>The same over rows of a past day.</summary>
    IReadOnlyList<Row> Ordered(IReadOnlyList<Row> rows)
    {
        var down = Sort?.StartsWith('-') == true;
        var ordered = Sort?.TrimStart('-') switch
        {
            // Words in the order of their code points, as the database sorts them.
            "number" => down ? rows.OrderByDescending(r => r.Number, StringComparer.Ordinal) : rows.OrderBy(r => r.Number, StringComparer.Ordinal),
            "department" => down ? rows.OrderByDescending(r => r.DepartmentName, StringComparer.Ordinal) : rows.OrderBy(r => r.DepartmentName, StringComparer.Ordinal),
            _ when down => rows.OrderBy(r => r.DueOn is null).ThenByDescending(r => r.DueOn),
            _ => rows.OrderBy(r => r.DueOn is null).ThenBy(r => r.DueOn),
        };
        return
        [
            .. ordered.ThenBy(r => r.DueOn is null).ThenBy(r => r.DueOn).ThenBy(r => r.Number, StringComparer.Ordinal).ThenBy(r => r.Indicator, StringComparer.Ordinal).ThenBy(r => r.Months),
        ];
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

        /// <summary>What is known now of a past day and was not reported then; empty where nothing is, and for today.</summary>
        public string Later { get; init; } = "";

        /// <summary>A line of a past day; its case is named afterwards.</summary>
        public static Row Of(EffectAtDay effect) => new()
        {
            Number = effect.Reported.CaseNumber,
            DepartmentId = effect.Reported.DepartmentId,
            DepartmentName = effect.Reported.DepartmentName,
            Indicator = effect.Reported.Indicator,
            Unit = effect.Reported.Unit,
            Months = effect.Reported.Months,
            DueOn = effect.Reported.DueOn,
            Planned = effect.Reported.Planned,
            Value = effect.Reported.Value,
            MeasuredOn = effect.Reported.MeasuredOn,
            Later = effect.Known is { Value: { } value, MeasuredOn: { } on } known && known != effect.Reported ? $"実測 {Show(value)}{known.Unit}（{Wareki.Iso(on)}測定）" : "",
        };

        public static string Show(decimal? n) => n is { } v ? v.ToString("#,##0.####;△ #,##0.####") : "－";

        public string When => Months == 0 ? "稼働前" : $"稼働{Months}か月後";
    }
}
