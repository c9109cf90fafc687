using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Workflow;

/// <summary>One line of a workflow, read aloud: from this state, this action, by who may, leads there.</summary>
/// <param name="NeedsReason">The act is refused without a sentence.</param>
/// <param name="OtherThanSubmitter">Separation of duties: not by the person who prepared or submitted.</param>
public sealed record Transition<TState, TAction>(
    TState From,
    TAction Action,
    TState To,
    Permission Permission,
    string Label,
    bool NeedsReason = false,
    bool OtherThanSubmitter = false)
    where TState : struct, Enum
    where TAction : struct, Enum;

/// <summary>A workflow as a table. Buttons, permitted requests and diagrams are derived from it; what is not in it is refused.</summary>
public sealed class Workflow<TState, TAction>(
    Func<TState, string> label, params IReadOnlyList<Transition<TState, TAction>> transitions)
    where TState : struct, Enum
    where TAction : struct, Enum
{
    public IReadOnlyList<Transition<TState, TAction>> Transitions { get; } = transitions;

    public string Label(TState state) => label(state);

    public IEnumerable<Transition<TState, TAction>> From(TState state) => Transitions.Where(t => t.From.Equals(state));

    public Transition<TState, TAction> Find(TState state, TAction action) =>
        Transitions.FirstOrDefault(t => t.From.Equals(state) && t.Action.Equals(action))
        ?? throw new RuleViolation(
            "transition-unknown",
            $"「{label(state)}」の状態では、この操作はできません。画面を開き直して現在の状態を確かめてください。");

    /// <summary>The table as a Mermaid state diagram.</summary>
    public string ToMermaid() => string.Join(
        '\n',
        [
            "stateDiagram-v2",
            .. Enum.GetValues<TState>().Select(s => $"    {s} : {label(s)}"),
            .. Transitions.Select(t => $"    {t.From} --> {t.To} : {t.Label}（{t.Permission.Label()}）"),
            "",
        ]);
}
