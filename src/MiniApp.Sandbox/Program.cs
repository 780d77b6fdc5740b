using MiniApp.Sandbox.Postgres;
using MiniApp.Sandbox.Running;

namespace MiniApp.Sandbox;

/// <summary>
/// <c>run</c>: PostgreSQL, sandbox and portal together. <c>sandbox</c>: only the sandbox. Settings are environment
/// variables, see <see cref="RunSettings"/>. Exit code 1: something could not start, or the portal ended by itself.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var stop = new StopSignals();
        try
        {
            return args switch
            {
                ["run", .. var rest] when RunSettings.Read(rest) is { } settings => await RunCommand.Run(
                    settings,
                    stop.Token
                ),
                ["sandbox", .. var rest] when RunSettings.Read(rest) is { } settings => await RunCommand.SandboxOnly(
                    settings,
                    stop.Token
                ),
                _ => Usage(),
            };
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is RunException or LocalPostgresException)
        {
            await System.Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static int Usage()
    {
        System.Console.Error.WriteLine("Usage: MiniApp.Sandbox run | sandbox [--crowd N] [--forget-keys]");
        return 2;
    }
}
