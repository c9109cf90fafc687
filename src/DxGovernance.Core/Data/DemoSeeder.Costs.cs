using DxGovernance.Core.Audit;
using DxGovernance.Core.Costs;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>Running costs before and after: entered by the departments, confirmed or sent back by the PMO office.</summary>
public static partial class DemoSeeder
{
    static IEnumerable<DemoEvent> RunningCosts()
    {
        var terms = SeedFile.Read("demo/running-cost-terms.csv").ToDictionary(r => (r.Int("operation"), r.Member<RunningCostStage>("stage")), TermsOf);
        var notes = SeedFile.Read("demo/running-cost-notes.csv")
            .ToDictionary(r => (r.Int("operation"), r.Member<RunningCostStage>("stage"), r["line"]), r => r["note"]);
        return
            from saved in SeedFile.Read("demo/running-costs.csv").GroupBy(DemoStamp.Of)
            select new DemoEvent(saved.Key.At, async replay =>
            {
                var (stamp, actor) = (saved.Key, await replay.ActorAsync(saved.Key));
                var sets = await SetsAsync(replay, stamp.Operation);
                var changes = new List<Change>();
                foreach (var stage in saved.GroupBy(r => r.Member<RunningCostStage>("stage")))
                {
                    if (sets.Find(s => s.Stage == stage.Key) is not { } set)
                    {
                        var operation = stamp.Operation == RunningCostSet.CommonNumber ? null : await replay.Db.Operations.SingleAsync(o => o.Number == stamp.Operation, replay.Cancel);
                        replay.Db.RunningCostSets.Add(set = new(operation, stage.Key));
                        sets.Add(set);
                    }

                    var cells = stage.SelectMany(r => CellsOf(r, line => notes.GetValueOrDefault((stamp.Operation, stage.Key, line)))).ToList();
                    changes.AddRange(set.Record(new(stamp.AsOf, terms[(stamp.Operation, stage.Key)], cells, stage.First().Text("reason")), actor, stamp.At));
                }

                await replay.Db.SaveAsync(actor, new Act("運用経費の記録", $"running-cost:{stamp.Operation}", $"{sets[0].Name}：運用経費", saved.First().Text("reason"), changes), stamp.At, replay.Cancel);
            });
    }

    static IEnumerable<DemoEvent> RunningCostChecks() =>
        from row in SeedFile.Read("demo/running-cost-checks.csv")
        let stamp = DemoStamp.Of(row)
        select new DemoEvent(stamp.At, async replay =>
        {
            var (actor, sets, isReturn) = (await replay.ActorAsync(stamp), await SetsAsync(replay, stamp.Operation), row["action"] == "Return");
            foreach (var stage in row["stages"].Split(' ').Select(Enum.Parse<RunningCostStage>))
            {
                var set = sets.Single(s => s.Stage == stage);
                if (isReturn)
                {
                    set.Return(row["comment"], actor, stamp.At);
                    await RunningCostNotices.AddReturnedAsync(replay.Db, set, row["comment"], actor, stamp.At, replay.Cancel);
                }
                else
                {
                    set.Confirm(row.Text("comment"), actor, stamp.At);
                }
            }

            var act = new Act(isReturn ? "運用経費の差戻し" : "運用経費の確認", $"running-cost:{stamp.Operation}", $"{sets[0].Name}：運用経費", row.Text("comment"));
            await replay.Db.SaveAsync(actor, act, stamp.At, replay.Cancel);
        });

    static Task<List<RunningCostSet>> SetsAsync(DemoReplay replay, int operation) => replay.Db.RunningCostSets
        .Where(s => s.OperationNumber == (operation == RunningCostSet.CommonNumber ? null : operation))
        .Include(s => s.Operation).Include(s => s.Entries).Include(s => s.Terms).Include(s => s.Confirmations).AsSplitQuery().OrderBy(s => s.Id).ToListAsync(replay.Cancel);

    static RunningCostAssumptions TermsOf(SeedFile.Row row) => new(
        row["scope"].Replace('|', '\n'), row.Member<RunningCostTax>("tax"), row.Int("base_year"), row["source"], row.Text("currency"), row.Text("funding"));

    /// <summary>An empty amount keeps what stands.</summary>
    static IEnumerable<RunningCostCell> CellsOf(SeedFile.Row row, Func<string, string?> note) =>
        from line in RunningCostLine.Entered
        where row[line.Code].Length > 0
        let hasRate = line.IsForeign && row["rate"].Length > 0
        select new RunningCostCell(
            line.Code, row.Int("year"), (long)row.Decimal(line.Code), line.IsForeign && row["foreign"].Length > 0 ? row.Decimal("foreign") : null,
            hasRate ? row.Decimal("rate") : null, hasRate ? row.Day("rate_on") : null, note(line.Code));
}
