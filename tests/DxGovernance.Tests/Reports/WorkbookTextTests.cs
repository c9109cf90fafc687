using DxGovernance.Core.Reports;

namespace DxGovernance.Tests.Reports;

public class WorkbookTextTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("+81-83-231-1111")]
    [InlineData("@SUM(A1)")]
    [InlineData("-1")]
    [InlineData("=HYPERLINK(\"http://example.jp\",\"x\")")]
    [InlineData("=cmd|' /C calc'!A0")]
    public async Task Text_never_becomes_a_formula_not_even_when_edited(string text)
    {
        using var book = await WriteAsync(text);

        book.Text("印刷", "A1").ShouldBe(text);
        book.Text("データ", "A2").ShouldBe(text);
        book.Format("印刷", "A1").QuotePrefix!.Value.ShouldBeTrue();
        book.Format("データ", "A2").QuotePrefix!.Value.ShouldBeTrue();
    }

    [Fact]
    public void A_hash_goes_to_the_next_line_as_a_whole()
    {
        var hash = new string('a', 64);
        WorkbookText.Lines($"{new string('連', 20)} {hash}", 90, wrap: true).ShouldBe(2);
        WorkbookText.Lines($"{new string('連', 20)} {hash}{new string('鎖', 34)}", 90, wrap: true).ShouldBe(3);
        WorkbookText.Lines(hash, 90, wrap: true).ShouldBe(1);
    }

    [Theory]
    [InlineData("未履行の条件（件）", 10, "未履行の条件\n（件）")]
    [InlineData("未履行の条件（件）", 20, "未履行の条件（件）")]
    [InlineData("所管課の名称", 6, "所管課の名称")]
    [InlineData("（件）", 4, "（件）")]
    public void A_heading_that_does_not_fit_breaks_before_its_unit(string heading, double width, string shown) => WorkbookText.Heading(heading, width).ShouldBe(shown);

    [Theory]
    [InlineData("'先頭の引用符")]
    [InlineData("𠮷野家 髙橋 ①②㈱ 〜～")]
    [InlineData("一行目\n二行目\tタブ")]
    [InlineData("  前後の空白  ")]
    [InlineData("<b>&amp;</b>]]>")]
    [InlineData("000123")]
    [InlineData("2027-10-31（令和9年10月31日）")]
    public async Task Text_comes_back_as_it_was(string text)
    {
        using var book = await WriteAsync(text);

        book.Text("印刷", "A1").ShouldBe(text);
        book.Text("データ", "A2").ShouldBe(text);
        book.Format("データ", "A2").QuotePrefix.ShouldBeNull();
    }

    [Theory]
    [InlineData("a\u0000b\u000Bc\uFFFEd\u001F", "abcd")]
    [InlineData("一\r\n二\r三", "一\n二\n三")]
    public async Task Characters_xml_cannot_carry_are_left_out(string text, string kept)
    {
        using var book = await WriteAsync(text);
        book.Text("印刷", "A1").ShouldBe(kept);
        book.Text("データ", "A2").ShouldBe(kept);
    }

    [Fact]
    public async Task Half_of_a_surrogate_pair_is_left_out()
    {
        using var book = await WriteAsync("前\uD842後\uDFB7");
        book.Text("データ", "A2").ShouldBe("前後");
    }

    [Fact]
    public async Task Text_of_nothing_but_illegal_characters_is_an_empty_cell()
    {
        using var book = await WriteAsync("\u0001\u0002");
        book.At("データ", "A2").InnerText.ShouldBeEmpty();
    }

    [Fact]
    public async Task Text_that_looks_like_an_escape_is_escaped_because_excel_would_decode_it()
    {
        using var book = await WriteAsync("_x0041_ と _x00zz_");
        book.Text("データ", "A2").ShouldBe("_x005F_x0041_ と _x00zz_");
    }

    [Fact]
    public async Task Text_too_long_for_a_cell_says_how_much_is_missing_and_tells_the_caller()
    {
        var text = string.Concat(Enumerable.Repeat("𠮷", 20_000));
        var workbook = Both(text);
        using var memory = new MemoryStream();

        var result = await workbook.WriteAsync(memory, TestContext.Current.CancellationToken);

        using var book = new WorkbookReading(memory.ToArray());
        var written = book.Text("データ", "A2");
        written.Length.ShouldBeLessThanOrEqualTo(32_767);
        var kept = written.EnumerateRunes().Count(r => r.ToString() == "𠮷");
        written.ShouldEndWith($"（以下略：{20_000 - kept}文字）");
        result.Notices.Where(n => n.Sheet == "データ").ShouldBe([new Notice("データ", "A2", $"文字数が上限を超えたため{20_000 - kept}文字を省略しました。")]);
    }

    [Fact]
    public async Task Longest_text_a_cell_holds_is_written_whole_without_a_notice()
    {
        var workbook = new Workbook("題", WorkbookExample.CreatedAt);
        workbook.AddDataSheet<string>("データ", [new("文", s => s)], [new string('あ', 32_767)]);
        using var memory = new MemoryStream();

        (await workbook.WriteAsync(memory, TestContext.Current.CancellationToken)).Notices.ShouldBeEmpty();

        using var book = new WorkbookReading(memory.ToArray());
        book.Text("データ", "A2").ShouldBe(new string('あ', 32_767));
    }

    [Fact]
    public async Task Code_keeps_its_zeros_in_a_cell_that_stays_text()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());
        book.Text("案件一覧", "A4").ShouldBe("0012");
        book.FormatCode("案件一覧", "A4").ShouldBe("49", "49 is Excel's own text format");
    }

    static Task<WorkbookReading> WriteAsync(string text) => WorkbookReading.OfAsync(Both(text));

    static Workbook Both(string text)
    {
        var workbook = new Workbook("題", WorkbookExample.CreatedAt);
        workbook.AddPrintSheet("印刷").Row(text);
        workbook.AddDataSheet<string>("データ", [new("文", s => s)], [text]);
        return workbook;
    }

    [Theory]
    [InlineData("一行だけ")]
    [InlineData("")]
    [InlineData("改行\n\nのある文")]
    public void Short_text_is_one_piece(string text) => WorkbookText.Split(text, 40, 10).ShouldBe([text]);

    [Fact]
    public void Long_text_is_cut_into_pieces_that_fit_and_lose_nothing()
    {
        var text = string.Join('\n', Enumerable.Range(1, 60).Select(i => $"{i}行目{new string('字', i * 7 % 90)}𠮷"));

        var pieces = WorkbookText.Split(text, 40, 10);

        pieces.Count.ShouldBeGreaterThan(3);
        pieces.ShouldAllBe(p => WorkbookText.Lines(p, 40, true) <= 10);
        string.Concat(pieces).Replace("\n", "").ShouldBe(text.Replace("\n", ""));
        WorkbookText.Split(new string('長', 1000), 40, 10).ShouldAllBe(p => WorkbookText.Lines(p, 40, true) <= 10);
    }
}
