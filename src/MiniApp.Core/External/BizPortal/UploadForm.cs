using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;

namespace MiniApp.Core.External.BizPortal;

/// <summary>The multipart body of <c>File/Upload</c>: small fields first, then the bytes as they come in.</summary>
internal sealed class UploadForm : MultipartFormDataContent
{
    private readonly StreamedPart _file;

    public UploadForm(UploadChunk chunk)
    {
        var name = UploadFileName.Clean(chunk.FileName);
        // Contract: up to 5 MB in one post is the file alone, as a browser's form would send it.
        if (chunk.Count > 1)
        {
            AddField("name", name);
            AddField("chunk", chunk.Index.ToString(CultureInfo.InvariantCulture));
            AddField("chunks", chunk.Count.ToString(CultureInfo.InvariantCulture));
            AddField("fileMetadata", Metadata(chunk, name));
        }
        _file = new StreamedPart(chunk.Content, chunk.Length);
        _file.Headers.ContentType = MediaTypeHeaderValue.TryParse(chunk.ContentType, out var type)
            ? type
            : new MediaTypeHeaderValue("application/octet-stream");
        _file.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data")
        {
            Name = "\"file\"",
            FileName = $"\"{UploadFileName.Ascii(name)}\"",
            FileNameStar = name,
        };
        Add(_file);
    }

    /// <summary>Throws what reading the chunk threw, if that was why the call failed.</summary>
    public void ThrowIfSourceFailed() => _file.Failure?.Throw();

    private void AddField(string name, string value)
    {
        var content = new StringContent(value);
        content.Headers.ContentType = null;
        content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{name}\"" };
        Add(content);
    }

    private static string Metadata(UploadChunk chunk, string name)
    {
        var metadata = new JsonObject { ["FileReferenceId"] = chunk.FileReferenceId };
        (string Key, string? Value)[] optional =
        [
            ("DocName", chunk.DocName),
            ("FileTypeCode", chunk.FileTypeCode),
            ("Name", name),
            ("Remark", chunk.Remark),
        ];
        foreach (var (key, value) in optional.Where(o => o.Value is not null))
        {
            metadata[key] = value;
        }
        return BizPortalJson.Write(metadata);
    }

    /// <summary>Passes a stream on with a length known beforehand, so that nothing is buffered to find it out.</summary>
    private sealed class StreamedPart(Stream source, long length) : HttpContent
    {
        private const int BufferSize = 64 * 1024;

        public ExceptionDispatchInfo? Failure { get; private set; }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(
            Stream stream,
            TransportContext? context,
            CancellationToken cancellationToken
        )
        {
            var buffer = new byte[Math.Min(BufferSize, Math.Max(1, length))];
            for (var left = length; left > 0; )
            {
                var count = await ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
                await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                left -= count;
            }
        }

        private async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            try
            {
                var count = await source.ReadAsync(buffer, cancellationToken);
                return count > 0
                    ? count
                    : throw new EndOfStreamException("The chunk ended before its announced length.");
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Failure = ExceptionDispatchInfo.Capture(e);
                throw;
            }
        }
    }
}
