using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace MiniApp.Browser.Tests.Running;

/// <summary>Looks at pages for what shuts people out, and collects what it finds.</summary>
public sealed class Examination
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions
        {
            Type = "tag",
            Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"],
        },
        ResultTypes = [ResultType.Violations],
    };

    private readonly List<string> _found = [];

    public void FoundNothing() => Assert.True(_found.Count == 0, string.Join('\n', _found));

    /// <param name="state">What the page is showing, for the report.</param>
    public async Task OfAsync(Applicant applicant, string state)
    {
        var page = applicant.Page;
        var axe = await page.RunAxe(Rules);
        foreach (var violation in axe.Violations)
            _found.Add(
                $"{state}: {violation.Id} ({violation.Impact}): {string.Join(" | ", violation.Nodes.Take(3).Select(n => n.Html + " — " + string.Join("; ", n.Any.Concat(n.All).Select(c => c.Message))))}"
            );
        await SidewaysAsync(applicant, state);
        if (applicant.Device.Width > 400)
            return;
        await page.SetViewportSizeAsync(320, applicant.Device.Height);
        await SidewaysAsync(applicant, state + " at 320 px");
        await page.SetViewportSizeAsync(applicant.Device.Width, applicant.Device.Height);
    }

    private async Task SidewaysAsync(Applicant applicant, string state)
    {
        var widths = await applicant.Page.EvaluateAsync<int[]>(
            "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        );
        if (widths[0] > widths[1])
            _found.Add($"{state}: {widths[0]} px wide in {widths[1]} px");
    }
}

internal static class Examining
{
    /// <summary>Looks at one page as it stands; fails at once when anything is found.</summary>
    public static async Task ExamineAsync(this Applicant applicant, string state)
    {
        var examination = new Examination();
        await examination.OfAsync(applicant, state);
        examination.FoundNothing();
    }
}
