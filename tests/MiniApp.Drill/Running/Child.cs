using MiniApp.Sandbox.Postgres;
using MiniApp.TestKit;

namespace MiniApp.Drill.Running;

/// <summary>A .NET program as a process of its own that does not outlive the drill, and its log.</summary>
internal static class Child
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(90);

    public static GuardedProcess Start(
        string assembly,
        IReadOnlyList<string> arguments,
        IEnumerable<KeyValuePair<string, string>> environment,
        string log
    )
    {
        List<string> all = ["dotnet", assembly, .. arguments];
        if (Commands.Find("setpriv") is { } setpriv)
            all.InsertRange(0, [setpriv, "--pdeathsig", "KILL"]);
        var command = new Command(all[0], all[1..]) { WorkingDirectory = Path.GetDirectoryName(assembly) };
        // Measuring what is hot pays for those who live longer than a node does here.
        command.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in environment)
            command.Environment[name] = value;
        return GuardedProcess.Start(command, log);
    }

    /// <summary>Waits until the address answers 200.</summary>
    /// <returns>False when the process ended before.</returns>
    /// <exception cref="TimeoutException">It runs, and does not answer.</exception>
    public static Task<bool> WaitUntilReadyAsync(GuardedProcess process, Uri address, CancellationToken ct) =>
        Readiness.WaitAsync(address, () => process.Ended.IsCompleted, () => process.LastLines, ReadyLimit, ct);
}
