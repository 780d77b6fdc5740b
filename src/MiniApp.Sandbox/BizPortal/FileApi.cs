using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using MiniApp.Sandbox.State;

namespace MiniApp.Sandbox.BizPortal;

/// <summary>
/// Upload, download, delete. Chunks come in any order and may be repeated; the file exists for its callers once all are
/// there. Somebody else's file looks like a missing one. [C]
/// </summary>
internal sealed class FileApi(SandboxState state)
{
    private const string NoFile = "no such file";

    public async Task Upload(HttpContext context, Caller caller)
    {
        using var form = await UploadForm.Read(context, state.IncomingDirectory, state.Options.UploadLimitBytes);
        var (file, refusal) = Keep(form, caller);
        await (
            file is null
                ? context.Refuse(refusal!)
                : context.Json(
                    200,
                    new UploadAnswer(
                        file.FileReferenceId,
                        file.Complete ? file.FileId : null,
                        file.Name,
                        file.ContentType,
                        file.Complete ? file.Size : form.Size
                    )
                )
        );
    }

    public async Task Download(HttpContext context, Caller caller)
    {
        if (Find(context, caller) is not { } file)
        {
            await context.Loud(404, NoFile);
            return;
        }
        var wanted = context.Request.Query["contentType"].ToString();
        await Send(context, file, MediaTypeHeaderValue.TryParse(wanted, out _) ? wanted : file.ContentType);
    }

    public async Task Delete(HttpContext context, Caller caller)
    {
        var file = Find(context, caller);
        if (file is not null)
        {
            lock (state.Gate)
            {
                state.Files.Remove(file.FileId);
            }
            Directory.Delete(FolderOf(file.FileId), recursive: true);
        }
        await (file is null ? context.Refuse(NoFile) : context.Ok(null));
    }

    /// <summary>The bytes, segment after segment, straight from disk.</summary>
    public async Task Send(HttpContext context, StoredFile file, string contentType)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = file.Size;
        foreach (var segment in InOrder(file))
        {
            await context.Response.SendFileAsync(PathOf(file, segment), context.RequestAborted);
        }
    }

    /// <summary>SHA-256 of the whole content, computed once; null when the file is deleted meanwhile.</summary>
    public async Task<string?> Sha256(StoredFile file, CancellationToken ct)
    {
        try
        {
            return await ComputeSha256(file, ct);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private async Task<string> ComputeSha256(StoredFile file, CancellationToken ct)
    {
        if (file.Sha256 is { } known)
        {
            return known;
        }
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        foreach (var segment in InOrder(file))
        {
            await using var stream = new FileStream(
                PathOf(file, segment),
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read,
                0
            );
            int read;
            while ((read = await stream.ReadAsync(buffer, ct)) > 0)
            {
                hash.AppendData(buffer, 0, read);
            }
        }
        var computed = Convert.ToHexStringLower(hash.GetHashAndReset());
        lock (state.Gate)
        {
            if (state.Files.Find(file.FileId) is not null)
            {
                state.Files.Save(file with { Sha256 = computed });
            }
        }
        return computed;
    }

    private static IEnumerable<Segment> InOrder(StoredFile file) =>
        file.Segments.OrderBy(s => s.Key).Select(s => s.Value);

    private StoredFile? Find(HttpContext context, Caller caller) =>
        state.Files.Find(context.Request.Query["fileId"].ToString()) is { Complete: true } file
        && file.IdentityId == caller.IdentityId
            ? file
            : null;

    private string FolderOf(string fileId) => Path.Combine(state.ContentDirectory, fileId);

    private string PathOf(StoredFile file, Segment segment) => Path.Combine(FolderOf(file.FileId), segment.File);

    private (StoredFile? File, string? Refusal) Keep(UploadForm form, Caller caller)
    {
        // Chunks find each other by identity and FileReferenceId; a single post is always a new file.
        var fileId = form.Chunks is null
            ? Guid.NewGuid().ToString("N")
            : SandboxState.Hash($"{caller.IdentityId}|{form.FileReferenceId}")[..32];
        lock (state.Gate)
        {
            var known = state.Files.Find(fileId);
            if (known is not null && known.Chunks != form.Chunks)
            {
                throw new ContractException(400, $"this FileReferenceId began with {known.Chunks} chunks");
            }
            var earlier = known?.Segments.GetValueOrDefault(form.Chunk);
            if (earlier is not null && earlier.Sha256 == form.Sha256)
            {
                return (known, null);
            }
            if (known is { Complete: true })
            {
                return (null, "the file is complete; its chunks can't change any more");
            }
            return (Add(form, caller, fileId, known, earlier), null);
        }
    }

    private StoredFile Add(UploadForm form, Caller caller, string fileId, StoredFile? known, Segment? replaced)
    {
        var folder = FolderOf(fileId);
        Directory.CreateDirectory(folder);
        var segment = new Segment($"{form.Chunk}-{Guid.NewGuid():N}", form.Size, form.Sha256);
        File.Move(form.TemporaryPath, Path.Combine(folder, segment.File));
        var segments = new Dictionary<int, Segment>(known?.Segments ?? new Dictionary<int, Segment>())
        {
            [form.Chunk] = segment,
        };
        var chunks = form.Chunks ?? 1;
        var file = new StoredFile(
            fileId,
            segments.Count == chunks,
            caller.IdentityId,
            form.FileReferenceId ?? Guid.NewGuid().ToString(),
            // The first chunk's word counts; it may arrive last.
            known is null
            || form.Chunk == 0
                ? form.Name
                : known.Name,
            known is null || form.Chunk == 0 ? form.ContentType : known.ContentType,
            chunks,
            segments,
            chunks == 1 ? form.Sha256 : null,
            state.Now
        );
        state.Files.Save(file);
        if (replaced is not null)
        {
            File.Delete(Path.Combine(folder, replaced.File));
        }
        return file;
    }
}
