using DocumentFormat.OpenXml.Spreadsheet;
using DxGovernance.Core.Reports;
using Cell = DxGovernance.Core.Reports.Cell;
using CellStyle = DxGovernance.Core.Reports.CellStyle;
using PageSetup = DxGovernance.Core.Reports.PageSetup;
using Workbook = DxGovernance.Core.Reports.Workbook;

namespace DxGovernance.Tests.Reports;

public class WorkbookPrintSheetTests
{
    [Fact]
    public async Task Total_is_a_formula_whose_cached_value_is_the_sum_of_its_cells()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());

        book.At("案件一覧", "F8").CellFormula!.Text.ShouldBe("SUM($F$4:$F$7)");
        book.Number("案件一覧", "F8").ShouldBe(Enumerable.Range(4, 4).Sum(r => book.Number("案件一覧", $"F{r}")));
        book.Number("案件一覧", "F8").ShouldBe(449_700);
        book.Number("案件一覧", "G8").ShouldBe(418_000, "a blank counts nothing");
    }

    [Fact]
    public async Task Every_formula_in_the_workbook_has_a_cached_value()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());
        var formulas = book.Document.WorkbookPart!.WorksheetParts.SelectMany(p => p.Worksheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Cell>())
            .Where(c => c.CellFormula is not null).ToList();

        formulas.Count.ShouldBe(6);
        formulas.ShouldAllBe(c => c.CellValue != null && c.CellValue.Text.Length > 0);
    }

    [Fact]
    public async Task Sum_over_another_sheet_and_over_totals_is_right()
    {
        var workbook = new Workbook("題", WorkbookExample.CreatedAt);
        var detail = workbook.AddPrintSheet("明細");
        detail.Row(Cell.Of(0.1m, CellKind.Fraction), Cell.Of(0.2m, CellKind.Fraction));
        detail.Row(Cell.Sum(detail.Range(1, 1, 1, 2), CellKind.Fraction));
        workbook.AddPrintSheet("総括").Row(Cell.Sum(detail.Range(2, 1, 2, 1), CellKind.Fraction));

        using var book = await WorkbookReading.OfAsync(workbook);
        book.At("総括", "A1").CellFormula!.Text.ShouldBe("SUM('明細'!$A$2)");
        book.Number("総括", "A1").ShouldBe(0.3m);
    }

    [Fact]
    public async Task Rows_that_belong_together_are_not_cut_by_the_end_of_a_page()
    {
        var workbook = new Workbook("題", WorkbookExample.CreatedAt);
        var sheet = workbook.AddPrintSheet("表", new PageSetup(Paper.A4));
        sheet.Widths(10);
        // 27 rows of 18 points go on a page; 40 together go on none.
        foreach (var block in new[] { 10, 10, 10, 10, 40, 3 })
        {
            var top = sheet.NextRow;
            Enumerable.Range(0, block).ToList().ForEach(i => sheet.Row($"{i}"));
            sheet.KeepTogether(top, sheet.NextRow - 1);
        }

        using var book = await WorkbookReading.OfAsync(workbook);
        book.Sheet("表").Worksheet.Descendants<Break>().Select(b => b.Id!.Value).ShouldBe([20u, 80u]);
    }

    [Fact]
    public async Task Values_keep_their_types_and_japanese_display_formats()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());

        book.Number("案件一覧", "D4").ShouldBe(new DateOnly(2027, 10, 31).DayNumber - 693593);
        DateTime.FromOADate((double)book.Number("案件一覧", "D4")).ShouldBe(new DateTime(2027, 10, 31));
        book.FormatCode("案件一覧", "D4").ShouldContain("ggge");
        book.Number("案件一覧", "E7").ShouldBe(-12);
        book.FormatCode("案件一覧", "E7").ShouldBe("#,##0;\"△ \"#,##0;0");
        book.FormatCode("案件一覧", "H4").ShouldStartWith("0.0%");
        book.FormatCode("案件一覧", "C11").ShouldBe("1", "a year has no digit grouping");
        DateTime.FromOADate((double)book.Number("案件一覧", "A11")).ShouldBe(new DateTime(2027, 10, 31, 17, 15, 0), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Page_is_set_up_for_print()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());
        var sheet = book.Sheet("案件一覧").Worksheet;

        var page = sheet.GetFirstChild<DocumentFormat.OpenXml.Spreadsheet.PageSetup>()!;
        (page.PaperSize!.Value, page.Orientation!.Value, page.FitToWidth!.Value, page.FitToHeight!.Value)
            .ShouldBe((9u, OrientationValues.Landscape, 1u, 0u));
        sheet.SheetProperties!.PageSetupProperties!.FitToPage!.Value.ShouldBeTrue();
        var headerFooter = sheet.GetFirstChild<HeaderFooter>()!;
        headerFooter.OddFooter!.Text.ShouldBe("&LDX推進課 R&&D係&C&P / &N&R2027-10-31 作成");
        headerFooter.OddHeader!.Text.ShouldBe("&R行財政改革推進会議 資料1");
        sheet.Descendants<Pane>().Single().TopLeftCell!.Value.ShouldBe("C4");
        sheet.Descendants<Break>().Count().ShouldBe(1);
        book.Sheet("工程表").Worksheet.GetFirstChild<DocumentFormat.OpenXml.Spreadsheet.PageSetup>()!.PaperSize!.Value.ShouldBe(8u);
    }

    [Fact]
    public async Task Titles_repeat_and_the_print_area_covers_cells_and_charts()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());

        book.DefinedName("_xlnm.Print_Titles", "工程表").ShouldBe("'工程表'!$A:$B,'工程表'!$2:$3");
        book.DefinedName("_xlnm.Print_Area", "工程表").ShouldBe("'工程表'!$A$1:$BJ$6");
        book.DefinedName("_xlnm.Print_Titles", "グラフ").ShouldBeNull("the headings of one of several tables must not stand above the others");
        book.DefinedName("_xlnm.Print_Area", "グラフ")!.ShouldEndWith($"$H${LastChartRow(book)}");
    }

    [Fact]
    public async Task Headings_of_the_only_table_repeat_on_every_page()
    {
        var workbook = new Workbook("題", WorkbookExample.CreatedAt);
        var sheet = workbook.AddPrintSheet("一覧");
        sheet.Row(Cell.Title("題"));
        sheet.Table(WorkbookExample.Columns, WorkbookExample.Cases);

        using var book = await WorkbookReading.OfAsync(workbook);
        book.DefinedName("_xlnm.Print_Titles", "一覧").ShouldBe("'一覧'!$2:$2");
    }

    [Fact]
    public async Task Cells_flow_around_those_that_reach_down()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());

        book.Sheet("工程表").Worksheet.Descendants<MergeCell>().Select(m => m.Reference!.Value).ShouldContain("A2:A3");
        book.Text("工程表", "C3").ShouldBe("4");
        book.Text("工程表", "BJ3").ShouldBe("3");
        book.Text("工程表", "G4").ShouldBe("設計");
        var covered = book.Format("工程表", "H4");
        covered.FillId!.Value.ShouldBe(book.Format("工程表", "G4").FillId!.Value);
        covered.BorderId!.Value.ShouldBe(1u, "the frame goes all around");
    }

    [Fact]
    public void Cell_that_would_cover_another_is_refused()
    {
        var sheet = new Workbook("題", WorkbookExample.CreatedAt).AddPrintSheet("重なり");
        sheet.Row("A", new Cell("下へ", CellStyle.Body) { Rows = 2 });
        Should.Throw<ArgumentException>(() => sheet.Row(new Cell("右へ", CellStyle.Body) { Columns = 2 })).Message.ShouldContain("B2");
    }

    [Fact]
    public void Colour_without_words_is_refused() =>
        Should.Throw<ArgumentException>(() => new Workbook("題", WorkbookExample.CreatedAt).AddPrintSheet("色")
            .Row(Cell.Of(default, CellKind.Text, Tone.Red))).Message.ShouldContain("色だけ");

    [Fact]
    public void Value_of_another_kind_is_refused()
    {
        var sheet = new Workbook("題", WorkbookExample.CreatedAt).AddPrintSheet("種別");
        Should.Throw<ArgumentException>(() => sheet.Row(Cell.Of("12", CellKind.Yen))).Message.ShouldContain("A1");
        Should.Throw<ArgumentException>(() => sheet.Row(Cell.Of(12)));
        Should.Throw<ArgumentException>(() => sheet.Row(Cell.Of(new DateOnly(2027, 4, 1), CellKind.Yen)));
    }

    [Fact]
    public async Task Rows_are_as_high_as_their_wrapped_text_and_say_so_when_they_cannot_be()
    {
        var workbook = new Workbook("題", WorkbookExample.CreatedAt);
        var sheet = workbook.AddPrintSheet("高さ");
        sheet.Widths(22);
        sheet.Row("短い");
        sheet.Row(new string('長', 30));
        sheet.Row(new string('長', 2000));
        using var memory = new MemoryStream();
        var result = await workbook.WriteAsync(memory, TestContext.Current.CancellationToken);

        using var book = new WorkbookReading(memory.ToArray());
        book.Sheet("高さ").Worksheet.Descendants<Row>().Select(r => r.Height!.Value).ShouldBe([18, 46, 409]);
        result.Notices.Single().Cell.ShouldBe("A3");
    }

    [Fact]
    public async Task Empty_table_says_so()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());
        book.Text("案件一覧", "A13").ShouldBe("該当なし");
    }

    [Fact]
    public async Task Link_leads_to_the_other_sheet()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());
        var link = book.Sheet("案件一覧").Worksheet.Descendants<Hyperlink>().Single();
        (link.Reference!.Value, link.Location!.Value).ShouldBe(("A10", "'データ_案件'!A1"));
    }

    [Fact]
    public async Task Link_to_a_sheet_that_is_not_there_is_refused()
    {
        var workbook = new Workbook("題", WorkbookExample.CreatedAt);
        workbook.AddPrintSheet("表紙").Row(new Cell("データへ", CellStyle.Note) { LinkSheet = "データ" });
        (await Should.ThrowAsync<InvalidOperationException>(() => WorkbookExample.BytesAsync(workbook))).Message.ShouldContain("データ");
    }

    static string LastChartRow(WorkbookReading book) => book.Sheet("グラフ").DrawingsPart!.WorksheetDrawing
        .Descendants<DocumentFormat.OpenXml.Drawing.Spreadsheet.ToMarker>().Max(t => int.Parse(t.RowId!.Text, System.Globalization.CultureInfo.InvariantCulture))
        .ToString(System.Globalization.CultureInfo.InvariantCulture);
}
