using DxGovernance.Core;
using DxGovernance.Core.Costs;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DxGovernance.Web.Forms;

/// <summary>What people type into a what-if. What cannot be read is told and left out, so that the rest of the page still shows.</summary>
public static class SensitivityFields
{
    /// <summary>Null where nothing was typed.</summary>
    public static decimal? Rate(string? typed, ModelStateDictionary state)
    {
        var (rate, problem) = RunningCostText.Decimal(typed, ExchangeRate.MaxRate);
        if (problem is null && rate != 0)
        {
            return rate;
        }

        state.AddModelError("rate", $"自分のレート：{problem ?? "0より大きい数を入力してください。"}");
        return null;
    }

    /// <summary>Percent; also less than nothing: △10 and -10.</summary>
    public static decimal Percent(string? typed, string key, string name, ModelStateDictionary state)
    {
        var text = typed?.Trim() ?? "";
        var isLess = text.Length > 0 && text[0] is '-' or '−' or '△' or '▲' or '－';
        var (percent, problem) = RunningCostText.Decimal(isLess ? text[1..] : text, SensitivityCase.MostPercent);
        try
        {
            RuleViolation.Require(problem is null, "sensitivity-percent", problem ?? "");
            return new SensitivityCase(null, isLess ? -percent ?? 0 : percent ?? 0).Checked().UsagePercent;
        }
        catch (RuleViolation e)
        {
            state.AddModelError(key, $"{name}：{e.Message}");
            return 0;
        }
    }
}
