using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace MiniApp.Sandbox.BizPortal;

/// <summary>One upload post, read from the wire: the file part is on disk and hashed, never whole in memory.</summary>
internal sealed class UploadForm(string temporaryPath) : IDisposable
{
    private const int BufferSize = 128 * 1024;
    private const int MaxFieldLength = 64 * 1024;

    // FileReferenceId is [D]; the others are what field clients put beside it. [F]
    private static readonly FieldRule[] Metadata =
    [
        new("FileReferenceId", Required: true, JsonValueKind.String),
        new("DocName", Required: false, JsonValueKind.String),
        new("FileTypeCode", Required: false, JsonValueKind.String),
        new("Name", Required: false, JsonValueKind.String),
        new("FileUrl", Required: false, JsonValueKind.String),
        new("Remark", Required: false, JsonValueKind.String),
    ];

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);
    private string? _partName;

    public string TemporaryPath { get; } = temporaryPath;
    public long Size { get; private set; }
    public string Sha256 { get; private set; } = "";
    public string ContentType { get; private set; } = "application/octet-stream";
    public string? FileReferenceId { get; private set; }
    public int Chunk { get; private set; }

    /// <summary>Null when the whole file came in one post.</summary>
    public int? Chunks { get; private set; }

    /// <summary>Only ever text: never part of a path.</summary>
    public string Name { get; private set; } = "";

    public static async Task<UploadForm> Read(HttpContext context, string folder, long? limit)
    {
        if (
            !MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary
        )
        {
            throw new ContractException(415, "an upload must be multipart/form-data");
        }
        Directory.CreateDirectory(folder);
        var form = new UploadForm(Path.Combine(folder, Guid.NewGuid().ToString("N")));
        try
        {
            var reader = new MultipartReader(boundary, context.Request.Body, BufferSize);
            while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } section)
            {
                await form.ReadSection(section, limit, context.RequestAborted);
            }
            form.Check();
            return form;
        }
        catch (Exception e)
        {
            form.Dispose();
            // A body that ends in the middle, or isn't multipart at all.
            if (e is InvalidDataException or IOException and not BadHttpRequestException)
            {
                throw new ContractException(400, $"the multipart body is broken: {e.Message}");
            }
            throw;
        }
    }

    public void Dispose() => File.Delete(TemporaryPath);

    private async Task ReadSection(MultipartSection section, long? limit, CancellationToken ct)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
        {
            throw new ContractException(400, "a part has no content disposition");
        }
        var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
        if (disposition.IsFileDisposition())
        {
            if (name != "file" || _partName is not null)
            {
                throw new ContractException(400, $"unexpected file part '{name}': exactly one, named 'file'");
            }
            _partName = (disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
            _partName = HeaderUtilities.RemoveQuotes(_partName).Value ?? "";
            ContentType = section.ContentType ?? ContentType;
            await SaveContent(section.Body, limit, ct);
            return;
        }
        if (name is not ("chunk" or "chunks" or "fileMetadata" or "name"))
        {
            throw new ContractException(
                400,
                $"unknown form field '{name}'; known: file, chunk, chunks, fileMetadata, name"
            );
        }
        using var reader = new StreamReader(section.Body);
        var buffer = new char[MaxFieldLength + 1];
        var length = await reader.ReadBlockAsync(buffer, ct);
        if (length > MaxFieldLength || !_fields.TryAdd(name, new string(buffer, 0, length)))
        {
            throw new ContractException(400, $"form field '{name}' is too long or given twice");
        }
    }

    private async Task SaveContent(Stream body, long? limit, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await using var target = new FileStream(
                TemporaryPath,
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.None,
                0
            );
            int read;
            while ((read = await body.ReadAsync(buffer, ct)) > 0)
            {
                Size += read;
                if (Size > limit)
                {
                    throw new ContractException(
                        413,
                        $"one post takes at most {limit} bytes; send larger files in chunks"
                    );
                }
                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), ct);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void Check()
    {
        if (_partName is null || Size == 0)
        {
            throw new ContractException(400, "the part 'file' is missing or empty");
        }
        var chunk = Number("chunk");
        Chunks = Number("chunks");
        if (chunk is null != Chunks is null)
        {
            throw new ContractException(400, "chunk and chunks come together");
        }
        Chunk = chunk ?? 0;
        if (Chunks is < 1 or > 100_000 || Chunk >= (Chunks ?? 1))
        {
            throw new ContractException(400, "chunk counts from 0 and stays below chunks");
        }
        var metadata = ReadMetadata();
        FileReferenceId = metadata?.Text("FileReferenceId");
        if (Chunks is not null && string.IsNullOrWhiteSpace(FileReferenceId))
        {
            throw new ContractException(400, "chunks need fileMetadata with the FileReferenceId they share");
        }
        // The part of a chunk is often called 'blob', so the given names come first.
        Name = First(_fields.GetValueOrDefault("name"), metadata?.Text("Name"), _partName, "file");
    }

    private static string First(params string?[] names) => names.First(n => !string.IsNullOrWhiteSpace(n))!;

    private JsonElement? ReadMetadata()
    {
        if (!_fields.TryGetValue("fileMetadata", out var text))
        {
            return null;
        }
        using var wrapped = JsonDocument.Parse(JsonSerializer.Serialize(text));
        var metadata = StrictJson.Unwrap(wrapped.RootElement, "fileMetadata");
        StrictJson.Check(metadata, "fileMetadata", Metadata);
        return metadata;
    }

    private int? Number(string field)
    {
        if (!_fields.TryGetValue(field, out var text))
        {
            return null;
        }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ContractException(400, $"form field '{field}' must be a whole number from 0");
    }
}
