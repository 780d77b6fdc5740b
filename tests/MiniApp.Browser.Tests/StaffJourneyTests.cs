using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

/// <summary>Staff in a real browser: the way to ThaiD and back over two sites, by cookies and redirects as browsers take them.</summary>
[Collection(JourneyCollection.Name)]
public sealed class StaffJourneyTests(Stage stage) : BrowserTest(stage)
{
    [Theory]
    [InlineData(360, true, false)]
    [InlineData(1440, false, true)]
    public async Task Staff_SignIn_SeeTheirPages_AndSignOut(int width, bool thai, bool dark)
    {
        var staff = await ApplicantAsync(new Device(width, Thai: thai, Dark: dark));
        var page = staff.Page;
        await page.GotoAsync(new Uri(Stage.Portal.Address, "staff/people").AbsoluteUri);
        await ExamineAsync(staff, "sign in");

        await page.Locator("main .actions a.button").ClickAsync();
        await page.Locator("button[value=nophadon]").ClickAsync();
        await page.WaitForURLAsync("**/sign-in/problem/NotListed?*");
        await ExamineAsync(staff, "not on the list");
        await page.Locator("main .actions a.button").First.ClickAsync();
        await page.Locator("button[value=wichai]").ClickAsync();
        await page.WaitForURLAsync("**/staff/people");
        await ExamineAsync(staff, "people");

        await page.Locator("#f-nationalId").FillAsync("123");
        await page.Locator("section.form .actions button").ClickAsync();
        await Expect(staff.Summary).ToBeFocusedAsync();
        await ExamineAsync(staff, "people with a problem");

        await page.GotoAsync(new Uri(Stage.Portal.Address, "staff/account").AbsoluteUri);
        await ExamineAsync(staff, "account");
        await page.GotoAsync(new Uri(Stage.Portal.Address, "staff").AbsoluteUri);
        await ExamineAsync(staff, "home");
        await page.Locator(".staff-bar form button").ClickAsync();
        await page.WaitForURLAsync("**/staff/sign-in?why=signed-out");
        await page.GotoAsync(new Uri(Stage.Portal.Address, "staff").AbsoluteUri);
        await page.WaitForURLAsync("**/staff/sign-in?*");
    }

    private static async Task ExamineAsync(Applicant staff, string state)
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
