using System.ComponentModel;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Standardization;

/// <summary>A milestone every migration has, with its lead time before go-live (仮値 until the city sets its own).</summary>
public sealed class MilestoneTemplate
{
    public const string GoLiveCode = "go-live";

    MilestoneTemplate()
    {
    }

    public MilestoneTemplate(string code, string name, int order, int leadDays, string note) =>
        (Code, Name, Order, LeadDays, Note) = (code, name, order, leadDays, note);

    public string Code { get; private set; } = "";

    public string Name { get; private set; } = "";

    public int Order { get; private set; }

    /// <summary>Calendar days before go-live.</summary>
    public int LeadDays { get; private set; }

    public string Note { get; private set; } = "";

    /// <summary>Days by milestone code, worked back from go-live; what is already done keeps its actual day.</summary>
    public static IReadOnlyDictionary<string, DateOnly> WorkBack(
        IEnumerable<MilestoneTemplate> templates, Operation operation, DateOnly goLive, DateOnly today)
    {
        RuleViolation.Require(goLive >= today, "go-live-in-past", "稼働予定日には今日以降の日を入力してください。", "GoLiveOn");
        var done = operation.Milestones.Where(m => m.ActualOn is not null).ToDictionary(m => m.Code, m => m.ActualOn!.Value);
        return templates.ToDictionary(t => t.Code, t => done.TryGetValue(t.Code, out var day) ? day : goLive.AddDays(-t.LeadDays));
    }
}

/// <summary>
/// A milestone of an operation with its newest dates: projection of <see cref="BaselineEntry"/> and <see cref="MilestoneReport"/>.
/// </summary>
public sealed class Milestone
{
    Milestone()
    {
    }

    internal Milestone(Operation operation, MilestoneTemplate template) =>
        (OperationNumber, Code, Name, Order) = (operation.Number, template.Code, template.Name, template.Order);

    public int Id { get; private set; }

    public int OperationNumber { get; private set; }

    public Operation Operation { get; private set; } = null!;

    public string Code { get; private set; } = "";

    public string Name { get; private set; } = "";

    public int Order { get; private set; }

    [DisplayName("当初計画")]
    public DateOnly? OriginalOn { get; private set; }

    [DisplayName("現計画")]
    public DateOnly? BaselineOn { get; private set; }

    [DisplayName("見込")]
    public DateOnly? ForecastOn { get; private set; }

    [DisplayName("実績")]
    public DateOnly? ActualOn { get; private set; }

    [DisplayName("遅れの原因")]
    public SlipCause? Cause { get; private set; }

    [DisplayName("原因の所在")]
    public CauseOwner? CauseOwner { get; private set; }

    [DisplayName("説明")]
    public string? Explanation { get; private set; }

    public DateOnly? ReportedAsOf { get; private set; }

    public uint Version { get; private set; }

    public bool IsGoLive => Code == MilestoneTemplate.GoLiveCode;

    /// <summary>The best known day: actual, else forecast, else current baseline.</summary>
    public DateOnly? ExpectedOn => ActualOn ?? ForecastOn ?? BaselineOn;

    internal void SetBaseline(DateOnly day)
    {
        OriginalOn ??= day;
        BaselineOn = day;
        ForecastOn ??= day;
    }

    internal void Set(MilestoneInput to, DateOnly asOf)
    {
        (ForecastOn, ActualOn, ReportedAsOf) = (to.ForecastOn, to.ActualOn, asOf);
        (Cause, CauseOwner, Explanation) = (to.Cause, to.CauseOwner, to.Explanation);
    }
}

/// <summary>What a person reports of one milestone. Cause, owner and sentence are needed where the forecast moves later.</summary>
public sealed record MilestoneInput(
    int MilestoneId, DateOnly? ForecastOn, DateOnly? ActualOn, SlipCause? Cause, CauseOwner? CauseOwner, string? Explanation);

/// <summary>Ledger of forecast and actual of a milestone.</summary>
public sealed class MilestoneReport : LedgerEntry
{
    MilestoneReport()
    {
    }

    internal MilestoneReport(Milestone milestone, MilestoneInput to, Actor by, DateTimeOffset now, DateOnly asOf)
        : base(by, now, asOf, to.Explanation)
    {
        (Milestone, OperationNumber) = (milestone, milestone.OperationNumber);
        (ForecastOn, ActualOn, Cause, CauseOwner) = (to.ForecastOn, to.ActualOn, to.Cause, to.CauseOwner);
    }

    public int OperationNumber { get; private set; }

    public int MilestoneId { get; private set; }

    public Milestone Milestone { get; private set; } = null!;

    public DateOnly? ForecastOn { get; private set; }

    public DateOnly? ActualOn { get; private set; }

    public SlipCause? Cause { get; private set; }

    public CauseOwner? CauseOwner { get; private set; }
}

/// <summary>Ledger of frozen plan days; number 1 is the original baseline and never disappears.</summary>
public sealed class BaselineEntry : LedgerEntry
{
    BaselineEntry()
    {
    }

    internal BaselineEntry(Milestone milestone, int baselineNumber, DateOnly plannedOn, Actor by, DateTimeOffset now, DateOnly asOf, string? reason)
        : base(by, now, asOf, reason)
    {
        (Milestone, OperationNumber, BaselineNumber, PlannedOn) = (milestone, milestone.OperationNumber, baselineNumber, plannedOn);
    }

    public int OperationNumber { get; private set; }

    public int MilestoneId { get; private set; }

    public Milestone Milestone { get; private set; } = null!;

    public int BaselineNumber { get; private set; }

    public DateOnly PlannedOn { get; private set; }
}

public sealed partial class Operation
{
    readonly List<Milestone> milestones = [];

    public IReadOnlyList<Milestone> Milestones => milestones;

    public DateOnly? GoLiveOriginal { get; private set; }

    public DateOnly? GoLiveBaseline { get; private set; }

    public DateOnly? GoLiveForecast { get; private set; }

    public DateOnly? GoLiveActual { get; private set; }

    /// <summary>Number of the newest frozen baseline; 0 before the first.</summary>
    public int BaselineNumber { get; private set; }

    public void AddMilestones(IEnumerable<MilestoneTemplate> templates) =>
        milestones.AddRange(templates.OrderBy(t => t.Order).Select(t => new Milestone(this, t)));

    /// <summary>Records forecasts and actuals that differ from what is stored. Needs <see cref="Milestones"/> loaded.</summary>
    /// <returns>How many milestones changed.</returns>
    public int ReportMilestones(IReadOnlyCollection<MilestoneInput> inputs, Actor actor, DateTimeOffset now, DateOnly asOf)
    {
        actor.Require(Permission.ReportProgress, DepartmentId);
        RequireDay(asOf, null, now);
        var changed = inputs.Count(input => Report(milestones.Single(m => m.Id == input.MilestoneId), input, actor, now, asOf));
        if (changed > 0)
        {
            var liveBefore = GoLiveActual;
            ProjectGoLive();
            ReachGoLive(liveBefore, actor, now, asOf);
            Confirm(ReportAspect.Forecasts, ConfirmationKind.Updated, actor, now);
            ChangedOn(asOf);
        }

        return changed;
    }

    /// <summary>Freezes the days as the next baseline. Called by the plan when it is decided.</summary>
    internal void Freeze(int number, IEnumerable<(Milestone Milestone, DateOnly Day)> days, Actor actor, DateTimeOffset now, DateOnly asOf, string? reason)
    {
        BaselineNumber = number;
        foreach (var (milestone, day) in days)
        {
            milestone.SetBaseline(day);
            Record(new BaselineEntry(milestone, number, day, actor, now, asOf, reason));
        }

        ProjectGoLive();
        ChangedOn(asOf);
    }

    bool Report(Milestone milestone, MilestoneInput input, Actor actor, DateTimeOffset now, DateOnly asOf)
    {
        if (milestone.ForecastOn == input.ForecastOn && milestone.ActualOn == input.ActualOn)
        {
            return false;
        }

        CheckReport(milestone, input, now);
        RequireDay(asOf, milestone.ReportedAsOf, now);
        input = KeepCause(milestone, input);
        var report = new MilestoneReport(milestone, input, actor, now, asOf);
        milestone.Set(input with { Explanation = report.Reason }, asOf);
        Record(report);
        return true;
    }

    /// <summary>A milestone that stays late keeps the cause of its delay when a report gives no new one.</summary>
    static MilestoneInput KeepCause(Milestone milestone, MilestoneInput input) =>
        input.Cause is null && input.CauseOwner is null && (input.ActualOn ?? input.ForecastOn) > milestone.BaselineOn
            ? input with { Cause = milestone.Cause, CauseOwner = milestone.CauseOwner, Explanation = input.Explanation ?? milestone.Explanation }
            : input;

    static void CheckReport(Milestone milestone, MilestoneInput input, DateTimeOffset now)
    {
        var at = $"Rows[{milestone.Id}]";
        RuleViolation.Require(
            milestone.BaselineOn is not null,
            "forecast-before-baseline",
            $"「{milestone.Name}」の計画がまだ凍結されていません。先に計画を作り、庁内PMOの確認を受けてください。",
            at + ".Forecast");
        RuleViolation.Require(
            input.ForecastOn is not null, "forecast-missing", $"「{milestone.Name}」の見込日を入力してください。", at + ".Forecast");
        RuleViolation.Require(
            input.ActualOn is null || input.ActualOn <= TokyoTime.DayOf(now),
            "actual-in-future",
            $"「{milestone.Name}」の実績日に未来の日は入力できません。まだ終わっていない場合は見込日に入力してください。",
            at + ".Actual");
        var slipped = input.ForecastOn > (milestone.ForecastOn ?? milestone.BaselineOn);
        RuleViolation.Require(
            !slipped || (input.Cause is not null && input.CauseOwner is not null && !string.IsNullOrWhiteSpace(input.Explanation)),
            "slip-needs-cause",
            $"「{milestone.Name}」の見込が後ろへ動くときは、原因・原因の所在・説明の三つを入力してください。",
            at + ".Cause");
    }

    void ProjectGoLive()
    {
        var goLive = milestones.SingleOrDefault(m => m.IsGoLive);
        (GoLiveOriginal, GoLiveBaseline, GoLiveForecast, GoLiveActual) =
            (goLive?.OriginalOn, goLive?.BaselineOn, goLive?.ForecastOn, goLive?.ActualOn);
    }

    void ReachGoLive(DateOnly? before, Actor actor, DateTimeOffset now, DateOnly asOf)
    {
        if (GoLiveActual is { } day && (Stage != OperationStage.Live || LiveOn != day))
        {
            Reach(new(OperationStage.Live, IsSpecialTransition, TransitionReason, day), "マイルストーン「稼働」の実績報告", actor, now, asOf);
        }
        else if (GoLiveActual is null && before is not null && Stage == OperationStage.Live)
        {
            Reach(new(OperationStage.Migrating, IsSpecialTransition, TransitionReason, null), "マイルストーン「稼働」の実績の取消し", actor, now, asOf);
        }
    }

    /// <summary>A report for an earlier day is repeated for today: the class may have been registered in between, and the newest day wins.</summary>
    void Reach(OperationClass to, string source, Actor actor, DateTimeOffset now, DateOnly asOf)
    {
        Classify(to, source, actor, now, asOf);
        if (TokyoTime.DayOf(now) is var today && asOf < today)
        {
            Classify(to, source, actor, now, today);
        }
    }
}

sealed class MilestoneConfiguration :
    IEntityTypeConfiguration<MilestoneTemplate>,
    IEntityTypeConfiguration<Milestone>,
    IEntityTypeConfiguration<MilestoneReport>,
    IEntityTypeConfiguration<BaselineEntry>
{
    public void Configure(EntityTypeBuilder<MilestoneTemplate> e)
    {
        e.HasKey(t => t.Code);
        e.Property(t => t.Code).HasMaxLength(40);
        e.Property(t => t.Name).HasMaxLength(60);
    }

    public void Configure(EntityTypeBuilder<Milestone> e)
    {
        e.Property(m => m.Code).HasMaxLength(40);
        e.Property(m => m.Name).HasMaxLength(60);
        e.Property(m => m.Explanation).HasMaxLength(LedgerEntry.ReasonMaxLength);
        e.Property(m => m.Version).IsRowVersion();
        e.HasOne(m => m.Operation).WithMany(o => o.Milestones).HasForeignKey(m => m.OperationNumber);
        e.HasIndex(m => new { m.OperationNumber, m.Code }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<MilestoneReport> e)
    {
        e.HasOne(r => r.Milestone).WithMany().HasForeignKey(r => r.MilestoneId);
        e.HasLedgerIndex(r => r.MilestoneId);
        e.HasIndex(r => new { r.OperationNumber, r.RecordedAt });
    }

    public void Configure(EntityTypeBuilder<BaselineEntry> e)
    {
        e.HasOne(b => b.Milestone).WithMany().HasForeignKey(b => b.MilestoneId);
        e.HasLedgerIndex(b => b.MilestoneId);
        e.HasIndex(b => new { b.MilestoneId, b.BaselineNumber }).IsUnique();
    }
}
