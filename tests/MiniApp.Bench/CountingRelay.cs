using System.Net;
using System.Net.Sockets;

namespace MiniApp.Bench;

/// <summary>Stands between browser and portal and counts: the one place that sees compressed WebSocket messages.</summary>
internal sealed class CountingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _target;
    private readonly Task _accepting;
    private long _bytesToBrowser;

    public CountingRelay(Uri target)
    {
        _target = target;
        _listener.Start();
        Address = new UriBuilder(target) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    public long BytesToBrowser => Interlocked.Read(ref _bytesToBrowser);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(TcpClient browser)
    {
        using var portal = new TcpClient();
        using (browser)
        {
            try
            {
                await portal.ConnectAsync(_target.Host, _target.Port, _stop.Token);
                var (near, far) = (browser.GetStream(), portal.GetStream());
                await Task.WhenAny(PumpAsync(near, far, null), PumpAsync(far, near, Count));
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
            {
                // One side has gone: so does the other.
            }
        }
    }

    private void Count(int bytes) => Interlocked.Add(ref _bytesToBrowser, bytes);

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Action<int>? count)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer, _stop.Token)) > 0)
        {
            count?.Invoke(read);
            await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
