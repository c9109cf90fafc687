using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Reports;

public enum ReportKind
{
    Council,
    NationalTransfer,
    PolicySchedule,
    RunningCosts,
    CostReview,
    CostCuts,
    CostYears,
    Effects,
}

public enum ReportStatus
{
    Waiting,
    Running,
    Done,
    Failed,
}

public static class ReportLabels
{
    public static string Label(this ReportKind kind) => kind switch
    {
        ReportKind.Council => "推進会議報告書",
        ReportKind.NationalTransfer => "国PMOツール転記表",
        ReportKind.PolicySchedule => "施策工程表",
        ReportKind.RunningCosts => "運用経費比較",
        ReportKind.CostReview => CostReviewReport.Title,
        ReportKind.CostCuts => CostCutReport.Title,
        ReportKind.CostYears => CostYearReport.Title,
        ReportKind.Effects => EffectReport.Title,
    };

    /// <summary>Colour of the chip that says the status.</summary>
    public static string Color(this ReportStatus status) => status switch
    {
        ReportStatus.Waiting => "gray",
        ReportStatus.Running => "blue",
        ReportStatus.Done => "green",
        ReportStatus.Failed => "red",
    };

    public static string Label(this ReportStatus status) => status switch
    {
        ReportStatus.Waiting => "作成待ち",
        ReportStatus.Running => "作成中",
        ReportStatus.Done => "完成",
        ReportStatus.Failed => "失敗",
    };
}

/// <summary>A report asked for: what, as of when, known until when, by whom; and how its making goes.</summary>
public sealed class ReportRequest
{
    ReportRequest()
    {
    }

    /// <param name="kind">Which report.</param>
    /// <param name="point">As-of day and recorded-until, both fixed when it is asked for.</param>
    /// <param name="operationNumbers">Which operations; empty for all.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="now">When.</param>
    public ReportRequest(ReportKind kind, AsOf point, IEnumerable<int> operationNumbers, Actor actor, DateTimeOffset now)
    {
        RuleViolation.Require(
            point.Day <= TokyoTime.DayOf(now), "report-in-future", "基準日に未来の日は指定できません。今日までの日を入力してください。", "AsOf");
        (Kind, AsOf, RecordedUntil) = (kind, point.Day, point.KnownAt);
        OperationNumbers = [.. operationNumbers.Order()];
        (RequestedById, RequestedBy, RequestedTitle, RequestedAt) = (actor.PersonId, actor.Name, actor.Title, now);
    }

    public int Id { get; private set; }

    public ReportKind Kind { get; private set; }

    public DateOnly AsOf { get; private set; }

    public DateTimeOffset RecordedUntil { get; private set; }

    public int[] OperationNumbers { get; private set; } = [];

    public int? RequestedById { get; private set; }

    public string RequestedBy { get; private set; } = "";

    public string RequestedTitle { get; private set; } = "";

    public DateTimeOffset RequestedAt { get; private set; }

    public ReportStatus Status { get; private set; }

    /// <summary>What the maker is doing now, in Japanese.</summary>
    public string Progress { get; private set; } = "";

    public int Percent { get; private set; }

    public string? Error { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public string? FileName { get; private set; }

    /// <summary>Lower-case hexadecimal SHA-256 of the bytes.</summary>
    public string? Sha256 { get; private set; }

    public int? SizeInBytes { get; private set; }

    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>When the bytes were disposed of after their period; everything else stays.</summary>
    public DateTimeOffset? DisposedAt { get; private set; }

    public uint Version { get; private set; }

    public AsOf Point => new(AsOf, RecordedUntil);

    public void Start(DateTimeOffset now) => (Status, StartedAt, Error, Percent, Progress) = (ReportStatus.Running, now, null, 0, "集計を始めました");

    public void Report(string progress, int percent) => (Progress, Percent) = (progress, percent);

    public void Finish(string fileName, ReportFile file, DateTimeOffset now)
    {
        (Status, FileName, FinishedAt, Progress, Percent) = (ReportStatus.Done, fileName, now, "完成しました", 100);
        (Sha256, SizeInBytes) = (file.Sha256, file.Bytes.Length);
    }

    public void Fail(string error, DateTimeOffset now) => (Status, Error, FinishedAt) = (ReportStatus.Failed, error, now);

    public void Repeat()
    {
        RuleViolation.Require(Status == ReportStatus.Failed, "repeat-not-failed", "失敗した報告書だけを作り直せます。");
        (Status, Error, StartedAt, FinishedAt, Percent, Progress) = (ReportStatus.Waiting, null, null, null, 0, "");
    }

    /// <summary>Publishes to the council; the publication is a ledger row, so that later reports know what the council saw.</summary>
    public ReportPublication Publish(Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.PublishReport, null);
        RuleViolation.Require(Status == ReportStatus.Done, "publish-not-done", "完成した報告書だけを公開できます。");
        RuleViolation.Require(PublishedAt is null, "publish-twice", "この報告書はすでに公開されています。");
        RuleViolation.Require(DisposedAt is null, "publish-disposed", "この報告書のファイルは保存期間の満了により廃棄済みです。同じ基準日と記録の締めで作り直してから公開してください。");
        PublishedAt = now;
        return new ReportPublication(this, actor, now);
    }
}

/// <summary>The bytes of a finished report.</summary>
public sealed class ReportFile
{
    ReportFile()
    {
    }

    public ReportFile(ReportRequest request, byte[] bytes)
    {
        Request = request;
        Bytes = bytes;
        Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
    }

    public int RequestId { get; private set; }

    public ReportRequest Request { get; private set; } = null!;

    public byte[] Bytes { get; private set; } = [];

    public string Sha256 { get; private set; } = "";
}

/// <summary>Ledger of what the council received: the comparison point of the next report.</summary>
public sealed class ReportPublication : LedgerEntry
{
    ReportPublication()
    {
    }

    internal ReportPublication(ReportRequest request, Actor by, DateTimeOffset now)
        : base(by, now, request.AsOf, reason: null)
    {
        (Request, Kind, RecordedUntil, Sha256) = (request, request.Kind, request.RecordedUntil, request.Sha256!);
    }

    public int RequestId { get; private set; }

    public ReportRequest Request { get; private set; } = null!;

    public ReportKind Kind { get; private set; }

    public DateTimeOffset RecordedUntil { get; private set; }

    public string Sha256 { get; private set; } = "";
}

sealed class ReportConfiguration :
    IEntityTypeConfiguration<ReportRequest>, IEntityTypeConfiguration<ReportFile>, IEntityTypeConfiguration<ReportPublication>
{
    public void Configure(EntityTypeBuilder<ReportRequest> e)
    {
        e.Property(r => r.Version).IsRowVersion();
        e.HasIndex(r => r.Status);
        e.HasIndex(r => r.RequestedAt);
    }

    public void Configure(EntityTypeBuilder<ReportFile> e)
    {
        e.HasKey(f => f.RequestId);
        e.HasOne(f => f.Request).WithOne().HasForeignKey<ReportFile>(f => f.RequestId);
    }

    public void Configure(EntityTypeBuilder<ReportPublication> e)
    {
        e.HasOne(p => p.Request).WithMany().HasForeignKey(p => p.RequestId);
        e.HasLedgerIndex(p => p.Kind);
    }
}
