using System.Globalization;

namespace MiniApp.Sandbox.Running;

/// <summary>What can't be started, in words for the person at the terminal.</summary>
internal sealed class RunException(string message) : Exception(message);

/// <summary>Settings of a run, from environment variables; every one has a default.</summary>
/// <param name="DataDirectory"><c>MINIAPP_DATA</c>: everything that is kept; default <c>.local</c> in the repository.</param>
/// <param name="SandboxPort"><c>MINIAPP_SANDBOX_PORT</c>, default 5080.</param>
/// <param name="PortalPort"><c>MINIAPP_PORTAL_PORT</c>, default 5000.</param>
/// <param name="PortalDll"><c>MINIAPP_PORTAL_DLL</c>, default the portal built beside this program.</param>
/// <param name="FormsDirectory"><c>MINIAPP_FORMS</c>, default <c>forms</c> in the repository.</param>
internal sealed record RunSettings(
    string DataDirectory,
    int SandboxPort,
    int PortalPort,
    string PortalDll,
    string FormsDirectory
)
{
    /// <summary><c>--crowd N</c>: see <see cref="SandboxOptions.Crowd"/>.</summary>
    public int Crowd { get; init; }

    /// <summary><c>--forget-keys</c>: see <see cref="SandboxOptions.ForgetsKeys"/>.</summary>
    public bool ForgetsKeys { get; init; }

    /// <summary>The settings with these arguments; null when one of them is not known.</summary>
    public static RunSettings? Read(ReadOnlySpan<string> arguments)
    {
        var settings = FromEnvironment();
        while (arguments.Length > 0)
        {
            if (arguments is ["--forget-keys", ..])
            {
                settings = settings with { ForgetsKeys = true };
                arguments = arguments[1..];
            }
            else if (
                arguments is ["--crowd", var text, ..]
                && int.TryParse(text, CultureInfo.InvariantCulture, out var n)
            )
            {
                settings = settings with { Crowd = n };
                arguments = arguments[2..];
            }
            else
            {
                return null;
            }
        }
        return settings;
    }

    public static RunSettings FromEnvironment()
    {
        var root = RepositoryRoot();
        return new RunSettings(
            Path.GetFullPath(Text("MINIAPP_DATA") ?? Path.Combine(root, ".local")),
            Port("MINIAPP_SANDBOX_PORT", 5080),
            Port("MINIAPP_PORTAL_PORT", 5000),
            Path.GetFullPath(Text("MINIAPP_PORTAL_DLL") ?? BuiltPortal(root)),
            Path.GetFullPath(Text("MINIAPP_FORMS") ?? Path.Combine(root, "forms"))
        );
    }

    private static string? Text(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? text : null;

    private static int Port(string name, int fallback) =>
        Text(name) is not { } text ? fallback
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? port
        : throw new RunException($"{name} is '{text}', not a port number.");

    /// <summary>The folder with the solution above this program, or else the current folder.</summary>
    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MiniApp.sln")))
            {
                return folder.FullName;
            }
        }
        return Directory.GetCurrentDirectory();
    }

    /// <summary>Same configuration as this program: .../bin/{configuration}/net10.0/.</summary>
    private static string BuiltPortal(string root)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(
            root,
            "src",
            "MiniApp.Web",
            "bin",
            output.Parent?.Name ?? "Debug",
            output.Name,
            "MiniApp.Web.dll"
        );
    }
}
