using DxGovernance.Core.Costs;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Costs;

/// <summary>What people type and paste into the cells of cost lines, read right or refused in words.</summary>
public sealed class CostColumnTests
{
    public static TheoryData<string, string, string> Wrong => new()
    {
        { "y2026", "-1", "負の数です" }, { "y2026", "△ 1,000", "負の数です" }, { "y2026", "1/3", "「1/3」は数字ではありません" }, { "y2026", "NaN", "「NaN」は数字ではありません" },
        { "y2026", "1e18", "数字ではありません" }, { "y2026", "1000000000000000000", "額が大きすぎます" }, { "y2026", "0.5", "1円未満の端数があります" },
        { "y2026", "99999999999999999999999999999999999999", "額が大きすぎるか、数字ではありません" }, { "y1990", "1", "「1990」年度は扱えません" }, { "y9999", "1", "「9999」年度は扱えません" },
        { "quantity", "-2", "負の数です" }, { "quantity", "三", "「三」は数字ではありません" }, { "price", "1.23456", "小数は4桁まで" }, { "tax_rate", "101", "100％を超えています" },
        { "funding_rate", "100.1", "100％を超えています" }, { "currency", "ドル", "を読めません" }, { "rate", "0", "「為替レート」が0です" }, { "rate_on", "来年", "日付として読めません" },
        { "category", "雑費", "「雑費」は選択肢にありません" }, { "item", "=1+1", "選択肢にありません" }, { "section", "99", "選択肢にありません" }, { "funding", "国", "選択肢にありません" },
        { "name", new string('あ', 201), "200文字以内" }, { "unit", new string('台', 21), "20文字以内" }, { "note", new string('あ', 1001), "1000文字以内" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_cell_is_told_with_its_column(string column, string value, string sentence)
    {
        var problems = new List<CostProblem>();

        CostColumns.Read(7, new Dictionary<string, string> { ["name"] = "名称", [column] = value }, GivenCosts.Tables, problems);

        var problem = problems.ShouldHaveSingleItem();
        (problem.Line, problem.Column).ShouldBe((7, column));
        problem.Message.ShouldContain(sentence);
        problem.Message.ShouldEndWith("。");
    }

    [Fact]
    public void Cells_are_read_as_people_write_them()
    {
        var problems = new List<CostProblem>();

        var line = CostColumns.Read(
            1,
            new Dictionary<string, string>
            {
                ["category"] = "運用",
                ["item"] = "クラウド利用経費",
                ["name"] = " 髙𠮷の①  ",
                ["basis"] = "数量×単価",
                ["quantity"] = "１２",
                ["unit"] = "月",
                ["price"] = "1,234.5",
                ["tax"] = "税抜き",
                ["tax_rate"] = "10%",
                ["currency"] = "usd",
                ["rate"] = "152.5",
                ["rate_on"] = "R8.9.1",
                ["section"] = "13 使用料及び賃借料",
                ["funding"] = "国庫支出金",
                ["funding_name"] = "補助",
                ["funding_rate"] = "50",
                ["funding_cap"] = "¥100,000",
                ["y2026"] = "２，０００円",
                ["y2027"] = "",
                ["y2028"] = "0",
            },
            GivenCosts.Tables, problems)!;

        problems.ShouldBeEmpty();
        line.Terms.ShouldBe(new()
        {
            Category = CostCategory.Operation,
            Item = "O10",
            Name = "髙𠮷の①",
            Basis = CostBasis.Quantity,
            Quantity = 12,
            Unit = "月",
            UnitPrice = 1234.5m,
            Tax = TaxBasis.Excluded,
            TaxRate = 10,
            Currency = "USD",
            ExchangeRate = 152.5m,
            ExchangeRateOn = new(2026, 9, 1),
            Section = "13",
            Funding = FundingKind.National,
            FundingName = "補助",
            FundingRate = 50,
            FundingCap = 100_000,
        });
        line.Amounts.ShouldBe([new(2026, 2_000), new(2028, 0)]);
        line.Terms.Calculated.ShouldBe((long)(12 * 1234.5m * 152.5m * 1.1m));
    }

    [Fact]
    public void What_is_written_is_read_back_the_same()
    {
        var line = Line();
        var problems = new List<CostProblem>();

        CostColumns.Read(line.Line, CostColumns.Write(line), GivenCosts.Tables, problems).ShouldBe(line);
        problems.ShouldBeEmpty();
        CostLines.FromJson(new CostLines([line]).ToJson()).All.ShouldBe([line]);
    }

    [Fact]
    public void A_row_with_nothing_in_it_is_no_line()
    {
        CostColumns.Read(0, new Dictionary<string, string> { ["name"] = " ", ["line"] = "3" }, GivenCosts.Tables, []).ShouldBeNull();
    }

    [Fact]
    public void A_formula_stays_text_where_text_stands()
    {
        CostColumns.Read(0, new Dictionary<string, string> { ["name"] = "=1+1" }, GivenCosts.Tables, [])!.Terms.Name.ShouldBe("=1+1");
    }

    [Fact]
    public void A_contract_of_several_years_adds_up_to_the_yen()
    {
        foreach (var total in new long[] { 0, 1, 59, 60, 1_000_000, 9_999_999_999_999 })
        {
            var parts = Spread.ByMonths(total, new(2027, 1, 15), new(2031, 12, 14));
            parts.Keys.ShouldBe([2026, 2027, 2028, 2029, 2030, 2031]);
            parts.Values.Sum().ShouldBe(total);
        }

        Spread.ByMonths(60_000, new(2027, 1, 1), new(2031, 12, 31)).Values.ShouldBe([3_000, 12_000, 12_000, 12_000, 12_000, 9_000]);
        Refused.By("spread-period", () => Spread.ByMonths(1, new(2027, 1, 2), new(2027, 1, 1)));
        Refused.By("spread-years", () => Spread.ByMonths(1, new(2027, 1, 1), new(2099, 1, 1)));
    }

    [Theory]
    [InlineData(1_500, 2, 1, 2)]
    [InlineData(1_499, 2, 1, 1)]
    [InlineData(2_000, 2, 2, 2)]
    [InlineData(1, 1, 0, 0)]
    [InlineData(-1_500, -2, -1, -2)]
    public void Thousand_yen_follow_the_rule_of_the_city(long yen, long up, long down, long half) =>
        (ThousandYen.Of(yen, Rounding.Up), ThousandYen.Of(yen, Rounding.Down), ThousandYen.Of(yen, Rounding.Half)).ShouldBe((up, down, half));

    static CostLine Line() => new(
        5,
        new()
        {
            Category = CostCategory.Migration,
            Item = "M01",
            Name = "移行",
            Specification = "3回\n二行目",
            Basis = CostBasis.PersonMonths,
            Quantity = 2.25m,
            Unit = "人月",
            UnitPrice = 980_000,
            Tax = TaxBasis.Excluded,
            TaxRate = 10,
            Currency = "EUR",
            ExchangeRate = 171.25m,
            ExchangeRateOn = new(2026, 8, 31),
            Section = "12",
            Funding = FundingKind.Bond,
            FundingName = "デジタル債",
            FundingRate = 75,
            FundingCap = 1,
            Note = "備考",
        },
        GivenCosts.Line(0, 10, 0, 30).Amounts);
}
