using System.Globalization;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Policy;
using DxGovernance.Core.Proposals;
using DxGovernance.Core.Retention;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>Takes the public facts and starting values of <c>seed/</c> in. Run again, it adds what is missing and changes nothing.</summary>
public static class FactSeeder
{
    public static Actor Seeder { get; } = new(null, "初期データ", "システム", []);

    /// <param name="db">The context.</param>
    /// <param name="now">When the facts are recorded.</param>
    /// <param name="cancel">Stops the work.</param>
    public static async Task RunAsync(GovernanceDbContext db, DateTimeOffset now, CancellationToken cancel)
    {
        await AddHolidays(db, cancel);
        await AddTemplates(db, now, cancel);
        await AddProposalTemplates(db, now, cancel);
        await AddOperations(db, now, cancel);
        await AddPolicy(db, now, cancel);
        await AddRunningCostReference(db, now, cancel);
        await AddRetention(db, now, cancel);
        if (db.ChangeTracker.HasChanges())
        {
            await db.SaveAsync(Seeder, new Act("初期データの取込み", "seed", "公開情報と初期値", "seed/README.md"), now, cancel);
        }
    }

    /// <summary>Only what ICT cases need: the demo set begins with them, before the year of the operations.</summary>
    internal static async Task AddProposalRulesAsync(GovernanceDbContext db, DateTimeOffset now, CancellationToken cancel)
    {
        await AddHolidays(db, cancel);
        await AddProposalTemplates(db, now, cancel);
        await db.SaveAsync(Seeder, new Act("初期データの取込み", "seed", "公開情報と初期値", "seed/README.md"), now, cancel);
        db.ChangeTracker.Clear();
    }

    /// <summary>Only years that are not on file: what was taken in since (<see cref="HolidayImport"/>) is newer than the seed.</summary>
    static async Task AddHolidays(GovernanceDbContext db, CancellationToken cancel)
    {
        var known = await db.Holidays.Select(h => h.Day.Year).Distinct().ToListAsync(cancel);
        db.Holidays.AddRange(SeedFile.Read("shimonoseki/holidays.csv")
            .Where(r => !known.Contains(r.Day("day").Year))
            .Select(r => new Holiday(r.Day("day"), r["name"], r["source"])));
    }

    static async Task AddTemplates(GovernanceDbContext db, DateTimeOffset now, CancellationToken cancel)
    {
        if (!await db.MigrationSteps.AnyAsync(cancel))
        {
            db.MigrationSteps.AddRange(SeedFile.Read("shimonoseki/migration-steps.csv")
                .Select(r => new MigrationStep(r.Int("number"), r["branch"], r["name"], r["group_title"], r["phase"])));
        }

        if (!await db.MilestoneTemplates.AnyAsync(cancel))
        {
            db.MilestoneTemplates.AddRange(SeedFile.Read("templates/milestones.csv")
                .Select(r => new MilestoneTemplate(r["code"], r["name"], r.Int("order"), r.Int("lead_days"), r["note"])));
        }

        var known = await db.ThresholdEntries.Select(t => t.Key).Distinct().ToListAsync(cancel);
        db.ThresholdEntries.AddRange(SeedFile.Read("templates/thresholds.csv")
            .Where(r => !known.Contains(r.Member<ThresholdKey>("key")))
            .Select(r => new ThresholdEntry(r.Member<ThresholdKey>("key"), r.Int("value"), isProvisional: true, Seeder, now, r.Day("as_of"), r["note"])));
    }

    /// <summary>The first version of each table by which cases are judged; later ones are the PMO's.</summary>
    static async Task AddProposalTemplates(GovernanceDbContext db, DateTimeOffset now, CancellationToken cancel)
    {
        var known = await db.TemplateVersions.Select(t => t.Kind).Distinct().ToListAsync(cancel);
        foreach (var kind in Enum.GetValues<TemplateKind>().Except(known))
        {
            var rows = SeedFile.Read(kind.SeedFile()).Select(r => new TemplateRow(r.Values)).ToList();
            db.TemplateVersions.Add(TemplateCheck.First(kind, rows, Seeder, now, new(2025, 4, 1), "仮値：市の決定ではなく製品の初期値"));
        }
    }

    /// <summary>The nation's comparison of running costs, as transcribed.</summary>
    static async Task AddRunningCostReference(GovernanceDbContext db, DateTimeOffset now, CancellationToken cancel)
    {
        if (await db.RunningCostReferences.AnyAsync(cancel))
        {
            return;
        }

        db.RunningCostReferences.AddRange(SeedFile.Read("shimonoseki/nation-running-costs.csv").Select(r => new RunningCostReferenceEntry(
            r.Member<RunningCostSide>("side"), RunningCostLine.Find(r["line"])!.Code, r["rate"].Length == 0 ? null : r.Decimal("rate"), (long)r.Decimal("amount"), r["source"],
            Seeder, now, r.Day("as_of"))));
    }

    /// <summary>How long each kind of record is kept, until the city says otherwise.</summary>
    static async Task AddRetention(GovernanceDbContext db, DateTimeOffset now, CancellationToken cancel)
    {
        var known = await db.RetentionEntries.Select(r => r.Kind).Distinct().ToListAsync(cancel);
        db.RetentionEntries.AddRange(SeedFile.Read("templates/retention-periods.csv")
            .Where(r => !known.Contains(r.Member<RecordKind>("kind")))
            .Select(r => new RetentionEntry(
                new(r.Member<RecordKind>("kind"), r.IntOrNull("years"), r["basis"], IsProvisional: true), Seeder, now, r.Day("as_of"), r["note"])));
    }

    static async Task AddOperations(GovernanceDbContext db, DateTimeOffset now, CancellationToken cancel)
    {
        if (await db.Operations.AnyAsync(cancel))
        {
            return;
        }

        var steps = db.MigrationSteps.Local.ToList();
        var milestones = db.MilestoneTemplates.Local.ToList();
        var deadlines = SeedFile.Read("shimonoseki/deadlines.csv");
        var rates = SeedFile.Read("shimonoseki/published-rates.csv").ToDictionary(r => r.Int("ordinance_order"));
        foreach (var row in SeedFile.Read("shimonoseki/operations.csv"))
        {
            var operation = Read(row, now);
            operation.AddSteps(steps);
            operation.AddMilestones(milestones);
            foreach (var deadline in deadlines.Where(d => d["applies_to"] == row["class"]))
            {
                operation.SetDeadline(deadline.Member<DeadlineKind>("kind"), deadline.Day("due_on"), deadline["source"], Seeder, now, deadline.Day("as_of"));
            }

            var rate = rates[operation.Number];
            operation.ImportPublishedRate(rate.Decimal("rate"), rate["source"], Seeder, now, rate.Day("as_of"));
            db.Operations.Add(operation);
        }
    }

    /// <summary>The city's DX policy: initiatives with their commitments and indicators, and the procedures to be brought online.</summary>
    static async Task AddPolicy(GovernanceDbContext db, DateTimeOffset now, CancellationToken cancel)
    {
        if (!await db.Initiatives.AnyAsync(cancel))
        {
            var commitments = SeedFile.Read("shimonoseki/initiative-commitments.csv").ToLookup(r => r["initiative"], Commitment);
            var indicators = SeedFile.Read("shimonoseki/policy-indicators.csv").ToLookup(r => r["initiative"]);
            foreach (var row in SeedFile.Read("shimonoseki/initiatives.csv"))
            {
                var initiative = Initiative.FromFacts(
                    row["code"], row.Int("pillar"), row["pillar_name"], row["name"], [.. commitments[row["code"]]], row["source"], Seeder, now, row.Day("as_of"));
                foreach (var i in indicators[row["code"]])
                {
                    initiative.AddKnownIndicator(i.Member<IndicatorKind>("kind"), Indicator(i), Seeder, now, i.Day("as_of"), $"{i["source"]} {i["page"]}頁");
                }

                db.Initiatives.Add(initiative);
            }
        }

        if (!await db.OnlineProcedures.AnyAsync(cancel))
        {
            db.OnlineProcedures.AddRange(SeedFile.Read("shimonoseki/online-procedures.csv").Select(row => OnlineProcedure.FromFacts(
                new(row["category"], row.Int("category_order"), row["code"].Split('-')[0]),
                row.Int("number"),
                row["code"],
                new(row["name"], row.Member<OnlineState>("state"), $"{row["source"]} {row["page"]}頁：{row["mark"]}"),
                Seeder,
                now,
                row.Day("as_of"),
                row["source"])));
        }
    }

    static Commitment Commitment(SeedFile.Row row) => new(
        row.Int("number"), row.IntOrNull("from_year"), row.IntOrNull("to_year"), row["timing"], row["text"], row["basis"], row["page"]);

    static PolicyIndicatorInput Indicator(SeedFile.Row row) => new(
        row["name"],
        row["unit"],
        row["baseline"].Length == 0 ? null : row.Decimal("baseline"),
        row.DayOrNull("baseline_on"),
        LowerIsBetter: false,
        [.. row["targets"].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => t.Split('=')).Select(t => new YearTarget(int.Parse(t[0], CultureInfo.InvariantCulture), decimal.Parse(t[1], CultureInfo.InvariantCulture)))],
        $"{row["source"]} {row["page"]}頁",
        IsRetired: false);

    static Operation Read(SeedFile.Row row, DateTimeOffset now)
    {
        // The list stands for the end of 2025; in a demo that begins earlier the facts count from its first day.
        var published = new[] { new DateOnly(2025, 12, 31), TokyoTime.DayOf(now) }.Min();
        var operation = new Operation(new OperationMaster(
            row.Int("ordinance_order"),
            row["name"],
            row["mic_name"],
            row.Int("mic_order"),
            row.Int("digital_agency_order"),
            row["ministry"],
            row["data_requirement_ids"],
            row["source"]));
        operation.Describe(
            new(row["aliases"], row["legal_basis"], row["specification_version"], row["specification_date"]), null, Seeder, now, published, row["note"]);
        var isLive = row["class"] == "live";
        operation.Classify(
            new(isLive ? OperationStage.Live : OperationStage.Migrating, !isLive, null, null), row["source"], Seeder, now, published);
        operation.AddKnownSystem(row["name"] + "システム", Seeder, now, published, "業務名による仮の名称");
        return operation;
    }
}
