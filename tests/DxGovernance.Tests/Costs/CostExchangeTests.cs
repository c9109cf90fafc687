using System.IO.Compression;
using System.Text;
using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Costs;

/// <summary>Cost lines out to Excel and back.</summary>
public sealed class CostExchangeTests
{
    static readonly CostLines Draft = new(
    [
        GivenCosts.Line(1, 8_000_000, 2_000_000),
        GivenCosts.Line(2, 500).With(t => t with
        {
            Name = "=1+1", Basis = CostBasis.Quantity, Quantity = 1.5m, Unit = "台", UnitPrice = 123.4567m, Currency = "USD", ExchangeRate = 139.5m, ExchangeRateOn = new(2026, 4, 1),
            Funding = FundingKind.National, FundingName = "デジタル基盤改革支援補助金", FundingRate = 50, FundingCap = 250, Section = GivenCosts.Tables.Sections[0].Code, Note = "髙𠮷\n二行目",
        }),
    ]);

    static Task<byte[]> Written(CostLines? lines = null) => CostExchange.WriteAsync(lines ?? Draft, GivenCosts.Tables, [2026, 2027], "R8-ICT-0001 試験", isDemo: false, FixedClock.Start, Cancel);

    static CostImport Read(byte[] bytes) => CostExchange.Read(bytes, Draft, GivenCosts.Tables);

    static byte[] Csv(params string[] rows) => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(string.Join("\r\n", rows))];

    const string Head = "明細番号,区分,費目,名称,R8年度（円）,R9年度（円）";

    [Fact]
    public async Task What_was_written_out_comes_back_unchanged()
    {
        var import = Read(await Written());

        import.Problems.ShouldBeEmpty();
        import.Lines.ShouldBe(Draft.All);
        import.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Three_thousand_lines_of_ten_years_come_back_within_five_seconds()
    {
        var many = new CostLines(Enumerable.Range(1, CostLine.MostLines).Select(n => GivenCosts.Line(n, [.. Enumerable.Repeat((long)n, 10)])));
        var bytes = await Written(many);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();

        var import = CostExchange.Read(bytes, many, GivenCosts.Tables);

        System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds.ShouldBeLessThan(5);
        (import.Problems.Count, import.Changes.Count, import.Total).ShouldBe((0, 0, many.Total));
    }

    [Fact]
    public void Lines_are_added_changed_and_taken_out()
    {
        var import = Read(Csv(Head, "1,初期,設計・開発,設計・開発1,9000000,2000000", ",初期,設計・開発,新しい作業,\"1,200\","));

        import.Problems.ShouldBeEmpty();
        import.Changes.Select(c => (c.Kind, c.Line, c.Before, c.After)).ShouldBe(
            [(CostChangeKind.Changed, 1, 10_000_000L, 11_000_000L), (CostChangeKind.Added, 0, 0L, 1_200L), (CostChangeKind.Removed, 2, 500L, 0L)]);
        import.Changes[0].Cells.ShouldContain(new CostCellChange("R8年度（円）", "8,000,000", "9,000,000"));
        import.Total.ShouldBe(11_001_200);
    }

    [Fact]
    public void Shift_JIS_is_read_and_said()
    {
        var import = Read(CodePagesEncodingProvider.Instance.GetEncoding(932)!.GetBytes($"{Head}\r\n1,初期,設計・開発,設計・開発1,8000000,2000000"));

        import.Notices.ShouldContain(n => n.Contains("Shift_JIS"));
        import.Lines.ShouldHaveSingleItem().Terms.Name.ShouldBe("設計・開発1");
    }

    [Theory]
    [InlineData("9,初期,設計・開発,名,1,", "明細番号", "明細番号「9」の明細はありません。加える行では空欄にしてください。")]
    [InlineData(",初期,設計・開発,名,-5,", "R8年度（円）", "「R8年度（円）」が負の数です。減らすときは、0以上の減らした後の額を入力してください。")]
    [InlineData(",初期,設計・開発,名,1000000000000000000,", "R8年度（円）", "「R8年度（円）」の額が大きすぎます。9,999,999,999,999円までにしてください。")]
    [InlineData(",初期,設計・開発,名,0.333,", "R8年度（円）", "「R8年度（円）」に1円未満の端数があります。円の整数にしてください。")]
    [InlineData(",初期,設計・開発,名,NaN,", "R8年度（円）", "「R8年度（円）」の「NaN」は数字ではありません。0以上の整数（円）を入力してください。")]
    [InlineData(",初め,設計・開発,名,1,", "区分", "「区分」の「初め」は選択肢にありません。一覧から選んでください。")]
    public void A_wrong_cell_is_told_by_its_address(string row, string label, string sentence)
    {
        var import = Read(Csv(Head, "1,初期,設計・開発,設計・開発1,8000000,2000000", row));

        var problem = import.Problems.ShouldHaveSingleItem();
        (problem.Address, problem.Label, problem.Message).ShouldBe(($"3行目「{label}」", label, sentence));
        import.Changes.ShouldBeEmpty();
    }

    [Fact]
    public void One_number_twice_is_told() =>
        Read(Csv(Head, "1,初期,設計・開発,一,1,", "1,初期,設計・開発,二,2,")).Problems.ShouldHaveSingleItem().Message.ShouldBe("明細番号1の行が2つあります。加える行では空欄にしてください。");

    [Fact]
    public async Task Formulas_merged_cells_and_hidden_sheets_are_told()
    {
        var book = new Workbook("題", FixedClock.Start);
        var sheet = book.AddPrintSheet("明細");
        sheet.Row(Head.Split(',').Select(h => Cell.Heading(h)));
        sheet.Row(Cell.Of(1, CellKind.Whole), "初期", "設計・開発", "名", Cell.Formula("1+1", 2, CellKind.Whole), Cell.Of(3, CellKind.Whole));
        sheet.Row(Cell.Of(2, CellKind.Whole), "初期", "設計・開発", new Cell("結合", CellStyle.Body) { Columns = 2 }, Cell.Of(3, CellKind.Whole));
        var bytes = await WorkbookBytes(book);

        var told = Read(bytes).Problems.Select(p => (p.Address, p.Message)).ToList();

        told.ShouldContain(("明細!E2", "数式は読み込みません。値にしてください。"));
        told.ShouldContain(p => p.Address == "明細!D3:E3" && p.Message.StartsWith("セルの結合を解除し"));
        Should.Throw<RuleViolation>(() => Read(Edited(bytes, "xl/workbook.xml", x => x.Replace("<sheet ", "<sheet state=\"hidden\" ", StringComparison.Ordinal))))
            .Message.ShouldBe("表のあるシート「明細」が非表示です。再表示して中を確かめてから取り込んでください。");
    }

    [Fact]
    public async Task What_is_no_such_table_is_refused_in_words()
    {
        var good = await Written();
        Refused([]).ShouldBe("空のファイルです。記入した表を選んでください。");
        Refused(new byte[200 * 1024 * 1024]).ShouldBe("ファイルが5MBを超えています。表だけのファイルにしてください。");
        Refused(Csv("a,b,c", "1,2,3")).ShouldContain("表の見出し（区分、費目、名称）がありません。");
        Refused(Csv(Head)).ShouldBe("見出しの下に明細がありません。明細の行を入れてください。");
        Refused([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).ShouldContain("古い形式（.xls）か、パスワード付きのファイルです。");
        Refused(good[..(good.Length / 2)]).ShouldContain("このファイルは読み取れません。");
        Refused(With(good, "xl/vbaProject.bin", new byte[10])).ShouldContain("マクロを含むファイルは受け付けません。");
        Refused(With(good, "xl/media/bomb.bin", new byte[80 * 1024 * 1024])).ShouldContain("開くと大きすぎるファイルです。");
    }

    static string Refused(byte[] bytes) => Should.Throw<RuleViolation>(() => Read(bytes)).Message;

    static async Task<byte[]> WorkbookBytes(Workbook book)
    {
        using var memory = new MemoryStream();
        await book.WriteAsync(memory, Cancel);
        return memory.ToArray();
    }

    static byte[] With(byte[] zip, string name, byte[] content)
    {
        using var memory = new MemoryStream();
        memory.Write(zip);
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var entry = archive.CreateEntry(name).Open();
            entry.Write(content);
        }

        return memory.ToArray();
    }

    static byte[] Edited(byte[] zip, string name, Func<string, string> edit)
    {
        using var memory = new MemoryStream();
        memory.Write(zip);
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Update, leaveOpen: true))
        {
            string text;
            using (var reader = new StreamReader(archive.GetEntry(name)!.Open()))
            {
                text = edit(reader.ReadToEnd());
            }

            archive.GetEntry(name)!.Delete();
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            writer.Write(text);
        }

        return memory.ToArray();
    }
}
