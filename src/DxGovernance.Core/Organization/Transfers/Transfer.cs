using System.ComponentModel;
using DxGovernance.Core.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Organization.Transfers;

public enum TransferState
{
    Draft,
    Confirmed,
    Applied,
    Undone,
    Withdrawn,
}

/// <summary>What an administrator does with a plan; beside the file that fills it.</summary>
public enum TransferStep
{
    Confirm,
    Reopen,
    Withdraw,
    Apply,
    Undo,
}

/// <summary>
/// 人事異動: the roles that end and begin on one day, prepared without touching today. Applied as one, by the job of that day or by hand when it
/// was held up, and undone as one.
/// </summary>
public sealed class Transfer
{
    public const int NameMaxLength = 60, MaxMoves = 2000, BlockedMaxLength = 1000;

    readonly List<TransferMove> moves = [];

    Transfer()
    {
    }

    public int Id { get; private set; }

    [DisplayName("名称")]
    public string Name { get; private set; } = "";

    /// <summary>First day of what begins, the day after the last of what ends; in Tokyo.</summary>
    [DisplayName("異動の日")]
    public DateOnly EffectiveOn { get; private set; }

    [DisplayName("異動の状態")]
    public TransferState State { get; private set; }

    /// <summary>Why the job could not apply it; null while nothing stands against it.</summary>
    [DisplayName("適用できなかった理由")]
    public string? Blocked { get; private set; }

    [DisplayName("確定した日時")]
    public DateTimeOffset? ConfirmedAt { get; private set; }

    [DisplayName("適用した日時")]
    public DateTimeOffset? AppliedAt { get; private set; }

    [DisplayName("取り消した日時")]
    public DateTimeOffset? UndoneAt { get; private set; }

    public uint Version { get; private set; }

    public IReadOnlyList<TransferMove> Moves => moves;

    /// <summary>Not yet applied and not given up.</summary>
    public bool IsOpen => State is TransferState.Draft or TransferState.Confirmed;

    public DateOnly LastDayBefore => EffectiveOn.AddDays(-1);

    public static Transfer Prepare(string? name, DateOnly effectiveOn, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ManageRoles, null);
        RuleViolation.Require(!string.IsNullOrWhiteSpace(name), "transfer-name", "名称を入力してください。", "Name");
        RuleViolation.Require(
            effectiveOn > TokyoTime.DayOf(now), "transfer-day", "異動の日は明日以降の日にしてください。今日からの役割は「役割を与える」で登録します。", "EffectiveOn");
        return new() { Name = name.Trim(), EffectiveOn = effectiveOn };
    }

    /// <summary>Takes the rows of a file in place of those before. The caller has checked them.</summary>
    /// <returns>The rows before; the caller deletes them.</returns>
    public IReadOnlyList<TransferMove> Fill(IReadOnlyList<MoveInput> inputs, Actor actor)
    {
        actor.Require(Permission.ManageRoles, null);
        RuleViolation.Require(
            State == TransferState.Draft, "transfer-not-draft", $"この人事異動は「{State.Label()}」です。行を取り込めるのは準備中だけです。確定を解いてから取り込んでください。", "File");
        RuleViolation.Require(inputs.Count > 0, "transfer-no-moves", "変わる行がありません。新しい役割・部署・職名を直した行か、役割を終える行、新しい人の行を入れてください。", "File");
        RuleViolation.Require(inputs.Count <= MaxMoves, "transfer-many", $"変わる行が{MaxMoves}行を超えています。いくつかの人事異動に分けてください。", "File");
        TransferMove[] before = [.. moves];
        moves.Clear();
        moves.AddRange(inputs.Select(i => new TransferMove(i)));
        return before;
    }

    /// <summary>What is said of a step that cannot be taken now; null where it can.</summary>
    public string? Refuses(TransferStep step, DateOnly today) => step switch
    {
        TransferStep.Confirm when State != TransferState.Draft => $"この人事異動は「{State.Label()}」です。確定できるのは準備中だけです。",
        TransferStep.Confirm when moves.Count == 0 => "異動の行がありません。先にファイルを取り込んでください。",
        TransferStep.Confirm when EffectiveOn <= today => $"異動の日（{Wareki.Both(EffectiveOn)}）が過ぎています。取りやめて、新しく準備してください。",
        TransferStep.Reopen when State != TransferState.Confirmed => $"この人事異動は「{State.Label()}」です。確定を解けるのは確定の後、適用の前だけです。",
        TransferStep.Withdraw when !IsOpen => $"この人事異動は「{State.Label()}」です。取りやめられるのは適用の前だけです。",
        TransferStep.Apply when State != TransferState.Confirmed => $"この人事異動は「{State.Label()}」です。適用できるのは確定したものだけです。",
        TransferStep.Apply when EffectiveOn > today => $"異動の日（{Wareki.Both(EffectiveOn)}）はまだ来ていません。その日の0時に自動で適用します。",
        TransferStep.Undo when State != TransferState.Applied => $"この人事異動は「{State.Label()}」です。取り消せるのは適用したものだけです。",
        _ => null,
    };

    /// <summary>From now on the job of the day applies it. The caller has rehearsed it.</summary>
    /// <param name="ownAccount">Of the actor; nobody confirms a role for themselves.</param>
    /// <param name="actor">Who confirms.</param>
    /// <param name="now">When.</param>
    public void Confirm(string? ownAccount, Actor actor, DateTimeOffset now)
    {
        Require(TransferStep.Confirm, actor, now);
        RuleViolation.Require(
            !moves.Exists(m => m.ToRole is not null && m.Account == ownAccount), "transfer-self", "自分に役割を与える行が含まれています。ほかの管理者に確定を依頼してください。");
        (State, ConfirmedAt, Blocked) = (TransferState.Confirmed, now, null);
    }

    public void Reopen(Actor actor, DateTimeOffset now)
    {
        Require(TransferStep.Reopen, actor, now);
        (State, ConfirmedAt, Blocked) = (TransferState.Draft, null, null);
    }

    public void Withdraw(Actor actor, DateTimeOffset now)
    {
        Require(TransferStep.Withdraw, actor, now);
        (State, Blocked) = (TransferState.Withdrawn, null);
    }

    /// <summary>Ends and begins the roles of all rows. The caller has checked and rehearsed them and saves all in one transaction.</summary>
    /// <returns>The people who were not registered before.</returns>
    public IReadOnlyList<Person> Apply(TransferGround ground, Actor actor, DateTimeOffset now)
    {
        Require(TransferStep.Apply, actor, now);
        foreach (var move in moves.Where(m => m.FromRole is not null))
        {
            var held = ground.Held(move.Account, move.FromRole!.Value, move.FromDepartmentId!.Value, LastDayBefore)!;
            move.End(held.EndForTransfer(LastDayBefore));
        }

        var joined = new List<Person>();
        foreach (var move in moves.Where(m => m.ToRole is not null))
        {
            if (ground.Person(move.Account) is not { } person)
            {
                person = new(move.Account, move.Name, ground.IsFictional);
                joined.Add(person);
                ground.Add(person);
            }

            person.BeginForTransfer(move.ToRole!.Value, move.ToTitle!, ground.Department(move.ToDepartmentId!.Value)!, EffectiveOn, null);
        }

        (State, AppliedAt, Blocked) = (TransferState.Applied, now, null);
        return joined;
    }

    /// <summary>
    /// Takes the whole back from today on: on the day of the transfer itself all is as it was before, later the days between stay as they were lived.
    /// People who were registered by it stay, without a role.
    /// </summary>
    /// <returns>Roles that leave no day behind; the caller deletes their rows.</returns>
    public IReadOnlyList<RoleAssignment> Undo(TransferGround ground, Actor actor, DateTimeOffset now)
    {
        Require(TransferStep.Undo, actor, now);
        var gone = new List<RoleAssignment>();
        var today = TokyoTime.DayOf(now);
        foreach (var move in moves.Where(m => m.ToRole is not null))
        {
            var begun = ground.Person(move.Account)!.Assignments.FirstOrDefault(a => a.Role == move.ToRole && a.DepartmentId == move.ToDepartmentId && a.ValidFrom == EffectiveOn);
            RuleViolation.Require(
                begun is { ValidTo: null }, "transfer-changed-since",
                $"「{move.Name}」に与えた役割（{move.ToRole!.Value.Label()}）は、適用の後に変えられています。まとめて取り消せません。役割の画面で一つずつ直してください。");
            if (!ground.Person(move.Account)!.UndoTransfer(begun, today))
            {
                gone.Add(begun);
            }
        }

        foreach (var move in moves.Where(m => m.FromRole is not null))
        {
            var person = ground.Person(move.Account)!;
            var ended = person.Assignments.First(a => a.Role == move.FromRole && a.DepartmentId == move.FromDepartmentId && a.ValidTo == LastDayBefore);
            if (today <= EffectiveOn)
            {
                ended.ReviveForTransfer(move.EndedWas);
            }
            else if (move.EndedWas is null || move.EndedWas >= today)
            {
                RuleViolation.Require(
                    !person.Assignments.Any(a => a.Role == ended.Role && a.DepartmentId == ended.DepartmentId && (a.ValidTo is null || a.ValidTo >= today)), "transfer-held-again",
                    $"「{person.Name}」は、終えた役割（{ended.Role.Label()}）を適用の後に改めて与えられています。まとめて取り消せません。役割の画面で一つずつ直してください。");
                person.BeginForTransfer(ended.Role, ended.Title, ended.Department, today, move.EndedWas);
            }
        }

        (State, UndoneAt) = (TransferState.Undone, now);
        return gone;
    }

    /// <summary>Keeps why it could not be applied, once.</summary>
    /// <returns>False where it is known already.</returns>
    public bool Block(string why)
    {
        var cut = why.Length <= BlockedMaxLength ? why : why[..(BlockedMaxLength - 1)] + "…";
        var isNew = cut != Blocked;
        Blocked = cut;
        return isNew;
    }

    void Require(TransferStep step, Actor actor, DateTimeOffset now)
    {
        if (actor.PersonId is not null || step != TransferStep.Apply)
        {
            actor.Require(Permission.ManageRoles, null);
        }

        var why = Refuses(step, TokyoTime.DayOf(now));
        RuleViolation.Require(why is null, "transfer-step", why ?? "");
    }
}

/// <summary>A row as a file says it.</summary>
/// <param name="Line">In the file.</param>
/// <param name="FromRole">The role that ends; null for somebody who only begins.</param>
/// <param name="ToRole">The role that begins; null for somebody who only leaves.</param>
/// <param name="ToTitle">Printed beside the name in every record from then on.</param>
public sealed record MoveInput(int Line, string Account, string Name, Role? FromRole, int? FromDepartmentId, Role? ToRole, int? ToDepartmentId, string? ToTitle);

/// <summary>One row of a <see cref="Transfer"/>: a role that ends, one that begins, or both.</summary>
public sealed class TransferMove
{
    TransferMove()
    {
    }

    internal TransferMove(MoveInput input)
    {
        (Line, Account, Name, FromRole, FromDepartmentId) = (input.Line, input.Account, input.Name, input.FromRole, input.FromDepartmentId);
        (ToRole, ToDepartmentId, ToTitle) = (input.ToRole, input.ToDepartmentId, input.ToTitle);
    }

    public int Id { get; private set; }

    public int TransferId { get; private set; }

    public int Line { get; private set; }

    public string Account { get; private set; } = "";

    public string Name { get; private set; } = "";

    public Role? FromRole { get; private set; }

    public int? FromDepartmentId { get; private set; }

    public Department? FromDepartment { get; private set; }

    public Role? ToRole { get; private set; }

    public int? ToDepartmentId { get; private set; }

    public Department? ToDepartment { get; private set; }

    public string? ToTitle { get; private set; }

    /// <summary>Until when the role that it ended would have lasted; null for an open end, and before it was applied.</summary>
    public DateOnly? EndedWas { get; private set; }

    public MoveInput Input => new(Line, Account, Name, FromRole, FromDepartmentId, ToRole, ToDepartmentId, ToTitle);

    internal void End(DateOnly? was) => EndedWas = was;
}

public static class TransferLabels
{
    public static string Label(this TransferState state) => state switch
    {
        TransferState.Draft => "準備中",
        TransferState.Confirmed => "確定（適用待ち）",
        TransferState.Applied => "適用済み",
        TransferState.Undone => "取消し済み",
        TransferState.Withdrawn => "取りやめ",
    };

    public static string Label(this TransferStep step) => step switch
    {
        TransferStep.Confirm => "確定する",
        TransferStep.Reopen => "確定を解く",
        TransferStep.Withdraw => "取りやめる",
        TransferStep.Apply => "適用する",
        TransferStep.Undo => "まとめて取り消す",
    };
}

sealed class TransferConfiguration : IEntityTypeConfiguration<Transfer>, IEntityTypeConfiguration<TransferMove>
{
    public void Configure(EntityTypeBuilder<Transfer> e)
    {
        e.Property(t => t.Name).HasMaxLength(Transfer.NameMaxLength);
        e.Property(t => t.Blocked).HasMaxLength(Transfer.BlockedMaxLength);
        e.Property(t => t.Version).IsRowVersion();
        e.HasMany(t => t.Moves).WithOne().HasForeignKey(m => m.TransferId).OnDelete(DeleteBehavior.Cascade);
        e.Navigation(t => t.Moves).UsePropertyAccessMode(PropertyAccessMode.Field);
        e.HasIndex(t => t.EffectiveOn);
    }

    public void Configure(EntityTypeBuilder<TransferMove> e)
    {
        e.ToTable("transfer_moves", t => t.HasCheckConstraint("ck_transfer_moves_something", "from_role is not null or to_role is not null"));
        e.Property(m => m.Account).HasMaxLength(Person.AccountMaxLength);
        e.Property(m => m.Name).HasMaxLength(Person.NameMaxLength);
        e.Property(m => m.ToTitle).HasMaxLength(RoleAssignment.TitleMaxLength);
        e.HasOne(m => m.FromDepartment).WithMany().HasForeignKey(m => m.FromDepartmentId).OnDelete(DeleteBehavior.Restrict);
        e.HasOne(m => m.ToDepartment).WithMany().HasForeignKey(m => m.ToDepartmentId).OnDelete(DeleteBehavior.Restrict);
    }
}
