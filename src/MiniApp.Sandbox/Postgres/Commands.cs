using System.Diagnostics;

namespace MiniApp.Sandbox.Postgres;

/// <summary>A program and its arguments, without a shell in between.</summary>
internal sealed record Command(string Program, IReadOnlyList<string> Arguments)
{
    public Dictionary<string, string> Environment { get; } = [];

    public string? WorkingDirectory { get; init; } = "/";

    public ProcessStartInfo ToStartInfo()
    {
        var info = new ProcessStartInfo(Program, Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = WorkingDirectory,
        };
        foreach (var (name, value) in Environment)
        {
            info.Environment[name] = value;
        }
        return info;
    }
}

internal static class Commands
{
    /// <summary>Runs to the end and returns what it printed; a failure carries what it complained about.</summary>
    public static async Task<string> Run(Command command, CancellationToken ct)
    {
        var (exitCode, output, error) = await TryRun(command, ct);
        return exitCode == 0
            ? output
            : throw new LocalPostgresException(
                $"{Path.GetFileName(command.Program)} failed with exit code {exitCode}: {error.Trim()}"
            );
    }

    public static async Task<(int ExitCode, string Output, string Error)> TryRun(Command command, CancellationToken ct)
    {
        using var process = Process.Start(command.ToStartInfo())!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Full path of a program on PATH or in the system folders, or null.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/bin", "/bin", "/usr/sbin"])
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
