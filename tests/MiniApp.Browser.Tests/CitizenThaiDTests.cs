using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

/// <summary>A citizen who prefers ThaiD: from "my requests" over ThaiD's site and back, to the draft begun by link.</summary>
[Collection(JourneyCollection.Name)]
public sealed class CitizenThaiDTests(Stage stage) : BrowserTest(stage)
{
    private const string Persona = "somying";

    [Theory]
    [InlineData(360, true, false)]
    [InlineData(1440, false, true)]
    public async Task Citizen_SignsInByThaiD_FindsTheirDraftAndGoesOnWithIt(int width, bool thai, bool dark)
    {
        var first = await ApplicantAsync(Device.Desktop);
        await first.ComeAsync(Persona);
        await first.AtStepAsync("applicant");
        await first.TypeAsync("mobile", "0811111111");
        await Expect(first.SaveStatus).ToHaveAttributeAsync("data-save-state", "saved");
        var person = await ApplicantAsync(new Device(width, Thai: thai, Dark: dark));
        var page = person.Page;

        await page.GotoAsync(new Uri(Stage.Portal.Address, "me").AbsoluteUri);
        await page.WaitForURLAsync("**/me/sign-in");
        await page.Locator("a[href^='/sign-in/thaid/start/citizen']").ClickAsync();
        await page.Locator("button[value=deny]").ClickAsync();
        await page.WaitForURLAsync("**/sign-in/problem/Denied?*");
        await person.ExamineAsync("denied");
        await page.Locator("main .actions a.button").First.ClickAsync();
        await page.Locator($"button[value={Persona}]").ClickAsync();

        await page.WaitForURLAsync("**/me");
        await Expect(page.Locator("[data-draft]")).ToHaveCountAsync(1);
        await person.ExamineAsync("my requests");
        await page.Locator("[data-draft] a.button").ClickAsync();
        await person.AtStepAsync("applicant");
        await Expect(person.Control("mobile")).ToHaveValueAsync("081-111-1111");
        // Back does not begin the sign-in anew.
        await page.GoBackAsync();
        await page.WaitForURLAsync("**/me");
        await page.Locator("form[action='/sign-out'] button").ClickAsync();
        await page.GotoAsync(new Uri(Stage.Portal.Address, "me").AbsoluteUri);
        await page.WaitForURLAsync("**/me/sign-in");
    }
}
