namespace DxGovernance.Core;

/// <summary>A rule of the city was broken. The message is the Japanese sentence the user reads; nothing was changed.</summary>
/// <param name="rule">Stable name of the rule, for tests and logs.</param>
/// <param name="message">What is wrong and how to mend it.</param>
/// <param name="field">The input the sentence belongs to, relative to the form; null for the form as a whole.</param>
public sealed class RuleViolation(string rule, string message, string? field = null) : Exception(message)
{
    public string Rule { get; } = rule;

    public string? Field { get; } = field;

    public static void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool holds, string rule, string message, string? field = null)
    {
        if (!holds)
        {
            throw new RuleViolation(rule, message, field);
        }
    }
}

/// <summary>The act is not among those the actor may do. Shown as 403.</summary>
public sealed class NotPermitted(string message) : Exception(message);

/// <summary>Somebody else saved first. Shown as 409 with what was typed kept.</summary>
public sealed class StaleForm(string message) : Exception(message);
