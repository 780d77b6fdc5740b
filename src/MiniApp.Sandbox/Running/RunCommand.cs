using System.Net;
using System.Net.Sockets;
using MiniApp.Sandbox.Postgres;

namespace MiniApp.Sandbox.Running;

/// <summary>Starts everything in order, waits, and stops it in the opposite order.</summary>
internal static class RunCommand
{
    private const string Database = "portal";

    /// <summary>PostgreSQL, sandbox, portal. Returns 0 after a stop signal and 1 when something ended by itself.</summary>
    public static async Task<int> Run(RunSettings settings, CancellationToken stop)
    {
        if (!File.Exists(settings.PortalDll))
        {
            throw new RunException(
                $"The portal is not built: {settings.PortalDll} is missing. Build src/MiniApp.Web first."
            );
        }
        RequireFree(settings.SandboxPort, "MINIAPP_SANDBOX_PORT");
        RequireFree(settings.PortalPort, "MINIAPP_PORTAL_PORT");
        Directory.CreateDirectory(settings.DataDirectory);

        await using var postgres = await LocalPostgres.StartAsync(
            new LocalPostgresOptions(Path.Combine(settings.DataDirectory, "postgres")),
            stop
        );
        await postgres.CreateDatabaseAsync(Database, stop);
        await using var sandbox = await StartSandbox(settings, stop);
        await using var portal = PortalProcess.Start(settings, sandbox, postgres.ConnectionString(Database));
        if (!await portal.WaitUntilReady(stop))
        {
            throw new RunException($"The portal did not become ready. Its log: {portal.LogFile}\n{portal.LastLines}");
        }
        await System.Console.Out.WriteLineAsync(
            $"ready portal {portal.Address} sandbox {sandbox.BaseAddress} (log: {portal.LogFile})"
        );

        var ended = await Task.WhenAny(portal.Ended, postgres.Ended, Until(stop));
        if (stop.IsCancellationRequested)
        {
            return 0;
        }
        throw new RunException(
            ended == portal.Ended
                ? $"The portal ended by itself. Its log: {portal.LogFile}\n{portal.LastLines}"
                : $"PostgreSQL ended by itself. Its log is in {postgres.DataDirectory}."
        );
    }

    /// <summary>Only the sandbox, for a portal started by hand; prints the settings such a portal needs.</summary>
    public static async Task<int> SandboxOnly(RunSettings settings, CancellationToken stop)
    {
        RequireFree(settings.SandboxPort, "MINIAPP_SANDBOX_PORT");
        await using var sandbox = await StartSandbox(settings, stop);
        await System.Console.Out.WriteLineAsync(
            $"ready sandbox {sandbox.BaseAddress} (keys: {Path.Combine(settings.DataDirectory, "sandbox", "settings.json")})"
        );
        await Until(stop);
        return 0;
    }

    private static Task<SandboxServer> StartSandbox(RunSettings settings, CancellationToken stop) =>
        SandboxServer.StartAsync(
            new SandboxOptions
            {
                Port = settings.SandboxPort,
                DataDirectory = Path.Combine(settings.DataDirectory, "sandbox"),
                FormsDirectory = settings.FormsDirectory,
                PortalBaseUrl = PortalProcess.AddressOf(settings),
                Crowd = settings.Crowd,
                ForgetsKeys = settings.ForgetsKeys,
            },
            stop
        );

    private static void RequireFree(int port, string variable)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
        }
        catch (SocketException)
        {
            throw new RunException($"Port {port} is busy. Stop what uses it, or choose another with {variable}.");
        }
    }

    private static async Task Until(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(stopped.SetResult);
        await stopped.Task;
    }
}
