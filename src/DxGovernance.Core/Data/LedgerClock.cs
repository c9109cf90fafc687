using System.Linq.Expressions;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Retention;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Data;

/// <summary>
/// One row holding the moment of the newest ledger row. Ticking it locks it until commit, so recorded-at grows in the order
/// in which saves become visible on every node: a report made up to a moment can never gain rows later.
/// </summary>
public static class LedgerClock
{
    /// <summary>The parameter is now; the statement returns the new moment.</summary>
    internal const string Tick = "update ledger_clock set recorded_at = greatest($1, recorded_at + interval '1 microsecond') where id = 1 returning recorded_at";

    /// <summary>The moment of the newest ledger row.</summary>
    public static async Task<DateTimeOffset> NewestAsync(GovernanceDbContext db, CancellationToken cancel) =>
        await db.Set<ClockRow>().AsNoTracking().Select(c => c.RecordedAt).SingleAsync(cancel);

    internal static void Configure(ModelBuilder model) => model.Entity<ClockRow>(e =>
    {
        e.ToTable("ledger_clock", t => t.HasCheckConstraint("ck_ledger_clock_single", "id = 1"));
        e.Property(c => c.Id).ValueGeneratedNever();
        e.HasData(new ClockRow { Id = 1, RecordedAt = DateTimeOffset.UnixEpoch });
    });

    internal sealed class ClockRow
    {
        public int Id { get; init; }

        public DateTimeOffset RecordedAt { get; init; }
    }
}

static class LedgerModel
{
    /// <summary>Index by which the newest row of a subject is found without sorting.</summary>
    public static void HasLedgerIndex<T>(this EntityTypeBuilder<T> e, Expression<Func<T, object?>> subject, params string[] more)
        where T : LedgerEntry
    {
        var first = ((subject.Body as UnaryExpression)?.Operand as MemberExpression ?? (MemberExpression)subject.Body).Member.Name;
        string[] keys = [first, .. more];
        e.HasIndex([.. keys, nameof(LedgerEntry.AsOf), nameof(LedgerEntry.RecordedAt), nameof(LedgerEntry.Id)])
            .IsDescending([.. keys.Select(_ => false), true, true, true]);
    }
}

/// <summary>Refuses UPDATE, DELETE and TRUNCATE on every ledger table inside PostgreSQL, whoever is connected; and makes the one function that disposes of other records.</summary>
public static class LedgerProtection
{
    const string Function = """
        create or replace function refuse_ledger_change() returns trigger language plpgsql as $$
        begin
            raise exception 'ledger % is append-only: % refused', tg_table_name, tg_op using errcode = 'restrict_violation';
        end $$;
        """;

    public static IEnumerable<string> Tables(DbContext db) => db.Model.GetEntityTypes()
        .Where(t => t.ClrType.IsSubclassOf(typeof(LedgerEntry)))
        .Select(t => t.GetTableName()!)
        .Order(StringComparer.Ordinal);

    public static async Task EnsureAsync(DbContext db, CancellationToken cancel)
    {
        var triggers = Tables(db).Select(table => $"""
            create or replace trigger refuse_row_change before update or delete on {table} for each row execute function refuse_ledger_change();
            create or replace trigger refuse_truncate before truncate on {table} for each statement execute function refuse_ledger_change();
            """);
        await db.Database.ExecuteSqlRawAsync(string.Join('\n', [Function, .. triggers]), cancel);
        await DisposalFunction.EnsureAsync(db, cancel);
    }
}
