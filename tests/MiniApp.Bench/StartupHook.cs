using System.Globalization;
using System.IO.Pipes;
using System.Text;

/// <summary>
/// Loaded by the runtime into a portal that a bench starts with <c>DOTNET_STARTUP_HOOKS</c>, so that its heap can be asked
/// for without the portal knowing: whoever opens the pipe named in <see cref="PipeVariable"/> reads the live bytes.
/// </summary>
#pragma warning disable CA1050, MA0047 // The runtime looks for this very name, in no namespace.
internal static class StartupHook
#pragma warning restore CA1050, MA0047
{
    internal const string PipeVariable = "MINIAPP_BENCH_HEAP_PIPE";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(PipeVariable) is { Length: > 0 } name)
            new Thread(() => Serve(name)) { IsBackground = true }.Start();
    }

    private static void Serve(string name)
    {
        while (true)
        {
            using var pipe = new NamedPipeServerStream(name, PipeDirection.Out);
            pipe.WaitForConnection();
            for (var round = 0; round < 3; round++)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
            }
            var bytes = GC.GetTotalMemory(forceFullCollection: true);
            pipe.Write(Encoding.ASCII.GetBytes(bytes.ToString(CultureInfo.InvariantCulture)));
        }
    }
}
