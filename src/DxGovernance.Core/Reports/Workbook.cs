using System.Buffers;
using System.Xml.Linq;
using static DxGovernance.Core.Reports.Ooxml;

namespace DxGovernance.Core.Reports;

/// <summary>Something a reader of the workbook must be told: text that did not fit, a row higher than Excel can show.</summary>
public sealed record Notice(string Sheet, string Cell, string Sentence);

/// <param name="ContentSha256">Of the uncompressed parts: equal wherever and with whatever compressor the workbook is written.</param>
/// <param name="Notices">Empty as a rule; say them beside the download.</param>
public sealed record WorkbookResult(string ContentSha256, IReadOnlyList<Notice> Notices);

/// <summary>An Excel workbook: printed forms (印刷様式) and machine-readable data (データ). The same input gives the same bytes.</summary>
/// <param name="createdAt">The only time in the file.</param>
public sealed class Workbook(string title, DateTimeOffset createdAt)
{
    const string Sheet = "officedocument.spreadsheetml";
    static readonly SearchValues<char> Forbidden = SearchValues.Create("[]:*?/\\");

    readonly List<SheetBase> _sheets = [];

    /// <param name="name">At most 31 characters, none of []:*?/\, unique.</param>
    /// <exception cref="ArgumentException">Excel would refuse the name.</exception>
    public PrintSheet AddPrintSheet(string name, PageSetup? page = null) => Add(new PrintSheet(CheckedName(name), page ?? new PageSetup()));

    /// <param name="rows">Read once, while the workbook is written, and never held.</param>
    /// <param name="page">What every page says when the sheet is printed.</param>
    /// <exception cref="ArgumentException">Excel would refuse the name, or two columns have one header.</exception>
    public void AddDataSheet<TRow>(string name, IReadOnlyList<Column<TRow>> columns, IAsyncEnumerable<TRow> rows, PageSetup? page = null) =>
        Add(new DataSheet<TRow>(CheckedName(name), columns, rows, page ?? new PageSetup()));

    /// <inheritdoc cref="AddDataSheet{TRow}(string, IReadOnlyList{Column{TRow}}, IAsyncEnumerable{TRow}, PageSetup?)"/>
    public void AddDataSheet<TRow>(string name, IReadOnlyList<Column<TRow>> columns, IEnumerable<TRow> rows, PageSetup? page = null) =>
        AddDataSheet(name, columns, rows.ToAsyncEnumerable(), page);

    /// <summary>Writes everything once, forwards only, and leaves the stream open. Writes are synchronous: give it a file or memory.</summary>
    /// <exception cref="InvalidOperationException">There is no sheet, a link leads to none, or a sheet has more rows than Excel can hold.</exception>
    /// <exception cref="ArgumentException">A value does not fit the kind of its cell, or a colour has no words.</exception>
    public async Task<WorkbookResult> WriteAsync(Stream output, CancellationToken cancellationToken = default)
    {
        if (_sheets.Count == 0)
        {
            throw new InvalidOperationException("シートのないワークブックは作れません。");
        }

        if (_sheets.SelectMany(s => s.LinkedSheets()).FirstOrDefault(to => _sheets.All(s => s.Name != to)) is { } missing)
        {
            throw new InvalidOperationException($"リンク先のシート「{missing}」がありません。");
        }

        var styles = new WorkbookStyles();
        var notices = new List<Notice>();
        using var package = new WorkbookPackage(output);
        await WriteFrontMatterAsync(package);
        foreach (var (number, sheet) in Numbered())
        {
            await package.WriteAsync($"xl/worksheets/sheet{number}.xml",
                (xml, output) => sheet.WriteAsync(new SheetXml(xml, output, styles, sheet.Name, notices), cancellationToken));
            await sheet.WriteRelatedPartsAsync(package, number);
        }

        await package.WriteAsync("xl/styles.xml", styles.ToXml());
        return new WorkbookResult(package.ContentSha256, notices);
    }

    // The content types come first because mail gateways tell a workbook from any other zip by its first entry.
    async Task WriteFrontMatterAsync(WorkbookPackage package)
    {
        await package.WriteContentTypesAsync([
            ("xl/workbook.xml", $"{Sheet}.sheet.main"), ("xl/styles.xml", $"{Sheet}.styles"),
            ("docProps/core.xml", "package.core-properties"),
            .. Numbered().SelectMany(s => s.Sheet.RelatedParts(s.Number).Prepend(($"xl/worksheets/sheet{s.Number}.xml", $"{Sheet}.worksheet"))),
        ]);
        await package.RelateAsync("_rels/.rels", [("officeDocument", "xl/workbook.xml"),
            ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml")]);
        await package.WriteCorePropertiesAsync(title, createdAt);
        await package.WriteAsync("xl/workbook.xml", WorkbookXml());
        await package.RelateAsync("xl/_rels/workbook.xml.rels",
            Numbered().Select(s => ("worksheet", $"worksheets/sheet{s.Number}.xml")).Append(("styles", "styles.xml")));
    }

    XElement WorkbookXml()
    {
        var names = Numbered().SelectMany(s => s.Sheet.DefinedNames().Select(d => new XElement(S + "definedName",
            new XAttribute("name", d.Name), new XAttribute("localSheetId", s.Number - 1), d.Reference))).ToList();
        return new XElement(S + "workbook", new XAttribute(XNamespace.Xmlns + "r", R),
            new XElement(S + "bookViews", new XElement(S + "workbookView", new XAttribute("activeTab", 0))),
            new XElement(S + "sheets", Numbered().Select(s => new XElement(S + "sheet",
                new XAttribute("name", s.Sheet.Name), new XAttribute("sheetId", s.Number), new XAttribute(R + "id", $"rId{s.Number}")))),
            names.Count == 0 ? null : new XElement(S + "definedNames", names));
    }

    IEnumerable<(int Number, SheetBase Sheet)> Numbered() => _sheets.Select((sheet, i) => (i + 1, sheet));

    TSheet Add<TSheet>(TSheet sheet) where TSheet : SheetBase
    {
        _sheets.Add(sheet);
        return sheet;
    }

    string CheckedName(string name)
    {
        var broken = name.Length is 0 or > 31 || name.AsSpan().ContainsAny(Forbidden) || name.StartsWith('\'') || name.EndsWith('\'')
            || name.Equals("History", StringComparison.OrdinalIgnoreCase) || WorkbookText.Clean(name) != name || name.Contains('\n');
        if (broken)
        {
            throw new ArgumentException($"シート名「{name}」は使えません。31文字以内で、[ ] : * ? / \\ を除いてください。", nameof(name));
        }

        return _sheets.Any(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ? throw new ArgumentException($"シート名「{name}」は既にあります。", nameof(name))
            : name;
    }
}

/// <summary>What both kinds of sheet give to the workbook that writes them.</summary>
public abstract class SheetBase
{
    private protected SheetBase(string name) => Name = name;

    public string Name { get; }

    internal abstract Task WriteAsync(SheetXml xml, CancellationToken cancellationToken);

    internal abstract IEnumerable<(string Part, string Type)> RelatedParts(int number);

    internal abstract Task WriteRelatedPartsAsync(WorkbookPackage package, int number);

    internal abstract IEnumerable<(string Name, string Reference)> DefinedNames();

    internal virtual IEnumerable<string> LinkedSheets() => [];
}
