using System.Buffers;
using System.Net.WebSockets;
using System.Text;

namespace MiniApp.TestKit.Circuits;

/// <summary>The WebSocket under a circuit: SignalR's messages in MessagePack, each with its length before it.</summary>
internal sealed class CircuitConnection : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Action<string> _onEnd;
    private Task _running = Task.CompletedTask;

    /// <param name="onEnd">Told why, once, when no more messages come.</param>
    public CircuitConnection(Action<string> onEnd) => _onEnd = onEnd;

    /// <param name="onMessage">Handles one message after the other.</param>
    public async Task StartAsync(Uri portal, string cookies, Func<object?[], Task> onMessage, CancellationToken ct)
    {
        _socket.Options.SetRequestHeader("Cookie", cookies);
        await _socket.ConnectAsync(new UriBuilder(new Uri(portal, "/_blazor")) { Scheme = "ws" }.Uri, ct);
        await _socket.SendAsync(
            Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"),
            WebSocketMessageType.Text,
            endOfMessage: true,
            ct
        );
        _running = Task.WhenAll(RunAsync(onMessage), PingAsync());
    }

    public Task InvokeAsync(string? invocation, string method, params object?[] arguments) =>
        SendAsync([
            1,
            new Dictionary<string, string>(StringComparer.Ordinal),
            invocation,
            method,
            arguments,
            Array.Empty<object?>(),
        ]);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Abort();
        await _running;
        _socket.Dispose();
        _sending.Dispose();
        _stop.Dispose();
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
        catch (Exception e) when (IsEnd(e))
        {
            _onEnd(e.Message);
        }
    }

    private async Task RunAsync(Func<object?[], Task> onMessage)
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
                    await onMessage(message);
                var rest = received.ToArray();
                buffer.Clear();
                buffer.Write(rest);
            }
        }
        catch (Exception e) when (IsEnd(e) || e is InvalidDataException)
        {
            _onEnd(e.Message);
        }
    }

    private static bool IsEnd(Exception e) =>
        e
            is WebSocketException
                or OperationCanceledException
                or ObjectDisposedException
                or InvalidOperationException { Source: "System.Net.WebSockets" };

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
}
