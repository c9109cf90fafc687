using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using DxGovernance.Core;
using DxGovernance.Core.Costs;
using DxGovernance.Core.Data;
using DxGovernance.Core.Ledger;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Reports;
using DxGovernance.Tests.Support;
using static DxGovernance.Tests.Support.GivenRunningCosts;
using Cell = DocumentFormat.OpenXml.Spreadsheet.Cell;

namespace DxGovernance.Tests.Reports;

/// <summary>Two operations that are compared, one that is not, one corrected after the day; names like formulas.</summary>
public sealed class RunningCostReportCase : TestDatabase
{
    public static readonly DateOnly Day = new(2026, 10, 31);

    public Given Given { get; private set; } = null!;

    public AsOf Point { get; private set; } = null!;

    public int[] Numbers { get; private set; } = [];

    public Actor Staff { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Given = new Given(this);
        Given.Clock.MoveTo(new(2026, 9, 1));
        var department = await Given.Department();
        Staff = await Given.Actor(Role.DepartmentStaff, department);
        var office = await Given.Actor(Role.PmoOffice);
        Numbers = [(await Given.Operation(department)).Number, (await Given.Operation(department)).Number, (await Given.Operation(department)).Number];
        foreach (var (number, i) in Numbers.Select((n, i) => (n, i + 1)))
        {
            var tax = i == 3 ? RunningCostTax.Excluded : RunningCostTax.Included;
            await Given.Costs(this, number, RunningCostStage.Baseline, Terms(2018), [.. Year(2018, 1_000_500 * i).Where(c => c.Line != "CLOUD"), new("CLOUD", 2018, 0, null, 110, new(2018, 4, 1))], Staff);
            await Given.Costs(this, number, RunningCostStage.Present, Terms(2024, tax), [.. Year(2024, 1_100_499 * i, ("CAUSE_LAW", 300_000)).Where(c => c.Line != "CLOUD"), new("CLOUD", 2024, 1, null, 140, new(2024, 4, 1))], Staff);
            await Given.Costs(
                this, number, RunningCostStage.Contracted, Terms(2026),
                [.. Year(2026, 1_500_777 * i, ("FUND_NATION", 900_000), ("CAUSE_NETWORK", -250_001)).Where(c => c.Line != "CLOUD"), Cloud(2026, 20_000.55m * i, 150), .. Year(2027, 5)], Staff);
            foreach (var stage in new[] { RunningCostStage.Baseline, RunningCostStage.Present, RunningCostStage.Contracted })
            {
                await Given.CheckCosts(this, number, stage, s => s.Confirm("=1+1", office, Given.Clock.Now), office);
            }
        }

        Given.Clock.MoveTo(new(2026, 11, 5));
        await Given.Costs(this, Numbers[1], RunningCostStage.Contracted, Terms(2026), [new("HW_LEASE", 2027, 6)], Staff, asOf: new(2026, 10, 1), reason: "=HYPERLINK(\"x\")");
        await Given.CheckCosts(this, Numbers[1], RunningCostStage.Contracted, s => s.Confirm(null, office, Given.Clock.Now), office);
        Point = new(Day, await this.Newest());
    }

    public async Task<byte[]> WriteAsync(AsOf point, params int[] numbers)
    {
        await using var db = NewContext();
        using var memory = new MemoryStream();
        (await RunningCostReport.WriteAsync(db, point, numbers, CouncilReportCase.City, memory, progress: null, Cancel)).Notices.ShouldBeEmpty();
        return memory.ToArray();
    }

    public async Task<RunningCostOverview> OverviewAsync()
    {
        await using var db = NewContext();
        return (await RunningCostFigures.LoadAsync(db, db.Operations, withCommon: true, Point, Cancel)).Compare();
    }
}

public sealed class RunningCostReportTests(RunningCostReportCase data) : IClassFixture<RunningCostReportCase>
{
    async Task<WorkbookReading> Book(params int[] numbers) => new(await data.WriteAsync(data.Point, numbers));

    static decimal Sum(WorkbookReading book, string sheet, char column, int from, int to) => Enumerable.Range(from, to - from + 1).Sum(r => book.Number(sheet, $"{column}{r}"));

    static int RowOf(WorkbookReading book, string sheet, string text, string column = "A") => book.Sheet(sheet).Worksheet.Descendants<Cell>()
        .Where(c => c.CellReference!.Value!.StartsWith(column, StringComparison.Ordinal) && c.InlineString?.InnerText == text)
        .Select(c => int.Parse(string.Concat(c.CellReference!.Value!.Where(char.IsAsciiDigit)), System.Globalization.CultureInfo.InvariantCulture)).First();

    [Fact]
    public async Task The_workbook_satisfies_the_schema_with_and_without_figures()
    {
        foreach (var book in new[] { await Book(), await Book(1), new(await data.WriteAsync(new(new(2026, 5, 1), data.Point.KnownAt))) })
        {
            new OpenXmlValidator(FileFormatVersions.Office2019).Validate(book.Document, Cancel).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
            book.Dispose();
        }
    }

    [Fact]
    public async Task The_same_point_gives_the_same_bytes_whatever_happens_afterwards()
    {
        var before = await data.WriteAsync(data.Point);
        data.Given.Clock.MoveTo(new(2026, 11, 10));
        await data.Given.Costs(data, data.Numbers[2], RunningCostStage.Contracted, Terms(2026), [new("HW_LEASE", 2026, 1)], data.Staff, asOf: new(2026, 10, 5), reason: "後の訂正");

        (await data.WriteAsync(data.Point)).ShouldBe(before);
        (await data.WriteAsync(data.Point with { KnownAt = await data.Newest() })).ShouldNotBe(before);
    }

    [Fact]
    public async Task The_verb_writes_the_same_bytes_in_another_process_language_and_time_zone()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.xlsx");
        string[] arguments = ["report", "running-costs", "--as-of", "2026-10-31", "--recorded-until", data.Point.KnownAt.ToString("O", System.Globalization.CultureInfo.InvariantCulture), "--out", path];
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("dotnet", [typeof(Web.Setup.Database).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            Environment = { ["ConnectionStrings__Governance"] = data.ConnectionString, ["City__Name"] = CouncilReportCase.City.Name, ["LC_ALL"] = "sv_SE.UTF-8", ["TZ"] = "America/New_York" },
        })!;
        var error = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);

        (process.ExitCode, error).ShouldBe((0, ""));
        (await File.ReadAllBytesAsync(path, Cancel)).ShouldBe(await data.WriteAsync(data.Point));
        File.Delete(path);
    }

    [Fact]
    public async Task Every_figure_of_the_sheets_is_that_of_the_page()
    {
        using var book = await Book();
        var overview = await data.OverviewAsync();
        foreach (var (sheet, total) in new[] { ("平成30年度比", overview.ToBaseline), ("現行比", overview.ToPresent) })
        {
            var (first, row) = (RowOf(book, sheet, "番号") + 1, RowOf(book, sheet, "合計"));
            (row - first).ShouldBe(total.Counted.Count);
            (book.Number(sheet, $"D{row}"), book.Number(sheet, $"E{row}"), book.Number(sheet, $"F{row}")).ShouldBe((total.Before, total.After, total.Difference));
            Math.Round(book.Number(sheet, $"G{row}"), 12).ShouldBe(Math.Round(total.Ratio!.Value, 12));
            Math.Round(book.Number(sheet, $"J{row}"), 12).ShouldBe(Math.Round(total.NetRatio!.Value, 12));
            (Sum(book, sheet, 'D', first, row - 1), Sum(book, sheet, 'E', first, row - 1)).ShouldBe((total.Before, total.After));
            (book.At(sheet, $"D{row}").CellFormula!.Text, book.At(sheet, $"G{row}").CellFormula!.Text).ShouldBe(($"SUM($D${first}:$D${row - 1})", $"E{row}/D{row}"));
            book.FormatCode(sheet, $"D{row}").ShouldBe("#,##0,;\"△ \"#,##0,;0");
        }

        var line = RowOf(book, "総括", "平成30年度比");
        (book.Number("総括", $"B{line}"), book.Number("総括", $"I{line}"), book.Number("総括", $"J{line}")).ShouldBe((overview.ToBaseline.Before, overview.ToBaseline.Limit, overview.ToBaseline.Distance));
        book.At("総括", $"I{line}").CellFormula!.Text.ShouldBe($"ROUNDDOWN(B{line}*70/100,0)");
        Items(book, overview);
        Causes(book, overview);
    }

    static void Items(WorkbookReading book, RunningCostOverview overview)
    {
        foreach (var item in RunningCostLine.Items)
        {
            var row = RowOf(book, "費目別", item.Name, "B");
            (book.Number("費目別", $"C{row}"), book.Number("費目別", $"D{row}")).ShouldBe(((decimal)overview.ToPresent.Item(item).Before, (decimal)overview.ToPresent.Item(item).After));
        }
    }

    static void Causes(WorkbookReading book, RunningCostOverview overview)
    {
        foreach (var part in overview.ToBaseline.Parts.Parts)
        {
            book.Number("増減の原因", $"B{RowOf(book, "増減の原因", part.Cause.Name)}").ShouldBe(part.Amount);
        }

        var rest = RowOf(book, "増減の原因", RunningCostDecomposition.RestName);
        book.Number("増減の原因", $"B{rest}").ShouldBe(overview.ToBaseline.Parts.Rest);
        (book.Number("増減の原因", $"B{rest + 1}"), book.At("増減の原因", $"B{rest + 1}").CellFormula!.Text).ShouldBe((overview.ToBaseline.After, $"SUM($B${rest - 9}:$B${rest})"));
        book.Sheet("増減の原因").DrawingsPart!.ChartParts.Count().ShouldBe(2);
        book.Sheet("費目別").DrawingsPart!.ChartParts.Count().ShouldBe(1);
    }

    [Fact]
    public async Task The_nations_table_is_there_to_the_yen()
    {
        using var book = await Book();
        var row = RowOf(book, "国の参考", "合計");

        (book.Number("国の参考", $"C{row}"), book.Number("国の参考", $"D{row}"), book.Number("国の参考", $"E{row}")).ShouldBe((4_787_264_648, 4_588_982_119, -198_282_529));
        book.FormatCode("国の参考", $"E{row}").ShouldBe("#,##0;\"△ \"#,##0;0");
        book.Sheet("国の参考").Worksheet.Descendants<Cell>().Where(c => c.CellValue?.Text is "1235892323" or "1422609869" or "1022500843").Count().ShouldBe(4);
    }

    [Fact]
    public async Task What_is_not_comparable_is_said_without_a_ratio_and_what_was_reported_otherwise_stands_beside()
    {
        using var book = await Book();
        var texts = book.Sheet("現行比").Worksheet.Descendants<Cell>().Select(c => c.InlineString?.InnerText).ToList();

        texts.ShouldContain("税の扱いが違います（現行は税抜、移行後（契約）は税込）。");
        texts.Count(t => t == "－").ShouldBeGreaterThan(3);
        var summary = book.Sheet("総括").Worksheet.Descendants<Cell>().Select(c => c.InlineString?.InnerText).OfType<string>().ToList();
        summary.ShouldContain(t => t.StartsWith("（単位：千円）", StringComparison.Ordinal));
        summary.ShouldContain("移行後（契約）");
        summary.Count(t => t.EndsWith("（税込、確認済み）", StringComparison.Ordinal)).ShouldBe(2);
        book.Document.WorkbookPart!.WorksheetParts.SelectMany(p => p.Worksheet.Descendants<CellFormula>()).ShouldAllBe(f => !f.Text.Contains("HYPERLINK") && f.Text != "1+1");
    }

    [Fact]
    public async Task The_data_sheets_hold_every_amount_once_in_yen()
    {
        using var book = await Book();
        var overview = await data.OverviewAsync();
        var rows = book.Sheet("データ_金額").Worksheet.Descendants<Row>().Skip(1).ToList();

        rows.Count.ShouldBe(overview.Figures.Subjects.SelectMany(s => s.Sheets.Values).Sum(s => s.Rows.Count()));
        book.Text("データ_金額", "A1").ShouldBe("標準地域コード");
        rows.SelectMany(r => r.Descendants<CellFormula>()).ShouldBeEmpty();
        (book.Text("データ_金額", "D2"), book.Text("データ_国の参考", "D2")).ShouldBe(("デモデータ", "実データ"), "the nation's table is a fact in a demo database too");
        book.Sheet("データ_金額").Worksheet.Descendants<MergeCell>().ShouldBeEmpty();
    }
}
