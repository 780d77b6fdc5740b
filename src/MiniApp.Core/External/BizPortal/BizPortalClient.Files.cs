using System.Text.Json.Nodes;
using MiniApp.Core.Sessions;

namespace MiniApp.Core.External.BizPortal;

/// <content>Uploading, downloading and deleting.</content>
public sealed partial class BizPortalClient
{
    internal const string Download = "Download";

    /// <summary>Passes a chunk on while it arrives. Never repeated: its bytes are spent.</summary>
    /// <exception cref="BizPortalException">
    /// SendAgain: the token had expired and has been renewed; send the chunk once more.
    /// </exception>
    /// <exception cref="IOException">Reading <see cref="UploadChunk.Content"/> failed or it was too short.</exception>
    public async Task<UploadedChunk> UploadChunkAsync(
        IBizPortalSession session,
        UploadChunk chunk,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(chunk);
        using var form = new UploadForm(chunk);
        var call = new BizPortalCall("Upload", HttpMethod.Post, "File/Upload", Repeat.Never, () => form)
        {
            Timeout = _options.UploadTimeout,
            SpendsBody = true,
        };
        var isLast = chunk.Index == chunk.Count - 1;
        JsonNode? answer;
        try
        {
            answer = await _transport.SendAsync<JsonNode?>(
                call,
                session,
                isLast ? BizPortalTransport.ReadJsonAsync : ReadIfAnyAsync,
                cancellationToken
            );
        }
        catch (BizPortalException e) when (e.Failure == BizPortalFailure.NoReply)
        {
            form.ThrowIfSourceFailed();
            throw;
        }
        var file = answer is null && !isLast ? null : BizPortalEnvelope.DataOrBare(call.Operation, answer);
        if (isLast && file.Text("fileId") is null)
        {
            throw BizPortalEnvelope.Malformed(call.Operation);
        }
        return new UploadedChunk(
            file.Text("fileId"),
            file.Text("FileReferenceId"),
            file.Text("name"),
            file.Text("contentType"),
            file.Number("fileSize")
        );
    }

    /// <summary>Opens a file for reading. What has begun to arrive is not repeated.</summary>
    public Task<BizPortalDownload> DownloadAsync(
        IBizPortalSession session,
        string fileId,
        string contentType,
        CancellationToken cancellationToken
    )
    {
        var query = $"fileId={Uri.EscapeDataString(fileId)}&contentType={Uri.EscapeDataString(contentType)}";
        var call = new BizPortalCall(Download, HttpMethod.Get, $"File/Download?{query}", Repeat.Always);
        return _transport.SendAsync(call, session, (r, token) => OpenAsync(r, contentType, token), cancellationToken);
    }

    public async Task DeleteFileAsync(IBizPortalSession session, string fileId, CancellationToken cancellationToken)
    {
        var path = $"File/Delete?fileId={Uri.EscapeDataString(fileId)}";
        var call = new BizPortalCall("Delete", HttpMethod.Delete, path, Repeat.Always);
        await DataAsync(call, session, cancellationToken);
    }

    private async Task<BizPortalDownload> OpenAsync(
        HttpResponseMessage response,
        string contentType,
        CancellationToken cancellationToken
    )
    {
        // JSON where a document was asked for is an envelope that says why there is none.
        const string Json = "application/json";
        if (
            response.Content.Headers.ContentType?.MediaType == Json
            && !contentType.StartsWith(Json, StringComparison.Ordinal)
        )
        {
            using (response)
            {
                BizPortalEnvelope.Data(Download, await BizPortalTransport.ReadJsonAsync(response, cancellationToken));
                throw BizPortalEnvelope.Malformed(Download);
            }
        }
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return new BizPortalDownload(response, body, _options.CallTimeout);
    }

    /// <summary>What the answer to a chunk before the last looks like is not written down: empty will do.</summary>
    private static async Task<JsonNode?> ReadIfAnyAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        await response.Content.LoadIntoBufferAsync(BizPortalTransport.MaxAnswer, cancellationToken);
        return response.Content.Headers.ContentLength is 0
            ? null
            : await BizPortalTransport.ReadJsonAsync(response, cancellationToken);
    }
}
