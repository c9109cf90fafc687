namespace DxGovernance.Core.Organization;

/// <summary>会計年度: April to March, named by the year it starts in.</summary>
public readonly record struct FiscalYear(int Year)
{
    public DateOnly First => new(Year, 4, 1);

    public DateOnly Last => new(Year + 1, 3, 31);

    public static FiscalYear Of(DateOnly day) => new(day.Month >= 4 ? day.Year : day.Year - 1);

    /// <summary>令和8年度.</summary>
    public override string ToString() => Wareki.Era(First).Split('年')[0] + "年度";
}
