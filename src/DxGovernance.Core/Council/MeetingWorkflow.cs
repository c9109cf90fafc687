using DxGovernance.Core.Data;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Workflow;
using static DxGovernance.Core.Council.MeetingAction;
using static DxGovernance.Core.Council.MeetingState;

namespace DxGovernance.Core.Council;

public enum MeetingState
{
    Preparing,
    Frozen,
    Distributed,
    Held,
    Judged,
    Published,
    Cancelled,
}

public enum MeetingAction
{
    Freeze,
    Replace,
    Distribute,
    Hold,
    Judge,
    Correct,
    Conclude,
    PublishMinutes,
    CallOff,
}

/// <summary>What must hold of a meeting, besides state and permission, before a step is taken.</summary>
public enum MeetingGuard
{
    AgendaReady,
    DayHasCome,
    AllJudged,
}

/// <summary>
/// 推進会議の状態遷移. A pack that was frozen is replaced by a new version only by way of 準備中, and what was published is corrected only by way of
/// 判断記録済; the older versions stay. Words come from <c>seed/templates/meeting-labels.csv</c>.
/// </summary>
public static class MeetingWorkflow
{
    static readonly Dictionary<string, string> Words =
        SeedFile.Read("templates/meeting-labels.csv").ToDictionary(r => r["key"], r => r["label"], StringComparer.Ordinal);

    public static Workflow<MeetingState, MeetingAction> Table { get; } = new(
        Label,
        [
            Row(Preparing, Freeze, Frozen, Permission.PrepareCouncil, guard: MeetingGuard.AgendaReady),
            Row(Preparing, CallOff, Cancelled, Permission.PrepareCouncil, reason: true),
            Row(Frozen, Distribute, Distributed, Permission.PublishReport),
            Row(Frozen, Replace, Preparing, Permission.PrepareCouncil, reason: true),
            Row(Frozen, CallOff, Cancelled, Permission.PrepareCouncil, reason: true),
            Row(Distributed, Hold, Held, Permission.RecordCouncilJudgement, guard: MeetingGuard.DayHasCome),
            Row(Distributed, Replace, Preparing, Permission.PrepareCouncil, reason: true),
            Row(Distributed, CallOff, Cancelled, Permission.PrepareCouncil, reason: true),
            Row(Held, Judge, Held, Permission.RecordCouncilJudgement),
            Row(Held, Correct, Held, Permission.RecordCouncilJudgement, reason: true),
            Row(Held, Conclude, Judged, Permission.RecordCouncilJudgement, guard: MeetingGuard.AllJudged),
            Row(Judged, Correct, Judged, Permission.RecordCouncilJudgement, reason: true),
            Row(Judged, PublishMinutes, Published, Permission.PublishReport, other: true),
            Row(Published, Correct, Judged, Permission.RecordCouncilJudgement, reason: true),
        ]);

    /// <summary>Name of the council, e.g. 行財政改革推進会議.</summary>
    public static string CouncilName => Word("name:Council");

    public static string Label(this MeetingState state) => Word($"state:{state}");

    public static string Label(this MeetingAction action) => Word($"action:{action}");

    public static string Label(this MeetingGuard guard) => guard switch
    {
        MeetingGuard.AgendaReady => "議題が1件以上ある",
        MeetingGuard.DayHasCome => "開催日が今日以前である",
        MeetingGuard.AllJudged => "全ての議題に判断が記録されている",
    };

    /// <summary>Members, date and judgements are facts now; only 訂正 changes them.</summary>
    public static bool WasHeld(this MeetingState state) => state is Held or Judged or Published;

    /// <summary>Nothing more is asked of it.</summary>
    public static bool IsOver(this MeetingState state) => state is Published or Cancelled;

    static string Word(string key) =>
        Words.TryGetValue(key, out var word) ? word : throw new FormatException($"templates/meeting-labels.csv: 「{key}」がありません。");

    static Transition<MeetingState, MeetingAction> Row(
        MeetingState from, MeetingAction action, MeetingState to, Permission permission, bool reason = false, bool other = false, MeetingGuard? guard = null) =>
        new(from, action, to, permission, action.Label(), reason, other, guard);
}
