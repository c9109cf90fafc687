using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace DxGovernance.Tests.Reports;

/// <summary>Reads a workbook back with a library that had no part in writing it.</summary>
sealed class WorkbookReading(byte[] bytes) : IDisposable
{
    public SpreadsheetDocument Document { get; } = SpreadsheetDocument.Open(new MemoryStream(bytes), isEditable: false);

    public static async Task<WorkbookReading> OfAsync(Core.Reports.Workbook book) => new(await WorkbookExample.BytesAsync(book));

    public WorksheetPart Sheet(string name)
    {
        var sheet = Document.WorkbookPart!.Workbook.Descendants<Sheet>().Single(s => s.Name == name);
        return (WorksheetPart)Document.WorkbookPart.GetPartById(sheet.Id!);
    }

    public Cell At(string sheet, string reference) => Sheet(sheet).Worksheet.Descendants<Cell>().Single(c => c.CellReference == reference);

    public string Text(string sheet, string reference)
    {
        var cell = At(sheet, reference);
        (cell.DataType?.Value).ShouldBe(CellValues.InlineString);
        cell.CellFormula.ShouldBeNull();
        return cell.InlineString!.Text!.Text;
    }

    public decimal Number(string sheet, string reference)
    {
        var cell = At(sheet, reference);
        cell.DataType.ShouldBeNull("a cell without a type is a number");
        return decimal.Parse(cell.CellValue!.Text, CultureInfo.InvariantCulture);
    }

    public CellFormat Format(string sheet, string reference) =>
        Styles.CellFormats!.Elements<CellFormat>().ElementAt((int)At(sheet, reference).StyleIndex!.Value);

    public string FormatCode(string sheet, string reference)
    {
        var id = Format(sheet, reference).NumberFormatId!.Value;
        return Styles.NumberingFormats!.Elements<NumberingFormat>().SingleOrDefault(f => f.NumberFormatId! == id)?.FormatCode?.Value
            ?? id.ToString(CultureInfo.InvariantCulture);
    }

    public Stylesheet Styles => Document.WorkbookPart!.WorkbookStylesPart!.Stylesheet;

    public string? DefinedName(string name, string sheet) => Document.WorkbookPart!.Workbook.Descendants<DefinedName>()
        .SingleOrDefault(d => d.Name == name && d.Text.StartsWith($"'{sheet}'!", StringComparison.Ordinal))?.Text;

    public void Dispose() => Document.Dispose();
}
