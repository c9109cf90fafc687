using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Validation;
using DxGovernance.Core.Organization;
using DxGovernance.Core.Standardization;
using DxGovernance.Tests.Reports;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Pages.Operations;

public sealed class NationalTransferTests(WebApp app) : IClassFixture<WebApp>
{
    [Fact]
    public async Task The_page_speaks_the_ministrys_words_in_its_order()
    {
        using var browser = await app.SignedInAs(Role.PmoOffice);

        var page = await browser.Get("/operations/transfer");

        var rows = page.Document.QuerySelectorAll("tbody tr");
        rows[0].QuerySelector("th")!.TextContent.ShouldBe("住民記録");
        rows[0].QuerySelectorAll("td[data-state]").Length.ShouldBe(40);
        rows[0].TextContent.ShouldContain("庁内の報告なし");
        rows.SelectMany(r => r.QuerySelectorAll("td[data-state]")).Select(c => c.TextContent).Distinct().ShouldBeSubsetOf(["未", "作業中", "完了済み", "対象外"]);
    }

    [Fact]
    public async Task The_workbook_says_the_same_as_the_ledger_and_is_valid()
    {
        var department = await app.Given.Department();
        var operation = await app.Given.Operation(department);
        var staff = await app.Given.Actor(Role.DepartmentStaff, department);
        await app.Given.Act(operation.Number, staff, o => o.ReportSteps(
            [
                new(1, StepStatus.Completed, null, null, null, null),
                new(2, StepStatus.InProgress, null, null, null, null),
                new(3, StepStatus.NotApplicable, null, null, null, null),
            ],
            staff,
            app.Clock.Now,
            app.Clock.Today,
            null));
        using var browser = await app.SignedIn(staff);

        using var response = await browser.Client.GetAsync("/operations/transfer.xlsx", Cancel);

        response.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("国PMOツール転記表_2026-11-20.xlsx");
        using var book = new WorkbookReading(await response.Content.ReadAsByteArrayAsync(Cancel));
        new OpenXmlValidator(FileFormatVersions.Office2019).Validate(book.Document, Cancel).Select(e => e.Description).ShouldBeEmpty();
        book.Text("転記表", "B5").ShouldBe(operation.MicName);
        new[] { "C5", "D5", "E5", "F5" }.Select(c => book.Text("転記表", c)).ShouldBe(["完了済み", "作業中", "対象外", "未"]);
        book.Text("データ", "G2").ShouldBe("完了済み");
        book.Number("データ", "D41").ShouldBe(40);
        book.Sheet("データ").Worksheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Row>().Count().ShouldBe(41);
    }
}
