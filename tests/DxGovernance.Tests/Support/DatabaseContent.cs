using Npgsql;

namespace DxGovernance.Tests.Support;

/// <summary>
/// The whole database in a few numbers, for "nothing was changed": rows and a hash of all values, by table. That something was refused, or that
/// somebody signed in, may be written down, and so may what belongs to the process.
/// </summary>
public static class DatabaseContent
{
    const string Tables = """
        select string_agg(format(
            'select %L, count(*), md5(coalesce(string_agg(t::text, chr(10) order by t::text), '''')) from %I t%s', tablename, tablename,
            case tablename when 'audit_entries' then ' where title not in (''拒否された操作'', ''サインイン'', ''サインアウト'')' end), ' union all ')
        from pg_tables where schemaname = 'public' and tablename not like 'qrtz%' and tablename not in ('audit_chain', 'sessions', 'data_protection_keys', 'server_nodes')
        """;

    public static async Task<IReadOnlyDictionary<string, string>> Content(this TestDatabase database)
    {
        await using var connection = await database.Source.OpenConnectionAsync(Cancel);
        await using var tables = new NpgsqlCommand(Tables, connection);
        await using var all = new NpgsqlCommand((string)(await tables.ExecuteScalarAsync(Cancel))!, connection);
        await using var reader = await all.ExecuteReaderAsync(Cancel);
        var content = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(Cancel))
        {
            content.Add(reader.GetString(0), $"{reader.GetInt64(1)} rows, {reader.GetString(2)}");
        }

        return content;
    }

    /// <summary>Tables that differ from how they were; empty is what a refusal must leave.</summary>
    public static async Task<IReadOnlyList<string>> ChangedSince(this TestDatabase database, IReadOnlyDictionary<string, string> before) =>
        [.. (await database.Content()).Where(t => before[t.Key] != t.Value).Select(t => $"{t.Key}: {before[t.Key]} → {t.Value}")];
}
