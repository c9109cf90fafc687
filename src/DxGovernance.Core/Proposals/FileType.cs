using System.IO.Compression;
using System.Text;

namespace DxGovernance.Core.Proposals;

/// <summary>The kind of a file, told by its content. What is not here, or could run something, is not taken.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Extension">With the dot, as a name must end.</param>
public sealed record FileType(string Name, string Extension, string MediaType)
{
    /// <summary>Largest attachment, in bytes.</summary>
    public const int MaxLength = 20 * 1024 * 1024;

    public static FileType Pdf { get; } = new("PDF", ".pdf", "application/pdf");

    public static FileType Xlsx { get; } = new("Excel", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    public static FileType Docx { get; } = new("Word", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document");

    public static FileType Pptx { get; } = new("PowerPoint", ".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation");

    public static FileType Png { get; } = new("PNG画像", ".png", "image/png");

    public static FileType Jpeg { get; } = new("JPEG画像", ".jpg", "image/jpeg");

    public static FileType Text { get; } = new("テキスト", ".txt", "text/plain");

    public static FileType Csv { get; } = new("CSV", ".csv", "text/csv");

    public static IReadOnlyList<FileType> All { get; } = [Pdf, Xlsx, Docx, Pptx, Png, Jpeg, Text, Csv];

    /// <summary>Names every kind that is taken.</summary>
    public static string Allowed { get; } = string.Join("、", All.Select(t => t.Name));

    /// <exception cref="RuleViolation">Empty, too large, of another kind than its name says, or with active content.</exception>
    public static FileType Of(string fileName, byte[] bytes)
    {
        RuleViolation.Require(bytes.Length > 0, "attachment-empty", $"「{fileName}」は空のファイルです。中身のあるファイルを選んでください。", "File");
        RuleViolation.Require(
            bytes.Length <= MaxLength, "attachment-large", $"「{fileName}」は{MaxLength / 1024 / 1024}MBを超えています。分けるか、小さくしてください。", "File");
        var type = Detect(fileName, bytes);
        RuleViolation.Require(
            type is not null, "attachment-kind", $"「{fileName}」は添付できない種類のファイルです。添付できるのは、{Allowed}です。", "File");
        RuleViolation.Require(
            fileName.EndsWith(type.Extension, StringComparison.OrdinalIgnoreCase) || (type == Jpeg && fileName.EndsWith(".jpeg", StringComparison.OrdinalIgnoreCase)),
            "attachment-name",
            $"「{fileName}」の中身は{type.Name}です。拡張子を「{type.Extension}」にしてください。",
            "File");
        RuleViolation.Require(
            !IsActive(type, bytes), "attachment-active", $"「{fileName}」にはマクロやスクリプトなど、動く内容が含まれています。取り除いてから添付してください。", "File");
        return type;
    }

    static FileType? Detect(string fileName, byte[] bytes) => bytes switch
    {
        [0x25, 0x50, 0x44, 0x46, 0x2D, ..] => Pdf,
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png,
        [0xFF, 0xD8, 0xFF, ..] => Jpeg,
        [0x50, 0x4B, 0x03, 0x04, ..] => Office(bytes),
        _ when IsText(bytes) => fileName.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? Csv : Text,
        _ => null,
    };

    static FileType? Office(byte[] bytes)
    {
        var names = Names(bytes);
        return !names.Contains("[Content_Types].xml") ? null
            : names.Contains("xl/workbook.xml") ? Xlsx
            : names.Contains("word/document.xml") ? Docx
            : names.Contains("ppt/presentation.xml") ? Pptx
            : null;
    }

    static HashSet<string> Names(byte[] bytes)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
            return zip.Entries.Select(e => e.FullName).ToHashSet(StringComparer.OrdinalIgnoreCase);
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    static bool IsText(byte[] bytes)
    {
        if (bytes.Any(b => b < 0x20 && b is not (0x09 or 0x0A or 0x0D)))
        {
            return false;
        }

        var head = Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 4096))).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return !head.StartsWith('<') && !head.StartsWith("#!", StringComparison.Ordinal);
    }

    static bool IsActive(FileType type, byte[] bytes)
    {
        if (type == Pdf)
        {
            var text = Encoding.Latin1.GetString(bytes);
            return ((string[])["/JavaScript", "/JS ", "/JS(", "/Launch", "/EmbeddedFile", "/OpenAction"]).Any(mark => text.Contains(mark, StringComparison.Ordinal));
        }

        return type.Extension is ".xlsx" or ".docx" or ".pptx"
            && Names(bytes).Any(n => n.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)
                || n.Contains("/activeX/", StringComparison.OrdinalIgnoreCase) || n.Contains("/embeddings/", StringComparison.OrdinalIgnoreCase));
    }
}
