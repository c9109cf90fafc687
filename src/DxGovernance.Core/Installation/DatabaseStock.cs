using System.Data;
using System.Security.Cryptography;
using System.Text;
using DxGovernance.Core.Audit;
using Npgsql;

namespace DxGovernance.Core.Installation;

/// <summary>What one table holds.</summary>
/// <param name="Content">Sum over a hash of each row: the same whatever the order, another when one value differs.</param>
public sealed record TableStock(string Table, long Rows, string Content);

/// <summary>What a database holds in numbers, to prove that a copy is the same.</summary>
/// <param name="Tables">By name.</param>
/// <param name="Reports">How many finished reports are stored.</param>
/// <param name="ReportHashes">SHA-256 over number and newly calculated SHA-256 of each report.</param>
/// <param name="Head">Of the audit trail.</param>
public sealed record DatabaseStock(IReadOnlyList<TableStock> Tables, int Reports, string ReportHashes, ChainHead Head)
{
    // Text of a row must not depend on who asks.
    const string Settings = """
        set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local bytea_output = 'hex';
        set local extra_float_digits = 1; set local search_path = public; set local idle_in_transaction_session_timeout = 0
        """;

    const string Tabulate = """
        select string_agg(format(
            'select %L, count(*), coalesce(sum((''x'' || substr(md5(whole_row::text), 1, 15))::bit(60)::bigint::numeric), 0)::text from public.%I as whole_row',
            tablename, tablename), ' union all ' order by tablename)
        from pg_tables where schemaname = 'public'
        """;

    const string HashReports = "select request_id, sha256, encode(sha256(bytes), 'hex') from report_files order by request_id";

    public long Rows => Tables.Sum(t => t.Rows);

    /// <summary>Reads everything; the caller's transaction says of which moment.</summary>
    /// <exception cref="RuleViolation">A stored report is not what its hash says.</exception>
    public static async Task<DatabaseStock> TakeAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await ReadAsync(connection, Settings, _ => 0, cancel);
        var sql = (await ReadAsync(connection, Tabulate, r => r.GetString(0), cancel)).Single();
        var tables = await ReadAsync(connection, sql, r => new TableStock(r.GetString(0), r.GetInt64(1), r.GetString(2)), cancel);
        var reports = await ReadAsync(connection, HashReports, r => (Id: r.GetInt32(0), Stored: r.GetString(1), Calculated: r.GetString(2)), cancel);
        var wrong = reports.Where(r => r.Stored != r.Calculated).Select(r => r.Id).ToList();
        RuleViolation.Require(wrong.Count == 0, "report-hash", $"保存された報告書のうち、内容が SHA-256 と合わないものがあります（番号 {string.Join("、", wrong)}）。");
        var hashes = string.Join('\n', reports.Select(r => $"{r.Id} {r.Calculated}"));
        var head = (await ReadAsync(connection, "select sequence, head from audit_chain where id = 1", r => new ChainHead(r.GetInt64(0), r.GetString(1)), cancel)).Single();
        return new([.. tables.OrderBy(t => t.Table, StringComparer.Ordinal)], reports.Count, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hashes))), head);
    }

    /// <summary>In words, one line a table; empty where both hold the same.</summary>
    public IReadOnlyList<string> DifferencesTo(DatabaseStock copy)
    {
        var others = copy.Tables.ToDictionary(t => t.Table, StringComparer.Ordinal);
        return
        [
            .. from table in Tables
               let other = others.GetValueOrDefault(table.Table)
               where other != table
               select other is null ? $"表 {table.Table} がありません。"
                   : other.Rows != table.Rows ? $"表 {table.Table} は{table.Rows}行のはずが{other.Rows}行です。"
                   : $"表 {table.Table} の内容が違います（{table.Rows}行）。",
            .. copy.Tables.Select(t => t.Table).Except(Tables.Select(t => t.Table), StringComparer.Ordinal).Select(t => $"控えにない表 {t} があります。"),
            .. ReportHashes == copy.ReportHashes ? Array.Empty<string>() : [$"報告書の SHA-256 が控えと合いません（{Reports}件と{copy.Reports}件）。"],
            .. Head == copy.Head ? Array.Empty<string>() : [$"監査証跡の末尾が控えと合いません（{Head.Sequence}件と{copy.Head.Sequence}件）。"],
        ];
    }

    static async Task<List<T>> ReadAsync<T>(NpgsqlConnection connection, string sql, Func<IDataRecord, T> read, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}

/// <summary>Lies beside a backup as FILE.json: what is in it, and how to know that nothing is missing.</summary>
/// <param name="Program">Version of the program that wrote it.</param>
/// <param name="Migration">The newest one of the database.</param>
/// <param name="ServerMajor">Of PostgreSQL.</param>
/// <param name="DumpMajor">Of pg_dump.</param>
/// <param name="TakenAt">Of the snapshot.</param>
/// <param name="SizeInBytes">Of the file.</param>
/// <param name="Sha256">Of the file, lower-case hexadecimal.</param>
/// <param name="Stock">Of the same snapshot.</param>
public sealed record BackupManifest(
    string Program, string Migration, int ServerMajor, int DumpMajor, DateTimeOffset TakenAt, long SizeInBytes, string Sha256, DatabaseStock Stock);
