using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Workflow;

/// <summary>One line of a workflow, read aloud: from this state, this action, by who may, leads there.</summary>
/// <param name="NeedsReason">The act is refused without a sentence.</param>
/// <param name="OtherThanSubmitter">Separation of duties: not by the person who prepared or submitted.</param>
/// <param name="Guard">A member of a labelled enum: what must hold of the subject besides; null for nothing.</param>
public sealed record Transition<TState, TAction>(
    TState From,
    TAction Action,
    TState To,
    Permission Permission,
    string Label,
    bool NeedsReason = false,
    bool OtherThanSubmitter = false,
    Enum? Guard = null)
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

    /// <summary>The line whose guard holds, where the same action may lead to several states.</summary>
    /// <param name="state">Where the subject is.</param>
    /// <param name="action">What is asked for.</param>
    /// <param name="holds">Why a guard does not hold, in a sentence; null where it holds.</param>
    public Transition<TState, TAction> Find(TState state, TAction action, Func<Enum, string?> holds)
    {
        Find(state, action);
        string? refusal = null;
        foreach (var line in From(state).Where(t => t.Action.Equals(action)))
        {
            var why = line.Guard is null ? null : holds(line.Guard);
            if (why is null)
            {
                return line;
            }

            refusal ??= why;
        }

        throw new RuleViolation("transition-guarded", refusal!);
    }

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
