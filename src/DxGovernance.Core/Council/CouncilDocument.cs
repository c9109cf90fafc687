using System.Security.Cryptography;
using System.Text;
using DxGovernance.Core.Audit;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Council;

public enum CouncilDocumentKind
{
    Pack,
    Minutes,
}

/// <summary>A document as it was made, before it is frozen.</summary>
/// <param name="Point">As-of and recorded-until.</param>
/// <param name="Content">What is shown.</param>
/// <param name="Bytes">The workbook.</param>
/// <param name="Head">Newest link of the audit chain at the point.</param>
public sealed record MadeDocument(CouncilDocumentKind Kind, AsOf Point, CouncilContent Content, byte[] Bytes, ChainHead? Head);

/// <summary>
/// 会議資料・議事要旨, frozen: figures as shown, workbook, head of the audit chain, hashes, who and when. A ledger row, so PostgreSQL itself refuses to change it; a
/// document that is replaced gets a new version with a reason.
/// </summary>
public sealed class CouncilDocument : LedgerEntry
{
    CouncilDocument()
    {
    }

    internal CouncilDocument(Meeting meeting, MadeDocument made, int version, Actor by, DateTimeOffset now, string? reason)
        : base(by, now, made.Point.Day, reason)
    {
        RuleViolation.Require(version == 1 || !string.IsNullOrWhiteSpace(reason), "document-needs-reason", "差し替えた資料には、差し替えの理由が必要です。");
        (Meeting, Kind, Version, RecordedUntil) = (meeting, made.Kind, version, made.Point.KnownAt);
        Figures = made.Content.ToJson();
        FiguresSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Figures)));
        (ChainSequence, ChainHash) = (made.Head?.Sequence, made.Head?.Hash);
        File = new CouncilDocumentFile(this, made.Bytes, by, now);
        (FileName, Sha256, SizeInBytes) = (NameOf(made.Kind, meeting.Number, version), File.Sha256, made.Bytes.Length);
    }

    public int MeetingId { get; private set; }

    public Meeting Meeting { get; private set; } = null!;

    public CouncilDocumentKind Kind { get; private set; }

    /// <summary>版, from 1 for each kind.</summary>
    public int Version { get; private set; }

    public DateTimeOffset RecordedUntil { get; private set; }

    /// <summary>JSON of <see cref="CouncilContent"/>, kept as text so that its hash stays right.</summary>
    public string Figures { get; private set; } = "";

    public string FiguresSha256 { get; private set; } = "";

    public long? ChainSequence { get; private set; }

    public string? ChainHash { get; private set; }

    public string FileName { get; private set; } = "";

    /// <summary>Of the workbook, lower-case hexadecimal.</summary>
    public string Sha256 { get; private set; } = "";

    public int SizeInBytes { get; private set; }

    public CouncilDocumentFile File { get; private set; } = null!;

    public CouncilContent Content => CouncilContent.FromJson(Figures);

    static string NameOf(CouncilDocumentKind kind, int meeting, int version) =>
        FormattableString.Invariant($"第{meeting}回推進会議_{kind.Label()}_第{version}版.xlsx");
}

/// <summary>The workbook of a frozen document; as much a ledger row as the document itself.</summary>
public sealed class CouncilDocumentFile : LedgerEntry
{
    CouncilDocumentFile()
    {
    }

    internal CouncilDocumentFile(CouncilDocument document, byte[] bytes, Actor by, DateTimeOffset now)
        : base(by, now, document.AsOf, null) =>
        (Document, Bytes, Sha256) = (document, bytes, Convert.ToHexStringLower(SHA256.HashData(bytes)));

    public long DocumentId { get; private set; }

    public CouncilDocument Document { get; private set; } = null!;

    public byte[] Bytes { get; private set; } = [];

    public string Sha256 { get; private set; } = "";
}

/// <summary>Ledger of what the members of the council may read, and since when.</summary>
public sealed class CouncilPublication : LedgerEntry
{
    CouncilPublication()
    {
    }

    internal CouncilPublication(Meeting meeting, CouncilDocumentKind kind, int version, Actor by, DateTimeOffset now)
        : base(by, now, TokyoTime.DayOf(now), null) => (Meeting, Kind, Version) = (meeting, kind, version);

    public int MeetingId { get; private set; }

    public Meeting Meeting { get; private set; } = null!;

    public CouncilDocumentKind Kind { get; private set; }

    public int Version { get; private set; }
}

public static class CouncilDocumentLabels
{
    public static string Label(this CouncilDocumentKind kind) => kind switch
    {
        CouncilDocumentKind.Pack => "会議資料",
        CouncilDocumentKind.Minutes => "議事要旨",
    };
}

public static class CouncilDocumentQueries
{
    /// <summary>What members may read: only versions that were published to them.</summary>
    public static IQueryable<CouncilDocument> PublishedToCouncil(this IQueryable<CouncilDocument> documents, GovernanceDbContext db) =>
        documents.Where(d => db.CouncilPublications.Any(p => p.MeetingId == d.MeetingId && p.Kind == d.Kind && p.Version == d.Version));
}

sealed class CouncilDocumentConfiguration
    : IEntityTypeConfiguration<CouncilDocument>, IEntityTypeConfiguration<CouncilDocumentFile>, IEntityTypeConfiguration<CouncilPublication>
{
    public void Configure(EntityTypeBuilder<CouncilDocument> e)
    {
        e.Property(d => d.FileName).HasMaxLength(100);
        e.Property(d => d.Sha256).HasMaxLength(64);
        e.Property(d => d.FiguresSha256).HasMaxLength(64);
        e.Property(d => d.ChainHash).HasMaxLength(64);
        e.Ignore(d => d.Content);
        e.HasOne(d => d.Meeting).WithMany().HasForeignKey(d => d.MeetingId);
        e.HasIndex(d => new { d.MeetingId, d.Kind, d.Version }).IsUnique();
        e.HasLedgerIndex(d => d.MeetingId);
    }

    public void Configure(EntityTypeBuilder<CouncilDocumentFile> e)
    {
        e.Property(f => f.Sha256).HasMaxLength(64);
        e.HasOne(f => f.Document).WithOne(d => d.File).HasForeignKey<CouncilDocumentFile>(f => f.DocumentId);
    }

    public void Configure(EntityTypeBuilder<CouncilPublication> e)
    {
        e.HasOne(p => p.Meeting).WithMany().HasForeignKey(p => p.MeetingId);
        e.HasIndex(p => new { p.MeetingId, p.Kind, p.Version }).IsUnique();
        e.HasLedgerIndex(p => p.MeetingId);
    }
}
