using DxGovernance.Core.Proposals;

namespace DxGovernance.Tests.Proposals;

/// <summary>Words as they are typed, and the excerpt in the spelling of the text.</summary>
public sealed class SearchTests
{
    [Theory]
    [InlineData("児童手当給付システム更新", "給付", "給付")]
    [InlineData("児童手当給付システム更新", "ｼｽﾃﾑ", "システム")]
    [InlineData("ﾊﾞｯﾁ処理のサーバー更新", "バッチ", "ﾊﾞｯﾁ")]
    [InlineData("ﾊﾞｯﾁ処理のサーバー更新", "サーバ", "サーバ")]
    [InlineData("サーバの更新", "ｻｰﾊﾞｰ", "サーバ")]
    [InlineData("髙橋課長の案件", "高橋", "髙橋")]
    [InlineData("高橋課長の案件", "髙橋", "高橋")]
    [InlineData("ＡＩ－ＯＣＲの導入", "ai", "ＡＩ")]
    public void A_word_is_found_in_every_spelling_and_marked_as_it_stands(string text, string typed, string hit)
    {
        var words = SearchWords.Of(typed);

        new SearchedTexts((null, text)).Hold(words.Words).ShouldBeTrue();
        var parts = new SearchedTexts((null, text)).Around(words.Words);
        parts.Where(p => p.IsHit).Select(p => p.Text).ShouldBe([hit]);
        string.Concat(parts.Select(p => p.Text)).ShouldBe(text);
    }

    [Fact]
    public void A_long_text_is_cut_around_the_hit()
    {
        var parts = new SearchedTexts((null, new string('前', 100) + "給付" + new string('後', 200))).Around(["給付"]);

        string.Concat(parts.Select(p => p.Text)).ShouldBe("…" + new string('前', 40) + "給付" + new string('後', 80) + "…");
    }

    [Fact]
    public void What_is_not_there_gives_no_excerpt_and_signs_alone_are_no_word()
    {
        new SearchedTexts((null, "児童手当")).Around(["給付"]).ShouldBeEmpty();
        SearchWords.Of("！？ー・").IsEmpty.ShouldBeTrue();
        SearchWords.Of(null).IsEmpty.ShouldBeTrue();
        SearchWords.Of(new string('給', 5000)).Words.Single().Length.ShouldBe(SearchText.QueryMaxLength);
    }
}
