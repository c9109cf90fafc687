using DxGovernance.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Installation;

/// <summary>A backup that was written and checked. It is not in the backup itself.</summary>
public sealed class BackupRecord
{
    public const int FileMaxLength = 500;

    /// <summary>A city backs up every night; older than this the administrator is warned.</summary>
    public static TimeSpan Overdue { get; } = TimeSpan.FromHours(36);

    BackupRecord()
    {
    }

    /// <param name="takenAt">Of the snapshot: what was saved later is not in it.</param>
    /// <param name="now">When the file was complete.</param>
    public BackupRecord(string file, string machine, long sizeInBytes, string sha256, long rows, ChainHead head, DateTimeOffset takenAt, DateTimeOffset now)
    {
        (File, Machine) = (Cut(file, FileMaxLength), Cut(machine, ServerNode.NameMaxLength));
        (SizeInBytes, Sha256, Rows, ChainSequence, ChainHash) = (sizeInBytes, sha256, rows, head.Sequence, head.Hash);
        (TakenAt, FinishedAt) = (takenAt, now);
    }

    public int Id { get; private set; }

    /// <summary>Path on the machine that wrote it.</summary>
    public string File { get; private set; } = "";

    public string Machine { get; private set; } = "";

    public long SizeInBytes { get; private set; }

    /// <summary>Of the file, lower-case hexadecimal.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>Of all tables together.</summary>
    public long Rows { get; private set; }

    public long ChainSequence { get; private set; }

    public string ChainHash { get; private set; } = "";

    public DateTimeOffset TakenAt { get; private set; }

    public DateTimeOffset FinishedAt { get; private set; }

    static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}

sealed class BackupRecordConfiguration : IEntityTypeConfiguration<BackupRecord>
{
    public void Configure(EntityTypeBuilder<BackupRecord> e)
    {
        e.Property(b => b.File).HasMaxLength(BackupRecord.FileMaxLength);
        e.Property(b => b.Machine).HasMaxLength(ServerNode.NameMaxLength);
        e.Property(b => b.Sha256).HasMaxLength(64);
        e.Property(b => b.ChainHash).HasMaxLength(64);
        e.HasIndex(b => b.TakenAt);
    }
}
