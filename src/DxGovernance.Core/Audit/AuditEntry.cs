using System.Text.Json;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Audit;

/// <summary>What one save is about: the act in words, its subject, and why.</summary>
/// <param name="Title">The act, e.g. 「ステップの報告」.</param>
/// <param name="Subject">Stable key of the subject, e.g. "operation:12".</param>
/// <param name="SubjectLabel">The subject as people call it.</param>
/// <param name="Reason">The sentence of who acts.</param>
/// <param name="Ledgered">Old → new of values that live in a ledger only, where no edited row tells them.</param>
public sealed record Act(string Title, string Subject, string SubjectLabel, string? Reason = null, IReadOnlyList<Change>? Ledgered = null);

/// <summary>One changed value in a save, in the words of the screen.</summary>
public sealed record Change(string Subject, string Field, string? Old, string? New);

/// <summary>Ledger of every save: who, when, from where, what (old → new), why. Written in the same transaction as the change.</summary>
public sealed class AuditEntry : LedgerEntry
{
    AuditEntry()
    {
    }

    internal AuditEntry(Act act, IReadOnlyList<Change> changes, string? address, Actor by, DateTimeOffset now)
        : base(by, now, TokyoTime.DayOf(now), act.Reason)
    {
        (Title, Subject, SubjectLabel, Address) = (act.Title, act.Subject, act.SubjectLabel, address);
        Changes = JsonSerializer.Serialize(changes, JsonOptions);

        // PostgreSQL keeps microseconds; the hash must cover what will be read back.
        RecordedAt = new(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }

    public string Title { get; private set; } = "";

    public string Subject { get; private set; } = "";

    public string SubjectLabel { get; private set; } = "";

    /// <summary>Network address the request came from; null for scheduled work and verbs.</summary>
    public string? Address { get; private set; }

    /// <summary>JSON array of <see cref="Change"/>.</summary>
    public string Changes { get; private set; } = "[]";

    static JsonSerializerOptions JsonOptions { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Place in the chain, from 1; null for entries older than the chain.</summary>
    public long? Sequence { get; private set; }

    /// <summary>SHA-256 of the entry and the hash before it, hexadecimal.</summary>
    public string? Hash { get; private set; }

    /// <summary>Saved together with ledger rows, so that its moment is one of the ledger clock.</summary>
    public bool IsLedgered { get; private set; }

    internal void Link(long sequence, bool isLedgered) => (Sequence, IsLedgered) = (sequence, isLedgered);

    internal void Seal(string hash) => Hash = hash;

    /// <summary>Refuses what was put beside the known parts.</summary>
    internal static IReadOnlyList<Change> ReadStrictly(string changes) => JsonSerializer.Deserialize<List<Change>>(changes, Strict)!;

    static JsonSerializerOptions Strict { get; } = new() { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    public static IReadOnlyList<Change> Read(string changes) => JsonSerializer.Deserialize<List<Change>>(changes, JsonOptions)!;
}

sealed class AuditConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> e)
    {
        e.Property(a => a.Title).HasMaxLength(100);
        e.Property(a => a.Subject).HasMaxLength(100);
        e.Property(a => a.Changes).HasColumnType("jsonb");
        e.Property(a => a.Hash).HasMaxLength(64);
        e.HasIndex(a => a.RecordedAt);
        e.HasIndex(a => a.Sequence).IsUnique();
        e.HasIndex(a => new { a.Subject, a.RecordedAt });
    }
}
