using System.ComponentModel;
using System.Security.Cryptography;
using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Proposals;

public enum AttachmentKind
{
    Specification,
    Quotation,
    Diagram,
    Evidence,
    Contract,
    Minutes,
    Other,
}

public static class AttachmentLabels
{
    public static string Label(this AttachmentKind kind) => kind switch
    {
        AttachmentKind.Specification => "仕様書",
        AttachmentKind.Quotation => "見積書",
        AttachmentKind.Diagram => "構成図",
        AttachmentKind.Evidence => "履行の証拠",
        AttachmentKind.Contract => "契約書",
        AttachmentKind.Minutes => "議事録",
        AttachmentKind.Other => "その他",
    };
}

/// <summary>添付: a file of a case. Taken out of a case it is still kept.</summary>
public sealed class Attachment
{
    public const int FileNameMaxLength = 150;

    Attachment()
    {
    }

    internal Attachment(Proposal proposal, AttachmentKind kind, string fileName, FileType type, byte[] bytes, Actor by, DateTimeOffset now)
    {
        (Proposal, Gate, Run, Kind, FileName, MediaType) = (proposal, proposal.Gate, proposal.Run, kind, fileName, type.MediaType);
        (Length, Sha256, AddedBy, AddedAt) = (bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), by.Name, now);
        File = new(bytes);
    }

    public int Id { get; private set; }

    public int ProposalId { get; private set; }

    public Proposal Proposal { get; private set; } = null!;

    public Gate Gate { get; private set; }

    public int Run { get; private set; }

    [DisplayName("添付の種類")]
    public AttachmentKind Kind { get; private set; }

    [DisplayName("ファイル名")]
    public string FileName { get; private set; } = "";

    /// <summary>By content, not by name.</summary>
    public string MediaType { get; private set; } = "";

    /// <summary>Bytes.</summary>
    public int Length { get; private set; }

    [DisplayName("SHA-256")]
    public string Sha256 { get; private set; } = "";

    public string AddedBy { get; private set; } = "";

    public DateTimeOffset AddedAt { get; private set; }

    /// <summary>Taken out of the case; earlier submissions still have it.</summary>
    [DisplayName("取外し日時")]
    public DateTimeOffset? RemovedAt { get; private set; }

    /// <summary>When the bytes were disposed of after their period; everything else stays.</summary>
    public DateTimeOffset? DisposedAt { get; private set; }

    public AttachmentFile File { get; private set; } = null!;

    /// <summary>Quotations and contracts are read by others than the own department only with a record of the reading.</summary>
    public bool IsConfidential => Kind is AttachmentKind.Quotation or AttachmentKind.Contract;

    internal void Remove(DateTimeOffset now) => RemovedAt ??= now;
}

/// <summary>The bytes, apart from what lists read.</summary>
public sealed class AttachmentFile
{
    AttachmentFile()
    {
    }

    internal AttachmentFile(byte[] bytes) => Bytes = bytes;

    public int AttachmentId { get; private set; }

    public byte[] Bytes { get; private set; } = [];
}

sealed class AttachmentConfiguration : IEntityTypeConfiguration<Attachment>, IEntityTypeConfiguration<AttachmentFile>
{
    public void Configure(EntityTypeBuilder<Attachment> e)
    {
        e.Property(a => a.FileName).HasMaxLength(Attachment.FileNameMaxLength);
        e.Property(a => a.Sha256).HasMaxLength(64);
        e.HasOne(a => a.Proposal).WithMany(p => p.Attachments).HasForeignKey(a => a.ProposalId);
        e.HasOne(a => a.File).WithOne().HasForeignKey<AttachmentFile>(f => f.AttachmentId);
    }

    public void Configure(EntityTypeBuilder<AttachmentFile> e)
    {
        e.HasKey(f => f.AttachmentId);
        e.Property(f => f.AttachmentId).ValueGeneratedNever();
    }
}
