using System.Globalization;
using System.IO.Pipes;
using MiniApp.TestKit;
using MiniApp.TestKit.Circuits;

namespace MiniApp.Bench;

/// <summary>
/// What a page that somebody has open and does nothing with costs the portal: its heap after a full collection with many such
/// circuits on a step of 60 fields, against its heap with few, for each of those in between.
/// </summary>
internal static class Circuits
{
    private const string Name = "circuits";
    private const int Fields = 60;
    private const int WarmUp = 20;

    // As many as it takes that what the pools of .NET still hold from the drawing, some megabyte, is little for each.
    private const int Count = 400;

    private const double GoalKilobytes = 200;

    public static async Task<IReadOnlyList<Row>> RunAsync(LocalSystem system)
    {
        var forms = Directory.CreateTempSubdirectory("miniapp-bench-");
        var pipe = $"miniapp-bench-{Environment.ProcessId}";
        var circuits = new List<CircuitClient>();
        try
        {
            await BenchForms.WriteAsync(forms.FullName, steps: 1, Fields, rows: false);
            await using var portal = await TestPortal.StartAsync(
                system,
                await system.CreateDatabaseAsync(),
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["Forms__Directory"] = forms.FullName,
                    ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location,
                    [StartupHook.PipeVariable] = pipe,
                }
            );
            var person = (string)
                (await system.Control.PersonasAsync()).First(p => (string?)p!["identityType"] == "Citizen")!["id"]!;
            using var browser = new PlainBrowser(portal.Address);
            var (step, _) = await browser.OpenAsync((await system.Control.LinkAsync(person)).Url);

            await OpenAsync(WarmUp);
            var few = await HeapAsync(pipe);
            await OpenAsync(Count);
            var many = await HeapAsync(pipe);
            if (circuits.Find(circuit => circuit.Failure is not null) is { } broken)
                throw new InvalidOperationException($"A circuit did not last: {broken.Failure}");
            return
            [
                Row.AtMost(
                    Name,
                    $"heap of one circuit, {Fields} fields",
                    (many - few) / Count / 1e3,
                    "KB",
                    GoalKilobytes
                ),
                Row.Context(Name, $"heap with {WarmUp} circuits", few / 1e6, "MB"),
                Row.Context(Name, $"heap with {WarmUp + Count} circuits", many / 1e6, "MB"),
                Row.Context(Name, "first draw of the step", circuits[^1].BatchBytes / 1e3, "KB"),
            ];

            async Task OpenAsync(int count)
            {
                for (var n = 0; n < count; n++)
                    circuits.Add(await CircuitClient.OpenAsync(browser, new Uri(portal.Address, step)));
                // What they do once they are drawn comes to an end.
                await Task.Delay(TimeSpan.FromSeconds(3));
            }
        }
        finally
        {
            foreach (var circuit in circuits)
                await circuit.DisposeAsync();
            forms.Delete(recursive: true);
        }
    }

    /// <returns>Bytes that are live after a full collection.</returns>
    private static async Task<double> HeapAsync(string name)
    {
        await using var pipe = new NamedPipeClientStream(".", name, PipeDirection.In);
        await pipe.ConnectAsync(TimeSpan.FromSeconds(30), default);
        using var reader = new StreamReader(pipe);
        return double.Parse(await reader.ReadToEndAsync(), CultureInfo.InvariantCulture);
    }
}
