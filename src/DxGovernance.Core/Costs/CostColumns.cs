using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Proposals;

namespace DxGovernance.Core.Costs;

/// <summary>What a column of the cost lines holds.</summary>
public enum CostCellKind
{
    Text,
    Choice,
    Decimal,
    Whole,
    Day,
}

/// <summary>A column of the cost lines, the same in the grid, the form of a single line and the Excel sheet.</summary>
/// <param name="Choices">Stored value and what is read; empty where anything may be typed.</param>
public sealed record CostColumn(string Key, string Label, CostCellKind Kind, IReadOnlyList<FormChoice> Choices, string Hint, int Width);

/// <summary>The columns of the cost lines, and how a row of cells becomes a <see cref="CostLine"/>.</summary>
public static class CostColumns
{
    public const string Line = "line", Category = "category", Item = "item", Name = "name", Specification = "spec", Basis = "basis", Quantity = "quantity", Unit = "unit",
        Price = "price", Tax = "tax", TaxRate = "tax_rate", Currency = "currency", Rate = "rate", RateOn = "rate_on", Section = "section", Funding = "funding",
        FundingName = "funding_name", FundingRate = "funding_rate", FundingCap = "funding_cap", Note = "note", Years = "years";

    const decimal MostDecimal = 999_999_999_999m;

    /// <summary>Places after the point that a quantity, a price or a rate may have.</summary>
    const int Places = 4;

    public static IReadOnlyList<CostColumn> Of(CostTables tables) =>
    [
        new(Category, "区分", CostCellKind.Choice, Members<CostCategory>(m => m.Label()), "", 80),
        new(Item, "費目", CostCellKind.Choice, [.. tables.Items.Select(i => new FormChoice(i.Code, i.Name))], "", 170),
        new(Name, "名称", CostCellKind.Text, [], "何の費用か", 240),
        new(Specification, "仕様", CostCellKind.Text, [], "型番・作業の内容など", 160),
        new(Basis, "積算", CostCellKind.Choice, Members<CostBasis>(m => m.Label()), "", 100),
        new(Quantity, "数量・人月", CostCellKind.Decimal, [], "小数は4桁まで", 90),
        new(Unit, "単位", CostCellKind.Text, [], "台、月、人月、式など", 70),
        new(Price, "単価", CostCellKind.Decimal, [], "通貨の単位で", 110),
        new(Tax, "税", CostCellKind.Choice, Members<TaxBasis>(m => m.Label()), "単価が税込みか税抜きか", 80),
        new(TaxRate, "税率（％）", CostCellKind.Decimal, [], "10 など", 70),
        new(Section, "節", CostCellKind.Choice, [.. tables.Sections.Select(s => new FormChoice(s.Code, s.Name))], "歳出予算の節", 130),
        new(Funding, "財源", CostCellKind.Choice, Members<FundingKind>(m => m.Label()), "空は一般財源", 110),
        new(FundingName, "補助・財源の名称", CostCellKind.Text, [], "補助事業名など", 150),
        new(FundingRate, "充当率（％）", CostCellKind.Decimal, [], "額に対する割合", 80),
        new(FundingCap, "充当の上限額（円）", CostCellKind.Whole, [], "全ての年度を合わせて", 110),
        new(Currency, "通貨", CostCellKind.Text, [], "空は円。USD など", 70),
        new(Rate, "為替レート", CostCellKind.Decimal, [], "1通貨単位が何円か", 90),
        new(RateOn, "レートの日", CostCellKind.Day, [], "例：2026-09-01", 110),
        new(Note, "備考", CostCellKind.Text, [], "", 180),
    ];

    /// <summary>The columns in the order of the grid and the sheet: the years stand before what is needed more seldom.</summary>
    public static IReadOnlyList<CostColumn> WithYears(CostTables tables, IEnumerable<int> years)
    {
        var columns = Of(tables);
        var before = columns.Index().First(c => c.Item.Key == Section).Index;
        return [.. columns.Take(before), .. years.Order().Select(YearColumn), .. columns.Skip(before)];
    }

    /// <summary>Key of the column of a fiscal year.</summary>
    public static string Year(int fiscalYear) => string.Create(CultureInfo.InvariantCulture, $"y{fiscalYear}");

    /// <summary>The column of a fiscal year.</summary>
    public static CostColumn YearColumn(int fiscalYear) => new(Year(fiscalYear), $"{CostLabels.ShortYear(fiscalYear)}（円）", CostCellKind.Whole, [], $"{fiscalYear}年度の額。円、税込み", 120);

    /// <summary>Null where the key is that of no fiscal year that may be.</summary>
    public static int? YearOf(string key) =>
        key is ['y', ..] && int.TryParse(key.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= CostLine.FirstYear and <= CostLine.LastYear ? year : null;

    /// <summary>A row of cells as typed or pasted. Wrong cells are told and left out of the line.</summary>
    /// <param name="line">明細番号.</param>
    /// <param name="cells">By key of the column; what is no column is left alone.</param>
    /// <param name="tables">For the choices.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <returns>Null for a row in which nothing stands.</returns>
    public static CostLine? Read(int line, IReadOnlyDictionary<string, string> cells, CostTables tables, ICollection<CostProblem> problems)
    {
        var reading = new Reading(line, cells, Of(tables).ToDictionary(c => c.Key), problems);
        var years = ImmutableSortedDictionary.CreateBuilder<int, long>();
        foreach (var key in cells.Keys.Where(k => k is ['y', >= '0' and <= '9', ..]).Order(StringComparer.Ordinal))
        {
            if (YearOf(key) is not { } year)
            {
                reading.Say(key, $"「{key[1..]}」年度は扱えません。{CostLine.FirstYear}年度から{CostLine.LastYear}年度までにしてください。");
            }
            else if (reading.Whole(YearColumn(year)) is { } amount)
            {
                years[year] = amount;
            }
        }

        if (cells.Where(c => c.Key != Line).All(c => string.IsNullOrWhiteSpace(c.Value)))
        {
            return null;
        }

        return new(line, reading.Terms(), years.ToImmutable());
    }

    /// <summary>The cells of a line as they are typed into the grid; what is empty is left out.</summary>
    public static IReadOnlyDictionary<string, string> Write(CostLine line)
    {
        var t = line.Terms;
        var cells = new Dictionary<string, string>(StringComparer.Ordinal);
        void Put(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                cells[key] = value;
            }
        }

        Put(Category, t.Category?.ToString());
        Put(Item, t.Item);
        Put(Name, t.Name);
        Put(Specification, t.Specification);
        Put(Basis, t.Basis?.ToString());
        Put(Quantity, Plain(t.Quantity));
        Put(Unit, t.Unit);
        Put(Price, Plain(t.UnitPrice));
        Put(Tax, t.Tax?.ToString());
        Put(TaxRate, Plain(t.TaxRate));
        Put(Currency, t.IsForeign ? t.Currency : null);
        Put(Rate, Plain(t.ExchangeRate));
        Put(RateOn, t.ExchangeRateOn is { } day ? Wareki.Iso(day) : null);
        Put(Section, t.Section);
        Put(Funding, t.Funding == FundingKind.General ? null : t.Funding.ToString());
        Put(FundingName, t.FundingName);
        Put(FundingRate, Plain(t.FundingRate));
        Put(FundingCap, t.FundingCap?.ToString(CultureInfo.InvariantCulture));
        Put(Note, t.Note);
        foreach (var (year, amount) in line.Amounts)
        {
            cells[Year(year)] = amount.ToString(CultureInfo.InvariantCulture);
        }

        return cells;
    }

    /// <summary>A cell as people read it.</summary>
    public static string Display(CostColumn column, string value) => column.Kind switch
    {
        CostCellKind.Choice => column.Choices.FirstOrDefault(c => c.Value == value)?.Label ?? value,
        CostCellKind.Whole or CostCellKind.Decimal when decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var n) => n.ToString("#,0.####", CultureInfo.InvariantCulture),
        _ => value,
    };

    static string? Plain(decimal? number) => number?.ToString("0.############", CultureInfo.InvariantCulture);

    static IReadOnlyList<FormChoice> Members<T>(Func<T, string> label)
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(m => new FormChoice(m.ToString(), label(m)))];

    sealed class Reading(int line, IReadOnlyDictionary<string, string> cells, IReadOnlyDictionary<string, CostColumn> columns, ICollection<CostProblem> problems)
    {
        public void Say(string column, string sentence) => problems.Add(new(line, column, sentence));

        public CostTerms Terms() => new()
        {
            Category = Member<CostCategory>(Category),
            Item = Choice(columns[Item]),
            Name = Text(columns[Name], CostLine.NameMaxLength),
            Specification = Text(columns[Specification], CostLine.NameMaxLength),
            Basis = Member<CostBasis>(Basis),
            Quantity = Decimal(columns[Quantity]),
            Unit = Text(columns[Unit], CostLine.CodeMaxLength),
            UnitPrice = Decimal(columns[Price]),
            Tax = Member<TaxBasis>(Tax),
            TaxRate = Percent(columns[TaxRate]),
            Currency = CurrencyCode() ?? CostTerms.Yen,
            ExchangeRate = RateOfExchange(),
            ExchangeRateOn = Day(columns[RateOn]),
            Section = Choice(columns[Section]),
            Funding = Member<FundingKind>(Funding) ?? FundingKind.General,
            FundingName = Text(columns[FundingName], CostLine.NameMaxLength),
            FundingRate = Percent(columns[FundingRate]),
            FundingCap = Whole(columns[FundingCap]),
            Note = Text(columns[Note], CostLine.NoteMaxLength),
        };

        /// <summary>Whole yen from 0 on.</summary>
        public long? Whole(CostColumn column)
        {
            if (Number(column.Key) is not { } text)
            {
                return null;
            }

            if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                Say(column.Key, text.Length > 20
                    ? $"「{column.Label}」の額が大きすぎるか、数字ではありません。{CostLine.MostYen:#,0}円までの数字を入力してください。"
                    : $"「{column.Label}」の「{text}」は数字ではありません。0以上の整数（円）を入力してください。");
                return null;
            }

            var wrong = number < 0 ? $"「{column.Label}」が負の数です。減らすときは、0以上の減らした後の額を入力してください。"
                : number > CostLine.MostYen ? $"「{column.Label}」の額が大きすぎます。{CostLine.MostYen:#,0}円までにしてください。"
                : number != Math.Truncate(number) ? $"「{column.Label}」に1円未満の端数があります。円の整数にしてください。"
                : null;
            if (wrong is not null)
            {
                Say(column.Key, wrong);
                return null;
            }

            return (long)number;
        }

        decimal? Decimal(CostColumn column)
        {
            if (Number(column.Key) is not { } text)
            {
                return null;
            }

            if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                Say(column.Key, $"「{column.Label}」の「{(text.Length > 20 ? text[..20] + "…" : text)}」は数字ではありません。数字を入力してください。");
                return null;
            }

            var wrong = number < 0 ? $"「{column.Label}」が負の数です。0以上の数を入力してください。"
                : number > MostDecimal ? $"「{column.Label}」が大きすぎます。"
                : number != Math.Round(number, Places) ? $"「{column.Label}」の小数は{Places}桁までにしてください。"
                : null;
            if (wrong is not null)
            {
                Say(column.Key, wrong);
                return null;
            }

            return number;
        }

        decimal? Percent(CostColumn column)
        {
            if (Decimal(column) is not { } number)
            {
                return null;
            }

            if (number > 100)
            {
                Say(column.Key, $"「{column.Label}」が100％を超えています。0から100までにしてください。");
                return null;
            }

            return number;
        }

        decimal? RateOfExchange()
        {
            var rate = Decimal(columns[Rate]);
            if (rate == 0)
            {
                Say(Rate, "「為替レート」が0です。1通貨単位が何円かを入力してください。");
                return null;
            }

            return rate;
        }

        string? CurrencyCode()
        {
            if (Clean(Currency) is not { } text)
            {
                return null;
            }

            var code = text.Normalize(NormalizationForm.FormKC).ToUpperInvariant();
            if (code is "円" or "¥" or CostTerms.Yen)
            {
                return null;
            }

            if (code.Length != 3 || !code.All(char.IsAsciiLetterUpper))
            {
                Say(Currency, $"「通貨」の「{text}」を読めません。USD、EURのような3文字の記号にしてください。円のときは空にします。");
                return null;
            }

            return code;
        }

        DateOnly? Day(CostColumn column)
        {
            if (Clean(column.Key) is not { } text)
            {
                return null;
            }

            if (!Wareki.TryParse(text, out var day, out var error))
            {
                Say(column.Key, $"「{column.Label}」：{error}");
                return null;
            }

            return day;
        }

        string? Text(CostColumn column, int maxLength)
        {
            if (Clean(column.Key) is not { } text)
            {
                return null;
            }

            if (text.Length > maxLength)
            {
                Say(column.Key, $"「{column.Label}」は{maxLength}文字以内で入力してください。");
                return null;
            }

            return text;
        }

        /// <summary>By stored value, or by what is read, as it comes from a spreadsheet.</summary>
        string? Choice(CostColumn column)
        {
            if (Clean(column.Key) is not { } text)
            {
                return null;
            }

            var plain = text.Normalize(NormalizationForm.FormKC);
            var found = column.Choices.FirstOrDefault(c => c.Value == text || c.Label.Normalize(NormalizationForm.FormKC) == plain);
            if (found is null)
            {
                Say(column.Key, $"「{column.Label}」の「{(text.Length > 40 ? text[..40] + "…" : text)}」は選択肢にありません。一覧から選んでください。");
            }

            return found?.Value;
        }

        T? Member<T>(string key)
            where T : struct, Enum => Choice(columns[key]) is { } value ? Enum.Parse<T>(value) : null;

        /// <summary>Digits as people type and paste them: full-width, with separators, with a sign of yen.</summary>
        string? Number(string key) => Clean(key)?.Normalize(NormalizationForm.FormKC).Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal)
            .Replace("円", "", StringComparison.Ordinal).Replace("¥", "", StringComparison.Ordinal).Replace("%", "", StringComparison.Ordinal).Replace('△', '-').Replace('−', '-').Replace('▲', '-') is { Length: > 0 } text ? text : null;

        string? Clean(string key) => cells.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? WellFormed(value).Trim().ReplaceLineEndings("\n") : null;

        /// <summary>Half a surrogate pair would stop the normalization.</summary>
        static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace("\0", "", StringComparison.Ordinal);
    }
}
