namespace DxGovernance.Core.Costs;

/// <summary>The amounts of a case as a what-if sees them: the newest amount of each line in the five years of its life-cycle cost.</summary>
/// <param name="Currency">In which the line is priced.</param>
public sealed record CostWhatIf(int FiscalYear, string Currency, SensitivityAmount Amount)
{
    /// <summary>Usage and labour move what the nature of the item (費目) says; a line in a foreign currency moves with its rate as a whole.</summary>
    public static IReadOnlyList<CostWhatIf> Of(CostStanding standing, CostTables tables)
    {
        if (CostFigures.LifeCycle(standing, null) is not { } life)
        {
            return [];
        }

        var natures = tables.Items.ToDictionary(i => i.Code, i => i.Nature);
        return
        [
            .. from line in standing.ByLine.Values
               let t = line.Terms
               let nature = t.Item is null ? CostNature.Other : natures.GetValueOrDefault(t.Item)
               let rate = t is { IsForeign: true, ExchangeRate: > 0 } ? t.ExchangeRate.Value : 0
               from cell in line.Cells
               where cell.Key >= life.FirstYear && cell.Key < life.FirstYear + LifeCycleCost.Term
               let yen = CostFigures.Newest(cell.Value)
               where yen > 0
               select new CostWhatIf(cell.Key, t.Currency, new(yen, rate > 0 ? yen / rate : 0, rate, nature == CostNature.Usage, nature == CostNature.Labour)),
        ];
    }

    /// <summary>The sum by fiscal year; the assumed rate counts only for amounts in <paramref name="currency"/>.</summary>
    public static IReadOnlyDictionary<int, long> Totals(IEnumerable<CostWhatIf> amounts, SensitivityCase assumed, string currency) =>
        amounts.GroupBy(a => a.FiscalYear).ToDictionary(g => g.Key, g => g.Sum(a => Sensitivity.Of(a.Amount, a.Currency == currency ? assumed : assumed with { Rate = null })));
}
