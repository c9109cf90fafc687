using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DxGovernance.Core.Exchange;
using DxGovernance.Tests.Proposals;
using DxGovernance.Tests.Support;
using Book = DxGovernance.Core.Reports.Workbook;
using Printed = DxGovernance.Core.Reports.Cell;

namespace DxGovernance.Tests.Exchange;

/// <summary>Tables that somebody sent: what is read, and what is answered to files that are none.</summary>
public sealed class TableFileTests
{
    static readonly string[] Headers = ["名前", "値"];

    static readonly Encoding ShiftJis = CodePagesEncodingProvider.Instance.GetEncoding(932)!;

    static TableFile Read(byte[] bytes, params string[] known) => TableFile.Read(bytes, Headers, known);

    static byte[] Utf8(string text) => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)];

    static Task<byte[]> Sheet(params (string, string)[] rows) => SheetCalled("表", rows);

    static async Task<byte[]> SheetCalled(string name, params (string Name, string Value)[] rows)
    {
        var book = new Book("試験", FixedClock.Start);
        var sheet = book.AddPrintSheet(name);
        sheet.Row(Printed.Title("見出しの上の題", 2));
        sheet.Row(Printed.Heading("名前"), Printed.Heading("値"));
        foreach (var (n, v) in rows)
        {
            sheet.Row(n, v);
        }

        using var memory = new MemoryStream();
        await book.WriteAsync(memory, Cancel);
        return memory.ToArray();
    }

    [Fact]
    public async Task A_sheet_and_the_same_CSV_are_read_alike_with_the_address_of_each_cell()
    {
        var sheet = Read(await Sheet(("甲", "1"), ("", ""), ("乙", "改\n行")));
        var csv = Read(Utf8("題\r\n名前,値\r\n甲,1\r\n,\r\n乙,\"改\r\n行\"\r\n"));

        sheet.Rows.Select(r => (r["名前"].Text, r["値"].Text)).ShouldBe([("甲", "1"), ("乙", "改\n行")]);
        csv.Rows.Select(r => (r["名前"].Text, r["値"].Text)).ShouldBe([("甲", "1"), ("乙", "改\n行")]);
        sheet.Rows[1]["値"].Address.ShouldBe("表!B5");
        csv.Rows[1]["値"].Address.ShouldBe("5行目「値」");
    }

    [Fact]
    public void Shift_JIS_is_read_and_said_UTF_16_is_read_and_what_is_neither_is_refused()
    {
        const string Text = "名前,値\r\n髙橋①,～表示\r\n";
        var sjis = Read(ShiftJis.GetBytes(Text));
        sjis.Rows.Single()["名前"].Text.ShouldBe("髙橋①");
        sjis.Notices.ShouldHaveSingleItem().ShouldStartWith("文字コードをShift_JISとして読みました。");
        Read([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Text.Replace(",", "\t", StringComparison.Ordinal))]).Rows.Single()["値"].Text.ShouldBe("～表示");
        Read(Utf8(Text)).Notices.ShouldBeEmpty();
        Read(Encoding.UTF8.GetBytes(Text)).Rows.Count.ShouldBe(1);

        Refused.By("table-encoding", () => Read([.. Encoding.UTF8.GetBytes("名前,値\r\n"), 0x81, 0xFF, 0x00, 0xA0]))
            .Message.ShouldContain("CSV UTF-8");
    }

    [Fact]
    public void Text_that_looks_like_a_formula_stays_text_and_the_apostrophe_before_it_goes() =>
        Read(Utf8("名前,値\r\n'=1+1,'文\r\n=HYPERLINK(1),-\r\n")).Rows.Select(r => (r["名前"].Text, r["値"].Text, r["名前"].Fault)).ShouldBe([("=1+1", "'文", null), ("=HYPERLINK(1)", "-", null)]);

    [Fact]
    public async Task Formulas_errors_and_merged_cells_are_named_by_address()
    {
        var file = ExchangeTests.Change(await Sheet(("甲", "1"), ("乙", "2")), book =>
        {
            At(book, "A3").CellFormula = new CellFormula("1+1");
            var error = At(book, "B4");
            error.RemoveAllChildren();
            (error.DataType, error.CellValue) = (CellValues.Error, new CellValue("#N/A"));
            PartOf(book).Worksheet.GetFirstChild<MergeCells>()!.AppendChild(new MergeCell { Reference = "A3:A4" });
        });

        var table = Read(file);

        table.Rows[0]["名前"].Fault.ShouldBe("数式は読み込みません。値にしてください。");
        table.Rows[1]["値"].Fault.ShouldBe("誤りの値（#N/A）です。正しい値を入力してください。");
        // The title above the table is merged too, and that is no fault.
        table.Problems.ShouldHaveSingleItem().ShouldBe(new ExchangeProblem("表!A3:A4", "結合したセル", "セルの結合を解除し、全ての行に値を入れてください。"));
    }

    [Fact]
    public async Task What_is_hidden_is_said_and_a_hidden_table_is_refused()
    {
        var file = await Sheet(("甲", "1"), ("乙", "2"));
        var hidden = ExchangeTests.Change(file, book =>
        {
            PartOf(book).Worksheet.Descendants<Row>().Single(r => r.RowIndex! == 4u).Hidden = true;
            PartOf(book).Worksheet.InsertAt(new Columns(new Column { Min = 2, Max = 2, Hidden = true, Width = 5 }), 1);
        });
        Read(hidden).Notices.ShouldBe(["非表示の行（4行目）も読んでいます。", "非表示の列（B列）も読んでいます。"]);

        Refused.By("table-hidden", () => Read(ExchangeTests.Change(file, book => book.Workbook.Descendants<Sheet>().Single().State = SheetStateValues.VeryHidden)))
            .Message.ShouldBe("表のあるシート「表」が非表示です。再表示して中を確かめてから取り込んでください。");
    }

    [Fact]
    public void Columns_may_stand_in_any_order_others_are_said_and_missing_or_double_ones_refused()
    {
        var table = Read(Utf8("余分,値,参考,名前\r\nx,1,y,甲\r\n"), "参考");
        table.Rows.Single()["名前"].Text.ShouldBe("甲");
        table.Notices.ShouldBe(["この表にない見出しの列（余分）は読んでいません。"]);

        Refused.By("table-headers", () => Read(Utf8("名前,あたい\r\n甲,1\r\n"))).Message.ShouldBe("表の見出し（名前、値）がありません。この画面で出力した表に記入したものを選んでください。");
        Refused.By("table-header-twice", () => Read(Utf8("名前,値,値\r\n甲,1,2\r\n"))).Message.ShouldBe("見出し「値」の列が2つあります。1つにしてください。");
    }

    [Fact]
    public void A_CSV_with_quotes_that_do_not_end_too_many_rows_or_a_cell_without_end_is_answered()
    {
        Refused.By("exchange-unreadable", () => Read(Utf8("名前,値\r\n\"甲,1\r\n"))).Message.ShouldStartWith("CSVとして読み取れません。");
        Refused.By("exchange-cells", () => Read(Utf8("名前,値\r\n" + string.Concat(Enumerable.Repeat("甲,1\r\n", 1001))))).Message.ShouldStartWith("表が大きすぎます（1000行・60列まで）。");
        Read(Utf8($"名前,値\r\n甲,{new string('あ', 4001)}\r\n")).Rows.Single()["値"].Fault.ShouldBe("4000文字を超えています。短くしてください。");
    }

    [Fact]
    public async Task Files_that_are_no_table_are_refused_with_what_to_do()
    {
        Refused.By("exchange-empty", () => Read([]));
        Refused.By("exchange-large", () => Read(new byte[(5 * 1024 * 1024) + 1])).Message.ShouldStartWith("ファイルが5MBを超えています。");
        Refused.By("exchange-old-format", () => Read([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])).Message.ShouldStartWith("古い形式（.xls）か、パスワード付きのファイルです。");
        Refused.By("exchange-kind", () => Read(Zip(("xl/vbaProject.bin", "x")))).Message.ShouldStartWith("マクロを含むファイルは受け付けません。");
        Refused.By("exchange-kind", () => Read(Zip(("big.xml", new string(' ', 61 * 1024 * 1024))))).Message.ShouldStartWith("開くと大きすぎるファイルです。");
        var whole = await Sheet(("甲", "1"));
        Refused.By("exchange-unreadable", () => Read(whole[..300]));
        Refused.By("table-headers", () => Read([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]));
        Refused.By("table-twice", () => Read(ExchangeTests.Change(Both, _ => { }))).Message.ShouldContain("（表、控え）");
    }

    static byte[] Both
    {
        get
        {
            var book = new Book("試験", FixedClock.Start);
            foreach (var name in new[] { "表", "控え" })
            {
                book.AddPrintSheet(name).Row(Printed.Heading("名前"), Printed.Heading("値"));
            }

            using var memory = new MemoryStream();
            book.WriteAsync(memory, Cancel).GetAwaiter().GetResult();
            return memory.ToArray();
        }
    }

    static byte[] Zip(params (string Name, string Text)[] parts)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return memory.ToArray();
    }

    static WorksheetPart PartOf(WorkbookPart book) => (WorksheetPart)book.GetPartById(book.Workbook.Descendants<Sheet>().First().Id!);

    static Cell At(WorkbookPart book, string at) =>
        PartOf(book).Worksheet.Descendants<Cell>().Single(c => c.CellReference == at);
}
