using DxGovernance.Core.Organization;

namespace DxGovernance.Tests.Organization;

public class WarekiTests
{
    [Theory]
    [InlineData("2027-10-31", "2027-10-31")]
    [InlineData("2027/10/31", "2027-10-31")]
    [InlineData("2027年10月31日", "2027-10-31")]
    [InlineData("令和9年10月31日", "2027-10-31")]
    [InlineData("令和 9 年 10 月 31 日", "2027-10-31")]
    [InlineData("令和０９年１０月３１日", "2027-10-31")]
    [InlineData("㋿9年10月31日", "2027-10-31")]
    [InlineData("R9.10.31", "2027-10-31")]
    [InlineData("r9/10/31", "2027-10-31")]
    [InlineData("２０２７／１０／３１", "2027-10-31")]
    [InlineData("　2027-10-31　", "2027-10-31")]
    [InlineData("令和元年5月1日", "2019-05-01")]
    [InlineData("令和1年5月1日", "2019-05-01")]
    [InlineData("平成31年4月30日", "2019-04-30")]
    [InlineData("平成元年1月8日", "1989-01-08")]
    [InlineData("昭和64年1月7日", "1989-01-07")]
    [InlineData("昭和元年12月25日", "1926-12-25")]
    [InlineData("2028-02-29", "2028-02-29")]
    public void A_date_is_read_as_people_write_it(string text, string day)
    {
        Wareki.TryParse(text, out var read, out var error).ShouldBeTrue();
        error.ShouldBeNull();
        read.ShouldBe(DateOnly.ParseExact(day, "yyyy-MM-dd"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" 　 ")]
    public void Blank_is_no_date_and_no_error(string? text)
    {
        Wareki.TryParse(text, out var day, out var error).ShouldBeTrue();
        day.ShouldBeNull();
        error.ShouldBeNull();
    }

    [Theory]
    [InlineData("令和9年13月1日", "という日はありません")]
    [InlineData("令和9年0月1日", "という日はありません")]
    [InlineData("2027-02-30", "という日はありません")]
    [InlineData("2027-02-29", "という日はありません")]
    [InlineData("2027-10-00", "という日はありません")]
    [InlineData("1868-01-25", "という日はありません")]
    [InlineData("1926-12-24", "という日はありません")]
    [InlineData("昭和元年12月24日", "という日はありません")]
    [InlineData("9999-12-31", "という日はありません")]
    [InlineData("令和1年4月1日", "この日は平成31年4月1日です")]
    [InlineData("令和0年4月1日", "この日は平成30年4月1日です")]
    [InlineData("平成32年4月1日", "この日は令和2年4月1日です")]
    [InlineData("平成31年5月1日", "この日は令和元年5月1日です")]
    [InlineData("昭和64年1月8日", "この日は平成元年1月8日です")]
    [InlineData("来月の末", "日付として読めません")]
    [InlineData("令和9年10月", "日付として読めません")]
    [InlineData("20271031", "日付として読めません")]
    [InlineData("10/31/2027", "日付として読めません")]
    [InlineData("2027-10-31T00:00", "日付として読めません")]
    [InlineData("-2027-10-31", "日付として読めません")]
    [InlineData("٢٠٢٧-١٠-٣١", "日付として読めません")]
    [InlineData("大正15年1月1日", "日付として読めません")]
    [InlineData("<script>alert(1)</script>", "日付として読めません")]
    public void What_is_no_date_is_refused_with_a_sentence(string text, string sentence)
    {
        Wareki.TryParse(text, out var day, out var error).ShouldBeFalse();
        day.ShouldBeNull();
        error.ShouldNotBeNull();
        error.ShouldContain(sentence);
        error.ShouldContain(text);
        error.ShouldEndWith("。");
    }

    [Theory]
    [InlineData('1')]
    [InlineData('あ')]
    [InlineData('年')]
    [InlineData('\uD83D')]
    public void Twenty_thousand_characters_are_refused_with_a_short_sentence(char letter)
    {
        Wareki.TryParse(new string(letter, 20_000), out var day, out var error).ShouldBeFalse();
        day.ShouldBeNull();
        error!.Length.ShouldBeLessThan(150);
    }

    [Theory]
    [InlineData("2027-10-31", "令和9年10月31日", "R9.10.31", "2027年（令和9年）10月", "2027-10-31（令和9年10月31日）")]
    [InlineData("2019-05-01", "令和元年5月1日", "R1.5.1", "2019年（令和元年）5月", "2019-05-01（令和元年5月1日）")]
    [InlineData("2019-04-30", "平成31年4月30日", "H31.4.30", "2019年（平成31年）4月", "2019-04-30（平成31年4月30日）")]
    [InlineData("1989-01-07", "昭和64年1月7日", "S64.1.7", "1989年（昭和64年）1月", "1989-01-07（昭和64年1月7日）")]
    public void A_date_is_written_with_its_era(string iso, string era, string narrow, string month, string both)
    {
        var day = DateOnly.ParseExact(iso, "yyyy-MM-dd");
        Wareki.Iso(day).ShouldBe(iso);
        Wareki.Era(day).ShouldBe(era);
        Wareki.Short(day).ShouldBe(narrow);
        Wareki.Month(day).ShouldBe(month);
        Wareki.Both(day).ShouldBe(both);
    }

    [Fact]
    public void A_missing_date_is_a_dash() => Wareki.Both(null).ShouldBe("－");

    [Fact]
    public void Every_day_that_can_be_read_can_be_written_and_read_again()
    {
        for (var day = new DateOnly(1926, 12, 25); day.Year <= 2200; day = day.AddDays(17))
        {
            foreach (var text in new[] { Wareki.Iso(day), Wareki.Era(day), Wareki.Short(day) })
            {
                Wareki.TryParse(text, out var read, out _).ShouldBeTrue(text);
                read.ShouldBe(day, text);
            }
        }
    }
}
