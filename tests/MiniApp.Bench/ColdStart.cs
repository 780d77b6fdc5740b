using System.Diagnostics;
using MiniApp.TestKit;

namespace MiniApp.Bench;

/// <summary>
/// From starting the process to the first page, against an empty Blazor app started the same way. Both are asked for a
/// page that only reads; database and sandbox are up, migrations are done.
/// </summary>
internal static class ColdStart
{
    private const string Name = "coldstart";
    private const int Rounds = 7;
    private const double Goal = 2;

    public static async Task<IReadOnlyList<Row>> RunAsync(LocalSystem system)
    {
        var database = await system.CreateDatabaseAsync();
        var home = Directory.CreateTempSubdirectory("miniapp-bench-");
        try
        {
            Task<double> PortalAsync()
            {
                var address = TestPortal.FreeAddress();
                var settings = TestPortal.Settings(system, database, address);
                return FirstPageAsync(Repository.PortalAssembly, new Uri(address, "session-over"), settings);
            }

            Task<double> TemplateAsync()
            {
                var address = TestPortal.FreeAddress();
                Dictionary<string, string> settings = new()
                {
                    ["ASPNETCORE_ENVIRONMENT"] = "Development",
                    ["ASPNETCORE_URLS"] = address.AbsoluteUri.TrimEnd('/'),
                    ["HOME"] = home.FullName, // its Data Protection keys
                };
                return FirstPageAsync(TemplateAssembly, address, settings);
            }

            // Once each for nothing: the migrations, the keys, the disk cache.
            await PortalAsync();
            await TemplateAsync();
            var times = await Sample.AlternateAsync(Rounds, PortalAsync, TemplateAsync);
            var (portal, template) = (Sample.Median(times[0]), Sample.Median(times[1]));
            return
            [
                Row.AtMost(Name, "portal ÷ empty template", portal / template, "ratio", Goal),
                Row.Context(Name, "portal, start to first page", portal, "ms"),
                Row.Context(Name, "empty template, start to first page", template, "ms"),
            ];
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static string TemplateAssembly { get; } =
        Path.Combine(
            Repository.Root,
            "tests/MiniApp.Bench/EmptyTemplate/bin",
            Repository.Configuration,
            "net10.0/MiniApp.EmptyTemplate.dll"
        );

    private static async Task<double> FirstPageAsync(
        string assembly,
        Uri page,
        IEnumerable<KeyValuePair<string, string>> settings
    )
    {
        var start = new ProcessStartInfo("dotnet", [assembly])
        {
            WorkingDirectory = Path.GetDirectoryName(assembly),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        try
        {
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            while (!await AnswersAsync(http, page))
            {
                if (process.HasExited || Stopwatch.GetElapsedTime(started) > TimeSpan.FromMinutes(1))
                    throw new InvalidOperationException($"{Path.GetFileName(assembly)} gave no page.");
                await Task.Delay(2);
            }
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient http, Uri page)
    {
        try
        {
            using var response = await http.GetAsync(page);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet
        }
    }
}
