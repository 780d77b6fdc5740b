using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

/// <summary>An administrator reads the audit: filters by keyboard, turns pages, downloads; and the applicant's side of it.</summary>
[Collection(JourneyCollection.Name)]
public sealed class AuditTests(Stage stage) : BrowserTest(stage)
{
    [Theory]
    [InlineData(360, true, false)]
    [InlineData(360, false, true)]
    [InlineData(1440, true, true)]
    [InlineData(1440, false, false)]
    public async Task Administrator_FiltersByKeyboard_SendsTheView_AndDownloads(int width, bool thai, bool dark)
    {
        var staff = await ApplicantAsync(new Device(width, Thai: thai, Dark: dark));
        var page = staff.Page;
        await page.GotoAsync(new Uri(Stage.Portal.Address, "staff/audit").AbsoluteUri);
        await page.Locator("main .actions a.button").ClickAsync();
        await page.Locator("button[value=nophadon]").ClickAsync();
        await page.WaitForURLAsync("**/sign-in/problem/NotListed?*");
        await page.Locator("main .actions a.button").First.ClickAsync();
        await page.Locator("button[value=wichai]").ClickAsync();
        await page.WaitForURLAsync("**/staff/audit");
        await staff.ExamineAsync("audit");

        await page.Locator("h1").FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("#f-from")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("someday");
        await page.Keyboard.PressAsync("Enter");
        await Expect(staff.Summary).ToBeFocusedAsync();
        await staff.ExamineAsync("audit with a problem");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#f-from")).ToBeFocusedAsync();
        await page.Locator("#f-from").FillAsync("");
        foreach (var _ in (string[])["f-until", "f-actor", "f-action"])
            await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("#f-action")).ToBeFocusedAsync();
        await page.Locator("#f-action").SelectOptionAsync("SignInRefused");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/staff/audit?*action=SignInRefused*");
        await Expect(page.Locator("[data-entry]").First).ToBeVisibleAsync();
        await Expect(page.Locator("#f-action")).ToHaveValueAsync("SignInRefused");
        await staff.ExamineAsync("audit filtered");

        // The address is the view: it opens the same elsewhere.
        var rows = await page.Locator("[data-entry]").CountAsync();
        await page.ReloadAsync();
        await Expect(page.Locator("[data-entry]")).ToHaveCountAsync(rows);
        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.Locator("form[action='/staff/audit/export'] button").ClickAsync()
        );
        Assert.Equal("audit.csv", download.SuggestedFilename);
        await page.GotoAsync(new Uri(Stage.Portal.Address, "staff/audit?action=Exported").AbsoluteUri);
        await Expect(page.Locator("[data-entry]").First).ToContainTextAsync(thai ? "ถูกปฏิเสธ" : "Was not let in");
    }

    [Theory]
    [InlineData(360, true)]
    [InlineData(1440, false)]
    public async Task Applicant_OnTheHistory_IsToldWhoOpenedTheDraft(int width, bool dark)
    {
        var person = await ApplicantAsync(new Device(width, Thai: true, Dark: dark));
        await person.ComeAsync("somying");
        await person.AtStepAsync("applicant");
        await person.TypeAsync("mobile", "0811111111");
        await Expect(person.SaveStatus).ToHaveAttributeAsync("data-save-state", "saved");
        await Stage.DraftsAreOpenedAsync();

        await person.Page.GotoAsync(
            person.Page.Url[..person.Page.Url.IndexOf("/steps", StringComparison.Ordinal)] + "/history"
        );

        await Expect(person.Page.Locator("[data-seen-entry]")).ToHaveCountAsync(1);
        await person.ExamineAsync("who has seen this");
    }
}
