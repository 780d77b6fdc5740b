using System.Text.Json;
using Microsoft.Playwright;

namespace MiniApp.Bench;

/// <summary>What one page receives, from the browser's own account of its network.</summary>
internal sealed class Wire
{
    private readonly Dictionary<string, (string Kind, string Url)> _requests = new(StringComparer.Ordinal);
    private readonly List<(string Kind, string Url, long Bytes)> _files = [];
    private readonly TaskCompletionSource _interactive = new();
    private bool _closed;

    private Wire() { }

    /// <summary>Done when the browser has drawn what the circuit sent first.</summary>
    public Task Interactive => _interactive.Task;

    public static async Task<Wire> TapAsync(IPage page)
    {
        var wire = new Wire();
        var network = await page.Context.NewCDPSessionAsync(page);
        void On(string name, Action<JsonElement> handle) =>
            network.Event(name).OnEvent += (_, data) =>
            {
                if (!wire._closed)
                    handle(data!.Value);
            };
        On("Network.requestWillBeSent", wire.Requested);
        On("Network.loadingFinished", wire.Finished);
        On("Network.webSocketFrameSent", wire.FrameSent);
        await network.SendAsync("Network.enable");
        return wire;
    }

    /// <summary>What comes from now on is not counted.</summary>
    /// <returns>The files received until now, with bytes as they came over the wire, headers included.</returns>
    public IReadOnlyList<(string Kind, string Url, long Bytes)> Close()
    {
        _closed = true;
        return _files;
    }

    private void Requested(JsonElement data)
    {
        var id = data.GetProperty("requestId").GetString()!;
        // A redirect's answer is told with the request that follows it.
        if (data.TryGetProperty("redirectResponse", out var redirect))
            _files.Add(("html", "redirect", redirect.GetProperty("encodedDataLength").GetInt64()));
        var kind = data.GetProperty("type").GetString() switch
        {
            "Document" => "html",
            "Stylesheet" => "css",
            "Script" => "js",
            "Font" => "fonts",
            _ => "other",
        };
        _requests[id] = (kind, new Uri(data.GetProperty("request").GetProperty("url").GetString()!).AbsolutePath);
    }

    private void Finished(JsonElement data)
    {
        if (_requests.TryGetValue(data.GetProperty("requestId").GetString()!, out var request))
            _files.Add((request.Kind, request.Url, (long)data.GetProperty("encodedDataLength").GetDouble()));
    }

    private void FrameSent(JsonElement data)
    {
        // Binary messages are told in base64; the handshake is text and tells nothing.
        var frame = data.GetProperty("response");
        if (
            frame.GetProperty("opcode").GetInt32() == 2
            && frame.GetProperty("payloadData").GetBytesFromBase64().AsSpan().IndexOf("OnRenderCompleted"u8) >= 0
        )
            _interactive.TrySetResult();
    }
}
