using System.ComponentModel;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Council;

public enum ActionItemState
{
    Open,
    Reported,
    Met,
    Withdrawn,
}

/// <summary>Something the council asks for.</summary>
/// <param name="DepartmentId">Whose it is; null for the PMO office. Of a case it is the case's department in any event.</param>
/// <param name="Owner">Person or section in words.</param>
/// <param name="BlocksGate">Only for a case: the gate that waits for it.</param>
public sealed record ActionInput(string Text, string Owner, int? DepartmentId, DateOnly DueOn, string Evidence, Gate? BlocksGate);

/// <summary>指摘事項: a follow-up of a judgement that is no condition of a case. Projection of <see cref="ActionItemEntry"/>.</summary>
public sealed class ActionItem : IKeepsLedger
{
    public const int OwnerMaxLength = Condition.OwnerMaxLength;
    public const int MaxActions = 20;

    readonly List<LedgerEntry> newEntries = [];

    ActionItem()
    {
    }

    internal ActionItem(AgendaItem item, int number, ActionInput input)
    {
        (AgendaItem, Number, DepartmentId) = (item, number, input.DepartmentId);
        (Text, Owner, DueOn, Evidence) = (input.Text.Trim(), input.Owner.Trim(), input.DueOn, input.Evidence.Trim());
    }

    public int Id { get; private set; }

    public int AgendaItemId { get; private set; }

    public AgendaItem AgendaItem { get; private set; } = null!;

    /// <summary>From 1 within the meeting.</summary>
    public int Number { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>Null for the PMO office.</summary>
    public int? DepartmentId { get; private set; }

    public Department? Department { get; private set; }

    public string Owner { get; private set; } = "";

    public DateOnly DueOn { get; private set; }

    /// <summary>What must be shown.</summary>
    public string Evidence { get; private set; } = "";

    [DisplayName("指摘の状態")]
    public ActionItemState State { get; private set; }

    [DisplayName("対応の報告")]
    public string? Report { get; private set; }

    /// <summary>In whose name the newest report was made: none of them confirms it.</summary>
    public int[] ReporterIds { get; private set; } = [];

    public uint Version { get; private set; }

    public bool IsOpen => State is ActionItemState.Open or ActionItemState.Reported;

    /// <summary>The owner reports what was done.</summary>
    public void ReportDone(string? report, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.ReportActionItem, DepartmentId);
        RuleViolation.Require(State == ActionItemState.Open, "action-not-open", $"この指摘は「{State.Label()}」です。");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(report), "action-needs-report", "対応の内容（証拠がどこにあるか）を入力してください。", "Text");
        (Report, ReporterIds) = (report.Trim(), [.. by.PersonIds]);
        Become(ActionItemState.Reported, report, by, now);
    }

    /// <summary>The PMO office confirms the report or sends it back.</summary>
    public void Judge(bool isMet, string? note, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.PrepareCouncil, null);
        RuleViolation.Require(State == ActionItemState.Reported, "action-not-reported", $"この指摘は「{State.Label()}」です。対応の報告を待ってください。");
        RuleViolation.Require(!by.PersonIds.Any(ReporterIds.Contains), "separation-of-duties", "対応を報告した人は、その確認をできません（代理として行うこともできません）。別の人に依頼してください。");
        RuleViolation.Require(isMet || !string.IsNullOrWhiteSpace(note), "action-needs-note", "対応を認めないときは、理由を入力してください。", "Text");
        Become(isMet ? ActionItemState.Met : ActionItemState.Open, note, by, now);
    }

    /// <summary>Recorded by mistake, or the council does not ask for it any more; the record stays.</summary>
    public void Withdraw(string? reason, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.RecordCouncilJudgement, null);
        RuleViolation.Require(IsOpen, "action-over", $"この指摘は「{State.Label()}」です。");
        RuleViolation.Require(!string.IsNullOrWhiteSpace(reason), "action-needs-reason", "取り下げる理由を入力してください。", "Text");
        Become(ActionItemState.Withdrawn, reason, by, now);
    }

    internal void Imposed(Actor by, DateTimeOffset now) => newEntries.Add(new ActionItemEntry(this, by, now, null));

    public IEnumerable<LedgerEntry> TakeNewEntries()
    {
        var taken = newEntries.ToArray();
        newEntries.Clear();
        return taken;
    }

    void Become(ActionItemState state, string? note, Actor by, DateTimeOffset now)
    {
        State = state;
        newEntries.Add(new ActionItemEntry(this, by, now, note));
    }
}

/// <summary>Ledger of the follow-ups: imposed, reported, sent back, met, withdrawn.</summary>
public sealed class ActionItemEntry : LedgerEntry
{
    ActionItemEntry()
    {
    }

    internal ActionItemEntry(ActionItem item, Actor by, DateTimeOffset now, string? note)
        : base(by, now, TokyoTime.DayOf(now), note)
    {
        (ActionItem, Number, State, DepartmentId) = (item, item.Number, item.State, item.DepartmentId);
        (Text, Owner, DueOn, Evidence) = (item.Text, item.Owner, item.DueOn, item.Evidence);
    }

    public int ActionItemId { get; private set; }

    public ActionItem ActionItem { get; private set; } = null!;

    public int Number { get; private set; }

    public ActionItemState State { get; private set; }

    public string Text { get; private set; } = "";

    public int? DepartmentId { get; private set; }

    public string Owner { get; private set; } = "";

    public DateOnly DueOn { get; private set; }

    public string Evidence { get; private set; } = "";
}

public static class ActionItemLabels
{
    public static string Label(this ActionItemState state) => state switch
    {
        ActionItemState.Open => "未対応",
        ActionItemState.Reported => "対応報告済み・確認待ち",
        ActionItemState.Met => "対応済み",
        ActionItemState.Withdrawn => "取下げ",
    };
}

public static class ActionItemQueries
{
    /// <summary>Those of the actor's departments, or all.</summary>
    public static IQueryable<ActionItem> VisibleTo(this IQueryable<ActionItem> actions, Actor actor)
    {
        if (actor.Can(Permission.SeeCouncil))
        {
            return actions;
        }

        var departments = actor.Can(Permission.SeeActionItems) ? actor.DepartmentIds : [];
        return actions.Where(a => a.DepartmentId != null && departments.Contains(a.DepartmentId.Value));
    }
}

sealed class ActionItemConfiguration : IEntityTypeConfiguration<ActionItem>, IEntityTypeConfiguration<ActionItemEntry>
{
    public void Configure(EntityTypeBuilder<ActionItem> e)
    {
        e.Property(a => a.Text).HasMaxLength(LedgerEntry.ReasonMaxLength);
        e.Property(a => a.Evidence).HasMaxLength(LedgerEntry.ReasonMaxLength);
        e.Property(a => a.Owner).HasMaxLength(ActionItem.OwnerMaxLength);
        e.Property(a => a.Report).HasMaxLength(LedgerEntry.ReasonMaxLength);
        e.Property(a => a.Version).IsRowVersion();
        e.HasOne(a => a.AgendaItem).WithMany(i => i.Actions).HasForeignKey(a => a.AgendaItemId);
        e.HasOne(a => a.Department).WithMany().HasForeignKey(a => a.DepartmentId);
        e.HasIndex(a => a.AgendaItemId);
        e.HasIndex(a => new { a.State, a.DueOn });
    }

    public void Configure(EntityTypeBuilder<ActionItemEntry> e)
    {
        e.Property(a => a.Text).HasMaxLength(LedgerEntry.ReasonMaxLength);
        e.Property(a => a.Evidence).HasMaxLength(LedgerEntry.ReasonMaxLength);
        e.Property(a => a.Owner).HasMaxLength(ActionItem.OwnerMaxLength);
        e.HasOne(a => a.ActionItem).WithMany().HasForeignKey(a => a.ActionItemId);
        e.HasLedgerIndex(a => a.ActionItemId);
    }
}
