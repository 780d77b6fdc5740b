using MiniApp.Drill.Running;

namespace MiniApp.Drill.Faults;

/// <summary>Plays the plan, fault by fault, as the applicants come on: the same fault at the same point of the whole.</summary>
internal sealed class FaultPlayer(Stage stage, DrillOptions options, long milestones) : IDisposable
{
    private static readonly TimeSpan LastNodeLimit = TimeSpan.FromSeconds(60);

    private readonly Random _random = new(options.Seed);
    private readonly SemaphoreSlim _due = new(0);
    private readonly Dictionary<DrillFault, int> _applied = [];
    private readonly List<Task> _comingBack = [];
    private readonly Lock _gate = new();
    private long _reached;
    private int _released;

    /// <summary>How many of each kind were applied; of the sandbox's kinds how many were switched on.</summary>
    public IReadOnlyDictionary<DrillFault, int> Applied => _applied;

    /// <summary>An applicant came one milestone further.</summary>
    public void Progress()
    {
        lock (_gate)
        {
            _reached++;
            var due = (int)(_reached * options.Faults / milestones);
            if (due > _released)
                _due.Release(due - _released);
            _released = Math.Max(due, _released);
        }
    }

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var fault in FaultPlan.Make(options.Faults, new Random(options.Seed), options.Only))
        {
            await _due.WaitAsync(ct);
            if (await ApplyAsync(fault, ct))
                _applied[fault] = _applied.GetValueOrDefault(fault) + 1;
        }
        await Task.WhenAll(_comingBack);
    }

    public void Dispose() => _due.Dispose();

    private async Task<bool> ApplyAsync(DrillFault fault, CancellationToken ct)
    {
        switch (fault)
        {
            case DrillFault.KillNode:
                return await KillAsync(ct);
            case DrillFault.RestartDatabase:
            case DrillFault.CrashDatabase:
                await stage.Database.RestartAsync(immediate: fault == DrillFault.CrashDatabase, ct);
                return true;
            case DrillFault.CutConnections:
                return (await stage.AnyNodeAsync(_random, ct)).Relay.Cut() > 0;
            default:
                await stage.Control.AddFaultAsync(SandboxFaults.Of(fault, _random));
                return true;
        }
    }

    /// <summary>Never the last one: somebody must be there to be asked again.</summary>
    private async Task<bool> KillAsync(CancellationToken ct)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
        late.CancelAfter(LastNodeLimit);
        while (stage.Nodes.Count(node => node.IsReady) < 2)
            await Task.Delay(100, late.Token);
        var victim = await stage.AnyNodeAsync(_random, ct);
        await victim.KillAsync();
        _comingBack.Add(victim.StartAsync(ct));
        return true;
    }
}
