using System.Globalization;

namespace DxGovernance.Core.Policy;

/// <summary>オンライン化率 of a category, with everything it is made of.</summary>
public sealed record ProcedureRate(string Category, int Online, int NotOnline, int OutsideCity, int NoProcedure, int Abolished)
{
    /// <summary>Printed beside every rate.</summary>
    public const string Definition =
        "オンライン化率＝オンライン化済み÷（オンライン化済み＋未オンライン化）。本市対象外・該当する手続なし・廃止は分母に入れない。";

    public const string AllCategories = "全体";

    public int Denominator => Online + NotOnline;

    public int Total => Denominator + OutsideCity + NoProcedure + Abolished;

    /// <summary>Null where no procedure counts.</summary>
    public decimal? Rate => Denominator == 0 ? null : (decimal)Online / Denominator;

    /// <summary>In percent with one digit, as it is shown.</summary>
    public decimal? Percent => Rate is { } rate ? Math.Round(rate * 100, 1, MidpointRounding.AwayFromZero) : null;

    /// <summary>81.6％, or a dash.</summary>
    public string Text => Percent is { } p ? p.ToString("0.0", CultureInfo.InvariantCulture) + "％" : "－";

    /// <summary>40÷（40＋9）.</summary>
    public string Formula => string.Create(CultureInfo.InvariantCulture, $"{Online}÷（{Online}＋{NotOnline}）");

    public static ProcedureRate Of(string category, IEnumerable<ProcedureFigures> procedures)
    {
        var states = procedures.CountBy(p => p.State).ToDictionary();
        int Count(OnlineState state) => states.GetValueOrDefault(state);
        return new(
            category, Count(OnlineState.Online), Count(OnlineState.NotOnline), Count(OnlineState.OutsideCity), Count(OnlineState.NoProcedure), Count(OnlineState.Abolished));
    }

    /// <summary>In the order of the policy.</summary>
    public static IReadOnlyList<ProcedureRate> ByCategory(IEnumerable<ProcedureFigures> procedures) =>
        [.. procedures.GroupBy(p => (p.CategoryOrder, p.Category)).OrderBy(g => g.Key.CategoryOrder).Select(g => Of(g.Key.Category, g))];
}
