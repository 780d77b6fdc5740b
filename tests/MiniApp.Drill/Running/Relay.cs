using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MiniApp.Drill.Running;

/// <summary>Stands between applicants and a node; everything that goes through it can be cut at once.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, byte> _connections = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _target;
    private readonly Task _accepting;

    public Relay(Uri target)
    {
        _target = target;
        _listener.Start(backlog: 1000);
        Address = new UriBuilder(target) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Resets the connections that are open now.</summary>
    /// <returns>How many there were.</returns>
    public int Cut()
    {
        var cut = 0;
        foreach (var connection in _connections.Keys)
        {
            try
            {
                // With no time to linger, closing is a reset: the other side sees a broken connection, not an orderly end.
                if (connection.Client is not { } socket)
                    continue;
                socket.LingerState = new LingerOption(enable: true, 0);
                socket.Close();
                cut++;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // It has just ended by itself.
            }
        }
        return cut;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        Cut();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The drill is over.
        }
    }

    private async Task RelayAsync(TcpClient applicant)
    {
        using var portal = new TcpClient { NoDelay = true };
        applicant.NoDelay = true;
        _connections[applicant] = 0;
        try
        {
            await portal.ConnectAsync(_target.Host, _target.Port);
            var (near, far) = (applicant.GetStream(), portal.GetStream());
            await Task.WhenAny(near.CopyToAsync(far), far.CopyToAsync(near));
        }
        catch (Exception e)
            when (e is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One side has gone: so does the other.
        }
        finally
        {
            _connections.TryRemove(applicant, out _);
            applicant.Dispose();
        }
    }
}
