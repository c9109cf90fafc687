using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace DxGovernance.Core.Reports;

/// <summary>A zip of XML parts whose bytes depend on nothing but the parts, and which never holds more than one buffer of them.</summary>
sealed class WorkbookPackage(Stream output) : IDisposable
{
    const string PackageNs = "http://schemas.openxmlformats.org/package/2006/";

    // The first moment a zip can express: the real creation time is a document property, given by the caller.
    static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    static readonly XmlWriterSettings Xml = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        NewLineHandling = NewLineHandling.Entitize,
        CloseOutput = false,
    };

    const int Block = 128 * 1024;

    static readonly PipeOptions Ahead = new(pauseWriterThreshold: 16 * Block, resumeWriterThreshold: 8 * Block, minimumSegmentSize: Block, useSynchronizationContext: false);

    readonly ZipArchive _zip = new(new ForwardOnlyStream(output), ZipArchiveMode.Create, leaveOpen: true);
    readonly IncrementalHash _content = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>SHA-256 over the names and uncompressed contents of all parts written so far, which no compressor or platform changes.</summary>
    public string ContentSha256 => Convert.ToHexStringLower(_content.GetCurrentHash());

    public Task WriteAsync(string name, Func<XmlWriter, Task> write) => WriteAsync(name, (xml, _) => write(xml));

    /// <summary>What is written is packed by another thread meanwhile; when this ends, all of it is.</summary>
    /// <param name="name">Of the part.</param>
    /// <param name="write">Gets the stream the XML writer writes to, too.</param>
    public async Task WriteAsync(string name, Func<XmlWriter, Stream, Task> write)
    {
        var entry = _zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = NoTime;
        entry.ExternalAttributes = 0;
        var pipe = new Pipe(Ahead);
        var packing = Task.Run(() => PackAsync(entry, pipe.Reader));
        try
        {
            await using (var part = pipe.Writer.AsStream(leaveOpen: true))
            {
                using var xml = XmlWriter.Create(part, Xml);
                xml.WriteStartDocument(standalone: true);
                await write(xml, part);
            }

            await pipe.Writer.CompleteAsync();
        }
        catch (Exception e)
        {
            await pipe.Writer.CompleteAsync(e);
            await packing;
            throw;
        }

        _content.AppendData(Encoding.UTF8.GetBytes(name));
        _content.AppendData(await packing);
    }

    /// <summary>Always in blocks of one size: what a compressor makes of the same bytes may depend on how they reach it.</summary>
    /// <returns>SHA-256 of the uncompressed bytes.</returns>
    static async Task<byte[]> PackAsync(ZipArchiveEntry entry, PipeReader reader)
    {
        try
        {
            using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var zipped = await entry.OpenAsync();
            var block = new byte[Block];
            while (true)
            {
                var read = await reader.ReadAtLeastAsync(Block);
                var part = read.Buffer.Slice(0, Math.Min(Block, read.Buffer.Length));
                part.CopyTo(block);
                sha.AppendData(block, 0, (int)part.Length);
                zipped.Write(block, 0, (int)part.Length);
                reader.AdvanceTo(part.End);
                if (read.IsCompleted && part.Length == read.Buffer.Length)
                {
                    await reader.CompleteAsync();
                    return sha.GetHashAndReset();
                }
            }
        }
        catch (Exception e)
        {
            // The writer would wait for room for ever.
            await reader.CompleteAsync(e);
            throw;
        }
    }

    public Task WriteAsync(string name, XElement root) => WriteAsync(name, xml =>
    {
        root.WriteTo(xml);
        return Task.CompletedTask;
    });

    /// <summary>The part that says where a part's rId1, rId2 … lead; a type without a scheme is one of Office's.</summary>
    public Task RelateAsync(string name, IEnumerable<(string Type, string Target)> targets)
    {
        XNamespace ns = PackageNs + "relationships";
        return WriteAsync(name, new XElement(ns + "Relationships", targets.Select((to, i) => new XElement(ns + "Relationship",
            new XAttribute("Id", $"rId{i + 1}"),
            new XAttribute("Type", to.Type.Contains(':') ? to.Type : $"{Ooxml.RelationshipsNs}/{to.Type}"),
            new XAttribute("Target", to.Target)))));
    }

    public Task WriteContentTypesAsync(IEnumerable<(string Part, string Type)> parts)
    {
        XNamespace ns = PackageNs + "content-types";
        return WriteAsync("[Content_Types].xml", new XElement(ns + "Types",
            new XElement(ns + "Default", new XAttribute("Extension", "rels"),
                new XAttribute("ContentType", "application/vnd.openxmlformats-package.relationships+xml")),
            new XElement(ns + "Default", new XAttribute("Extension", "xml"), new XAttribute("ContentType", "application/xml")),
            parts.Select(p => new XElement(ns + "Override", new XAttribute("PartName", "/" + p.Part),
                new XAttribute("ContentType", $"application/vnd.openxmlformats-{p.Type}+xml")))));
    }

    public Task WriteCorePropertiesAsync(string title, DateTimeOffset at)
    {
        XNamespace cp = PackageNs + "metadata/core-properties", dc = "http://purl.org/dc/elements/1.1/",
            dcterms = "http://purl.org/dc/terms/", xsi = "http://www.w3.org/2001/XMLSchema-instance";
        XElement Moment(string name) => new(dcterms + name, new XAttribute(xsi + "type", "dcterms:W3CDTF"),
            at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture));
        return WriteAsync("docProps/core.xml", new XElement(cp + "coreProperties",
            new XAttribute(XNamespace.Xmlns + "cp", cp), new XAttribute(XNamespace.Xmlns + "dc", dc),
            new XAttribute(XNamespace.Xmlns + "dcterms", dcterms), new XAttribute(XNamespace.Xmlns + "xsi", xsi),
            new XElement(dc + "title", WorkbookText.Clean(title)), new XElement(dc + "creator", "DxGovernance"), new XElement(cp + "lastModifiedBy", "DxGovernance"),
            Moment("created"), Moment("modified")));
    }

    public void Dispose()
    {
        _zip.Dispose();
        _content.Dispose();
    }

    // A zip written to a seekable stream differs from one that is not; always the second, so that a file and a response get the same bytes.
    sealed class ForwardOnlyStream(Stream inner) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() => inner.Flush();
        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
        public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(buffer);
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
