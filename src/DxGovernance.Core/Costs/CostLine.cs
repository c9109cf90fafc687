using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;

namespace DxGovernance.Core.Costs;

/// <summary>費用の区分 (domain.md §4.3).</summary>
public enum CostCategory
{
    Initial,
    Migration,
    Operation,
    Peripheral,
    Variable,
}

/// <summary>積算の方法: what the amount of a line is calculated from.</summary>
public enum CostBasis
{
    Quantity,
    PersonMonths,
    Lump,
}

/// <summary>Whether a unit price holds the consumption tax.</summary>
public enum TaxBasis
{
    Included,
    Excluded,
    Exempt,
}

/// <summary>財源. What a source does not pay is paid from general funds (一般財源).</summary>
public enum FundingKind
{
    General,
    National,
    Prefectural,
    Bond,
    Other,
}

/// <summary>The five amounts of a line in a fiscal year, in the order of the city's year.</summary>
public enum AmountStage
{
    Requested,
    Assessed,
    Decided,
    Contracted,
    Actual,
}

/// <summary>What a cost line says besides its amounts. Prices are in <see cref="Currency"/>; a rate is yen for one unit of it.</summary>
public sealed record CostTerms
{
    public const string Yen = "JPY";

    public CostCategory? Category { get; init; }

    /// <summary>Code of 費目 in <see cref="TemplateKind.CostItems"/>.</summary>
    public string? Item { get; init; }

    public string? Name { get; init; }

    public string? Specification { get; init; }

    public CostBasis? Basis { get; init; }

    /// <summary>A number of <see cref="Unit"/>, or person-months.</summary>
    public decimal? Quantity { get; init; }

    public string? Unit { get; init; }

    public decimal? UnitPrice { get; init; }

    public TaxBasis? Tax { get; init; }

    /// <summary>Percent.</summary>
    public decimal? TaxRate { get; init; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; init; } = Yen;

    public decimal? ExchangeRate { get; init; }

    public DateOnly? ExchangeRateOn { get; init; }

    /// <summary>節: code in <see cref="TemplateKind.BudgetSections"/>.</summary>
    public string? Section { get; init; }

    public FundingKind Funding { get; init; }

    /// <summary>補助事業名など.</summary>
    public string? FundingName { get; init; }

    /// <summary>Percent of the amount; null pays nothing.</summary>
    public decimal? FundingRate { get; init; }

    /// <summary>Most that the source pays over all years, in yen.</summary>
    public long? FundingCap { get; init; }

    public string? Note { get; init; }

    [JsonIgnore]
    public bool IsForeign => Currency != Yen;

    /// <summary>Quantity × price in yen with tax, cut to whole yen; null while something it needs is missing or it is beyond all reason.</summary>
    [JsonIgnore]
    public long? Calculated
    {
        get
        {
            var quantity = Basis == CostBasis.Lump ? Quantity ?? 1 : Quantity;
            if (quantity is not { } q || UnitPrice is not { } price || (IsForeign && ExchangeRate is null))
            {
                return null;
            }

            try
            {
                var yen = q * price * (IsForeign ? ExchangeRate!.Value : 1) * (Tax == TaxBasis.Excluded ? 1 + ((TaxRate ?? 0) / 100) : 1);
                return yen <= CostLine.MostYen ? (long)Math.Floor(yen) : null;
            }
            catch (OverflowException)
            {
                return null;
            }
        }
    }
}

/// <summary>費用明細: a line with what is asked for in each fiscal year. The number stays with the line from version to version.</summary>
/// <param name="Line">明細番号, from 1 within the case.</param>
/// <param name="Amounts">Yen with tax by fiscal year (the year in which it begins).</param>
public sealed record CostLine(int Line, CostTerms Terms, ImmutableSortedDictionary<int, long> Amounts)
{
    public const int MostLines = 3000;
    public const int NameMaxLength = 200;
    public const int NoteMaxLength = 1000;
    public const int CodeMaxLength = 20;

    /// <summary>Largest amount of a cell, in yen.</summary>
    public const long MostYen = 9_999_999_999_999;

    /// <summary>Fiscal years that a line may have.</summary>
    public const int FirstYear = 2018, LastYear = 2060;

    public long Total => Amounts.Values.Sum();

    public bool Equals(CostLine? other) => other is not null && Line == other.Line && Terms == other.Terms && Amounts.SequenceEqual(other.Amounts);

    public override int GetHashCode() => HashCode.Combine(Line, Terms, Total);

    /// <summary>What is still missing for a submission, each in a sentence with the key of its column.</summary>
    public IEnumerable<CostProblem> Missing()
    {
        var t = Terms;
        CostProblem Say(string column, string sentence) => new(Line, column, sentence);
        if (t.Category is null)
        {
            yield return Say(CostColumns.Category, "「区分」を選んでください。");
        }

        if (t.Item is null)
        {
            yield return Say(CostColumns.Item, "「費目」を選んでください。");
        }

        if (t.Name is null)
        {
            yield return Say(CostColumns.Name, "「名称」を入力してください。");
        }

        if (t.IsForeign && (t.ExchangeRate is null || t.ExchangeRateOn is null))
        {
            yield return Say(t.ExchangeRate is null ? CostColumns.Rate : CostColumns.RateOn, $"通貨が{t.Currency}のときは、「為替レート」と「レートの日」を入力してください。");
        }

        if (t.Tax == TaxBasis.Excluded && t.TaxRate is null)
        {
            yield return Say(CostColumns.TaxRate, "税抜きの単価のときは、「税率」を入力してください。");
        }

        if (t.Funding != FundingKind.General && (t.FundingName is null || t.FundingRate is null))
        {
            yield return Say(t.FundingName is null ? CostColumns.FundingName : CostColumns.FundingRate, "一般財源でないときは、「補助・財源の名称」と「充当率」を入力してください。");
        }

        if (t.FundingCap > Total)
        {
            yield return Say(CostColumns.FundingCap, $"「充当の上限額」{t.FundingCap:#,0}円が、明細の額{Total:#,0}円を超えています。上限を直すか、空にしてください。");
        }

        if (Amounts.Count == 0)
        {
            yield return Say(CostColumns.Years, "どの年度にも額がありません。年度の列に額（円、税込み）を入力してください。");
        }
    }
}

/// <summary>What is wrong with a cell of the cost lines.</summary>
/// <param name="Line">明細番号; 0 where a new line has none yet.</param>
/// <param name="Column">Key in <see cref="CostColumns"/>, or that of a year.</param>
public sealed record CostProblem(int Line, string Column, string Message);

/// <summary>The lines of a case in their order, as one value.</summary>
public sealed class CostLines : IEquatable<CostLines>
{
    readonly Lazy<string> json;

    public CostLines(IEnumerable<CostLine> lines)
    {
        All = [.. lines];
        json = new(() => JsonSerializer.Serialize(All, ProposalJson.Options));
    }

    CostLines(IReadOnlyList<CostLine> lines, string text) => (All, json) = (lines, new(text));

    public static CostLines None { get; } = new([]);

    public IReadOnlyList<CostLine> All { get; }

    public IReadOnlyList<int> Years => [.. All.SelectMany(l => l.Amounts.Keys).Distinct().Order()];

    public long Total => All.Sum(l => l.Total);

    public CostLine? Find(int line) => All.FirstOrDefault(l => l.Line == line);

    public string ToJson() => json.Value;

    public static CostLines FromJson(string text) => new(JsonSerializer.Deserialize<List<CostLine>>(text, ProposalJson.Options)!, text);

    public bool Equals(CostLines? other) => ReferenceEquals(this, other) || (other is not null && All.SequenceEqual(other.All));

    public override bool Equals(object? obj) => Equals(obj as CostLines);

    public override int GetHashCode() => HashCode.Combine(All.Count, Total);
}

public static class CostLabels
{
    public static string Label(this CostCategory category) => category switch
    {
        CostCategory.Initial => "初期",
        CostCategory.Migration => "移行",
        CostCategory.Operation => "運用",
        CostCategory.Peripheral => "周辺",
        CostCategory.Variable => "変動",
    };

    public static string Label(this CostBasis basis) => basis switch
    {
        CostBasis.Quantity => "数量×単価",
        CostBasis.PersonMonths => "人月×単価",
        CostBasis.Lump => "一式",
    };

    public static string Label(this TaxBasis tax) => tax switch
    {
        TaxBasis.Included => "税込み",
        TaxBasis.Excluded => "税抜き",
        TaxBasis.Exempt => "非課税",
    };

    public static string Label(this FundingKind funding) => funding switch
    {
        FundingKind.General => "一般財源",
        FundingKind.National => "国庫支出金",
        FundingKind.Prefectural => "県支出金",
        FundingKind.Bond => "市債",
        FundingKind.Other => "その他特定財源",
    };

    public static string Label(this AmountStage stage) => stage switch
    {
        AmountStage.Requested => "要求",
        AmountStage.Assessed => "査定",
        AmountStage.Decided => "決定",
        AmountStage.Contracted => "契約",
        AmountStage.Actual => "実績",
    };

    /// <summary>Years of the running costs, as opposed to what is paid once.</summary>
    public static bool IsRunning(this CostCategory category) => category is CostCategory.Operation or CostCategory.Variable;

    /// <summary>R8年度, for narrow headings.</summary>
    public static string ShortYear(int fiscalYear) => $"{Wareki.Short(new FiscalYear(fiscalYear).First).Split('.')[0]}年度";
}
