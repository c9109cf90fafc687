using System.Globalization;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using Microsoft.EntityFrameworkCore;

namespace DxGovernance.Core.Data;

/// <summary>What every act of the replay needs: the context, who acts, and the lists that do not change during the year.</summary>
sealed class DemoReplay(GovernanceDbContext db, IReadOnlyDictionary<string, int> people, WorkingDays workingDays, CancellationToken cancel)
{
    /// <summary>Days on which somebody's roles or deputyships change; between two of them everybody stays the same actor.</summary>
    readonly DateOnly[] changes =
    [
        .. SeedFile.Read("demo/roles.csv").SelectMany(r => new[] { r.Day("valid_from"), r.DayOrNull("valid_to")?.AddDays(1) }).OfType<DateOnly>(),
        .. SeedFile.Read("demo/deputies.csv").SelectMany(r => new[] { TokyoTime.DayOf(DemoStamp.Moment(r)).AddDays(1), r.Day("from"), r.Day("to").AddDays(1) }),
    ];

    readonly Dictionary<(string Account, int Period), Actor> actors = [];

    public GovernanceDbContext Db => db;

    public WorkingDays WorkingDays => workingDays;

    public CancellationToken Cancel => cancel;

    public static async Task<DemoReplay> OpenAsync(GovernanceDbContext db, CancellationToken cancel) => new(
        db,
        await db.People.ToDictionaryAsync(p => p.Account, p => p.Id, StringComparer.Ordinal, cancel),
        new WorkingDays(await db.Holidays.Select(h => h.Day).ToListAsync(cancel)),
        cancel);

    /// <summary>The person with the roles held on the day of the act.</summary>
    public Task<Actor> ActorAsync(DemoStamp stamp) => ActorAsync(stamp.Account, stamp.At);

    public async Task<Actor> ActorAsync(string account, DateTimeOffset at)
    {
        var day = TokyoTime.DayOf(at);
        var key = (account, changes.Count(c => c <= day));
        if (!actors.TryGetValue(key, out var actor))
        {
            actor = await Actor.LoadAsync(db, people[account], day, cancel) ?? throw new FormatException($"demo: 「{account}」は {day} に役割がありません。");
            actors.Add(key, actor);
        }

        return actor;
    }

    /// <summary>Loads the operation with what the act needs, acts, and saves at the fictional moment.</summary>
    public async Task ActAsync(
        DemoStamp stamp, string title, Func<IQueryable<Operation>, IQueryable<Operation>> with, Func<Operation, Actor, string?> act)
    {
        var actor = await ActorAsync(stamp);
        var operation = await with(db.Operations).SingleAsync(o => o.Number == stamp.Operation, cancel);
        var reason = act(operation, actor);
        await SaveAsync(actor, title, operation, reason, stamp.At);
    }

    public Task SaveAsync(Actor actor, string title, Operation operation, string? reason, DateTimeOffset now) =>
        db.SaveAsync(actor, new Act(title, $"operation:{operation.Number}", operation.Name, reason), now, cancel);
}

/// <summary>When, who, on which operation, and as of which day; rows with the same stamp are saved together.</summary>
sealed record DemoStamp(DateTimeOffset At, string Account, int Operation, DateOnly AsOf)
{
    public static DemoStamp Of(SeedFile.Row row) => Of(row, row.Int("operation"));

    /// <summary>Without a column or value for as-of, an act is true as of the day it was recorded.</summary>
    public static DemoStamp Of(SeedFile.Row row, int operation)
    {
        var at = Moment(row);
        var asOf = row.Values.ContainsKey("as_of") ? row.DayOrNull("as_of") : null;
        return new(at, row["actor"], operation, asOf ?? TokyoTime.DayOf(at));
    }

    /// <summary>The column "at": Tokyo time.</summary>
    public static DateTimeOffset Moment(SeedFile.Row row) => new DateTimeOffset(
        DateTime.ParseExact(row["at"], "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), TimeSpan.FromHours(9)).ToUniversalTime();
}

static class DemoRows
{
    /// <summary>The text, or null where the cell is empty.</summary>
    public static string? Text(this SeedFile.Row row, string column) => row[column].Length == 0 ? null : row[column];

    public static T? MemberOrNull<T>(this SeedFile.Row row, string column)
        where T : struct, Enum => row[column].Length == 0 ? null : row.Member<T>(column);

    /// <summary>"1-13 15" → 1 … 13, 15.</summary>
    public static IEnumerable<int> Numbers(this SeedFile.Row row, string column) =>
        from part in row[column].Split(' ')
        let ends = part.Split('-').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray()
        from number in Enumerable.Range(ends[0], ends[^1] - ends[0] + 1)
        select number;
}
