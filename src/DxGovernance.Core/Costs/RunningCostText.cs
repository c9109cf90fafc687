using System.Globalization;
using System.Text;

namespace DxGovernance.Core.Costs;

/// <summary>Amounts, prices and rates as people type them or as a spreadsheet holds them; one place for form and workbook.</summary>
public static class RunningCostText
{
    /// <summary>Largest amount of a cell, in yen.</summary>
    public const long MaxYen = 9_999_999_999_999;

    /// <summary>Reads 1,234,000 and 1234000円, half-width or full-width; for signed amounts also △ 1,234.</summary>
    /// <param name="typed">Blank gives null: not known.</param>
    /// <param name="isSigned">Whether less than zero may be meant.</param>
    /// <returns>The amount, or what is wrong with it.</returns>
    public static (long? Yen, string? Problem) Yen(string? typed, bool isSigned)
    {
        var (number, problem) = Plain(typed, isSigned, "円の整数");
        return problem is not null || number is not { } n ? (null, problem) : Yen(n, isSigned);
    }

    /// <inheritdoc cref="Yen(string?, bool)"/>
    public static (long? Yen, string? Problem) Yen(decimal number, bool isSigned) =>
        decimal.Truncate(number) != number ? (null, "1円未満の端数があります。円の整数で入力してください。")
        : Math.Abs(number) > MaxYen ? (null, $"大きすぎます。{MaxYen:#,0}円以下で入力してください。")
        : number < 0 && !isSigned ? (null, "0以上の整数を入力してください。")
        : ((long)number, null);

    /// <summary>A price in a foreign currency or a rate.</summary>
    public static (decimal? Value, string? Problem) Decimal(string? typed, decimal most)
    {
        var (number, problem) = Plain(typed, isSigned: false, "数字");
        return problem is not null || number is not { } n ? (null, problem) : Decimal(n, most);
    }

    /// <inheritdoc cref="Decimal(string?, decimal)"/>
    public static (decimal? Value, string? Problem) Decimal(decimal number, decimal most) =>
        number < 0 || number > most ? (null, $"0以上{most:#,0}以下の数を入力してください。")
        : decimal.Round(number, ExchangeRate.MaxDecimals) != number ? (null, $"小数第{ExchangeRate.MaxDecimals}位までで入力してください。")
        : (number, null);

    /// <summary>1,234,000 and △ 1,234.</summary>
    public static string Show(long yen) => yen.ToString("#,0;△ #,0", CultureInfo.InvariantCulture);

    public static string Show(long? yen) => yen is { } y ? Show(y) : "－";

    /// <summary>In thousand yen, half a thousand away from zero.</summary>
    public static string ShowThousands(long? yen) => yen is { } y ? Show((long)Math.Round(y / 1000m, MidpointRounding.AwayFromZero)) : "－";

    static (decimal? Number, string? Problem) Plain(string? typed, bool isSigned, string kind)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return (null, null);
        }

        var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(typed)).Normalize(NormalizationForm.FormKC);
        text = string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c is not (',' or '円' or '¥')));
        var isNegative = text.Length > 0 && text[0] is '-' or '−' or '△' or '▲';
        return decimal.TryParse(isNegative ? text.AsSpan(1) : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? (isNegative ? -number : number, null)
            : (null, $"「{Shown(typed.Trim())}」は{kind}として読めません。例：1,234,000{(isSigned ? "（減るときは △1,234,000）" : "")}");
    }

    static string Shown(string text) => text.Length > 40 ? string.Concat(text.AsSpan(0, 40), "…") : text;
}
