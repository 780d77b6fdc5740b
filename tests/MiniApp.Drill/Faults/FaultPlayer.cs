using MiniApp.Drill.Running;

namespace MiniApp.Drill.Faults;

/// <summary>Plays the plan, fault by fault, as the applicants come on: the same fault at the same point of the whole.</summary>
internal sealed class FaultPlayer(Stage stage, DrillOptions options, long milestones) : IDisposable
{
    private static readonly TimeSpan SecondNodeLimit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan ConnectionLimit = TimeSpan.FromSeconds(10);

    // The last fault must still find somebody at work.
    private const double Last = 0.9;

    private readonly Random _random = new(options.Seed);
    private readonly SemaphoreSlim _due = new(0);
    private readonly Dictionary<DrillFault, int> _applied = [];
    private readonly List<Task> _comingBack = [];
    private readonly Lock _gate = new();
    private long _reached;
    private int _released;

    /// <summary>How many of each kind were applied; of the sandbox's kinds how many were switched on.</summary>
    public IReadOnlyDictionary<DrillFault, int> Applied => _applied;

    /// <summary>Faults that found nothing to break, because nobody was at work any more.</summary>
    public int Missed { get; private set; }

    /// <summary>What is being broken, for whoever wonders why it takes so long.</summary>
    public string Doing { get; private set; } = "none yet";

    /// <summary>An applicant came one milestone further.</summary>
    public void Progress()
    {
        lock (_gate)
        {
            _reached++;
            var due = Math.Min(options.Faults, (int)(_reached * options.Faults / (milestones * Last)));
            if (due > _released)
                _due.Release(due - _released);
            _released = Math.Max(due, _released);
        }
    }

    /// <exception cref="TimeoutException">Something that was broken did not come back.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        var number = 0;
        foreach (var fault in FaultPlan.Make(options.Faults, new Random(options.Seed), options.Only))
        {
            await _due.WaitAsync(ct);
            Doing = $"{++number} of {options.Faults}, {fault}";
            stage.Diary.Note($"fault {number}: {fault}");
            if (await ApplyAsync(fault, ct))
                _applied[fault] = _applied.GetValueOrDefault(fault) + 1;
            else
                Missed++;
            stage.Diary.Note($"fault {number}: {fault} is done");
            await FailEarlyAsync();
        }
        Doing = "all played, nodes come back";
        await Task.WhenAll(_comingBack);
        Doing = "all played";
    }

    public void Dispose() => _due.Dispose();

    private async Task<bool> ApplyAsync(DrillFault fault, CancellationToken ct)
    {
        switch (fault)
        {
            case DrillFault.KillNode:
                await KillAsync(ct);
                return true;
            case DrillFault.RestartDatabase:
            case DrillFault.CrashDatabase:
                await stage.Database.RestartAsync(immediate: fault == DrillFault.CrashDatabase, ct);
                return true;
            case DrillFault.CutConnections:
                return await CutAsync(ct);
            default:
                await stage.Control.AddFaultsAsync(SandboxFaults.Of(fault, _random));
                return true;
        }
    }

    /// <summary>Never the last one: somebody must be there to be asked again.</summary>
    private async Task KillAsync(CancellationToken ct)
    {
        await UntilAsync(
            () => stage.Nodes.Count(node => node.IsReady) >= 2,
            SecondNodeLimit,
            () => $"a second node that is ready: {string.Join(", ", stage.Nodes.Select(node => node.State))}",
            ct
        );
        var ready = stage.Nodes.Where(node => node.IsReady).ToList();
        var victim = ready[_random.Next(ready.Count)];
        await victim.KillAsync();
        _comingBack.Add(victim.StartAsync(ct));
    }

    private async Task<bool> CutAsync(CancellationToken ct)
    {
        var cut = 0;
        try
        {
            await UntilAsync(
                () => (cut = stage.Nodes[_random.Next(stage.Nodes.Count)].Relay.Cut()) > 0,
                ConnectionLimit,
                () => "a connection to cut",
                ct
            );
        }
        catch (TimeoutException)
        {
            // Told in the result.
        }
        return cut > 0;
    }

    private async Task FailEarlyAsync()
    {
        foreach (var failed in _comingBack.Where(node => node.IsFaulted))
            await failed;
    }

    private static async Task UntilAsync(Func<bool> condition, TimeSpan limit, Func<string> what, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(limit);
        while (!condition())
        {
            if (late.IsCancellationRequested)
                throw new TimeoutException($"Faults have waited {limit.TotalSeconds:0} s for {what()}.");
            await Task.Delay(100, ct);
        }
    }
}
