using System.ComponentModel.DataAnnotations;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DxGovernance.Web.Pages.RunningCosts;

/// <summary>As of when, which set after migration, which of its years, and in which unit; every part stands in the address.</summary>
public sealed record RunningCostFilter
{
    [Display(Name = "基準日")]
    public DateOnly? AsOf { get; init; }

    [Display(Name = "移行後の額")]
    public RunningCostAfter After { get; init; }

    [Display(Name = "移行後の年度（西暦）")]
    public int? Year { get; init; }

    [Display(Name = "円で表示")]
    public bool Yen { get; init; }

    public string Unit => Yen ? "円" : "千円";

    /// <summary>Whether everything is as it is without an address.</summary>
    public bool IsPlain => this == new RunningCostFilter { Yen = Yen };

    public string Show(long? yen) => Yen ? RunningCostText.Show(yen) : RunningCostText.ShowThousands(yen);

    /// <summary>The filter without what cannot be; that is told.</summary>
    public RunningCostFilter Checked(ModelStateDictionary state, DateOnly today, DateTimeOffset now)
    {
        var filter = this;
        if (AsOf > today)
        {
            state.AddModelError("asOf", $"基準日に未来の日（{Wareki.Both(AsOf)}）は指定できません。今日までの日を入力してください。");
            filter = filter with { AsOf = null };
        }
        else if (AsOf is { Year: < 2000 })
        {
            state.AddModelError("asOf", "基準日を確かめてください。2000年より前の日は指定できません。");
            filter = filter with { AsOf = null };
        }

        if (Year is { } year && !RunningCostSet.IsYear(year, now))
        {
            state.AddModelError("year", $"移行後の年度には{RunningCostSet.FirstYear}以降の西暦の年度を入力してください。例：2027");
            filter = filter with { Year = null };
        }

        return filter;
    }

    /// <summary>The same filter on another page.</summary>
    public string On(string path, bool? yen = null)
    {
        var shown = yen ?? Yen;
        string[] parts =
        [
            .. AsOf is { } day ? [$"asOf={Wareki.Iso(day)}"] : Array.Empty<string>(), .. After == RunningCostAfter.Best ? Array.Empty<string>() : [$"after={After}"],
            .. Year is { } year ? [$"year={year}"] : Array.Empty<string>(), .. shown ? ["yen=true"] : Array.Empty<string>(),
        ];
        return parts.Length == 0 ? path : $"{path}?{string.Join('&', parts)}";
    }

    public static string Ratio(decimal? ratio) => ratio is { } r ? r.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture) + "倍" : "－";
}
