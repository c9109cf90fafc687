using DxGovernance.Core.Audit;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>
/// Replays the fictional year of <c>seed/demo</c> through the domain's own methods, each act at its fictional moment.
/// The files hold the content; nothing is invented here.
/// </summary>
public static partial class DemoSeeder
{
    /// <summary>When the year of the operations begins: facts are recorded then, acts follow in order of time.</summary>
    public static DateTimeOffset Start { get; } = TokyoTime.At(new(2025, 12, 1), new(8, 30));

    /// <summary>When the fictional time line begins: people and the tables by which ICT cases are judged. Cases cover two fiscal years.</summary>
    public static DateTimeOffset FirstDay { get; } = TokyoTime.At(new(2025, 5, 1), new(8, 30));

    /// <summary>As-of days of the reports that the reform council received in the fictional year.</summary>
    public static IReadOnlyList<DateOnly> CouncilReportDays { get; } = [new(2026, 5, 31), new(2026, 8, 31), new(2026, 10, 31)];

    /// <summary>As-of days of the 施策工程表 that it received.</summary>
    public static IReadOnlyList<DateOnly> PolicyReportDays { get; } = [new(2026, 8, 31), new(2026, 10, 31)];

    static Actor Storyteller { get; } = new(null, "デモデータ", "システム", []);

    /// <summary>Takes facts and demo set into an empty database, all or nothing. Where the demo set is already there, nothing happens.</summary>
    /// <exception cref="RuleViolation">The database holds rows that are not of the demo set.</exception>
    public static async Task RunAsync(GovernanceDbContext db, CityInfo city, CancellationToken cancel)
    {
        if (await db.People.AnyAsync(p => p.IsDemo, cancel))
        {
            return;
        }

        RuleViolation.Require(
            !await db.Operations.AnyAsync(cancel) && !await db.AuditEntries.AnyAsync(cancel),
            "demo-needs-empty",
            "デモデータは空のデータベースにだけ取り込めます。別のデータベースを接続先に指定するか、--demo を付けず Development 以外の環境で実行してください。");
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await FactSeeder.AddProposalRulesAsync(db, FirstDay, cancel);
        await AddOrganization(db, cancel);
        await ReplayAsync(await DemoReplay.OpenAsync(db, cancel), city);
        await transaction.CommitAsync(cancel);
    }

    static async Task ReplayAsync(DemoReplay replay, CityInfo city)
    {
        var cases = new DemoCases();
        DemoEvent[] events =
        [
            new(Start, r => FactSeeder.RunAsync(r.Db, Start, r.Cancel)), .. Departments(), .. Rounds(replay.WorkingDays), .. Plans(), .. TransitionReasons(), .. SystemUnits(),
            .. StepReports(), .. MilestoneReports(), .. RiskRatings(), .. Confirmations(), .. Overrides(), .. Policy(), .. CouncilReports(city),
            .. Deputies(), .. Proposals(cases, replay.WorkingDays), .. RunningCosts(), .. RunningCostChecks(), .. Meetings(cases, city),
        ];
        foreach (var e in events.OrderBy(e => e.At))
        {
            await e.Apply(replay);
            replay.Db.ChangeTracker.Clear();
        }

        // Not the last of the events: some of them find nothing left to do.
        await ReadOldMessages(replay, await LedgerClock.NewestAsync(replay.Db, replay.Cancel));
    }

    static async Task AddOrganization(GovernanceDbContext db, CancellationToken cancel)
    {
        var departments = new Dictionary<string, Department>(StringComparer.Ordinal);
        foreach (var row in SeedFile.Read("demo/departments.csv"))
        {
            departments.Add(row["code"], new Department(
                row["code"], row["name"], row.Member<DepartmentKind>("kind"), departments.GetValueOrDefault(row["parent"]), row.Day("valid_from")));
        }

        var people = SeedFile.Read("demo/people.csv").ToDictionary(r => r["account"], r => new Person(r["account"], r["name"], isDemo: true, r["mail"]));
        foreach (var row in SeedFile.Read("demo/roles.csv"))
        {
            people[row["account"]].Assign(
                row.Member<Role>("role"), row["title"], departments[row["department"]], row.Day("valid_from"), row.DayOrNull("valid_to"));
        }

        db.Departments.AddRange(departments.Values);
        db.People.AddRange(people.Values);
        await db.SaveAsync(Storyteller, new Act("デモデータの組織と利用者の登録", "seed", "デモデータ"), FirstDay.AddMinutes(10), cancel);
        db.ChangeTracker.Clear();
    }
}

/// <summary>One act of the fictional year.</summary>
sealed record DemoEvent(DateTimeOffset At, Func<DemoReplay, Task> Apply);
