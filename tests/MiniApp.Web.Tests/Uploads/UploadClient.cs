using System.Net.Http.Json;
using System.Text.Json;

namespace MiniApp.Web.Tests;

/// <summary>What the browser's script does, call by call.</summary>
internal sealed class UploadClient
{
    private readonly Visitor _visitor;

    private UploadClient(Visitor visitor, JsonElement begun)
    {
        _visitor = visitor;
        Id = begun.GetProperty("id").GetGuid();
        ChunkBytes = begun.GetProperty("chunkBytes").GetInt32();
        ChunkCount = begun.GetProperty("chunkCount").GetInt32();
        Url = begun.GetProperty("url").GetString()!;
    }

    public Guid Id { get; }

    public int ChunkBytes { get; }

    public int ChunkCount { get; }

    public string Url { get; }

    public static async Task<UploadClient> BeginAsync(Visitor visitor, string fieldId, string name, long size)
    {
        using var response = await visitor.AnnounceAsync(
            JsonContent.Create(
                new
                {
                    fieldId,
                    name,
                    size,
                }
            )
        );
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {text}");
        using var begun = JsonDocument.Parse(text);
        return new UploadClient(visitor, begun.RootElement);
    }

    /// <summary>Sends these bytes as a chunk.</summary>
    public Task<HttpResponseMessage> SendAsync(int index, byte[] bytes) =>
        _visitor.CallAsync(HttpMethod.Put, $"{Url}/chunks/{index}", new ByteArrayContent(bytes));

    /// <summary>Sends the right part of the file as a chunk.</summary>
    public Task<HttpResponseMessage> SendPartAsync(int index, byte[] file) =>
        SendAsync(index, file[(index * ChunkBytes)..Math.Min(file.Length, (index + 1) * ChunkBytes)]);
}

internal static class UploadCalls
{
    public static string UploadsUrl(this Visitor visitor) => $"/drafts/{visitor.DraftId}/uploads";

    public static Task<HttpResponseMessage> AnnounceAsync(this Visitor visitor, HttpContent content) =>
        visitor.CallAsync(HttpMethod.Post, visitor.UploadsUrl(), content);

    /// <summary>A script's call: with the antiforgery header, asking for JSON.</summary>
    public static async Task<HttpResponseMessage> CallAsync(
        this Visitor visitor,
        HttpMethod method,
        string url,
        HttpContent? content = null
    )
    {
        using var request = new HttpRequestMessage(method, url) { Content = content };
        request.Headers.Accept.ParseAdd("application/json");
        if (visitor.Antiforgery.Length > 0)
            request.Headers.Add("X-Antiforgery", visitor.Antiforgery);
        return await visitor.Browser.SendAsync(request);
    }
}
