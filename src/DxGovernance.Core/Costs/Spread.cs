using System.Collections.Immutable;
using DxGovernance.Core.Organization;

namespace DxGovernance.Core.Costs;

/// <summary>An amount of several fiscal years (債務負担行為, 長期継続契約) brought to each of them.</summary>
public static class Spread
{
    /// <summary>By months that have begun, in whole yen; the parts add up to the whole exactly, the last year takes the rest.</summary>
    /// <param name="total">Yen, 0 or more.</param>
    /// <param name="from">First day of the contract.</param>
    /// <param name="to">Last day, not before <paramref name="from"/>.</param>
    public static ImmutableSortedDictionary<int, long> ByMonths(long total, DateOnly from, DateOnly to)
    {
        RuleViolation.Require(to >= from, "spread-period", "期間の終わりが始まりより前です。始まり以降の日を入力してください。", "To");
        RuleViolation.Require(
            FiscalYear.Of(from).Year >= CostLine.FirstYear && FiscalYear.Of(to).Year <= CostLine.LastYear, "spread-years", $"{CostLine.FirstYear}年度から{CostLine.LastYear}年度までの期間にしてください。", "To");
        var months = new SortedDictionary<int, int>();
        for (var month = from.FirstOfMonth(); month <= to; month = month.AddMonths(1))
        {
            var year = FiscalYear.Of(month).Year;
            months[year] = months.GetValueOrDefault(year) + 1;
        }

        var (all, left) = (months.Values.Sum(), total);
        var parts = ImmutableSortedDictionary.CreateBuilder<int, long>();
        foreach (var (year, count) in months)
        {
            var part = year == months.Keys.Max() ? left : (long)((decimal)total * count / all);
            parts[year] = part;
            left -= part;
        }

        return parts.ToImmutable();
    }
}
