using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Support;

/// <summary>Running costs in memory, and a way to save them.</summary>
public static class GivenRunningCosts
{
    public static RunningCostAssumptions Terms(int baseYear, RunningCostTax tax = RunningCostTax.Included, string scope = "本体", string? currency = "USD") =>
        new(scope, tax, baseYear, "試験の資料", currency);

    /// <summary>Every cost item of the year with the same amount, but for those named.</summary>
    public static IReadOnlyList<RunningCostCell> Year(int year, long each, params (string Line, long? Amount)[] others) =>
    [
        .. RunningCostLine.Items.Select(l => new RunningCostCell(l.Code, year, others.Any(o => o.Line == l.Code) ? others.First(o => o.Line == l.Code).Amount : each)),
        .. others.Where(o => RunningCostLine.Items.All(l => l.Code != o.Line)).Select(o => new RunningCostCell(o.Line, year, o.Amount, Note: "試験の理由")),
    ];

    public static RunningCostCell Cloud(int year, decimal price, decimal rate, long? amount = null) => new("CLOUD", year, amount, price, rate, new(2026, 4, 1));

    /// <summary>A set of 共通機能 with one entry.</summary>
    public static RunningCostSet Entered(RunningCostStage stage, RunningCostAssumptions terms, IEnumerable<RunningCostCell> cells, Actor? by = null, FixedClock? clock = null)
    {
        var set = new RunningCostSet(null, stage);
        set.Enter(terms, cells, by, clock);
        return set;
    }

    public static void Enter(this RunningCostSet set, RunningCostAssumptions terms, IEnumerable<RunningCostCell> cells, Actor? by = null, FixedClock? clock = null, string? reason = null)
    {
        clock ??= new FixedClock();
        set.Record(new(clock.Today, terms, [.. cells], reason), by ?? Given.Acting(Role.PmoOffice), clock.Now);
    }

    /// <summary>The three sets of an operation whose comparison has everything: entered and confirmed.</summary>
    public static RunningCostSubject Subject(string name, params RunningCostSheet[] sheets) => new(
        name.Length, name, null, Enum.GetValues<RunningCostStage>().ToDictionary(s => s, s => sheets.FirstOrDefault(x => x.Stage == s) ?? RunningCostSheet.Empty(s)));

    public static RunningCostSheet Confirmed(RunningCostStage stage, RunningCostAssumptions terms, IEnumerable<RunningCostCell> cells)
    {
        var set = Entered(stage, terms, cells);
        set.Confirm(null, Given.Acting(Role.PmoOffice), FixedClock.Start.AddHours(1));
        return set.Current;
    }

    /// <summary>Saves an entry of the operation by the person.</summary>
    public static async Task Costs(this Given given, TestDatabase database, int? operation, RunningCostStage stage, RunningCostAssumptions terms, IEnumerable<RunningCostCell> cells, Actor by, DateOnly? asOf = null, string? reason = null)
    {
        await using var db = database.NewContext();
        var set = await Load(db, operation, stage) ?? new RunningCostSet(operation is null ? null : await db.Operations.FindAsync([operation], Cancel), stage);
        set.Record(new(asOf ?? given.Clock.Today, terms, [.. cells], reason), by, given.Clock.Now);
        if (set.Id == 0)
        {
            db.RunningCostSets.Add(set);
        }

        await given.Save(db, by);
    }

    public static async Task CheckCosts(this Given given, TestDatabase database, int? operation, RunningCostStage stage, Action<RunningCostSet> act, Actor by)
    {
        await using var db = database.NewContext();
        act((await Load(db, operation, stage))!);
        await given.Save(db, by);
    }

    static Task<RunningCostSet?> Load(GovernanceDbContext db, int? operation, RunningCostStage stage) => db.RunningCostSets
        .Include(s => s.Operation).Include(s => s.Entries).Include(s => s.Terms).Include(s => s.Confirmations).AsSplitQuery()
        .SingleOrDefaultAsync(s => s.OperationNumber == operation && s.Stage == stage, Cancel);
}
