using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using DxGovernance.Core.Reports;

namespace DxGovernance.Core.Data;

/// <summary>Small files of the demo set, made from the words of their row. Every one says that it is demo data.</summary>
static class DemoFiles
{
    const string Mark = "デモデータ（架空の内容です）";

    public static async Task<byte[]> MakeAsync(string fileName, string caption, DateTimeOffset at, CancellationToken cancel) => Path.GetExtension(fileName) switch
    {
        ".pdf" => Pdf([Mark, Path.GetFileNameWithoutExtension(fileName), caption]),
        ".png" => Png(fileName),
        ".xlsx" => await Xlsx(Path.GetFileNameWithoutExtension(fileName), caption, at, cancel),
        ".txt" => Encoding.UTF8.GetBytes($"{Mark}\n{fileName}\n{caption}\n"),
        var other => throw new FormatException($"demo: 「{other}」のファイルは作れません。"),
    };

    static async Task<byte[]> Xlsx(string title, string caption, DateTimeOffset at, CancellationToken cancel)
    {
        var book = new Workbook(title, at);
        book.AddDataSheet<string[]>("デモデータ", [new("項目", r => r[0], Width: 20), new("内容", r => r[1], Width: 60)], new string[][] { ["区分", Mark], ["名称", title], ["案件", caption] });
        using var bytes = new MemoryStream();
        await book.WriteAsync(bytes, cancel);
        return bytes.ToArray();
    }

    /// <summary>One page in a font that every reader brings along for Japanese.</summary>
    static byte[] Pdf(string[] lines)
    {
        var text = new StringBuilder("BT /F1 14 Tf 56 780 Td 24 TL\n");
        foreach (var line in lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"<{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(line))}> Tj T*\n");
        }

        text.Append("ET");
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {text.Length} >>\nstream\n{text}\nendstream",
            "<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiKakuGo-W5 /Encoding /UniJIS-UTF16-H /DescendantFonts [6 0 R] >>",
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiKakuGo-W5 /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 6 >> /FontDescriptor 7 0 R >>",
            "<< /Type /FontDescriptor /FontName /HeiseiKakuGo-W5 /Flags 4 /FontBBox [-92 -250 1010 922] /ItalicAngle 0 /Ascent 752 /Descent -221 /CapHeight 737 /StemV 114 >>",
        ];
        var file = new StringBuilder("%PDF-1.5\n");
        var starts = new List<int>();
        for (var i = 0; i < objects.Length; i++)
        {
            starts.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        starts.ForEach(s => file.Append(CultureInfo.InvariantCulture, $"{s:0000000000} 00000 n \n"));
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(file.ToString());
    }

    /// <summary>Three joined boxes and the word DEMO; the name of the file makes the colour, so that no two pictures are the same.</summary>
    static byte[] Png(string fileName)
    {
        const int width = 360, height = 160;
        string[] demo = ["1100 1111 1...1 0110", "1010 1000 11.11 1001", "1010 1110 1.1.1 1001", "1010 1000 1...1 1001", "1100 1111 1...1 0110"];
        var hue = Encoding.UTF8.GetBytes(fileName).Aggregate(17, (h, b) => ((h * 31) + b) & 0xFFFF);
        (byte Red, byte Green, byte Blue) ink = ((byte)(hue & 0x5F), (byte)((hue >> 4) & 0x7F), (byte)(0x60 | (hue >> 8)));
        bool IsInk(int x, int y)
        {
            var (column, line) = ((x - 100) / 8, (y - 12) / 8);
            var letter = x >= 100 && y >= 12 && line < demo.Length && column < demo[line].Length && demo[line][column] == '1';
            var box = y is >= 90 and < 140 && (x - 30) % 110 is >= 0 and < 80 && x is >= 30 and < 330;
            var edge = box && (y is < 93 or >= 137 || (x - 30) % 110 is < 3 or >= 77);
            var line2 = y is >= 113 and < 117 && x is >= 110 and < 250 && (x - 30) % 110 >= 80;
            return letter || edge || line2;
        }

        var pixels = new byte[height * ((width * 3) + 1)];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = (y * ((width * 3) + 1)) + 1 + (x * 3);
                (pixels[at], pixels[at + 1], pixels[at + 2]) = IsInk(x, y) ? ink : ((byte)255, (byte)255, (byte)255);
            }
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(pixels);
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        byte[] note = [.. "Description"u8, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(Mark)];
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", header), .. Chunk("iTXt", note), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    static byte[] Chunk(string kind, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(kind), .. content];
        var chunk = new byte[named.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        named.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(named.Length + 4), Crc(named));
        return chunk;
    }

    static uint Crc(byte[] bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
            }
        }

        return ~crc;
    }
}
