using DxGovernance.Core;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Tests.Support;

/// <summary>The DX policy: initiatives and procedures in memory, and acts on stored ones.</summary>
public static class GivenPolicy
{
    public static DateOnly PolicyDay { get; } = new(2026, 4, 1);

    public static ProcedureCategory Category { get; } = new("試験の手続", 9, "T");

    /// <summary>An initiative in memory that department 0 owns.</summary>
    public static Initiative Initiative()
    {
        var initiative = Core.Policy.Initiative.FromFacts(
            "9-9", 1, "試験の方針", "試験の取組", [new(1, 2026, null, "令和8年度より", "令和8年度より始める。", "取組方針", "1")], "試験の方針1.0版", FactSeeder.Seeder, FixedClock.Start, PolicyDay);
        var office = Given.Acting(Role.PmoOffice);
        initiative.Revise([new Department("T0", "試験課", DepartmentKind.Section, null, PolicyDay)], initiative.Plan, initiative.Source, "割当て", office, FixedClock.Start, PolicyDay);
        initiative.TakeNewEntries();
        return initiative;
    }

    public static OnlineProcedure Procedure(OnlineState state = OnlineState.NotOnline, int number = 1, List<ProcedureEntry>? entries = null)
    {
        var procedure = OnlineProcedure.FromFacts(
            Category, number, OnlineProcedure.CodeOf(Category, number), new($"試験の届出{number}", state, "方針"), FactSeeder.Seeder, FixedClock.Start, PolicyDay, "方針");
        var taken = procedure.TakeNewEntries().Cast<ProcedureEntry>();
        entries?.AddRange(taken);
        return procedure;
    }

    public static async Task ActOnInitiative(this Given given, TestDatabase database, string code, Actor actor, Action<Initiative> act)
    {
        await using var db = database.NewContext();
        act(await db.Initiatives.WithAll().SingleAsync(i => i.Code == code, Cancel));
        await given.Save(db, actor);
    }

    public static async Task ActOnProcedure(this Given given, TestDatabase database, string code, Actor actor, Action<OnlineProcedure> act)
    {
        await using var db = database.NewContext();
        act(await db.OnlineProcedures.SingleAsync(p => p.Code == code, Cancel));
        await given.Save(db, actor);
    }

    public static async Task<PolicyFigures> PolicyAt(this TestDatabase database, AsOf point)
    {
        await using var db = database.NewContext();
        return await PolicyFigures.AtAsync(db, point, Cancel);
    }

    /// <summary>The day with everything known that any test of the database has recorded: the ledger clock may be ahead of this test's.</summary>
    public static AsOf Known(this Given given, DateOnly day) => new(day, TokyoTime.EndOf(given.Clock.Today.AddYears(1)));
}
