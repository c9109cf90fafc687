using System.ComponentModel;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Policy;

/// <summary>What is reported of an initiative for a fiscal year.</summary>
/// <param name="Done">What was done in the year.</param>
/// <param name="Evidence">Where that can be seen: a document, a page, an address.</param>
public sealed record InitiativeReportInput(InitiativeState State, string Done, string NextStep, string Evidence);

/// <summary>An initiative in one fiscal year: projection of <see cref="InitiativeReport"/>.</summary>
public sealed class InitiativeYear
{
    InitiativeYear()
    {
    }

    internal InitiativeYear(Initiative initiative, FiscalYear year) => (Initiative, InitiativeCode, FiscalYear) = (initiative, initiative.Code, year.Year);

    public int Id { get; private set; }

    public string InitiativeCode { get; private set; } = "";

    public Initiative Initiative { get; private set; } = null!;

    /// <summary>Year in which it begins.</summary>
    public int FiscalYear { get; private set; }

    [DisplayName("状況")]
    public InitiativeState State { get; private set; }

    [DisplayName("実施したこと")]
    public string Done { get; private set; } = "";

    [DisplayName("次の一手")]
    public string NextStep { get; private set; } = "";

    [DisplayName("証拠")]
    public string Evidence { get; private set; } = "";

    [DisplayName("理由")]
    public string? Reason { get; private set; }

    public DateOnly ReportedAsOf { get; private set; }

    public uint Version { get; private set; }

    public InitiativeReportInput Current => new(State, Done, NextStep, Evidence);

    internal void Set(InitiativeReportInput to, string? reason, DateOnly asOf) =>
        (State, Done, NextStep, Evidence, Reason, ReportedAsOf) = (to.State, to.Done, to.NextStep, to.Evidence, reason, asOf);
}

/// <summary>Ledger of what was reported of an initiative, by fiscal year. A correction is one more row, with the day that it puts right.</summary>
public sealed class InitiativeReport : LedgerEntry
{
    InitiativeReport()
    {
    }

    internal InitiativeReport(Initiative initiative, FiscalYear year, InitiativeReportInput to, string? reason, Actor by, DateTimeOffset now, DateOnly asOf)
        : base(by, now, asOf, reason)
    {
        (Initiative, InitiativeCode, FiscalYear) = (initiative, initiative.Code, year.Year);
        (State, Done, NextStep, Evidence) = (to.State, to.Done, to.NextStep, to.Evidence);
    }

    public string InitiativeCode { get; private set; } = "";

    public Initiative Initiative { get; private set; } = null!;

    /// <summary>Year in which it begins.</summary>
    public int FiscalYear { get; private set; }

    public InitiativeState State { get; private set; }

    public string Done { get; private set; } = "";

    public string NextStep { get; private set; } = "";

    public string Evidence { get; private set; } = "";
}

public sealed partial class Initiative
{
    /// <summary>令和4年度: the policy was first laid down in March 2023.</summary>
    public const int FirstYear = 2022;

    readonly List<InitiativeYear> years = [];

    public IReadOnlyList<InitiativeYear> Years => years;

    /// <summary>Reports state, work and next step for a fiscal year. Needs <see cref="Years"/> loaded.</summary>
    public void Report(FiscalYear year, InitiativeReportInput to, string? reason, Actor actor, DateTimeOffset now, DateOnly asOf)
    {
        var by = Reporting(actor);
        to = new(to.State, to.Done.Trim(), to.NextStep.Trim(), to.Evidence.Trim());
        var shown = years.SingleOrDefault(y => y.FiscalYear == year.Year);
        AsOfRule.RequireDay(asOf, null, now);
        RuleViolation.Require(year.Year >= FirstYear, "year-too-old", $"{new FiscalYear(FirstYear)}より前の年度は報告できません。方針がまだありませんでした。", "FiscalYear");
        RuleViolation.Require(
            year.First <= asOf, "year-not-begun", $"{year}は基準日（{Wareki.Both(asOf)}）にはまだ始まっていません。基準日の年度までを選んでください。", "FiscalYear");
        AsOfRule.RequireReasonForThePast(asOf, shown?.ReportedAsOf, reason);
        Require(to, reason);
        var cause = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        RuleViolation.Require(
            shown is null || shown.ReportedAsOf != asOf || shown.Current != to || shown.Reason != cause, "report-same", "同じ基準日の報告と内容が同じです。変わったところを入力してください。");
        if (shown is null)
        {
            years.Add(shown = new(this, year));
        }

        if (asOf >= shown.ReportedAsOf)
        {
            shown.Set(to, cause, asOf);
        }

        Record(new InitiativeReport(this, year, to, cause, by, now, asOf));
    }

    static void Require(InitiativeReportInput to, string? reason)
    {
        RuleViolation.Require(
            to.State == InitiativeState.NotStarted || to.Done.Length > 0, "report-needs-done", $"「{to.State.Label()}」のときは、実施したことを入力してください。", "Done");
        RuleViolation.Require(to.State != InitiativeState.Completed || to.Evidence.Length > 0, "report-needs-evidence", "「完了」のときは、証拠（文書名や掲載先）を入力してください。", "Evidence");
        RuleViolation.Require(
            to.State is not (InitiativeState.Delayed or InitiativeState.Stopped) || !string.IsNullOrWhiteSpace(reason), "report-needs-reason", $"「{to.State.Label()}」のときは、理由を入力してください。", "Reason");
        RuleViolation.Require(to.State != InitiativeState.Delayed || to.NextStep.Length > 0, "report-needs-next", "「遅れ」のときは、次の一手を入力してください。", "NextStep");
    }
}

sealed class InitiativeReportConfiguration : IEntityTypeConfiguration<InitiativeYear>, IEntityTypeConfiguration<InitiativeReport>
{
    public void Configure(EntityTypeBuilder<InitiativeYear> e)
    {
        e.Property(y => y.Done).HasMaxLength(Initiative.TextMaxLength);
        e.Property(y => y.NextStep).HasMaxLength(Initiative.TextMaxLength);
        e.Property(y => y.Evidence).HasMaxLength(Initiative.TextMaxLength);
        e.Property(y => y.Reason).HasMaxLength(LedgerEntry.ReasonMaxLength);
        e.Property(y => y.Version).IsRowVersion();
        e.HasOne(y => y.Initiative).WithMany(i => i.Years).HasForeignKey(y => y.InitiativeCode);
        e.HasIndex(y => new { y.InitiativeCode, y.FiscalYear }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<InitiativeReport> e)
    {
        e.Property(r => r.Done).HasMaxLength(Initiative.TextMaxLength);
        e.Property(r => r.NextStep).HasMaxLength(Initiative.TextMaxLength);
        e.Property(r => r.Evidence).HasMaxLength(Initiative.TextMaxLength);
        e.HasOne(r => r.Initiative).WithMany().HasForeignKey(r => r.InitiativeCode);
        e.HasLedgerIndex(r => r.InitiativeCode, nameof(InitiativeReport.FiscalYear));
    }
}
