using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace DxGovernance.Benchmarks;

/// <summary>The reports of the costs by the verb, each a process of its own, against a bare writer that streams as many cells of the same kinds into a zip.</summary>
static class CostReportBenchmark
{
    static readonly string[] Reports = ["cost-review", "cost-cuts", "cost-years", "effects"];

    public static async Task RunAsync(BenchmarkDatabase database)
    {
        await using (var source = database.Open())
        {
            await using var count = source.CreateCommand("select (select count(*) from proposals), (select count(*) from amount_entries), (select count(*) from (select distinct proposal_id, line from cost_line_revisions) l)");
            await using var reader = await count.ExecuteReaderAsync();
            await reader.ReadAsync();
            Console.WriteLine($"\n## Cost reports: {reader.GetInt64(0)} cases, {reader.GetInt64(2)} lines, {reader.GetInt64(1)} amounts");
        }

        foreach (var report in Reports)
        {
            var output = Path.Combine(Path.GetTempPath(), $"dxg-bench-{Environment.ProcessId}.xlsx");
            var (seconds, peak, code, _) = await ReportProcess.RunAsync(database, report, "2026-11-13", output);
            if (code != 0)
            {
                Console.WriteLine($"{report}: exit {code}");
                continue;
            }

            var sheets = Read(output);
            var started = Stopwatch.GetTimestamp();
            var bare = WriteBare(sheets);
            var alone = Stopwatch.GetElapsedTime(started).TotalSeconds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{report}: {seconds:F1} s, peak {peak / 1024 / 1024} MB, {new FileInfo(output).Length / 1024} KB, {sheets.Sum(s => s.Numbers + s.Texts)} cells; bare writer {alone:F1} s, {bare / 1024} KB; {seconds / alone:F1} times"));
            File.Delete(output);
        }
    }

    /// <summary>How many cells each sheet has, by kind.</summary>
    static List<(int Numbers, int Texts, int Columns)> Read(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        var sheets = new List<(int, int, int)>();
        foreach (var entry in zip.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)))
        {
            using var stream = entry.Open();
            using var xml = XmlReader.Create(stream);
            var (numbers, texts, rows) = (0, 0, 0);
            while (xml.Read())
            {
                if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "row")
                {
                    rows++;
                }
                else if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "c")
                {
                    _ = xml.GetAttribute("t") is null ? numbers++ : texts++;
                }
            }

            sheets.Add((numbers, texts, Math.Max(1, (numbers + texts) / Math.Max(1, rows))));
        }

        return sheets;
    }

    /// <returns>Bytes written.</returns>
    static long WriteBare(IEnumerable<(int Numbers, int Texts, int Columns)> sheets)
    {
        var path = Path.GetTempFileName();
        using (var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
        {
            var number = 0;
            foreach (var (numbers, texts, columns) in sheets)
            {
                using var writer = new StreamWriter(zip.CreateEntry($"xl/worksheets/sheet{++number}.xml").Open(), new UTF8Encoding(false), 65_536);
                writer.Write("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>");
                for (var i = 0; i < numbers + texts; i++)
                {
                    if (i % columns == 0)
                    {
                        writer.Write(i == 0 ? "<row>" : "</row><row>");
                    }

                    // Spread as in the sheets: texts between numbers.
                    writer.Write((long)i * texts / (numbers + texts) != (long)(i + 1) * texts / (numbers + texts)
                        ? $"<c s=\"3\" t=\"inlineStr\"><is><t>計測用の文字列 {i % 997}</t></is></c>"
                        : $"<c s=\"5\"><v>{i * 7919L % 1_000_003}</v></c>");
                }

                writer.Write("</row></sheetData></worksheet>");
            }
        }

        var length = new FileInfo(path).Length;
        File.Delete(path);
        return length;
    }
}
