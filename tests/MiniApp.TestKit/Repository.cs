namespace MiniApp.TestKit;

public static class Repository
{
    /// <summary>The directory that holds MiniApp.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The build these tests run in: Debug or Release.</summary>
    public static string Configuration { get; } =
        AppContext.BaseDirectory.Contains(
            $"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}",
            StringComparison.Ordinal
        )
            ? "Release"
            : "Debug";

    /// <summary>The portal's assembly, as built along with these tests.</summary>
    public static string PortalAssembly { get; } =
        Path.Combine(Root, "src", "MiniApp.Web", "bin", Configuration, "net10.0", "MiniApp.Web.dll");

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "MiniApp.sln")))
            directory = directory.Parent;
        return directory?.FullName
            ?? throw new InvalidOperationException($"No MiniApp.sln above {AppContext.BaseDirectory}.");
    }
}
