using System.Globalization;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>The DX policy in the fictional year: who owns what, what was reported and measured, and procedures that changed.</summary>
public static partial class DemoSeeder
{
    static IEnumerable<DemoEvent> Policy() =>
    [
        .. OnInitiatives("demo/initiative-departments.csv", "取組の所管・工程の変更", Own),
        .. OnInitiatives("demo/initiative-reports.csv", "取組の状況の報告", (initiative, row, actor, now, _) => initiative.Report(
            new FiscalYear(row.Int("year")),
            new(row.Member<InitiativeState>("state"), row["done"], row["next_step"], row["evidence"]), row.Text("reason"), actor, now, row.Day("as_of"))),
        .. OnInitiatives("demo/policy-indicators.csv", "取組の指標の追加", (initiative, row, actor, now, _) =>
            initiative.AddIndicator(DemoIndicator(row), row["reason"], actor, now, row.Day("as_of"))),
        .. OnInitiatives("demo/indicator-measurements.csv", "取組の指標の測定", (initiative, row, actor, now, _) => initiative.Measure(
            initiative.Indicators.Single(i => i.Name == row["indicator"]), row.Decimal("value"), row["note"], actor, now, row.Day("measured_on"))),
        .. ProcedureEntries(),
    ];

    static void Own(Initiative initiative, SeedFile.Row row, Actor actor, DateTimeOffset now, IReadOnlyList<Department> departments)
    {
        var codes = row["departments"].Split(' ');
        initiative.Revise([.. departments.Where(d => codes.Contains(d.Code))], initiative.Plan, initiative.Source, row["reason"], actor, now, row.Day("as_of"));
    }

    static IEnumerable<DemoEvent> OnInitiatives(
        string file, string title, Action<Initiative, SeedFile.Row, Actor, DateTimeOffset, IReadOnlyList<Department>> act) =>
        from row in SeedFile.Read(file)
        let at = DemoStamp.Moment(row)
        select new DemoEvent(at, async replay =>
        {
            var actor = await replay.ActorAsync(row["actor"], at);
            var initiative = await replay.Db.Initiatives.WithAll().SingleAsync(i => i.Code == row["initiative"], replay.Cancel);
            act(initiative, row, actor, at, await replay.Db.Departments.ToListAsync(replay.Cancel));
            await replay.Db.SaveAsync(actor, new Act(title, initiative.Subject, initiative.Caption, row.Values.GetValueOrDefault("reason")), at, replay.Cancel);
        });

    static PolicyIndicatorInput DemoIndicator(SeedFile.Row row) => new(
        row["name"],
        row["unit"],
        row["baseline"].Length == 0 ? null : row.Decimal("baseline"),
        row.DayOrNull("baseline_on"),
        bool.Parse(row["lower_is_better"]),
        [.. row["targets"].Split(' ').Select(t => t.Split('=')).Select(t => new YearTarget(int.Parse(t[0], CultureInfo.InvariantCulture), decimal.Parse(t[1], CultureInfo.InvariantCulture)))],
        row["source"],
        IsRetired: false);

    /// <summary>A row without a code puts a procedure on the list.</summary>
    static IEnumerable<DemoEvent> ProcedureEntries() =>
        from row in SeedFile.Read("demo/procedure-entries.csv")
        let at = DemoStamp.Moment(row)
        select new DemoEvent(at, async replay =>
        {
            var actor = await replay.ActorAsync(row["actor"], at);
            var known = await replay.Db.OnlineProcedures.ToListAsync(replay.Cancel);
            var procedure = known.FirstOrDefault(p => p.Code == row["code"]);
            var (state, day) = (row.Member<OnlineState>("state"), row.Day("as_of"));
            if (procedure is null)
            {
                procedure = OnlineProcedure.Add(known.Categories().Single(c => c.Name == row["category"]), new(row["name"], state, row["evidence"]), row["reason"], known, actor, at, day);
                replay.Db.OnlineProcedures.Add(procedure);
            }
            else
            {
                procedure.Change(new(procedure.Name, state, row["evidence"]), row["reason"], null, actor, at, day);
            }

            await replay.Db.SaveAsync(actor, new Act("手続のオンライン化の記録", procedure.Subject, procedure.Caption, row["reason"]), at, replay.Cancel);
        });
}
