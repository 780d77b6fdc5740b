using System.Globalization;
using MiniApp.Sandbox.Postgres;
using MiniApp.TestKit;

namespace MiniApp.Drill.Running;

/// <summary>One portal node: a process that can be killed and comes back at the same address, behind a relay.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly Func<Uri, IEnumerable<KeyValuePair<string, string>>> _settings;
    private readonly string _log;
    private readonly Uri _address = TestPortal.FreeAddress();
    private readonly Diary _diary;
    private GuardedProcess? _process;

    public Node(int number, Func<Uri, IEnumerable<KeyValuePair<string, string>>> settings, string logs, Diary diary)
    {
        Number = number;
        State = $"node {number} was not started yet";
        _settings = settings;
        _diary = diary;
        _log = Path.Combine(logs, $"node-{number}.log");
        Relay = new Relay(_address);
    }

    private const int MaxStarts = 20;

    public int Number { get; }

    /// <summary>How far it is, for whoever waits for it.</summary>
    public string State { get; private set; }

    public Relay Relay { get; }

    /// <summary>Where applicants reach it.</summary>
    public Uri Address => Relay.Address;

    public bool IsReady { get; private set; }

    /// <summary>Starts it, and again when it ends before it is ready, as a supervisor would: the database may be away just then.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            Tell($"starts, attempt {attempt}");
            _process = Child.Start(Repository.PortalAssembly, [], _settings(_address), _log);
            if (await Child.WaitUntilReadyAsync(_process, new Uri(_address, "health/ready"), ct))
                break;
            Tell($"ended before it was ready: {_process.LastLines}");
            if (attempt == MaxStarts)
                throw new InvalidOperationException($"A node did not start:\n{_process.LastLines}");
            await Task.Delay(TimeSpan.FromSeconds(1), ct);
        }
        IsReady = true;
        Tell("is ready");
    }

    /// <summary>SIGKILL: no handler runs, nothing is written out.</summary>
    public async Task KillAsync()
    {
        IsReady = false;
        if (_process is not { } process)
            return;
        Signals.Send(process.Id, PosixSignalNumber.Kill);
        await process.Ended;
        Tell("was killed");
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await Relay.DisposeAsync();
    }

    private void Tell(string state)
    {
        State = string.Create(
            CultureInfo.InvariantCulture,
            $"node {Number} {state} ({TimeProvider.System.GetUtcNow():HH:mm:ss})"
        );
        _diary.Note($"node {Number} {state}");
    }
}
