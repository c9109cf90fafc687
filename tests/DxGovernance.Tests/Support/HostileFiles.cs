using System.IO.Compression;
using System.Text;

namespace DxGovernance.Tests.Support;

/// <summary>Files that are not what they say, too large, or made to swell.</summary>
public sealed partial class HostileRequests
{
    static readonly string[] FileNames =
    [
        "a.xlsx", "a.csv", "a.pdf", "a.txt", "../../a.xlsx", "..\\\\a.txt", "a.xlsx.exe", "", "CON.xlsx", "a\u0000.xlsx", "\u202Excod.exe", new string('長', 300) + ".pdf", "a;b=c.xlsx", "%00.xlsx", "a.XLSX", ".xlsx", "a.docx", "a.png",
    ];

    static readonly Func<byte[]>[] Files =
    [
        () => [],
        () => "PK"u8.ToArray(),
        () => [0x50, 0x4B, 0x03, 0x04, .. new byte[200]],
        () => Book("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData/></worksheet>"),
        () => Book("<worksheet"),
        () => Book("<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]><worksheet>&c;</worksheet>"),
        () => Book("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><worksheet>&x;</worksheet>"),
        () => Book("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1048577\"><c r=\"XFE1\" t=\"s\"><v>99999</v></c></row></sheetData></worksheet>"),
        // 20 MB of one letter in 20 KB.
        () => Book("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row><c t=\"inlineStr\"><is><t>" + new string('a', 20_000_000) + "</t></is></c></row></sheetData></worksheet>"),
        () => Book("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>" + string.Concat(Enumerable.Repeat("<row><c><v>1</v></c></row>", 200_000)) + "</sheetData></worksheet>"),
        () => [.. Book("<worksheet/>").SkipLast(30)],
        () => Encoding.UTF8.GetBytes("番号,名称\r\n\"1,\"\"\r\n" + new string(',', 5000)),
        () => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1,2,3\n", 100_000))),
        () => [0xFF, 0xFE, 0x00, 0xD8, 0x00, 0x00, .. "a,b"u8],
        () => "%PDF-1.7\n%%EOF"u8.ToArray(),
        () => "MZ\0\0"u8.ToArray(),
        () => Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
        () => new byte[7_000_000],
        () => new byte[9_000_000],
        () => new byte[25_000_000],
    ];

    /// <summary>A workbook with one sheet of this content.</summary>
    static byte[] Book(string sheet)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Part(string name, string content)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Fastest).Open());
                writer.Write(content);
            }

            const string Main = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            Part("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>");
            Part("_rels/.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r\" Type=\"{Main}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Part("xl/workbook.xml", $"<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{Main}\"><sheets><sheet name=\"案件\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>");
            Part("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"s\" Type=\"{Main}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"x\" Type=\"{Main}/externalLink\" TargetMode=\"External\" Target=\"http://evil.example/\"/></Relationships>");
            Part("xl/worksheets/sheet1.xml", sheet);
        }

        return memory.ToArray();
    }
}
