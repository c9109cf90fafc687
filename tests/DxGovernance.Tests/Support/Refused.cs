using DxGovernance.Core;

namespace DxGovernance.Tests.Support;

/// <summary>An act that must be refused, with the rule's name and a Japanese sentence for the user.</summary>
public static class Refused
{
    public static RuleViolation By(string rule, Action act)
    {
        var violation = Should.Throw<RuleViolation>(act);
        violation.Rule.ShouldBe(rule);
        violation.Message.ShouldEndWith("。");
        return violation;
    }

    public static NotPermitted ForLackOfPermission(Action act)
    {
        var refusal = Should.Throw<NotPermitted>(act);
        refusal.Message.ShouldEndWith("。");
        return refusal;
    }
}
