using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace MiniApp.Browser.Tests.Running;

/// <summary>Looks at a page as it stands: no violation of the rules, nothing to scroll sideways.</summary>
internal static class Examining
{
    public static async Task ExamineAsync(this Applicant staff, string state)
    {
        var axe = await staff.Page.RunAxe(
            new AxeRunOptions
            {
                RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] },
            }
        );
        Assert.True(axe.Violations.Length == 0, $"{state}: {string.Join("; ", axe.Violations.Select(v => v.Help))}");
        var widths = await staff.Page.EvaluateAsync<int[]>(
            "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        );
        Assert.True(widths[0] <= widths[1], $"{state} scrolls sideways: {widths[0]} in {widths[1]}");
    }
}
