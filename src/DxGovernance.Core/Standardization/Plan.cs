using System.ComponentModel;
using System.Linq.Expressions;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Workflow;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Standardization;

public enum PlanKind
{
    Initial,
    Rebaseline,
}

public enum PlanStatus
{
    Draft,
    Checking,
    RebaselineDraft,
    RebaselineChecking,
    Deciding,
    Frozen,
    Rejected,
    Withdrawn,
}

public enum PlanAction
{
    Submit,
    Return,
    Freeze,
    Forward,
    Approve,
    Reject,
    Withdraw,
}

/// <summary>計画と計画変更の状態遷移。The first plan ends with the PMO, a change of plan with the CIO.</summary>
public static class PlanWorkflow
{
    public static Workflow<PlanStatus, PlanAction> Table { get; } = new(
        Label,
        new(PlanStatus.Draft, PlanAction.Submit, PlanStatus.Checking, Permission.PreparePlan, "庁内PMOへ提出"),
        new(PlanStatus.Draft, PlanAction.Withdraw, PlanStatus.Withdrawn, Permission.PreparePlan, "取り下げる"),
        new(PlanStatus.Checking, PlanAction.Return, PlanStatus.Draft, Permission.CheckPlan, "差し戻す", NeedsReason: true),
        new(PlanStatus.Checking, PlanAction.Freeze, PlanStatus.Frozen, Permission.CheckPlan, "確認し基準計画として凍結", OtherThanSubmitter: true),
        new(PlanStatus.RebaselineDraft, PlanAction.Submit, PlanStatus.RebaselineChecking, Permission.PreparePlan, "庁内PMOへ提出"),
        new(PlanStatus.RebaselineDraft, PlanAction.Withdraw, PlanStatus.Withdrawn, Permission.PreparePlan, "取り下げる"),
        new(PlanStatus.RebaselineChecking, PlanAction.Return, PlanStatus.RebaselineDraft, Permission.CheckPlan, "差し戻す", NeedsReason: true),
        new(PlanStatus.RebaselineChecking, PlanAction.Forward, PlanStatus.Deciding, Permission.CheckPlan, "確認しCIOへ上申", OtherThanSubmitter: true),
        new(PlanStatus.Deciding, PlanAction.Return, PlanStatus.RebaselineDraft, Permission.DecideRebaseline, "差し戻す", NeedsReason: true),
        new(PlanStatus.Deciding, PlanAction.Approve, PlanStatus.Frozen, Permission.DecideRebaseline, "計画変更を決定", OtherThanSubmitter: true),
        new(PlanStatus.Deciding, PlanAction.Reject, PlanStatus.Rejected, Permission.DecideRebaseline, "認めない", NeedsReason: true, OtherThanSubmitter: true));

    public static string Label(this PlanStatus status) => status switch
    {
        PlanStatus.Draft => "計画 作成中",
        PlanStatus.Checking => "計画 庁内PMO確認中",
        PlanStatus.RebaselineDraft => "計画変更 作成中",
        PlanStatus.RebaselineChecking => "計画変更 庁内PMO確認中",
        PlanStatus.Deciding => "計画変更 CIO決定待ち",
        PlanStatus.Frozen => "凍結済み",
        PlanStatus.Rejected => "認めない",
        PlanStatus.Withdrawn => "取下げ",
    };

    public static string Label(this PlanKind kind) => kind switch
    {
        PlanKind.Initial => "当初計画",
        PlanKind.Rebaseline => "計画変更",
    };

    public static bool IsOpen(this PlanStatus status) => status is not (PlanStatus.Frozen or PlanStatus.Rejected or PlanStatus.Withdrawn);
}

/// <summary>The days of all milestones of an operation, on their way to become a baseline.</summary>
public sealed class Plan : IKeepsLedger
{
    public const string OwnWork = "自分が作成・提出した計画を自分で確認・決定することはできません。別の人に依頼してください。";

    readonly List<PlanLine> lines = [];
    readonly List<LedgerEntry> newEntries = [];

    Plan()
    {
    }

    /// <summary>Starts a plan; needs the operation's milestones loaded. Days start from the given proposal.</summary>
    public Plan(Operation operation, IReadOnlyDictionary<string, DateOnly> days, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.PreparePlan, operation.DepartmentId);
        RuleViolation.Require(operation.Stage != OperationStage.Live, "plan-of-live", "稼働済みの業務には計画を作れません。");
        Operation = operation;
        OperationNumber = operation.Number;
        Number = operation.BaselineNumber + 1;
        Kind = Number == 1 ? PlanKind.Initial : PlanKind.Rebaseline;
        Status = Kind == PlanKind.Initial ? PlanStatus.Draft : PlanStatus.RebaselineDraft;
        WrittenBy(actor);
        StartedAt = now;
        lines.AddRange(operation.Milestones.Where(m => days.ContainsKey(m.Code)).Select(m => new PlanLine(m, days[m.Code])));
    }

    public int Id { get; private set; }

    public int OperationNumber { get; private set; }

    public Operation Operation { get; private set; } = null!;

    /// <summary>The baseline this becomes when it is decided; 1 is the original.</summary>
    public int Number { get; private set; }

    public PlanKind Kind { get; private set; }

    [DisplayName("計画の状態")]
    public PlanStatus Status { get; private set; }

    [DisplayName("変更の理由")]
    public string? Justification { get; private set; }

    [DisplayName("変更の原因")]
    public SlipCause? Cause { get; private set; }

    /// <summary>Everybody who wrote or submitted any version of it: none of them may check or decide it.</summary>
    public int[] AuthorIds { get; private set; } = [];

    public DateTimeOffset StartedAt { get; private set; }

    public IReadOnlyList<PlanLine> Lines => lines;

    public uint Version { get; private set; }

    public static Expression<Func<Plan, bool>> IsOpenNow { get; } =
        p => p.Status != PlanStatus.Frozen && p.Status != PlanStatus.Rejected && p.Status != PlanStatus.Withdrawn;

    /// <summary>The department holds the plan and may change its days.</summary>
    public bool IsWithDepartment => Status is PlanStatus.Draft or PlanStatus.RebaselineDraft;

    /// <summary>Separation of duties stands against the step, whatever the actor may do otherwise.</summary>
    public bool IsOwnWork(Transition<PlanStatus, PlanAction> transition, Actor actor) =>
        transition.OtherThanSubmitter && actor.PersonId is { } id && AuthorIds.Contains(id);

    /// <summary>Changes the proposed days while the department holds the plan.</summary>
    public void Edit(IReadOnlyDictionary<int, DateOnly> days, string? justification, SlipCause? cause, Actor actor)
    {
        actor.Require(Permission.PreparePlan, Operation.DepartmentId);
        RuleViolation.Require(
            IsWithDepartment, "plan-locked", $"「{Status.Label()}」の計画は直せません。差戻しを受けてから直してください。");
        foreach (var line in lines.Where(l => days.ContainsKey(l.MilestoneId)))
        {
            line.MoveTo(days[line.MilestoneId]);
        }

        Justification = justification;
        Cause = cause;
        WrittenBy(actor);
    }

    /// <summary>Takes one step of <see cref="PlanWorkflow.Table"/>. A decision freezes the days as the next baseline.</summary>
    public void Perform(PlanAction action, string? comment, Actor actor, DateTimeOffset now)
    {
        var transition = PlanWorkflow.Table.Find(Status, action);
        actor.Require(transition.Permission, Operation.DepartmentId);
        RuleViolation.Require(
            !transition.NeedsReason || !string.IsNullOrWhiteSpace(comment), "comment-missing", $"「{transition.Label}」には理由が必要です。コメントを入力してください。", "Comment");
        RuleViolation.Require(!IsOwnWork(transition, actor), "separation-of-duties", OwnWork);
        if (action == PlanAction.Submit)
        {
            CheckComplete();
            WrittenBy(actor);
        }

        var today = TokyoTime.DayOf(now);
        newEntries.Add(new PlanTransition(this, transition, actor, now, today, comment));
        Status = transition.To;
        if (Status == PlanStatus.Frozen)
        {
            Operation.Freeze(Number, lines.Select(l => (l.Milestone, l.DueOn)), actor, now, today, Justification ?? comment);
        }
    }

    public IEnumerable<LedgerEntry> TakeNewEntries()
    {
        var taken = newEntries.ToArray();
        newEntries.Clear();
        return taken;
    }

    void WrittenBy(Actor actor)
    {
        if (actor.PersonId is { } id && !AuthorIds.Contains(id))
        {
            AuthorIds = [.. AuthorIds, id];
        }
    }

    void CheckComplete()
    {
        var goLive = lines.SingleOrDefault(l => l.Milestone.IsGoLive);
        RuleViolation.Require(goLive is not null, "plan-without-go-live", "計画に「稼働」の日がありません。");
        var late = lines.FirstOrDefault(l => l.DueOn > goLive.DueOn);
        RuleViolation.Require(
            late is null, "plan-after-go-live", $"「{late?.Milestone.Name}」の日が稼働日（{Wareki.Both(goLive.DueOn)}）より後です。稼働日以前の日にしてください。");
        RuleViolation.Require(
            Kind == PlanKind.Initial || (!string.IsNullOrWhiteSpace(Justification) && Cause is not null),
            "rebaseline-needs-reason",
            "計画変更には理由と原因が必要です。両方を入力して保存してから提出してください。",
            "Justification");
    }
}

public static class PlanQueries
{
    public static IQueryable<Plan> VisibleTo(this IQueryable<Plan> plans, Actor actor, GovernanceDbContext db) =>
        plans.Where(p => db.Operations.VisibleTo(actor).Any(o => o.Number == p.OperationNumber));

    /// <summary>With everything a step or a page of one plan needs.</summary>
    public static IQueryable<Plan> WithLines(this IQueryable<Plan> plans) =>
        plans.Include(p => p.Lines).ThenInclude(l => l.Milestone).Include(p => p.Operation);
}

public sealed class PlanLine
{
    PlanLine()
    {
    }

    internal PlanLine(Milestone milestone, DateOnly dueOn) => (Milestone, MilestoneId, DueOn) = (milestone, milestone.Id, dueOn);

    public int Id { get; private set; }

    public int PlanId { get; private set; }

    public int MilestoneId { get; private set; }

    public Milestone Milestone { get; private set; } = null!;

    [DisplayName("計画日")]
    public DateOnly DueOn { get; private set; }

    internal void MoveTo(DateOnly day) => DueOn = day;
}

/// <summary>Ledger of what happened to a plan: who submitted, returned, checked, decided.</summary>
public sealed class PlanTransition : LedgerEntry
{
    PlanTransition()
    {
    }

    internal PlanTransition(Plan plan, Transition<PlanStatus, PlanAction> transition, Actor by, DateTimeOffset now, DateOnly asOf, string? comment)
        : base(by, now, asOf, comment)
    {
        (Plan, OperationNumber) = (plan, plan.OperationNumber);
        (FromStatus, Action, ToStatus, Label) = (transition.From, transition.Action, transition.To, transition.Label);
        (Justification, Cause) = (plan.Justification, plan.Cause);
    }

    public int PlanId { get; private set; }

    public Plan Plan { get; private set; } = null!;

    public int OperationNumber { get; private set; }

    public PlanStatus FromStatus { get; private set; }

    public PlanAction Action { get; private set; }

    public PlanStatus ToStatus { get; private set; }

    /// <summary>The words on the button that was pressed.</summary>
    public string Label { get; private set; } = "";

    /// <summary>What the plan gave as its reason and cause at this step; its text may change once it is sent back.</summary>
    public string? Justification { get; private set; }

    public SlipCause? Cause { get; private set; }
}

sealed class PlanConfiguration : IEntityTypeConfiguration<Plan>, IEntityTypeConfiguration<PlanLine>, IEntityTypeConfiguration<PlanTransition>
{
    public void Configure(EntityTypeBuilder<Plan> e)
    {
        e.Property(p => p.Justification).HasMaxLength(LedgerEntry.ReasonMaxLength);
        e.Property(p => p.Version).IsRowVersion();
        e.HasOne(p => p.Operation).WithMany().HasForeignKey(p => p.OperationNumber);
        e.HasMany(p => p.Lines).WithOne().HasForeignKey(l => l.PlanId);
        e.Navigation(p => p.Lines).UsePropertyAccessMode(PropertyAccessMode.Field);
        e.HasIndex(p => p.OperationNumber)
            .IsUnique()
            .HasDatabaseName("ux_plans_one_open")
            .HasFilter("status not in ('Frozen', 'Rejected', 'Withdrawn')");
    }

    public void Configure(EntityTypeBuilder<PlanLine> e) =>
        e.HasOne(l => l.Milestone).WithMany().HasForeignKey(l => l.MilestoneId).OnDelete(DeleteBehavior.Restrict);

    public void Configure(EntityTypeBuilder<PlanTransition> e)
    {
        e.Property(t => t.Justification).HasMaxLength(LedgerEntry.ReasonMaxLength);
        e.HasOne(t => t.Plan).WithMany().HasForeignKey(t => t.PlanId);
        e.HasLedgerIndex(t => t.PlanId);
        e.HasIndex(t => new { t.OperationNumber, t.RecordedAt });
    }
}
