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
        await staff.ExamineAsync("sign in");

        await page.Locator("main .actions a.button").ClickAsync();
        await page.Locator("button[value=nophadon]").ClickAsync();
        await page.WaitForURLAsync("**/sign-in/problem/NotListed?*");
        await staff.ExamineAsync("not on the list");
        await page.Locator("main .actions a.button").First.ClickAsync();
        await page.Locator("button[value=wichai]").ClickAsync();
        await page.WaitForURLAsync("**/staff/people");
        await staff.ExamineAsync("people");

        await page.Locator("#f-nationalId").FillAsync("123");
        await page.Locator("section.form .actions button").ClickAsync();
        await Expect(staff.Summary).ToBeFocusedAsync();
        await staff.ExamineAsync("people with a problem");

        await page.GotoAsync(new Uri(Stage.Portal.Address, "staff/account").AbsoluteUri);
        await staff.ExamineAsync("account");
        await page.GotoAsync(new Uri(Stage.Portal.Address, "staff").AbsoluteUri);
        await staff.ExamineAsync("home");
        await page.Locator(".staff-bar form button").ClickAsync();
        await page.WaitForURLAsync("**/staff/sign-in?why=signed-out");
        await page.GotoAsync(new Uri(Stage.Portal.Address, "staff").AbsoluteUri);
        await page.WaitForURLAsync("**/staff/sign-in?*");
    }
}
