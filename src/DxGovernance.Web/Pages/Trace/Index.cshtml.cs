using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Web.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Web.Pages.Trace;

/// <summary>Where a figure comes from: its definition, its value, and every ledger row behind it.</summary>
[Authorize(Policy = nameof(Permission.SeeOperations))]
public sealed class IndexModel(GovernanceDbContext db, Actor actor, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Figure { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "operation")]
    public int? Number { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? Step { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? Milestone { get; set; }

    [BindProperty(SupportsGet = true, Name = "asOf")]
    public DateOnly? Day { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateTimeOffset? KnownAt { get; set; }

    /// <summary>Narrows the operations named for the colour.</summary>
    [BindProperty(SupportsGet = true)]
    public Signal? Colour { get; set; }

    /// <summary>Which of the figure's ledgers, from 1.</summary>
    [BindProperty(SupportsGet = true)]
    public int Ledger { get; set; } = 1;

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public TraceFigure Traced { get; private set; } = null!;

    public AsOf Point { get; private set; } = null!;

    public string Value { get; private set; } = "";

    public IReadOnlyList<Standing> Standings { get; private set; } = [];

    public Paged<TraceRow> Rows { get; private set; } = null!;

    public string? OperationName { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (Core.Standardization.Trace.Find(Figure) is not { } figure || Ledger < 1 || Ledger > figure.Ledgers.Count)
        {
            return NotFound();
        }

        Response.StatusCode = ModelState.IsValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        Traced = figure;
        var now = AsOf.ReportedOn(clock.Today());
        Point = new(Day ?? now.Day, KnownAt?.ToUniversalTime() ?? now.KnownAt);
        var operations = db.Operations.VisibleTo(actor).Where(o => Number == null || o.Number == Number);
        var figures = Day is null && KnownAt is null
            ? await operations.OrderBy(o => o.Number).Select(OperationFigures.Now).ToListAsync(cancel)
            : await FiguresAsOf.LoadAsync(db, operations, Point, cancel);
        if (Number is not null && figures.Count == 0)
        {
            return NotFound();
        }

        var (_, thresholds) = await Thresholds.AtBothAsync(db, Point, now, cancel);
        OperationName = Number is null ? null : figures[0].Name;
        Value = Core.Standardization.Trace.Value(Figure, figures, thresholds, Point.Day);
        Standings = Figure == "signal" ? [.. figures.Select(f => Standing.On(Point.Day, f, thresholds)).Where(s => Colour == null || s.Signal == Colour)] : [];
        Rows = await figure.Ledgers[Ledger - 1].Rows(new(db, operations, Point, Step, Milestone)).ToPageAsync(PageNumber, 50, cancel);
        return Page();
    }
}
