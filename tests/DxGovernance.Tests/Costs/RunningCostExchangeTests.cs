using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Organization;
using DxGovernance.Tests.Proposals;
using DxGovernance.Tests.Support;
using static DxGovernance.Tests.Support.GivenRunningCosts;

namespace DxGovernance.Tests.Costs;

/// <summary>The running costs of an operation out to Excel and back.</summary>
public sealed class RunningCostExchangeTests
{
    readonly Actor office = Given.Acting(Role.PmoOffice);

    static readonly RunningCostStage[] Stages = Enum.GetValues<RunningCostStage>();

    static readonly string Contract = RunningCostStage.Contracted.Label();

    IReadOnlyList<RunningCostSet> Sets(bool filled = true) => [.. Stages.Select(stage => filled && stage == RunningCostStage.Contracted
        ? Entered(stage, Terms(2026), [.. Year(2026, 1000, ("CAUSE_NETWORK", -5), ("FUND_NATION", 7)).Where(c => c.Line != "CLOUD"), Cloud(2026, 8_891_311.679m, 139), .. Year(2027, 0)], office)
        : new RunningCostSet(null, stage))];

    static Task<byte[]> Book(IReadOnlyList<RunningCostSet> sets, bool isDemo = false) => RunningCostExchangeBook.WriteAsync(sets, ["本体"], isDemo, FixedClock.Start, Cancel);

    [Fact]
    public async Task Every_sheet_of_a_form_with_demo_data_says_so() =>
        ExchangeTests.Headers(await Book(Sets(), isDemo: true)).ShouldAllBe(h => h.Contains("デモデータ", StringComparison.Ordinal));

    RunningCostImport Read(byte[] file, bool filled = true) => RunningCostExchangeReader.Read(Sets(filled), file, office, FixedClock.Start);

    [Fact]
    public async Task The_form_satisfies_the_schema_and_untouched_changes_nothing()
    {
        foreach (var filled in new[] { true, false })
        {
            var file = await Book(Sets(filled));
            using var book = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
            new OpenXmlValidator(FileFormatVersions.Office2019).Validate(book, Cancel).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
            var read = Read(file, filled);
            read.Problems.ShouldBeEmpty();
            read.IsSame.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task What_is_filled_in_is_previewed_and_can_be_recorded()
    {
        var file = ExchangeTests.Change(await Book(Sets()), book =>
        {
            Number(book, Contract, "line:HW_LEASE", 'C', "1500");
            Text(book, Contract, "line:SW_LEASE", 'D', "２,０００円");
            Number(book, Contract, "rate:CLOUD", 'C', "160");
            Text(book, Contract, "line:CLOUD", 'C', "");
            Text(book, Contract, "line:CAUSE_CLOUD", 'C', "△ 300");
            Text(book, Contract, "line:CAUSE_CLOUD", 'K', "利用料の見直し");
            Number(book, Contract, "years", 'H', "2031");
            Number(book, Contract, "line:HW_LEASE", 'H', "9");
        });

        var read = Read(file);

        read.Problems.ShouldBeEmpty();
        read.Changes.Select(c => (c.Subject, c.Where, c.Before, c.After)).ShouldBe(
        [
            ("ハードウェア借料", "令和8年度", "1,000円", "1,500円"), ("ハードウェア借料", "令和13年度", "", "9円"), ("ソフトウェア借料", "令和9年度", "0円", "2,000円"),
            ("クラウド利用経費", "令和8年度", "1,235,892,323円、うち外貨建て 8,891,311.679、レート 139円（2026-04-01）", "1,422,609,869円、うち外貨建て 8,891,311.679、レート 160円（2026-04-01）"),
            ("クラウド利用料", "令和8年度", "", "△ 300円、利用料の見直し"),
        ], ignoreOrder: true);
        var (sets, stage) = (Sets(), read.Stages.Single());
        sets.Single(s => s.Stage == stage.Stage).Record(new(new FixedClock().Today, stage.Assumptions, stage.Cells, "取込み"), office, FixedClock.Start).Count.ShouldBe(5);
    }

    [Fact]
    public async Task Every_wrong_cell_is_named_by_its_address_with_what_to_do()
    {
        var file = ExchangeTests.Change(await Book(Sets()), book =>
        {
            Number(book, Contract, "line:HW_LEASE", 'C', "-1");
            Number(book, Contract, "line:HW_MAINTENANCE", 'C', "0.3333333333");
            Text(book, Contract, "line:SW_LEASE", 'C', "NaN");
            Number(book, Contract, "line:SW_MAINTENANCE", 'C', "1E18");
            At(book, Contract, "line:NETWORK", 'C').CellFormula = new("1+1");
            Text(book, Contract, "rate-day:CLOUD", 'C', "来年");
            Number(book, Contract, "years", 'D', "1999");
            Text(book, Contract, "tax", 'C', "内税");
            Text(book, Contract, "years", 'E', "");
            Number(book, Contract, "line:OPERATION", 'E', "5");
        });

        var problems = Read(file).Problems.ToDictionary(p => p.Address, p => p.Message);

        string Address(string key, char column = 'C') => $"{Contract}!{column}{Row(file, Contract, key)}";
        problems[Address("line:HW_LEASE")].ShouldBe("0以上の整数を入力してください。");
        problems[Address("line:HW_MAINTENANCE")].ShouldBe("1円未満の端数があります。円の整数で入力してください。");
        problems[Address("line:SW_LEASE")].ShouldStartWith("「NaN」は円の整数として読めません。");
        problems[Address("line:SW_MAINTENANCE")].ShouldStartWith("大きすぎます。");
        problems[Address("line:NETWORK")].ShouldBe("数式は読み込みません。値にしてください。");
        problems[Address("rate-day:CLOUD")].ShouldStartWith("「来年」は日付として読めません。");
        problems[Address("years", 'D')].ShouldStartWith("「1999」は年度として使えません。");
        problems[Address("tax")].ShouldBe("「税込」か「税抜」を選んでください。");
        problems[Address("line:OPERATION", 'E')].ShouldStartWith("この列の見出しに年度がありません。");
        problems.Count.ShouldBe(9);
    }

    [Fact]
    public async Task Rules_of_the_domain_name_the_cell_too()
    {
        var file = ExchangeTests.Change(await Book(Sets()), book =>
        {
            Number(book, Contract, "foreign:CLOUD", 'D', "5");
            Number(book, Contract, "line:CAUSE_PRICE", 'C', "5");
        });
        Read(file).Problems.Select(p => (p.Address, p.Message)).ShouldBe(
        [
            ($"{Contract}!D{Row(file, Contract, "line:CLOUD")}", "令和9年度の「クラウド利用経費」に外貨建ての額があるときは、為替レートを入力してください。"),
            ($"{Contract}!C{Row(file, Contract, "line:CAUSE_PRICE")}", "原因「物価」の理由を入力してください。"),
        ], ignoreOrder: true);

        file = ExchangeTests.Change(await Book(Sets()), book => Number(book, Contract, "line:FUND_NATION", 'D', "1"));
        Read(file).Problems.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            p => p.Address.ShouldBe($"{Contract}!D{Row(file, Contract, "line:FUND_NATION")}"), p => p.Message.ShouldContain("国・県の支援の合計（1円）が"));
    }

    [Fact]
    public async Task A_form_of_another_operation_or_older_than_what_stands_is_refused()
    {
        var other = Stages.Select(s => new RunningCostSet(Given.OperationInMemory(), s)).ToList();
        Refused.By("exchange-other-operation", () => Read(Book(other).GetAwaiter().GetResult()));
        var sets = Sets();
        var file = await Book(sets);
        sets[3].Enter(Terms(2026), [new("HW_LEASE", 2026, 9)], office, reason: "訂正");
        Refused.By("exchange-older", () => RunningCostExchangeReader.Read(sets, file, office, FixedClock.Start));
        Refused.By("exchange-not-ours", () => Read(ExchangeTests.Change(file, b => b.WorksheetParts.SelectMany(p => p.Worksheet.Descendants<Cell>()).Where(c => c.CellReference == "A1").ToList().ForEach(c => c.Remove()))));
        Refused.By("exchange-unreadable", () => Read("金額,1"u8.ToArray()));
        Refused.By("exchange-sheet", () => Read(ExchangeTests.Change(file, b => b.Workbook.Descendants<Sheet>().Single(s => s.Name == "現行").Remove())));
    }

    [Fact]
    public async Task An_empty_cell_makes_an_amount_unknown_again()
    {
        var file = ExchangeTests.Change(await Book(Sets()), book => Text(book, Contract, "line:HW_LEASE", 'D', ""));

        Read(file).Changes.ShouldHaveSingleItem().ShouldBe(new(RunningCostStage.Contracted, "ハードウェア借料", "令和9年度", "0円", ""));
    }

    static void Number(WorkbookPart book, string sheet, string key, char column, string number)
    {
        var cell = At(book, sheet, key, column);
        cell.RemoveAllChildren();
        (cell.DataType, cell.CellValue) = (null, new CellValue(number));
    }

    static void Text(WorkbookPart book, string sheet, string key, char column, string text)
    {
        var cell = At(book, sheet, key, column);
        cell.RemoveAllChildren();
        (cell.DataType, cell.InlineString) = (CellValues.InlineString, new InlineString(new Text(text)));
    }

    static Cell At(WorkbookPart book, string sheet, string key, char column) =>
        Part(book, sheet).Worksheet.Descendants<Cell>().Single(c => c.CellReference == $"{column}{Row(book, sheet, key)}");

    static int Row(byte[] file, string sheet, string key)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        return Row(document.WorkbookPart!, sheet, key);
    }

    static int Row(WorkbookPart book, string sheet, string key) => int.Parse(
        Part(book, sheet).Worksheet.Descendants<Cell>().Single(c => c.CellReference!.Value!.StartsWith('A') && c.InlineString?.InnerText == key).CellReference!.Value![1..], CultureInfo.InvariantCulture);

    static WorksheetPart Part(WorkbookPart book, string sheet) => (WorksheetPart)book.GetPartById(book.Workbook.Descendants<Sheet>().Single(s => s.Name == sheet).Id!);
}
