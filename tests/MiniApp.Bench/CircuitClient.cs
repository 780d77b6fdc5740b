using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MiniApp.TestKit;

namespace MiniApp.Bench;

/// <summary>
/// A page that only holds its circuit: what Blazor's script says over the WebSocket, without a browser. It asks for the
/// page's interactive components, acknowledges what is drawn and answers calls to scripts with nothing.
/// </summary>
internal sealed partial class CircuitClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly TaskCompletionSource<bool> _started = new();
    private readonly TaskCompletionSource _drawn = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Batches of changes that came.</summary>
    public int Batches { get; private set; }

    /// <summary>Bytes of the batches that came.</summary>
    public long BatchBytes { get; private set; }

    public string? Failure { get; private set; }

    /// <summary>Opens a page as a browser with these cookies would, and returns when its components have been drawn.</summary>
    public static async Task<CircuitClient> OpenAsync(PlainBrowser browser, Uri page)
    {
        using var response = await browser.GetAsync(page);
        var html = await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        var client = new CircuitClient();
        var cookies = browser.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}");
        client._socket.Options.SetRequestHeader("Cookie", string.Join("; ", cookies));
        await client._socket.ConnectAsync(new UriBuilder(new Uri(page, "/_blazor")) { Scheme = "ws" }.Uri, default);
        await client._socket.SendAsync(
            Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"),
            WebSocketMessageType.Text,
            endOfMessage: true,
            default
        );
        client._running = Task.WhenAll(client.RunAsync(), client.PingAsync());
        await client.InvokeAsync("start", "StartCircuit", new Uri(page, "/").AbsoluteUri, page.AbsoluteUri, "[]", "");
        await client._started.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var state = State().Match(html) is { Success: true } found ? found.Groups["state"].Value : "";
        await client.InvokeAsync(null, "UpdateRootComponents", Components(html), state);
        await client._drawn.Task.WaitAsync(TimeSpan.FromSeconds(30));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Abort();
        await _running;
        _socket.Dispose();
        _sending.Dispose();
        _stop.Dispose();
    }

    /// <summary>The page's interactive components as the script hands them over.</summary>
    private static string Components(string html)
    {
        var operations = new JsonArray();
        foreach (Match match in Marker().Matches(html))
        {
            var marker = JsonNode.Parse(match.Groups["json"].Value)!;
            if (marker["descriptor"] is not null) // the end of a component has none
                operations.Add(
                    new JsonObject
                    {
                        ["type"] = "add",
                        ["ssrComponentId"] = operations.Count + 1,
                        ["marker"] = marker,
                    }
                );
        }
        return operations.Count > 0
            ? new JsonObject { ["batchId"] = 1, ["operations"] = operations }.ToJsonString()
            : throw new InvalidOperationException("The page has no interactive component.");
    }

    // A server takes a client that says nothing for half a minute for gone.
    private async Task PingAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
                await SendAsync([6]);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            Fail(e.Message);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            var buffer = new ArrayBufferWriter<byte>();
            var handshaken = false;
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.GetMemory(16 * 1024), _stop.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                    throw new WebSocketException($"Closed: {_socket.CloseStatusDescription}");
                buffer.Advance(part.Count);
                if (!part.EndOfMessage)
                    continue;
                var received = buffer.WrittenMemory;
                if (!handshaken)
                {
                    received = received[(received.Span.IndexOf((byte)0x1E) + 1)..];
                    handshaken = true;
                }
                while (Next(ref received) is { } message)
                    await HandleAsync(message);
                var rest = received.ToArray();
                buffer.Clear();
                buffer.Write(rest);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidDataException)
        {
            Fail(e.Message);
        }
    }

    /// <summary>Cuts one message off, which begins with its length; null when not all of it is there.</summary>
    private static object?[]? Next(ref ReadOnlyMemory<byte> received)
    {
        var (length, size) = (0, 0);
        while (true)
        {
            if (size == received.Length)
                return null;
            var part = received.Span[size];
            length |= (part & 0x7F) << (7 * size++);
            if (part < 0x80)
                break;
        }
        if (received.Length < size + length)
            return null;
        var message = received.Span.Slice(size, length);
        received = received[(size + length)..];
        return (object?[])MessagePack.Read(ref message)!;
    }

    // Kinds: 1 a call, 3 the answer to a call, 6 ping, 7 the end.
    private async Task HandleAsync(object?[] message)
    {
        switch ((long)message[0]!)
        {
            case 1:
                await CalledAsync((string)message[3]!, (object?[])message[4]!);
                break;
            case 3:
                _started.TrySetResult(true);
                break;
            case 7:
                Fail($"The server closed the circuit: {message[1]}");
                break;
        }
    }

    private async Task CalledAsync(string method, object?[] arguments)
    {
        switch (method)
        {
            case "JS.RenderBatch":
                Batches++;
                BatchBytes += (long)arguments[1]!;
                await InvokeAsync(null, "OnRenderCompleted", arguments[0], null);
                _drawn.TrySetResult();
                break;
            case "JS.BeginInvokeJS":
                // A module is an object that can be called; everything else gives nothing.
                var result = (string?)arguments[1] == "import" ? """{"__jsObjectId":1}""" : "null";
                await InvokeAsync(null, "EndInvokeJSFromDotNet", arguments[0], true, $"[{arguments[0]},true,{result}]");
                break;
            case "JS.Error":
                Fail($"The circuit failed: {arguments[0]}");
                break;
        }
    }

    private void Fail(string message)
    {
        Failure ??= message;
        _started.TrySetException(new InvalidOperationException(message));
        _drawn.TrySetException(new InvalidOperationException(message));
    }

    private Task InvokeAsync(string? invocation, string method, params object?[] arguments) =>
        SendAsync([
            1,
            new Dictionary<string, string>(StringComparer.Ordinal),
            invocation,
            method,
            arguments,
            Array.Empty<object?>(),
        ]);

    private async Task SendAsync(object?[] message)
    {
        var bytes = new List<byte>();
        MessagePack.Write(bytes, message);
        var framed = new List<byte>();
        for (var length = bytes.Count; ; length >>= 7)
        {
            framed.Add((byte)(length > 0x7F ? (length & 0x7F) | 0x80 : length));
            if (length <= 0x7F)
                break;
        }
        framed.AddRange(bytes);
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(framed.ToArray(), WebSocketMessageType.Binary, endOfMessage: true, _stop.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    [GeneratedRegex("<!--Blazor:(?<json>\\{[^>]*?\\})-->", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Marker();

    [GeneratedRegex(
        "<!--Blazor-Server-Component-State:(?<state>[^>]*?)-->",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex State();
}
