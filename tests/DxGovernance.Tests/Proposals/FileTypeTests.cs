using System.IO.Compression;
using System.Text;
using DxGovernance.Core.Proposals;
using DxGovernance.Tests.Support;

namespace DxGovernance.Tests.Proposals;

/// <summary>What may be attached: told by its content, whatever its name says.</summary>
public sealed class FileTypeTests
{
    [Theory]
    [InlineData("a.pdf", "%PDF-1.7\nx", "application/pdf")]
    [InlineData("A.TXT", "仕様", "text/plain")]
    [InlineData("a.csv", "番号,名称\r\n", "text/csv")]
    public void What_it_is_tells_its_kind(string name, string content, string mediaType) =>
        FileType.Of(name, Encoding.UTF8.GetBytes(content)).MediaType.ShouldBe(mediaType);

    [Theory]
    [InlineData("a.xlsx", "%PDF-1.7\nx", "attachment-name", "の中身はPDFです。拡張子を「.pdf」にしてください。")]
    [InlineData("a.txt", "<svg onload=\"alert(1)\"/>", "attachment-kind", "は添付できない種類のファイルです。")]
    [InlineData("a.txt", "#!/bin/sh", "attachment-kind", "は添付できない種類のファイルです。")]
    [InlineData("a.txt", "MZ\u0001\u0002", "attachment-kind", "は添付できない種類のファイルです。")]
    [InlineData("a.xlsx", "PK\u0003\u0004broken", "attachment-kind", "は添付できない種類のファイルです。")]
    [InlineData("a.pdf", "%PDF-1.7 /OpenAction /JavaScript (x)", "attachment-active", "動く内容が含まれています。")]
    [InlineData("a.pdf", "", "attachment-empty", "は空のファイルです。")]
    public void What_is_not_what_it_says_or_could_run_is_refused(string name, string content, string rule, string sentence) =>
        Refused.By(rule, () => FileType.Of(name, Encoding.UTF8.GetBytes(content))).Message.ShouldContain(sentence);

    [Fact]
    public void A_workbook_with_a_macro_and_a_file_too_large_are_refused()
    {
        FileType.Of("a.xlsx", Zip("[Content_Types].xml", "xl/workbook.xml")).ShouldBe(FileType.Xlsx);
        Refused.By("attachment-active", () => FileType.Of("a.xlsx", Zip("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"))).Message.ShouldContain("マクロやスクリプトなど、動く内容が含まれています。");
        Refused.By("attachment-large", () => FileType.Of("a.pdf", new byte[FileType.MaxLength + 1])).Message.ShouldContain("は20MBを超えています。");
    }

    static byte[] Zip(params string[] names)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            names.ToList().ForEach(n => zip.CreateEntry(n));
        }

        return memory.ToArray();
    }
}
