using MiniApp.Bench;
using MiniApp.TestKit;

// scripts/bench [name] [--json]
var benches = new Dictionary<string, Func<LocalSystem, Task<IReadOnlyList<Row>>>>(StringComparer.Ordinal)
{
    ["circuits"] = Circuits.RunAsync,
    ["coldstart"] = ColdStart.RunAsync,
    ["drafts"] = _ => Drafts.RunAsync(),
    ["forms"] = Forms.RunAsync,
    ["link"] = Links.RunAsync,
    ["uploads"] = Uploads.RunAsync,
    ["weight"] = Weight.RunAsync,
};
var names = args.Where(arg => arg != "--json").ToArray();
if (names.Except(benches.Keys, StringComparer.Ordinal).Any())
{
    await Console.Error.WriteLineAsync($"Usage: scripts/bench [{string.Join(" | ", benches.Keys)}] [--json]");
    return 2;
}

var rows = new List<Row>();
await using (var system = await LocalSystem.StartAsync())
{
    foreach (var (name, run) in benches.Where(bench => names.Length == 0 || names.Contains(bench.Key)))
    {
        Report.Say(name);
        rows.AddRange(await run(system));
    }
}
if (args.Contains("--json"))
    Report.WriteJson(rows);
else
    Report.WriteTable(rows);
return 0;
