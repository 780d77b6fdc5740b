using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

/// <summary>An open staff page is told in time that its session ends, and put off without being loaded anew.</summary>
[Collection(JourneyCollection.Name)]
public sealed class StaffSessionEndTests(Stage stage) : BrowserTest(stage)
{
    [Theory]
    [InlineData(360, true, false)]
    [InlineData(1440, false, true)]
    public async Task OpenPage_BeforeTheSessionEnds_SaysSo_AndStaysByOneButton(int width, bool thai, bool dark)
    {
        var staff = await ApplicantAsync(new Device(width, Thai: thai, Dark: dark));
        var page = staff.Page;
        await page.GotoAsync(new Uri(Stage.Portal.Address, "staff/people").AbsoluteUri);
        await page.Locator("main .actions a.button").ClickAsync();
        await page.Locator("button[value=wichai]").ClickAsync();
        await page.WaitForURLAsync("**/staff/people");
        await page.Locator("#f-name").FillAsync("พิมพ์ค้างไว้");
        await Stage.AgeStaffSessionsAsync(TimeSpan.FromSeconds(1715));

        // Somebody comes back to the tab.
        await page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");

        var stay = page.Locator("[data-session-end] form button");
        await Expect(stay).ToBeVisibleAsync();
        await staff.ExamineAsync("session ends soon");
        await stay.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(stay).ToHaveCountAsync(0);
        await Expect(page.Locator("[data-session-end]")).ToBeFocusedAsync();
        await Expect(page.Locator("[data-session-end] span")).Not.ToBeEmptyAsync();
        await Expect(page.Locator("#f-name")).ToHaveValueAsync("พิมพ์ค้างไว้");

        await Stage.AgeStaffSessionsAsync(TimeSpan.FromMinutes(31));
        await page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");
        await Expect(page.Locator("[data-session-end] a.button")).ToBeVisibleAsync();
        await staff.ExamineAsync("session over");
        await Expect(page.Locator("#f-name")).ToHaveValueAsync("พิมพ์ค้างไว้");
    }
}
