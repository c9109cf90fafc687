using System.Text;
using System.Xml;
using DxGovernance.Core.Reports;

namespace DxGovernance.Tests.Reports;

public sealed class WorkbookDataRowTests
{
    /// <summary>Rows of data sheets are put together by hand; an XML writer would write the same.</summary>
    [Fact]
    public void A_row_written_fast_is_the_row_an_xml_writer_would_write()
    {
        var random = new Random(20261129);
        string[] pieces = ["案件", "A&B", "<b>", "a]]>b", "\"'", "=1+1", "－5", "@x", "_x0041_", "\r\n", "\n", "\t", "\u0001", "\ud83d\ude00", "\ud83d", " ", "é", "　", "xml"];
        var values = Enumerable.Range(0, 4000).Select(_ => random.Next(8) switch
        {
            0 => default,
            1 => (CellValue)(decimal?)random.NextInt64(-10_000_000_000, 10_000_000_000),
            2 => (decimal?)Math.Round((decimal)(random.NextDouble() * 1000) - 500, random.Next(0, 16)),
            3 => (decimal?)0.0m,
            4 => (DateOnly?)new DateOnly(2026, 1, 1).AddDays(random.Next(900)),
            _ => (CellValue)string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => pieces[random.Next(pieces.Length)])),
        }).Chunk(8).ToList();
        values.Insert(7, new CellValue[8]);

        // Some texts come twice in a row.
        values.InsertRange(11, [values[10], values[10]]);
        Written((xml, columns) =>
        {
            using var rows = xml.DataRows(columns);
            values.Index().ToList().ForEach(r => rows.Add(r.Index + 1, r.Item));
        }).ShouldBe(Written((xml, _) =>
        {
            foreach (var (i, cells) in values.Index())
            {
                xml.Row(i + 1, height: null);
                foreach (var (j, cell) in cells.Index().Where(c => !c.Item.IsEmpty))
                {
                    xml.Cell(i + 1, j + 1, cell, Style(j));
                }

                xml.End();
            }
        }));

        static CellStyle Style(int column) => new() { Digits = column % 3, Border = false, Wrap = false };

        static string Written(Action<SheetXml, IReadOnlyList<DataColumn>> write)
        {
            using var stream = new MemoryStream();
            var notices = new List<Notice>();
            using (var xml = XmlWriter.Create(stream, new() { Encoding = new UTF8Encoding(false), NewLineHandling = NewLineHandling.Entitize }))
            {
                xml.WriteStartElement("sheetData", Ooxml.MainNs);
                write(new SheetXml(xml, stream, new WorkbookStyles(), "データ", notices), [.. Enumerable.Range(0, 8).Select(i => new DataColumn(i + 1, Style(i)))]);
                xml.WriteEndElement();
            }

            return Encoding.UTF8.GetString(stream.ToArray());
        }
    }
}
