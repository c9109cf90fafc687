using System.Data;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage;

namespace DxGovernance.Core.Audit;

/// <summary>The newest link of the chain: how many entries it holds, and their hash (64 hexadecimal digits).</summary>
public sealed record ChainHead(long Sequence, string Hash);

/// <summary>What a check of the whole trail found.</summary>
/// <param name="Head">The chain as stored.</param>
/// <param name="Fault">The first broken link in words; null where all agree.</param>
public sealed record ChainVerdict(ChainHead Head, string? Fault);

/// <summary>
/// Chains the audit entries by SHA-256: each hash covers the entry and the hash before it, so that nothing can be changed, taken out or put
/// in without every later hash changing (docs/adr/0012). One row holds the newest link; it is locked from append to commit.
/// </summary>
public static class AuditChain
{
    /// <summary>The hash before the first entry.</summary>
    public static string Nothing { get; } = new('0', 64);

    static readonly JsonSerializerOptions Canonical = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Takes the next link and, for a save of ledger rows, ticks their clock; both stay locked until the open transaction ends. One statement,
    /// because everybody else who saves waits for it, and past EF, which takes longer over it than PostgreSQL.
    /// </summary>
    /// <param name="db">With an open transaction.</param>
    /// <param name="ledgerNow">Null where no ledger row is saved.</param>
    /// <param name="cancel">Stops the waiting.</param>
    internal static async Task<NextLink> NextAsync(GovernanceDbContext db, DateTimeOffset? ledgerNow, CancellationToken cancel)
    {
        const string Link = "update audit_chain set sequence = sequence + 1";
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = ledgerNow is null ? $"{Link} where id = 1 returning sequence, head" : $"with clock as ({LedgerClock.Tick}) {Link} from clock where id = 1 returning sequence, head, clock.recorded_at";
        if (ledgerNow is { } now)
        {
            var parameter = command.CreateParameter();
            parameter.Value = now.ToUniversalTime();
            command.Parameters.Add(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel)
            ? new(reader.GetInt64(0), reader.GetString(1), ledgerNow is null ? null : await reader.GetFieldValueAsync<DateTimeOffset>(2, cancel))
            : throw new InvalidOperationException("The audit chain has no row.");
    }

    /// <summary>Links a new entry; it and the new head go with the save that follows. The head's row is to be let go after it.</summary>
    internal static EntityEntry<ChainRow> Append(GovernanceDbContext db, AuditEntry entry, NextLink link)
    {
        entry.Link(link.Sequence, isLedgered: link.RecordedAt is not null);
        entry.Seal(HashOf(link.Before, entry));
        db.AuditEntries.Add(entry);
        var row = db.Attach(new ChainRow { Id = 1, Head = entry.Hash! });
        row.Property(c => c.Head).IsModified = true;
        return row;
    }

    /// <summary>Asked by nearly every request, so not looked at anew by EF.</summary>
    public static Task<ChainHead> HeadAsync(GovernanceDbContext db, CancellationToken cancel) => CompiledQueries<Queries>.Of(db).Head(db, cancel);

    /// <summary>The newest link, one row, to be read with something else.</summary>
    public static IQueryable<ChainHead> Head(GovernanceDbContext db) => db.Set<ChainRow>().AsNoTracking().Select(c => new ChainHead(c.Sequence, c.Head));

    /// <summary>
    /// The link of the newest save of ledger rows known at the moment; null before the first. Saves without ledger rows are left out: only
    /// the ledger clock is strictly increasing on all nodes, so only this answer is the same for ever.
    /// </summary>
    public static async Task<ChainHead?> HeadAtAsync(GovernanceDbContext db, DateTimeOffset knownAt, CancellationToken cancel) =>
        await db.AuditEntries.AsNoTracking()
            .Where(a => a.IsLedgered && a.RecordedAt <= knownAt)
            .OrderByDescending(a => a.RecordedAt)
            .Select(a => new ChainHead(a.Sequence!.Value, a.Hash!))
            .FirstOrDefaultAsync(cancel);

    /// <summary>Takes the entries of a time before there was a chain into the hash it begins with.</summary>
    public static async Task EnsureBeginningAsync(GovernanceDbContext db, CancellationToken cancel)
    {
        var row = await db.Set<ChainRow>().AsNoTracking().SingleAsync(cancel);
        if (row is { Sequence: 0 } && row.Genesis == Nothing)
        {
            var genesis = await UnchainedAsync(db, cancel);
            await db.Database.ExecuteSqlAsync($"update audit_chain set genesis = {genesis}, head = {genesis} where id = 1 and sequence = 0", cancel);
        }
    }

    /// <summary>Calculates every link again, in one snapshot.</summary>
    public static async Task<ChainVerdict> VerifyAsync(GovernanceDbContext db, CancellationToken cancel)
    {
        await using var snapshot = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel)
            : null;
        var row = await db.Set<ChainRow>().AsNoTracking().SingleAsync(cancel);
        return new(new(row.Sequence, row.Head), await FaultAsync(db, row, cancel));
    }

    static async Task<string?> FaultAsync(GovernanceDbContext db, ChainRow row, CancellationToken cancel)
    {
        if (await UnchainedAsync(db, cancel) != row.Genesis)
        {
            return "連鎖に入っていない記録が加えられたか、連鎖を始める前の記録が変えられています。";
        }

        var (sequence, hash) = (0L, row.Genesis);
        await foreach (var entry in db.AuditEntries.AsNoTracking().Where(a => a.Sequence != null).OrderBy(a => a.Sequence).AsAsyncEnumerable().WithCancellation(cancel))
        {
            sequence++;
            if (entry.Sequence != sequence)
            {
                return $"監査証跡の{sequence}番目の記録がありません。次にあるのは{Words(entry)}です。";
            }

            hash = Recalculated(hash, entry);
            if (entry.Hash != hash)
            {
                return $"監査証跡の{Words(entry)}が、記録されたときの内容と一致しません。この記録か、その前後の記録が変えられています。";
            }
        }

        return sequence != row.Sequence ? $"監査証跡は{row.Sequence}番目まであるはずですが、{sequence}番目までしかありません。新しい記録が消されています。"
            : hash != row.Head ? "監査証跡の末尾のハッシュ値が、控えの値と一致しません。"
            : null;
    }

    static string Words(AuditEntry entry) =>
        $"{entry.Sequence}番目の記録（番号{entry.Id}、{TokyoTime.Display(entry.RecordedAt)}、{entry.RecordedBy}、{entry.Title}、{entry.SubjectLabel}）";

    static async Task<string> UnchainedAsync(GovernanceDbContext db, CancellationToken cancel)
    {
        var hash = Nothing;
        await foreach (var entry in db.AuditEntries.AsNoTracking().Where(a => a.Sequence == null).OrderBy(a => a.Id).AsAsyncEnumerable().WithCancellation(cancel))
        {
            hash = Recalculated(hash, entry);
        }

        return hash;
    }

    /// <summary>Empty where what is stored cannot even be read any more.</summary>
    static string Recalculated(string before, AuditEntry entry)
    {
        try
        {
            return HashOf(before, entry);
        }
        catch (JsonException)
        {
            return "";
        }
    }

    internal static string HashOf(string before, AuditEntry e) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new Covered(
            before, e.Sequence, e.IsLedgered, e.AsOf, e.RecordedAt.UtcTicks, e.RecordedById, e.RecordedBy, e.RecordedTitle, e.Reason,
            e.Title, e.Subject, e.SubjectLabel, e.Address, AuditEntry.ReadStrictly(e.Changes), e.OnBehalfOfId, e.OnBehalfOf),
        Canonical)));

    /// <summary>What a hash covers, in this order: everything the entry holds but its number in the table. Deputies came later: without one they leave no trace, so that
    /// older hashes stay right.</summary>
    sealed record Covered(
        string Before, long? Sequence, bool IsLedgered, DateOnly AsOf, long RecordedAt, int? RecordedById, string RecordedBy, string RecordedTitle,
        string? Reason, string Title, string Subject, string SubjectLabel, string? Address, IReadOnlyList<Change> Changes,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? OnBehalfOfId,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? OnBehalfOf);

    /// <param name="Sequence">Of the entry that is appended.</param>
    /// <param name="Before">The hash it follows.</param>
    /// <param name="RecordedAt">Of the ledger rows; null without any.</param>
    internal sealed record NextLink(long Sequence, string Before, DateTimeOffset? RecordedAt);

    internal sealed class ChainRow
    {
        public int Id { get; init; }

        public long Sequence { get; init; }

        public string Head { get; init; } = "";

        public string Genesis { get; init; } = "";
    }

    sealed class Queries
    {
        public readonly Func<GovernanceDbContext, CancellationToken, Task<ChainHead>> Head = EF.CompileAsyncQuery(
            (GovernanceDbContext db, CancellationToken cancel) => db.Set<ChainRow>().AsNoTracking().Select(c => new ChainHead(c.Sequence, c.Head)).Single());
    }
}

sealed class AuditChainConfiguration : IEntityTypeConfiguration<AuditChain.ChainRow>
{
    public void Configure(EntityTypeBuilder<AuditChain.ChainRow> e)
    {
        e.ToTable("audit_chain", t => t.HasCheckConstraint("ck_audit_chain_single", "id = 1"));
        e.Property(c => c.Id).ValueGeneratedNever();
        e.Property(c => c.Head).HasMaxLength(64);
        e.Property(c => c.Genesis).HasMaxLength(64);
        e.HasData(new AuditChain.ChainRow { Id = 1, Sequence = 0, Head = AuditChain.Nothing, Genesis = AuditChain.Nothing });
    }
}
