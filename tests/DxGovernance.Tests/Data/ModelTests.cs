using System.Text.RegularExpressions;
using DxGovernance.Core.Ledger;
using DxGovernance.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DxGovernance.Tests.Data;

public partial class ModelTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task The_migrations_make_what_the_model_says()
    {
        await using var db = database.NewContext();
        db.Database.HasPendingModelChanges().ShouldBeFalse();
        (await db.Database.GetPendingMigrationsAsync(Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_ledger_finds_the_newest_row_of_a_subject_by_an_index()
    {
        await using var db = database.NewContext();
        string[] order = [nameof(LedgerEntry.AsOf), nameof(LedgerEntry.RecordedAt), nameof(LedgerEntry.Id)];
        var ledgers = db.GetService<IDesignTimeModel>().Model.GetEntityTypes()
            .Where(t => t.ClrType.IsSubclassOf(typeof(LedgerEntry)) && t.ClrType != typeof(Core.Audit.AuditEntry))
            .ToList();
        ledgers.Count.ShouldBeGreaterThanOrEqualTo(13);
        foreach (var type in ledgers)
        {
            // One row a subject for ever, as the database holds it: the row is the newest.
            if (type.GetIndexes().Any(i => i.IsUnique && i.Properties is [{ } one] && one.IsForeignKey()))
            {
                continue;
            }

            var index = type.GetIndexes().SingleOrDefault(i => i.Properties.Count > 3 && i.Properties.TakeLast(3).Select(p => p.Name).SequenceEqual(order));
            index.ShouldNotBeNull(type.DisplayName());
            index.IsDescending!.TakeLast(3).ShouldAllBe(d => d, type.DisplayName());
        }
    }

    [Fact]
    public async Task Names_in_the_database_are_snake_case_and_nothing_is_deleted_by_cascade()
    {
        const string OtherNames = """
            select table_name || '.' || column_name from information_schema.columns
            where table_schema = 'public' and table_name <> '__EFMigrationsHistory'
              and table_name || '.' || column_name !~ '^[a-z][a-z0-9_]*[.][a-z][a-z0-9_]*$'
            """;
        (await Query(OtherNames)).ShouldBeEmpty();
        (await Query(@"select conname from pg_constraint where contype = 'f' and confdeltype = 'c' and conname not like 'qrtz\_%'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_text_of_an_enum_is_limited_to_its_members_by_the_database()
    {
        await using var db = database.NewContext();
        var checks = await Query("select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where contype = 'c'");
        foreach (var type in db.Model.GetEntityTypes())
        {
            foreach (var property in type.GetProperties().Where(p => (Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType).IsEnum))
            {
                var name = $"ck_{type.GetTableName()}_{property.GetColumnName()}";
                var check = checks.Where(c => c.StartsWith((name.Length > 63 ? name[..63] : name) + " ", StringComparison.Ordinal)).ShouldHaveSingleItem();
                Member().Matches(check).Select(m => m.Value).Order(StringComparer.Ordinal)
                    .ShouldBe(Enum.GetNames(Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType).Order(StringComparer.Ordinal), check);
            }
        }
    }

    [GeneratedRegex("(?<=')[A-Za-z0-9]+(?=')", RegexOptions.None, 1000)]
    private static partial Regex Member();

    async Task<List<string>> Query(string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var rows = new List<string>();
        while (await reader.ReadAsync(Cancel))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
