using System.Linq.Expressions;
using DxGovernance.Core;
using DxGovernance.Core.Reports;

namespace DxGovernance.Web.Pages.Reports;

/// <summary>A report as its pages show it; never its bytes.</summary>
public sealed record ReportRow
{
    public required int Id { get; init; }

    public required ReportKind Kind { get; init; }

    public required DateOnly AsOf { get; init; }

    public required DateTimeOffset RecordedUntil { get; init; }

    public required int[] OperationNumbers { get; init; }

    public required string RequestedBy { get; init; }

    public required string RequestedTitle { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public required ReportStatus Status { get; init; }

    public required string Progress { get; init; }

    public required int Percent { get; init; }

    public required string? Error { get; init; }

    public required DateTimeOffset? StartedAt { get; init; }

    public required DateTimeOffset? FinishedAt { get; init; }

    public required string? FileName { get; init; }

    public required string? Sha256 { get; init; }

    public required int? SizeInBytes { get; init; }

    public required DateTimeOffset? PublishedAt { get; init; }

    public required DateTimeOffset? DisposedAt { get; init; }

    public required uint Version { get; init; }

    public bool IsRunning => Status is ReportStatus.Waiting or ReportStatus.Running;

    public string Operations => OperationNumbers.Length == 0 ? "全て" : $"{OperationNumbers.Length}業務（政令順 {string.Join("・", OperationNumbers)}）";

    public string ShortHash => Sha256 is { } hash ? hash[..8] : "－";

    public string Size => SizeInBytes is { } bytes ? $"{(bytes + 1023) / 1024:N0} KB" : "－";

    public static string Moment(DateTimeOffset? moment) => moment is { } m ? TokyoTime.Display(m) : "－";

    public static Expression<Func<ReportRequest, ReportRow>> From { get; } = r => new ReportRow
    {
        Id = r.Id,
        Kind = r.Kind,
        AsOf = r.AsOf,
        RecordedUntil = r.RecordedUntil,
        OperationNumbers = r.OperationNumbers,
        RequestedBy = r.RequestedBy,
        RequestedTitle = r.RequestedTitle,
        RequestedAt = r.RequestedAt,
        Status = r.Status,
        Progress = r.Progress,
        Percent = r.Percent,
        Error = r.Error,
        StartedAt = r.StartedAt,
        FinishedAt = r.FinishedAt,
        FileName = r.FileName,
        Sha256 = r.Sha256,
        SizeInBytes = r.SizeInBytes,
        PublishedAt = r.PublishedAt,
        DisposedAt = r.DisposedAt,
        Version = r.Version,
    };
}
