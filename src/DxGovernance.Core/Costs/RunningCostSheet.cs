using DxGovernance.Core.Ledger;

namespace DxGovernance.Core.Costs;

/// <summary>What the ledgers say of a set at a point: assumptions, cells, and how far it was confirmed.</summary>
public sealed record RunningCostSheet
{
    readonly IReadOnlyDictionary<(string Line, int Year), RunningCostEntry> rows = new Dictionary<(string, int), RunningCostEntry>();
    readonly IReadOnlyDictionary<(string Line, int Year), RunningCostCell> cells = new Dictionary<(string, int), RunningCostCell>();

    RunningCostSheet(RunningCostStage stage) => Stage = stage;

    public RunningCostStage Stage { get; }

    public RunningCostAssumptions? Assumptions { get; private init; }

    public RunningCostState State { get; private init; }

    /// <summary>What the PMO office said last; null as long as it said nothing.</summary>
    public RunningCostConfirmation? Checked { get; private init; }

    /// <summary>The newest row, of amounts or assumptions.</summary>
    public LedgerEntry? Newest { get; private init; }

    /// <summary>Greatest as-of of all that is entered.</summary>
    public DateOnly? AsOf { get; private init; }

    public bool IsEntered => State != RunningCostState.Empty;

    /// <summary>Fiscal years with an amount of a cost item.</summary>
    public IReadOnlyList<int> Years { get; private init; } = [];

    /// <summary>What stands, in the order of lines and years.</summary>
    public IEnumerable<RunningCostEntry> Rows => RunningCostLine.All.SelectMany(l => rows.Values.Where(r => r.Line == l.Code).OrderBy(r => r.FiscalYear));

    /// <summary>Fiscal years whose difference somebody has explained.</summary>
    public IReadOnlyList<int> CauseYears { get; private init; } = [];

    public static RunningCostSheet Empty(RunningCostStage stage) => new(stage);

    /// <param name="stage">Of the set.</param>
    /// <param name="entries">All that are known at the point, or at least the newest of each line and year.</param>
    /// <param name="terms">The newest.</param>
    /// <param name="confirmation">The newest.</param>
    public static RunningCostSheet Of(
        RunningCostStage stage, IEnumerable<RunningCostEntry> entries, RunningCostTerms? terms, RunningCostConfirmation? confirmation)
    {
        var stands = entries.GroupBy(e => (e.Line, e.FiscalYear)).ToDictionary(g => g.Key, g => g.Newest()!);
        if (stands.Count == 0 && terms is null)
        {
            return Empty(stage);
        }

        var all = stands.Values.AsEnumerable<LedgerEntry>().Concat(terms is null ? [] : [terms]).ToList();
        var last = all.OrderBy(r => r.RecordedAt).ThenBy(r => r.Id).Last();
        IReadOnlyList<int> YearsOf(Func<RunningCostLine, bool> isOf) =>
            [.. stands.Values.Where(r => r.Amount is not null && RunningCostLine.Find(r.Line) is { } line && isOf(line)).Select(r => r.FiscalYear).Distinct().Order()];
        return new(stage, stands)
        {
            Assumptions = terms?.Assumptions,
            Checked = confirmation,
            Newest = last,
            AsOf = all.Max(r => r.AsOf),
            State = confirmation is null || confirmation.RecordedAt <= last.RecordedAt ? RunningCostState.Entered
                : confirmation.IsConfirmed ? RunningCostState.Confirmed : RunningCostState.Returned,
            Years = YearsOf(l => l.IsItem),
            CauseYears = YearsOf(l => l.Section == RunningCostSection.Cause),
        };
    }

    RunningCostSheet(RunningCostStage stage, Dictionary<(string Line, int Year), RunningCostEntry> rows)
        : this(stage)
    {
        this.rows = rows;
        cells = rows.ToDictionary(r => r.Key, r => r.Value.Cell);
    }

    /// <summary>The same with other cells; for rules that look ahead.</summary>
    public RunningCostSheet With(IEnumerable<RunningCostCell> changed)
    {
        var after = new Dictionary<(string, int), RunningCostCell>(cells);
        foreach (var cell in changed)
        {
            after[(cell.Line, cell.FiscalYear)] = cell;
        }

        return new(this, after);
    }

    RunningCostSheet(RunningCostSheet like, Dictionary<(string, int), RunningCostCell> cells)
        : this(like) => this.cells = cells;

    /// <summary>The cell, or one that says nothing.</summary>
    public RunningCostCell Cell(string line, int year) => cells.GetValueOrDefault((line, year)) ?? new(line, year, null);

    public long? Amount(string line, int year) => cells.GetValueOrDefault((line, year))?.Amount;

    public DateOnly? AsOfOf(string line, int year) => rows.GetValueOrDefault((line, year))?.AsOf;

    /// <summary>The note of a line: that of its newest row that has one.</summary>
    public string? Note(string line) => rows.Values.Where(r => r.Line == line && r.Note is not null).OrderBy(r => r.FiscalYear).LastOrDefault()?.Note;

    /// <summary>
    /// The cell with the note of its line. A note belongs to amounts, not to empty years; one that was not touched leaves each year with its own.
    /// </summary>
    public RunningCostCell Noted(RunningCostCell cell, string? note)
    {
        var stands = Cell(cell.Line, cell.FiscalYear);
        return cell with { Note = (cell with { Note = null }).SaysNothing ? null : note == Note(cell.Line) && !stands.SaysNothing ? stands.Note : note };
    }

    /// <summary>Cost items without an amount.</summary>
    public IReadOnlyList<RunningCostLine> Missing(int year) => [.. RunningCostLine.Items.Where(l => Amount(l.Code, year) is null)];

    public bool IsComplete(int year) => RunningCostLine.Items.All(l => Amount(l.Code, year) is not null);

    /// <summary>Sum of the ten cost items; null as long as one is missing.</summary>
    public long? Total(int year) => IsComplete(year) ? Known(year) : null;

    /// <summary>Sum of the cost items that are known.</summary>
    public long Known(int year) => RunningCostLine.Items.Sum(l => Amount(l.Code, year) ?? 0);

    /// <summary>What nation, prefecture and others pay.</summary>
    public long Funding(int year) => RunningCostLine.Fundings.Sum(l => Amount(l.Code, year) ?? 0);

    /// <summary>What the city pays itself.</summary>
    public long? Net(int year) => Total(year) - Funding(year);

    /// <summary>The years of a form: those that stand, and those that come next.</summary>
    /// <param name="thisYear">Fiscal year of today.</param>
    public IReadOnlyList<int> YearsToEnter(int thisYear)
    {
        var first = Assumptions?.BaseYear;
        var next = Stage switch
        {
            RunningCostStage.Baseline => Enumerable.Range(first ?? RunningCostTarget.Nation.BaseYear, 1),
            RunningCostStage.Present => Enumerable.Range((first ?? thisYear) - 1, 2),
            RunningCostStage.Planned or RunningCostStage.Contracted => Enumerable.Range(first ?? thisYear + 1, 5),
            RunningCostStage.Measured => Enumerable.Range(thisYear - 1, 2),
        };
        return [.. next.Concat(cells.Keys.Select(k => k.Year)).Distinct().Order()];
    }

    /// <summary>The complete ones of five fiscal years from the base year on, or from the given one.</summary>
    public IReadOnlyList<int> FiveYears(int? from = null) => (from ?? Assumptions?.BaseYear) is { } first
        ? [.. Enumerable.Range(first, 5).Where(IsComplete)]
        : [];

    /// <summary>The cost items of the years as a what-if sees them.</summary>
    public IEnumerable<SensitivityAmount> Priced(IEnumerable<int> years) =>
        from year in years
        from line in RunningCostLine.Items
        let cell = Cell(line.Code, year)
        let yen = cell.Amount
        where yen is not null
        select new SensitivityAmount(yen ?? 0, cell.ForeignPrice ?? 0, cell.Rate ?? 0, line.MovesWithUsage, line.IsLabour);

    /// <summary>Rates of the set in words: one where all years have the same.</summary>
    public string? RateText
    {
        get
        {
            var rates = rows.Values.Where(r => r.Rate is not null).OrderBy(r => r.FiscalYear).ToList();
            string Words(RunningCostEntry r) => $"1{Assumptions?.Currency ?? "通貨"}＝{r.Rate:#,0.####}円、{Organization.Wareki.Both(r.RateOn)}";
            return rates.Count == 0 ? null
                : rates.DistinctBy(r => (r.Rate, r.RateOn)).Count() == 1 ? Words(rates[0])
                : string.Join("、", rates.Select(r => $"{new Organization.FiscalYear(r.FiscalYear)} {Words(r)}"));
        }
    }
}
