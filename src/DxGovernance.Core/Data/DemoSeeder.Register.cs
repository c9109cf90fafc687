using DxGovernance.Core.Ledger;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>What is registered about an operation: its department, 事由, system units, and the CIO's colours.</summary>
public static partial class DemoSeeder
{
    static IEnumerable<DemoEvent> Departments() =>
        from row in SeedFile.Read("demo/operation-departments.csv")
        let stamp = DemoStamp.Of(row)
        select new DemoEvent(stamp.At, async replay =>
        {
            var department = await replay.Db.Departments.SingleAsync(d => d.Code == row["department"], replay.Cancel);
            await replay.ActAsync(stamp, "所管課の登録", q => q, (o, actor) =>
            {
                var attributes = new OperationAttributes(o.Aliases, o.LegalBasis, o.SpecificationVersion, o.SpecificationDate);
                o.Revise(attributes, department, actor, stamp.At, stamp.AsOf, row["reason"]);
                return row["reason"];
            });
        });

    static IEnumerable<DemoEvent> TransitionReasons() =>
        from row in SeedFile.Read("demo/transition-reasons.csv")
        let stamp = DemoStamp.Of(row)
        select new DemoEvent(stamp.At, replay => replay.ActAsync(stamp, "事由の登録", q => q, (operation, actor) =>
        {
            operation.GiveTransitionReason(row.Member<TransitionReason>("reason"), row["note"], actor, stamp.At, stamp.AsOf);
            return row["note"];
        }));

    static IEnumerable<DemoEvent> SystemUnits() =>
        from row in SeedFile.Read("demo/system-units.csv")
        let stamp = DemoStamp.Of(row)
        select new DemoEvent(stamp.At, replay => replay.ActAsync(stamp, "構成システムの登録", q => q.Include(o => o.Systems), (operation, actor) =>
        {
            if (row.Text("unit") is { } unit)
            {
                operation.ReviseSystem(operation.Systems.Single(s => s.Name == unit), Unit(row), actor, stamp.At, stamp.AsOf, row["reason"]);
            }
            else
            {
                operation.AddSystem(Unit(row), actor, stamp.At, stamp.AsOf, row["reason"]);
            }

            return row["reason"];
        }));

    static SystemUnitInput Unit(SeedFile.Row row) => new(
        row["name"],
        row.Text("vendor"),
        row.Text("package"),
        row.Text("cloud_provider"),
        row.Text("network_zone"),
        row.DayOrNull("contract_from"),
        row.DayOrNull("contract_to"),
        row.Text("note"),
        bool.Parse(row["is_retired"]));

    static IEnumerable<DemoEvent> Overrides() =>
        from row in SeedFile.Read("demo/overrides.csv")
        let stamp = DemoStamp.Of(row)
        select new DemoEvent(stamp.At, async replay =>
        {
            var figures = await replay.Db.Operations.Where(o => o.Number == stamp.Operation).Select(OperationFigures.Now).SingleAsync(replay.Cancel);
            var thresholds = await Thresholds.AtAsync(replay.Db, new AsOf(stamp.AsOf, stamp.At), replay.Cancel);
            var computed = SignalRule.Assess(figures, thresholds, stamp.AsOf).Computed;
            await replay.ActAsync(stamp, "信号の色の上書き", q => q, (operation, actor) =>
            {
                operation.OverrideColour(row.MemberOrNull<Signal>("signal"), computed, row["reason"], row.DayOrNull("expires_on"), actor, stamp.At);
                return row["reason"];
            });
        });
}
