using System.IO.Compression;
using System.Security.Cryptography;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Validation;
using DxGovernance.Core.Reports;

namespace DxGovernance.Tests.Reports;

public class WorkbookValidityTests
{
    [Fact]
    public async Task Workbook_that_uses_everything_satisfies_the_schema()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());

        new OpenXmlValidator(FileFormatVersions.Office2019).Validate(book.Document, TestContext.Current.CancellationToken)
            .Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
    }

    [Fact]
    public async Task Same_input_gives_the_same_bytes_at_another_time_and_into_another_kind_of_stream()
    {
        var first = await WorkbookExample.BytesAsync(WorkbookExample.Build());
        // Two seconds is the resolution of a zip's clock.
        await Task.Delay(2100, TestContext.Current.CancellationToken);

        using var pipe = new MemoryStream();
        await using (var forwardOnly = new CryptoStream(pipe, new ToBase64Transform(), CryptoStreamMode.Write, leaveOpen: true))
        {
            await WorkbookExample.Build().WriteAsync(forwardOnly, TestContext.Current.CancellationToken);
        }

        Convert.ToBase64String(first).ShouldBe(System.Text.Encoding.ASCII.GetString(pipe.ToArray()));
    }

    [Fact]
    public async Task One_workbook_written_twice_gives_the_same_bytes()
    {
        var book = WorkbookExample.Build();
        (await WorkbookExample.BytesAsync(book)).ShouldBe(await WorkbookExample.BytesAsync(book));
    }

    [Fact]
    public async Task Content_hash_follows_the_content()
    {
        async Task<string> Hash(int rows) =>
            (await WorkbookExample.Build(rows).WriteAsync(Stream.Null, TestContext.Current.CancellationToken)).ContentSha256;

        (await Hash(5)).ShouldBe(await Hash(5));
        (await Hash(5)).ShouldNotBe(await Hash(6));
        (await Hash(5)).Length.ShouldBe(64);
    }

    [Fact]
    public async Task Zip_carries_no_clock_and_starts_with_the_content_types()
    {
        using var zip = new ZipArchive(new MemoryStream(await WorkbookExample.BytesAsync(WorkbookExample.Build())));

        zip.Entries[0].FullName.ShouldBe("[Content_Types].xml");
        zip.Entries.ShouldAllBe(e => e.LastWriteTime.DateTime == new DateTime(1980, 1, 1) && e.ExternalAttributes == 0);
    }

    [Fact]
    public async Task Properties_say_what_the_caller_said()
    {
        using var book = await WorkbookReading.OfAsync(WorkbookExample.Build());

        var properties = book.Document.PackageProperties;
        properties.Title.ShouldBe("推進会議資料");
        properties.Creator.ShouldBe("DxGovernance");
        properties.Created!.Value.ToUniversalTime().ShouldBe(WorkbookExample.CreatedAt.UtcDateTime);
        properties.Modified!.Value.ToUniversalTime().ShouldBe(WorkbookExample.CreatedAt.UtcDateTime);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345678901234567890123456789012")]
    [InlineData("R8/R9")]
    [InlineData("R8\\R9")]
    [InlineData("費用[円]")]
    [InlineData("なぜ?")]
    [InlineData("全*")]
    [InlineData("8:9")]
    [InlineData("'引用")]
    [InlineData("改\n行")]
    [InlineData("history")]
    public void Sheet_name_excel_would_refuse_is_refused(string name) =>
        Should.Throw<ArgumentException>(() => new Workbook("題", WorkbookExample.CreatedAt).AddPrintSheet(name));

    [Fact]
    public void Sheet_name_may_have_31_characters_but_not_twice()
    {
        var book = new Workbook("題", WorkbookExample.CreatedAt);
        book.AddPrintSheet("A234567890123456789012345678901");
        Should.Throw<ArgumentException>(() => book.AddPrintSheet("a234567890123456789012345678901"));
    }

    [Fact]
    public async Task Workbook_without_sheets_is_refused() => await Should.ThrowAsync<InvalidOperationException>(
        () => new Workbook("題", WorkbookExample.CreatedAt).WriteAsync(Stream.Null, TestContext.Current.CancellationToken));
}
