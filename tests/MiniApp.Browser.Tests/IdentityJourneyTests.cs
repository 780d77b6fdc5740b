using Microsoft.Playwright;
using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

/// <summary>An employee brings their HCM record up to date in a real browser: from HCM's link to the result, by keyboard where it counts.</summary>
[Collection(JourneyCollection.Name)]
public sealed class IdentityJourneyTests(Stage stage) : BrowserTest(stage)
{
    [Theory]
    [InlineData(360, true, false)]
    [InlineData(1440, false, true)]
    public async Task Employee_ComparesChoosesAndConfirms_AndSeesEachResult(int width, bool thai, bool dark)
    {
        using (var http = new HttpClient { BaseAddress = Stage.System.Sandbox.BaseAddress })
        using (await http.PostAsync("_sandbox/hcm/reset", content: null)) { }
        var employee = await ApplicantAsync(new Device(width, Thai: thai, Dark: dark));
        var page = employee.Page;
        await page.GotoAsync(new Uri(Stage.Portal.Address, "staff/identity").AbsoluteUri);
        await page.Locator("main .actions a.button").ClickAsync();
        await page.Locator("button[value=wichai]").ClickAsync();
        await page.WaitForURLAsync("**/staff/identity");
        await employee.ExamineAsync("start");
        if (await page.Locator("#hcm-username").IsVisibleAsync())
        {
            await page.Locator("#hcm-username").FillAsync("wichai@example.ac.th");
            await page.Keyboard.PressAsync("Enter");
        }
        await page.Locator("a[href='/staff/identity/scan']").ClickAsync();
        await page.Locator("button[value=wichai]").ClickAsync();
        await page.WaitForURLAsync("**/staff/identity");
        await Expect(page.Locator(".compare tr:not(.compare-group) th[scope=row]")).ToHaveCountAsync(20);
        await employee.ExamineAsync("comparison");

        await WalkByKeyboardAsync(page);
        await page.Locator("button:focus").PressAsync("Enter");

        await Expect(page.Locator(".update-results .notice.good")).ToBeVisibleAsync();
        await Expect(page.Locator(".update-results")).ToBeFocusedAsync();
        // What was left out is still offered, and nothing else.
        await Expect(page.Locator("input[name=items]")).ToHaveCountAsync(1);
        await Expect(page.Locator("#item-Name")).ToBeCheckedAsync();
        await employee.ExamineAsync("results");
        await page.Locator("form[action='/staff/identity/end'] button").ClickAsync();
        await page.WaitForURLAsync("**/staff/identity?said=Ended");
        await employee.ExamineAsync("ended");
    }

    /// <summary>Tab by tab through the check boxes: the first is left out, the last control is the button.</summary>
    private static async Task WalkByKeyboardAsync(IPage page)
    {
        var boxes = await page.Locator("input[name=items]").CountAsync();
        await page.Locator("h1").FocusAsync();
        var names = new List<string>();
        for (var tabs = 0; tabs < boxes + 5 && await page.Locator("button:focus").CountAsync() == 0; tabs++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.Locator("input[name=items]:focus").CountAsync() == 0)
                continue;
            var box = page.Locator("input[name=items]:focus");
            names.Add((await box.GetAttributeAsync("value"))!);
            await Expect(box).ToBeCheckedAsync();
            if (names.Count == 1)
            {
                await page.Keyboard.PressAsync("Space");
                await Expect(box).Not.ToBeCheckedAsync();
            }
        }
        Assert.Equal(boxes, names.Count);
    }
}
