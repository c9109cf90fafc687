using System.ComponentModel;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Standardization;

/// <summary>リスク may happen; 課題 has happened.</summary>
public enum RiskKind
{
    Risk,
    Issue,
}

/// <summary>Likelihood or impact, 1 to 3.</summary>
public enum RiskLevel
{
    Low = 1,
    Medium = 2,
    High = 3,
}

public enum RiskResponse
{
    Avoid,
    Reduce,
    Transfer,
    Accept,
}

public static class RiskLabels
{
    public static string Label(this RiskKind kind) => kind switch
    {
        RiskKind.Risk => "リスク",
        RiskKind.Issue => "課題",
    };

    public static string Label(this RiskLevel level) => level switch
    {
        RiskLevel.Low => "1 低",
        RiskLevel.Medium => "2 中",
        RiskLevel.High => "3 高",
    };

    public static string Label(this RiskResponse response) => response switch
    {
        RiskResponse.Avoid => "回避",
        RiskResponse.Reduce => "低減",
        RiskResponse.Transfer => "移転",
        RiskResponse.Accept => "受容",
    };
}

/// <summary>A risk or issue of an operation: projection of <see cref="RiskRating"/>.</summary>
public sealed class Risk
{
    public const int TitleMaxLength = 100;
    public const int TextMaxLength = 1000;
    public const int OwnerMaxLength = 60;

    Risk()
    {
    }

    internal Risk(Operation operation, RiskKind kind, string title, string description)
    {
        (Operation, OperationNumber, Kind, Title, Description) = (operation, operation.Number, kind, title.Trim(), description.Trim());
    }

    public int Id { get; private set; }

    public int OperationNumber { get; private set; }

    public Operation Operation { get; private set; } = null!;

    public RiskKind Kind { get; private set; }

    public string Title { get; private set; } = "";

    public string Description { get; private set; } = "";

    [DisplayName("未解決")]
    public bool IsOpen { get; private set; }

    [DisplayName("発生可能性")]
    public RiskLevel Likelihood { get; private set; }

    [DisplayName("影響度")]
    public RiskLevel Impact { get; private set; }

    /// <summary>Likelihood × impact, 1 to 9.</summary>
    [DisplayName("評価点")]
    public int Score { get; private set; }

    [DisplayName("対応方針")]
    public RiskResponse Response { get; private set; }

    [DisplayName("対応内容")]
    public string ResponseNote { get; private set; } = "";

    [DisplayName("担当者")]
    public string Owner { get; private set; } = "";

    [DisplayName("対応期限")]
    public DateOnly? DueOn { get; private set; }

    public DateOnly RatedAsOf { get; private set; }

    public uint Version { get; private set; }

    public RiskInput Current => new(IsOpen, Likelihood, Impact, Response, ResponseNote, Owner, DueOn);

    internal void Set(RiskInput to, DateOnly asOf)
    {
        (IsOpen, Likelihood, Impact, Response) = (to.IsOpen, to.Likelihood, to.Impact, to.Response);
        (ResponseNote, Owner, DueOn, RatedAsOf) = (to.ResponseNote, to.Owner, to.DueOn, asOf);
        Score = (int)to.Likelihood * (int)to.Impact;
    }
}

public sealed record RiskInput(
    bool IsOpen, RiskLevel Likelihood, RiskLevel Impact, RiskResponse Response, string ResponseNote, string Owner, DateOnly? DueOn);

/// <summary>Ledger of the ratings of a risk.</summary>
public sealed class RiskRating : LedgerEntry
{
    RiskRating()
    {
    }

    internal RiskRating(Risk risk, RiskInput to, Actor by, DateTimeOffset now, DateOnly asOf, string? reason)
        : base(by, now, asOf, reason)
    {
        (Risk, OperationNumber) = (risk, risk.OperationNumber);
        (IsOpen, Likelihood, Impact, Response) = (to.IsOpen, to.Likelihood, to.Impact, to.Response);
        (ResponseNote, Owner, DueOn, Score) = (to.ResponseNote, to.Owner, to.DueOn, (int)to.Likelihood * (int)to.Impact);
    }

    public int OperationNumber { get; private set; }

    public int RiskId { get; private set; }

    public Risk Risk { get; private set; } = null!;

    public bool IsOpen { get; private set; }

    public RiskLevel Likelihood { get; private set; }

    public RiskLevel Impact { get; private set; }

    public int Score { get; private set; }

    public RiskResponse Response { get; private set; }

    public string ResponseNote { get; private set; } = "";

    public string Owner { get; private set; } = "";

    public DateOnly? DueOn { get; private set; }
}

public sealed partial class Operation
{
    readonly List<Risk> risks = [];

    public IReadOnlyList<Risk> Risks => risks;

    public int OpenRisks { get; private set; }

    /// <summary>Highest score among the open risks and issues; 0 without any.</summary>
    public int MaxRiskScore { get; private set; }

    /// <summary>Opens a risk or issue. Needs <see cref="Risks"/> loaded.</summary>
    public Risk OpenRisk(RiskKind kind, string title, string description, RiskInput rating, Actor actor, DateTimeOffset now, DateOnly asOf)
    {
        actor.Require(Permission.ReportProgress, DepartmentId);
        RequireDay(asOf, null, now);
        var risk = new Risk(this, kind, title, description);
        risks.Add(risk);
        RateRisk(risk, rating, null, actor, now, asOf);
        return risk;
    }

    /// <summary>Rates, reassigns, closes or reopens. Needs <see cref="Risks"/> loaded.</summary>
    public void RateRisk(Risk risk, RiskInput to, string? reason, Actor actor, DateTimeOffset now, DateOnly asOf)
    {
        actor.Require(Permission.ReportProgress, DepartmentId);
        RequireDay(asOf, risk.RatedAsOf == default ? null : risk.RatedAsOf, now);
        RuleViolation.Require(
            to.IsOpen || !risk.IsOpen || !string.IsNullOrWhiteSpace(reason), "close-needs-reason", "解決済みにするときは、その理由を入力してください。", "Reason");
        risk.Set(to, asOf);
        Record(new RiskRating(risk, to, actor, now, asOf, reason));
        OpenRisks = risks.Count(r => r.IsOpen);
        MaxRiskScore = risks.Where(r => r.IsOpen).Select(r => r.Score).DefaultIfEmpty().Max();
        Confirm(ReportAspect.Risks, ConfirmationKind.Updated, actor, now);
        ChangedOn(asOf);
    }
}

sealed class RiskConfiguration : IEntityTypeConfiguration<Risk>, IEntityTypeConfiguration<RiskRating>
{
    public void Configure(EntityTypeBuilder<Risk> e)
    {
        e.Property(r => r.Title).HasMaxLength(Risk.TitleMaxLength);
        e.Property(r => r.Description).HasMaxLength(Risk.TextMaxLength);
        e.Property(r => r.ResponseNote).HasMaxLength(Risk.TextMaxLength);
        e.Property(r => r.Owner).HasMaxLength(Risk.OwnerMaxLength);
        e.Property(r => r.Version).IsRowVersion();
        e.HasOne(r => r.Operation).WithMany(o => o.Risks).HasForeignKey(r => r.OperationNumber);
        e.HasIndex(r => new { r.IsOpen, r.Score, r.OperationNumber, r.Id }).IsDescending(false, true, false, false);
    }

    public void Configure(EntityTypeBuilder<RiskRating> e)
    {
        e.Property(r => r.ResponseNote).HasMaxLength(Risk.TextMaxLength);
        e.Property(r => r.Owner).HasMaxLength(Risk.OwnerMaxLength);
        e.HasOne(r => r.Risk).WithMany().HasForeignKey(r => r.RiskId);
        e.HasLedgerIndex(r => r.RiskId);
        e.HasIndex(r => new { r.OperationNumber, r.RecordedAt });
    }
}
