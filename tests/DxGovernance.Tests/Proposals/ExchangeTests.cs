using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Proposals;

/// <summary>The form of a case out to Excel and back.</summary>
public sealed class ExchangeTests
{
    readonly Cast cast = Cast.InMemory();

    Proposal Budget()
    {
        var proposal = GivenProposals.Draft(cast.Staff, ProposalClass.Modification);
        proposal.Gate.ShouldBe(Gate.Budget);
        return proposal;
    }

    static Task<byte[]> Book(Proposal proposal, bool isDemo = false) => ExchangeBook.WriteAsync(proposal, isDemo, FixedClock.Start, Cancel);

    /// <summary>What is printed at the head of each sheet.</summary>
    internal static IReadOnlyList<string> Headers(byte[] file)
    {
        using var book = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        return [.. book.WorkbookPart!.WorksheetParts.Select(s => s.Worksheet!.Descendants<DocumentFormat.OpenXml.Spreadsheet.OddHeader>().Single().Text)];
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_sheet_of_a_form_with_demo_data_says_so(bool isDemo)
    {
        var headers = Headers(await Book(Budget(), isDemo));
        headers.Count.ShouldBeGreaterThan(5);
        headers.ShouldAllBe(h => h.Contains("デモデータ", StringComparison.Ordinal) == isDemo);
    }

    [Fact]
    public async Task The_form_satisfies_the_schema_empty_and_filled()
    {
        var proposal = Budget();
        for (var i = 0; i < 2; i++)
        {
            using var book = SpreadsheetDocument.Open(new MemoryStream(await Book(proposal)), isEditable: false);
            new OpenXmlValidator(FileFormatVersions.Office2019).Validate(book, Cancel).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
            proposal.Fill(cast.Staff);
        }
    }

    [Fact]
    public async Task An_untouched_form_changes_nothing_whatever_is_in_the_draft()
    {
        var proposal = Budget();
        proposal.Fill(cast.Staff);
        proposal.Write(
            proposal.Draft.With("purpose", "=1+1\n二行目 _x0041_ <b>&").With(ProposalForm.Amount, "未定").With("go_live_on", "春ごろ")
                .WithRows(ProposalForm.Kpi, [new Dictionary<string, string?> { ["name"] = "0012", ["unit"] = "件", ["before"] = "1.50", ["target"] = "-0.125" }]),
            cast.Staff,
            FixedClock.Start);

        var result = ExchangeReader.Read(proposal, await Book(proposal));

        result.Content.ShouldBe(proposal.Draft);
        result.IsSame.ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_filled_in_comes_back_and_the_same_file_twice_changes_nothing()
    {
        var proposal = Budget();
        var file = Fill(await Book(proposal), ("目的・効果", "purpose", "速くする"), ("費用", ProposalForm.Amount, "１２,０００円"), ("日程", ProposalForm.GoLiveOn, "R9.4.1"),
            ("個人情報・PIA", "specific_personal", "はい"), ("システム・連携", "usage_form", "ガバメントクラウド"), ("位置付け", "operations=3", "○"));
        file = Put(file, "効果の指標（KPI）", ("B6", "処理時間"), ("C6", "分"), ("D6", "30"), ("E6", "12.50"), ("F6", "実測"));

        var result = ExchangeReader.Read(proposal, file);

        result.Problems.ShouldBeEmpty();
        result.IsSame.ShouldBeFalse();
        var content = result.Content;
        (content["purpose"], content[ProposalForm.Amount], content[ProposalForm.GoLiveOn], content["specific_personal"], content["usage_form"], content["operations"])
            .ShouldBe(("速くする", "12000", "2027-04-01", "yes", "GovCloud", "3"));
        content.Rows(ProposalForm.Kpi).Single()["target"].ShouldBe("12.50");
        ContentDifference.Between(proposal.Draft, content).SelectMany(s => s.Fields).Count().ShouldBe(7);

        proposal.Write(content, cast.Staff, FixedClock.Start);
        var again = ExchangeReader.Read(proposal, file);
        again.IsSame.ShouldBeTrue();
        again.Content.ShouldBe(proposal.Draft);
    }

    [Fact]
    public async Task Numbers_and_days_typed_as_such_are_read_as_such()
    {
        var proposal = Budget();
        var file = Change(await Book(proposal), book =>
        {
            Number(book, "費用", Row(book, "費用", ProposalForm.Amount), "20500000");
            Number(book, "日程", Row(book, "日程", ProposalForm.GoLiveOn), "46478");
            Number(book, "基本", Row(book, "基本", "contact"), "1234");
        });

        var content = ExchangeReader.Read(proposal, file).Content;

        (content[ProposalForm.Amount], content[ProposalForm.GoLiveOn], content["contact"]).ShouldBe(("20500000", "2027-04-01", "1234"));
    }

    [Fact]
    public async Task Every_wrong_cell_is_named_by_its_address_with_what_to_do()
    {
        var proposal = Budget();
        var file = Fill(await Book(proposal), ("費用", ProposalForm.Amount, "たくさん"), ("日程", ProposalForm.GoLiveOn, "来年"), ("システム・連携", "usage_form", "雲"),
            ("位置付け", "operations=3", "はい"), ("基本", ProposalForm.Title, ""), ("基本", "officer", new string('あ', 201)));
        file = Put(file, "効果の指標（KPI）", ("B5", "処理時間"), ("E5", "速い"));
        file = Change(file, book => Cell(book, "目的・効果", $"C{Row(book, "目的・効果", "purpose")}").CellFormula = new("1+1"));

        var problems = ExchangeReader.Read(proposal, file).Problems.ToDictionary(p => p.Address, p => p.Message);

        string At(string sheet, string key) => Address(file, sheet, key);
        problems[At("費用", ProposalForm.Amount)].ShouldBe("「総額（税込み、円）」には0以上の整数を入力してください。");
        problems[At("日程", ProposalForm.GoLiveOn)].ShouldStartWith("「稼働の予定日」には日付を入力してください");
        problems[At("システム・連携", "usage_form")].ShouldBe("「利用形態」は選択肢から選んでください。");
        problems[At("位置付け", "operations=3")].ShouldBe("選ぶときは「○」を、選ばないときは空欄にしてください。");
        problems[At("基本", ProposalForm.Title)].ShouldBe("件名を入力してください。");
        problems[At("基本", "officer")].ShouldBe("「担当者」は200文字以内で入力してください。");
        problems["効果の指標（KPI）!E5"].ShouldBe("「効果の指標（KPI）の目標値」には数字を入力してください。");
        problems["効果の指標（KPI）!C5"].ShouldBe("「効果の指標（KPI）の単位」を入力してください。");
        problems[At("目的・効果", "purpose")].ShouldBe("数式は読み込みません。値にしてください。");
        problems.Keys.ShouldContain("効果の指標（KPI）!F5");
        problems.Count.ShouldBe(10);
    }

    [Fact]
    public async Task A_form_of_another_case_gate_or_draft_is_refused()
    {
        var (ours, theirs) = (Budget(), Budget());
        var file = await Book(theirs);
        Refused.By("exchange-other-case", () => ExchangeReader.Read(ours, file)).Message.ShouldStartWith($"このファイルは案件「{theirs.Number}」の様式です。");

        theirs.Write(theirs.Draft.With("purpose", "画面で書いた"), cast.Staff, FixedClock.Start);
        Refused.By("exchange-older-draft", () => ExchangeReader.Read(theirs, file));

        file = await Book(theirs);
        theirs.BringToDecision(cast);
        theirs.Approve(cast);
        theirs.Perform(ProposalAction.StartNext, ProposalStep.Nothing, GivenProposals.Rules, cast.Staff, FixedClock.Start);
        Refused.By("exchange-other-gate", () => ExchangeReader.Read(theirs, file)).Message.ShouldContain("「予算要求前協議」（1回目の協議）");
    }

    [Fact]
    public async Task Rows_of_a_table_may_be_moved_emptied_and_added()
    {
        var proposal = Budget();
        proposal.Write(proposal.Draft.WithRows("risks", [Risk("一"), Risk("二"), Risk("三")]), cast.Staff, FixedClock.Start);
        var file = Put(await Book(proposal), "課題と対策", ("B6", ""), ("C6", ""), ("D6", ""), ("B8", "四"), ("C8", "対策"), ("D8", "担当"));

        var rows = ExchangeReader.Read(proposal, file).Content.Rows("risks");

        rows.Select(r => (r["key"], r["risk"])).ShouldBe([("1", "一"), ("3", "三"), ("4", "四")]);
    }

    [Fact]
    public async Task Files_that_are_no_such_form_are_refused_without_a_trace_of_why_they_break()
    {
        var proposal = Budget();
        Refused.By("exchange-empty", () => ExchangeReader.Read(proposal, []));
        Refused.By("exchange-large", () => ExchangeReader.Read(proposal, new byte[(5 * 1024 * 1024) + 1]));
        Refused.By("exchange-unreadable", () => ExchangeReader.Read(proposal, "案件,件名"u8.ToArray()));
        Refused.By("exchange-unreadable", () => ExchangeReader.Read(proposal, Zip(("a.txt", "a"))));
        var form = await Book(proposal);
        Refused.By("exchange-unreadable", () => ExchangeReader.Read(proposal, form[..(form.Length / 2)]));
        Refused.By("exchange-kind", () => ExchangeReader.Read(proposal, Zip(("xl/vbaProject.bin", "x"))));
        Refused.By("exchange-kind", () => ExchangeReader.Read(proposal, Zip(("big.xml", new string(' ', 61 * 1024 * 1024)))));
        Refused.By("exchange-not-ours", () => ExchangeReader.Read(proposal, Fill(form, ("はじめに", "dxg:case", ""), "A1")));
        Refused.By("exchange-sheet", () => ExchangeReader.Read(proposal, Change(form, b => b.Workbook.Descendants<Sheet>().Single(s => s.Name == "費用").Remove())));
    }

    [Fact]
    public async Task Entities_are_not_expanded()
    {
        var proposal = Budget();
        using var memory = new MemoryStream();
        memory.Write(await Book(proposal));
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.GetEntry("xl/worksheets/sheet2.xml")!;
            string xml;
            using (var reader = new StreamReader(entry.Open()))
            {
                xml = await reader.ReadToEndAsync(Cancel);
            }

            entry.Delete();
            await using var writer = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet2.xml").Open());
            await writer.WriteAsync(xml.Replace("<worksheet", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><worksheet", StringComparison.Ordinal));
        }

        Refused.By("exchange-unreadable", () => ExchangeReader.Read(proposal, memory.ToArray()));
    }

    static Dictionary<string, string?> Risk(string name) => new() { ["risk"] = name, ["measure"] = "対策", ["owner"] = "担当" };

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

    /// <summary>Types text beside a key of a section, as Excel would store it.</summary>
    internal static byte[] Fill(byte[] file, params (string Sheet, string Key, string Text)[] values) => Change(file, book =>
    {
        foreach (var (sheet, key, text) in values)
        {
            Type(book, sheet, $"C{Row(book, sheet, key)}", text);
        }
    });

    static byte[] Fill(byte[] file, (string Sheet, string Key, string Text) value, string at) => Change(file, book => Type(book, value.Sheet, at, value.Text));

    static byte[] Put(byte[] file, string sheet, params (string At, string Text)[] values) => Change(file, book =>
    {
        foreach (var (at, text) in values)
        {
            Type(book, sheet, at, text);
        }
    });

    internal static byte[] Change(byte[] file, Action<WorkbookPart> change)
    {
        using var memory = new MemoryStream();
        memory.Write(file);
        using (var document = SpreadsheetDocument.Open(memory, isEditable: true))
        {
            change(document.WorkbookPart!);
        }

        return memory.ToArray();
    }

    /// <summary>Into the shared strings, with furigana beside it, as Excel does.</summary>
    static void Type(WorkbookPart book, string sheet, string at, string text)
    {
        var table = book.SharedStringTablePart ?? book.AddNewPart<SharedStringTablePart>();
        table.SharedStringTable ??= new();
        table.SharedStringTable.AppendChild(new SharedStringItem(new Text(text) { Space = SpaceProcessingModeValues.Preserve }, new PhoneticRun(new Text("フリガナ")) { BaseTextStartIndex = 0, EndingBaseIndex = 1 }));
        var cell = Cell(book, sheet, at);
        cell.RemoveAllChildren();
        (cell.DataType, cell.CellValue) = (CellValues.SharedString, new CellValue($"{table.SharedStringTable.ChildElements.Count - 1}"));
    }

    static void Number(WorkbookPart book, string sheet, int row, string number)
    {
        var cell = Cell(book, sheet, $"C{row}");
        cell.RemoveAllChildren();
        (cell.DataType, cell.CellValue) = (null, new CellValue(number));
    }

    static string Address(byte[] file, string sheet, string key)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        return $"{sheet}!C{Row(document.WorkbookPart!, sheet, key)}";
    }

    static int Row(WorkbookPart book, string sheet, string key) => int.Parse(
        Part(book, sheet).Worksheet.Descendants<Cell>().Single(c => c.CellReference!.Value!.StartsWith('A') && c.InlineString?.InnerText == key).CellReference!.Value![1..],
        System.Globalization.CultureInfo.InvariantCulture);

    static Cell Cell(WorkbookPart book, string sheet, string at) => Part(book, sheet).Worksheet.Descendants<Cell>().Single(c => c.CellReference == at);

    static WorksheetPart Part(WorkbookPart book, string sheet) =>
        (WorksheetPart)book.GetPartById(book.Workbook.Descendants<Sheet>().Single(s => s.Name == sheet).Id!);
}
