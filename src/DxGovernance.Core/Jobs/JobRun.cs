using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Jobs;

/// <summary>One run of a scheduled job, as the administrator reads it.</summary>
public sealed class JobRun
{
    public const int TextMaxLength = 2000;

    JobRun()
    {
    }

    public JobRun(string jobKey, string startedBy, DateTimeOffset now) => (JobKey, StartedBy, StartedAt) = (jobKey, startedBy, now);

    public long Id { get; private set; }

    public string JobKey { get; private set; } = "";

    /// <summary>The person who pressed 今すぐ実行, or the schedule.</summary>
    public string StartedBy { get; private set; } = "";

    public DateTimeOffset StartedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public string? Result { get; private set; }

    public string? Error { get; private set; }

    public void Finish(string result, DateTimeOffset now) => (Result, FinishedAt) = (Cut(result), now);

    public void Fail(string error, DateTimeOffset now) => (Error, FinishedAt) = (Cut(error), now);

    static string Cut(string text) => text.Length <= TextMaxLength ? text : text[..TextMaxLength];
}

sealed class JobRunConfiguration : IEntityTypeConfiguration<JobRun>
{
    public void Configure(EntityTypeBuilder<JobRun> e)
    {
        e.Property(r => r.JobKey).HasMaxLength(60);
        e.Property(r => r.StartedBy).HasMaxLength(Person.NameMaxLength);
        e.Property(r => r.Result).HasMaxLength(JobRun.TextMaxLength);
        e.Property(r => r.Error).HasMaxLength(JobRun.TextMaxLength);
        e.HasIndex(r => new { r.JobKey, r.StartedAt });
    }
}
