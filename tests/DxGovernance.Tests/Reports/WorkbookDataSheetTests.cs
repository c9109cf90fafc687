using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DxGovernance.Core.Reports;
using Cell = DocumentFormat.OpenXml.Spreadsheet.Cell;
using TableColumn = DocumentFormat.OpenXml.Spreadsheet.TableColumn;
using Workbook = DxGovernance.Core.Reports.Workbook;

namespace DxGovernance.Tests.Reports;

public class WorkbookDataSheetTests
{
    [Fact]
    public async Task Data_is_one_table_from_row_1_without_merges_formulas_or_colours()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());
        var sheet = book.Sheet("データ_案件");

        var rows = sheet.Worksheet.Descendants<Row>().ToList();
        rows.Count.ShouldBe(501);
        rows[0].Elements<Cell>().Select(c => c.InnerText).ShouldBe(WorkbookExample.Columns.Select(c => c.Header));
        sheet.Worksheet.Descendants<MergeCell>().ShouldBeEmpty();
        sheet.Worksheet.Descendants<CellFormula>().ShouldBeEmpty();
        var fills = rows.SelectMany(r => r.Elements<Cell>()).Select(c => c.StyleIndex!.Value).Distinct()
            .Select(s => book.Styles.CellFormats!.Elements<CellFormat>().ElementAt((int)s).FillId!.Value);
        fills.ShouldAllBe(fill => fill == 0);
        sheet.Worksheet.Descendants<Pane>().Single().TopLeftCell!.Value.ShouldBe("A2");
    }

    [Fact]
    public async Task Table_names_its_columns_as_row_1_does_and_filters()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());
        var table = book.Sheet("データ_案件").GetPartsOfType<TableDefinitionPart>().Single().Table;

        table.Reference!.Value.ShouldBe("A1:H501");
        table.AutoFilter!.Reference!.Value.ShouldBe("A1:H501");
        table.TableColumns!.Elements<TableColumn>().Select(c => c.Name!.Value).ShouldBe(WorkbookExample.Columns.Select(c => c.Header));
    }

    [Fact]
    public async Task Numbers_and_dates_are_numbers_and_a_missing_value_is_no_cell()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());

        book.Number("データ_案件", "F2").ShouldBe(120_500);
        book.Number("データ_案件", "E5").ShouldBe(-12);
        book.Number("データ_案件", "D2").ShouldBe(new DateOnly(2027, 10, 31).DayNumber - 693593);
        book.Sheet("データ_案件").Worksheet.Descendants<Cell>().ShouldNotContain(c => c.CellReference == "G4");
    }

    [Fact]
    public async Task Sheet_without_rows_still_has_its_headers_and_table()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());
        book.Sheet("データ_なし").GetPartsOfType<TableDefinitionPart>().Single().Table.Reference!.Value.ShouldBe("A1:H2");
    }

    [Theory]
    [InlineData("件名", "件名")]
    [InlineData("ID", "id")]
    [InlineData("件名", "")]
    [InlineData("件名", "改\n行")]
    public void Headers_that_are_not_unique_names_are_refused(string first, string second) =>
        Should.Throw<ArgumentException>(() => new Workbook("題", WorkbookExample.CreatedAt)
            .AddDataSheet<string>("データ", [new(first, s => s), new(second, s => s)], []));

    [Fact]
    public async Task Value_of_another_kind_names_the_column()
    {
        var workbook = new Workbook("題", WorkbookExample.CreatedAt);
        workbook.AddDataSheet<string>("データ", [new("金額", s => s, CellKind.Yen)], ["12"]);

        (await Should.ThrowAsync<ArgumentException>(() => WorkbookExample.BytesAsync(workbook))).Message.ShouldContain("金額");
    }

    [Fact]
    public async Task More_rows_than_excel_holds_are_refused_not_cut()
    {
        var workbook = new Workbook("題", WorkbookExample.CreatedAt);
        workbook.AddDataSheet<int>("データ", [new("値", _ => default)], Enumerable.Range(0, 1_048_576));

        (await Should.ThrowAsync<InvalidOperationException>(() => workbook.WriteAsync(Stream.Null, TestContext.Current.CancellationToken)))
            .Message.ShouldContain("1,048,576");
    }

    [Fact]
    public async Task Rows_are_streamed_so_that_memory_does_not_grow_with_them()
    {
        const int rows = 60_000;
        var live = new List<long>();
        IEnumerable<string[]> Rows()
        {
            for (var i = 0; i < rows; i++)
            {
                if (i is rows / 10 or rows - 1)
                {
                    live.Add(GC.GetTotalMemory(forceFullCollection: true));
                }

                yield return [.. Enumerable.Range(0, 15).Select(c => $"案件の名称 {i}-{c}")];
            }
        }

        var workbook = new Workbook("題", WorkbookExample.CreatedAt);
        workbook.AddDataSheet("データ", [.. Enumerable.Range(0, 15).Select(c => new Column<string[]>($"列{c}", r => r[c]))], Rows());
        await workbook.WriteAsync(Stream.Null, TestContext.Current.CancellationToken);

        // 54,000 rows of 15 texts would be about 45 MB as strings alone; other tests in the process may come and go meanwhile.
        (live[1] - live[0]).ShouldBeLessThan(25_000_000);
    }

    [Fact]
    public async Task Rows_may_come_asynchronously_and_stop_when_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        async IAsyncEnumerable<string> Rows()
        {
            yield return "一";
            await cancel.CancelAsync();
            yield return "二";
        }

        var workbook = new Workbook("題", WorkbookExample.CreatedAt);
        workbook.AddDataSheet("データ", [new Column<string>("文", s => s)], Rows());
        await Should.ThrowAsync<OperationCanceledException>(() => workbook.WriteAsync(Stream.Null, cancel.Token));
    }
}
