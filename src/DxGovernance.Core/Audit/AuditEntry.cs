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
    }

    public string Title { get; private set; } = "";

    public string Subject { get; private set; } = "";

    public string SubjectLabel { get; private set; } = "";

    /// <summary>Network address the request came from; null for scheduled work and verbs.</summary>
    public string? Address { get; private set; }

    /// <summary>JSON array of <see cref="Change"/>.</summary>
    public string Changes { get; private set; } = "[]";

    static JsonSerializerOptions JsonOptions { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<Change> Read(string changes) => JsonSerializer.Deserialize<List<Change>>(changes, JsonOptions)!;
}

sealed class AuditConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> e)
    {
        e.Property(a => a.Title).HasMaxLength(100);
        e.Property(a => a.Subject).HasMaxLength(100);
        e.Property(a => a.Changes).HasColumnType("jsonb");
        e.HasIndex(a => a.RecordedAt);
        e.HasIndex(a => new { a.Subject, a.RecordedAt });
    }
}
