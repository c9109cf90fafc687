using System.Globalization;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace DxGovernance.Benchmarks;

/// <summary>
/// The demo set, its cases copied with all their ledgers until there are the wanted number, and an audit trail of the wanted length whose
/// links are calculated as the product does.
/// </summary>
sealed class CaseDatabase(string server, int cases, int auditEntries, int amounts = 0) : BenchmarkDatabase(server, "dxg_bench_cases")
{
    protected override async Task FillAsync(NpgsqlDataSource source, GovernanceDbContext db)
    {
        await LedgerProtection.EnsureAsync(db, default);
        await AuditChain.EnsureBeginningAsync(db, default);
        await DemoSeeder.RunAsync(db, new CityInfo("計測市", "000000"), default);
        var copies = (cases / await db.Proposals.CountAsync()) - 1;
        foreach (var (table, changed) in CaseSql.Tables)
        {
            await RunAsync(source, await CaseSql.CopyAsync(source, table, changed, copies));
        }

        await RunAsync(source, CaseSql.Afterwards);
        await AddYearsAsync(source);
        await AppendAsync(source, db);
        await RunAsync(source, "analyze");
    }

    /// <summary>Every line goes on for more years, until there are the wanted number of amounts.</summary>
    async Task AddYearsAsync(NpgsqlDataSource source)
    {
        await using var count = source.CreateCommand("select count(*) from amount_entries");
        var times = (int)Math.Ceiling(amounts / (double)(long)(await count.ExecuteScalarAsync())!) - 1;
        if (times > 0)
        {
            await RunAsync(source, await CaseSql.CopyAsync(source, "amount_entries", new() { ["id"] = "t.id + k * 1000000000000", ["fiscal_year"] = "t.fiscal_year + k * 7" }, times));
        }
    }

    /// <summary>Entries that no ledger row belongs to, over the year, on all cases.</summary>
    async Task AppendAsync(NpgsqlDataSource source, GovernanceDbContext db)
    {
        var numbers = await db.Proposals.OrderBy(p => p.Id).Select(p => p.Number).ToListAsync();
        var head = await AuditChain.HeadAsync(db, default);
        var actor = new Actor(1, "計測 一郎", "計測", []);
        await using var connection = await source.OpenConnectionAsync();
        await using (var writer = await connection.BeginBinaryImportAsync(CaseSql.AuditCopy))
        {
            var from = DemoSeeder.FirstDay.ToUniversalTime();
            for (var i = (int)head.Sequence; i < auditEntries; i++)
            {
                var subject = numbers[i % numbers.Count];
                var entry = new AuditEntry(
                    new Act("案件の記入", $"proposal:{subject}", $"{subject}「計測用の案件」", null), [new("計測用の案件", "件名", "前", "後")], "192.0.2.1", actor, from.AddSeconds(i * (500L * 86400 / auditEntries)));
                entry.Link(head.Sequence + 1, isLedgered: false);
                entry.Seal(AuditChain.HashOf(head.Hash, entry));
                head = new(head.Sequence + 1, entry.Hash!);
                await WriteAsync(writer, entry);
            }

            await writer.CompleteAsync();
        }

        await RunAsync(source, string.Create(CultureInfo.InvariantCulture, $"update audit_chain set sequence = {head.Sequence}, head = '{head.Hash}'"));
    }

    static async Task WriteAsync(NpgsqlBinaryImporter writer, AuditEntry entry)
    {
        await writer.StartRowAsync();
        await writer.WriteAsync(entry.Title);
        await writer.WriteAsync(entry.Subject);
        await writer.WriteAsync(entry.SubjectLabel);
        await writer.WriteAsync(entry.Address);
        await writer.WriteAsync(entry.Changes, NpgsqlDbType.Jsonb);
        await writer.WriteAsync(entry.AsOf, NpgsqlDbType.Date);
        await writer.WriteAsync(entry.RecordedAt.UtcDateTime, NpgsqlDbType.TimestampTz);
        await writer.WriteAsync(entry.RecordedById!.Value);
        await writer.WriteAsync(entry.RecordedBy);
        await writer.WriteAsync(entry.RecordedTitle);
        await writer.WriteAsync(entry.Hash);
        await writer.WriteAsync(entry.IsLedgered);
        await writer.WriteAsync(entry.Sequence!.Value);
    }
}
