using System.ComponentModel;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Workflow;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace DxGovernance.Core.Council;

/// <summary>How the members meet.</summary>
public enum MeetingForm
{
    InPerson,
    Online,
    InWriting,
}

/// <summary>What is known of a meeting before it is held.</summary>
/// <param name="Number">第何回; unique.</param>
/// <param name="HeldOn">開催日; for a meeting in writing the day by which members answer.</param>
public sealed record MeetingInput(int Number, DateOnly HeldOn, string? Place, MeetingForm Form);

/// <summary>推進会議の一回: its agenda, packs, attendance and judgements. Projection of its ledgers, for lists.</summary>
public sealed partial class Meeting : IKeepsLedger
{
    public const int PlaceMaxLength = 100;
    public const int OthersMaxLength = 500;
    public const int LargestNumber = 9999;
    public const int MaxItems = 50;

    readonly List<AgendaItem> items = [];
    readonly List<Attendance> attendances = [];
    readonly List<LedgerEntry> newEntries = [];

    Meeting()
    {
    }

    /// <summary>Begins to prepare a meeting.</summary>
    /// <param name="input">Number, day, place, form.</param>
    /// <param name="actor">Who prepares.</param>
    /// <param name="now">When.</param>
    public Meeting(MeetingInput input, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.PrepareCouncil, null);
        Check(input);
        (State, StateSince) = (MeetingState.Preparing, now);
        Number = input.Number;
        Take(input, by, now, null);
    }

    public int Id { get; private set; }

    [DisplayName("回")]
    public int Number { get; private set; }

    [DisplayName("開催日")]
    public DateOnly HeldOn { get; private set; }

    [DisplayName("場所")]
    public string Place { get; private set; } = "";

    [DisplayName("開催方法")]
    public MeetingForm Form { get; private set; }

    [DisplayName("説明者・事務局")]
    public string Others { get; private set; } = "";

    [DisplayName("状態")]
    public MeetingState State { get; private set; }

    public DateTimeOffset StateSince { get; private set; }

    /// <summary>Newest frozen version of the pack; 0 before the first.</summary>
    [DisplayName("会議資料の版")]
    public int PackVersion { get; private set; }

    /// <summary>Newest version of the pack that members may read; null before the first.</summary>
    [DisplayName("公開された会議資料の版")]
    public int? PublishedPack { get; private set; }

    /// <summary>Newest version of the 議事要旨; 0 before the first. Each is published as it is made.</summary>
    [DisplayName("議事要旨の版")]
    public int MinutesVersion { get; private set; }

    /// <summary>Why the next version of a document differs from the one before; null where there is none before.</summary>
    public string? PendingReason { get; private set; }

    /// <summary>Who recorded attendance or a judgement: none of them publishes the 議事要旨.</summary>
    public int[] RecorderIds { get; private set; } = [];

    /// <summary>Moves with every change of the agenda, so that a pack is frozen only as it was previewed.</summary>
    public DateTimeOffset AgendaChangedAt { get; private set; }

    public uint Version { get; private set; }

    public IReadOnlyList<AgendaItem> Items => items;

    public IReadOnlyList<Attendance> Attendances => attendances;

    /// <summary>The items that are on the agenda, in order.</summary>
    public IReadOnlyList<AgendaItem> Agenda => [.. items.Where(i => !i.IsRemoved).OrderBy(i => i.Number)];

    /// <summary>第3回.</summary>
    public string Ordinal => OrdinalOf(Number);

    /// <summary>第3回 行財政改革推進会議.</summary>
    public string Caption => CaptionOf(Number);

    /// <summary>Key of the meeting in the audit trail.</summary>
    public string Subject => FormattableString.Invariant($"meeting:{Number}");

    public static string OrdinalOf(int number) => FormattableString.Invariant($"第{number}回");

    public static string CaptionOf(int number) => $"{OrdinalOf(number)} {MeetingWorkflow.CouncilName}";

    /// <summary>Changes day, place or form before the meeting is held; number only while no pack shows it.</summary>
    public void Revise(MeetingInput input, string? reason, Actor actor, DateTimeOffset now)
    {
        var by = actor.Acting(Permission.PrepareCouncil, null);
        RuleViolation.Require(
            !State.WasHeld() && State != MeetingState.Cancelled, "meeting-held", $"「{State.Label()}」の会議は、ここでは直せません。開催した会議の日・場所・出欠は「{MeetingAction.Correct.Label()}」で直します。");
        Check(input);
        RuleViolation.Require(input.Number == Number || PackVersion == 0, "meeting-number-frozen", "資料を凍結した会議の回は変えられません。凍結された資料に回が載っています。", "Number");
        RuleViolation.Require(
            PackVersion == 0 || !string.IsNullOrWhiteSpace(reason), "meeting-needs-reason", "資料を凍結した後に変えるときは、理由を入力してください。", "Reason");
        RuleViolation.Require(
            (input.Number, input.HeldOn, input.Place?.Trim() ?? "", input.Form) != (Number, HeldOn, Place, Form), "meeting-same", "変わったところがありません。値を変えてから保存してください。");
        Number = input.Number;
        Take(input, by, now, reason);
    }

    public IEnumerable<LedgerEntry> TakeNewEntries()
    {
        var taken = newEntries.ToArray();
        newEntries.Clear();
        return taken;
    }

    void Take(MeetingInput input, Actor by, DateTimeOffset now, string? reason)
    {
        (HeldOn, Place, Form) = (input.HeldOn, input.Place?.Trim() ?? "", input.Form);
        newEntries.Add(new MeetingRevision(this, by, now, reason));
    }

    static void Check(MeetingInput input)
    {
        RuleViolation.Require(input.Number is >= 1 and <= LargestNumber, "meeting-number", $"回は1から{LargestNumber}までの整数で入力してください。", "Number");
        CheckDay(input.HeldOn);
        RuleViolation.Require(input.Form == MeetingForm.InWriting || !string.IsNullOrWhiteSpace(input.Place), "meeting-place", "場所を入力してください。書面で開くときは空欄にできます。", "Place");
        RuleViolation.Require((input.Place ?? "").Trim().Length <= PlaceMaxLength, "meeting-place-long", $"場所は{PlaceMaxLength}文字以内で入力してください。", "Place");
    }

    static void CheckDay(DateOnly day) =>
        RuleViolation.Require(day.Year is >= 2000 and < 2100, "meeting-day", "開催日を確かめてください。2000年から2099年までの日を入力してください。", "HeldOn");
}

/// <summary>Ledger of day, place and form of a meeting, and of who else was there.</summary>
public sealed class MeetingRevision : LedgerEntry
{
    MeetingRevision()
    {
    }

    internal MeetingRevision(Meeting meeting, Actor by, DateTimeOffset now, string? reason)
        : base(by, now, TokyoTime.DayOf(now), reason) =>
        (Meeting, Number, HeldOn, Place, Form, Others) = (meeting, meeting.Number, meeting.HeldOn, meeting.Place, meeting.Form, meeting.Others);

    public int MeetingId { get; private set; }

    public Meeting Meeting { get; private set; } = null!;

    public int Number { get; private set; }

    public DateOnly HeldOn { get; private set; }

    public string Place { get; private set; } = "";

    public MeetingForm Form { get; private set; }

    public string Others { get; private set; } = "";
}

/// <summary>Ledger of the steps of a meeting: who, in whose name, from which state to which, and why.</summary>
public sealed class MeetingTransition : LedgerEntry
{
    MeetingTransition()
    {
    }

    internal MeetingTransition(Meeting meeting, Transition<MeetingState, MeetingAction> line, Actor by, DateTimeOffset now, string? reason)
        : base(by, now, TokyoTime.DayOf(now), reason) =>
        (Meeting, FromState, Action, ToState, Label) = (meeting, line.From, line.Action, line.To, line.Label);

    public int MeetingId { get; private set; }

    public Meeting Meeting { get; private set; } = null!;

    public MeetingState FromState { get; private set; }

    public MeetingAction Action { get; private set; }

    public MeetingState ToState { get; private set; }

    /// <summary>The words of the step as they were when it was taken.</summary>
    public string Label { get; private set; } = "";
}

public static class MeetingLabels
{
    public static string Label(this MeetingForm form) => form switch
    {
        MeetingForm.InPerson => "対面",
        MeetingForm.Online => "オンライン（対面との併用を含む）",
        MeetingForm.InWriting => "書面",
    };
}

public static class MeetingQueries
{
    /// <summary>With what the agenda is made and frozen from; one statement.</summary>
    public static IQueryable<Meeting> WithAgenda(this IQueryable<Meeting> meetings) => meetings.Include(m => m.Items.OrderBy(i => i.Number)).AsSingleQuery();

    /// <summary>With everything a step needs.</summary>
    public static IQueryable<Meeting> WithAll(this IQueryable<Meeting> meetings) => meetings
        .Include(m => m.Items.OrderBy(i => i.Number)).ThenInclude(i => i.Actions.OrderBy(a => a.Number))
        .Include(m => m.Attendances.OrderBy(a => a.Id))
        .AsSplitQuery();
}

sealed class MeetingConfiguration : IEntityTypeConfiguration<Meeting>, IEntityTypeConfiguration<MeetingRevision>, IEntityTypeConfiguration<MeetingTransition>
{
    public void Configure(EntityTypeBuilder<Meeting> e)
    {
        e.Property(m => m.Place).HasMaxLength(Meeting.PlaceMaxLength);
        e.Property(m => m.Others).HasMaxLength(Meeting.OthersMaxLength);
        e.Property(m => m.PendingReason).HasMaxLength(LedgerEntry.ReasonMaxLength);
        e.Property(m => m.Version).IsRowVersion();
        e.Navigation(m => m.Items).UsePropertyAccessMode(PropertyAccessMode.Field);
        e.Navigation(m => m.Attendances).UsePropertyAccessMode(PropertyAccessMode.Field);
        e.Ignore(m => m.Agenda);
        e.HasIndex(m => m.Number).IsUnique();
        e.HasIndex(m => m.HeldOn);
    }

    public void Configure(EntityTypeBuilder<MeetingRevision> e)
    {
        e.Property(r => r.Place).HasMaxLength(Meeting.PlaceMaxLength);
        e.Property(r => r.Others).HasMaxLength(Meeting.OthersMaxLength);
        e.HasOne(r => r.Meeting).WithMany().HasForeignKey(r => r.MeetingId);
        e.HasLedgerIndex(r => r.MeetingId);
    }

    public void Configure(EntityTypeBuilder<MeetingTransition> e)
    {
        e.HasOne(t => t.Meeting).WithMany().HasForeignKey(t => t.MeetingId);
        e.HasLedgerIndex(t => t.MeetingId);
    }
}
