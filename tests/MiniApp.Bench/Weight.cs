using System.Diagnostics;
using Microsoft.Playwright;
using MiniApp.TestKit;

namespace MiniApp.Bench;

/// <summary>
/// What a browser with an empty cache receives from opening the link until the form's first step is interactive: bytes
/// as they come over the wire, headers included, and the circuit's messages.
/// </summary>
internal static class Weight
{
    private const string Name = "weight";
    private const double GoalKilobytes = 150;

    public static async Task<IReadOnlyList<Row>> RunAsync(LocalSystem system)
    {
        await using var portal = await TestPortal.StartAsync(system, await system.CreateDatabaseAsync());
        await using var relay = new CountingRelay(portal.Address);
        system.Sandbox.PortalBaseUrl = relay.Address;
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] }
        );
        // Two people: for the second one the portal is warm, and both begin a first draft.
        var people = (await system.Control.PersonasAsync())
            .Where(p => (string?)p!["identityType"] == "Citizen")
            .Take(2);
        Visit visit = null!;
        foreach (var person in people)
            visit = await OpenAsync(browser, relay, (await system.Control.LinkAsync((string)person!["id"]!)).Url);

        foreach (var (_, url, bytes) in visit.Files.OrderByDescending(file => file.Bytes))
            Report.Say($"{bytes, 8} {url}");
        return
        [
            Row.AtMost(Name, "until interactive", visit.Bytes / 1e3, "KB", GoalKilobytes),
            .. visit
                .Files.GroupBy(file => file.Kind)
                .OrderByDescending(kind => kind.Sum(file => file.Bytes))
                .Select(kind => Row.Context(Name, kind.Key, kind.Sum(file => file.Bytes) / 1e3, "KB")),
            Row.Context(Name, "circuit", (visit.Bytes - visit.Files.Sum(file => file.Bytes)) / 1e3, "KB"),
            Row.Context(Name, "from link to interactive", visit.Milliseconds, "ms"),
        ];
    }

    /// <param name="Bytes">All that came over the wire; what is not of a file is the circuit's.</param>
    private sealed record Visit(
        long Bytes,
        IReadOnlyList<(string Kind, string Url, long Bytes)> Files,
        double Milliseconds
    );

    private static async Task<Visit> OpenAsync(IBrowser browser, CountingRelay relay, Uri link)
    {
        await using var context = await browser.NewContextAsync(new() { Locale = "th-TH" });
        var page = await context.NewPageAsync();
        var wire = await Wire.TapAsync(page);
        var before = relay.BytesToBrowser;
        var started = Stopwatch.GetTimestamp();
        await page.GotoAsync(link.AbsoluteUri);
        await wire.Interactive.WaitAsync(TimeSpan.FromSeconds(30));
        var milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle); // a font may come after the circuit: it counts too
        var visit = new Visit(relay.BytesToBrowser - before, wire.Close(), milliseconds);

        // The proof that it was: what is typed gets saved.
        await page.Locator("form.form input[type=text], form.form input:not([type])").First.FillAsync("ทดสอบ");
        await page.Locator("[data-save-state=saved], [data-save-state=here]").WaitForAsync();
        return visit;
    }
}
