using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

/// <summary>The check against the population register in a real browser: every state, and the way through it by keyboard.</summary>
[Collection(AccessCollection.Name)]
public sealed class LinkageTests(Stage stage) : BrowserTest(stage)
{
    [Theory]
    [InlineData(360, true, false)]
    [InlineData(360, false, true)]
    [InlineData(1440, true, true)]
    [InlineData(1440, false, false)]
    public async Task EveryState_OfThePanel_HasNoViolationAndNeverScrollsSideways(int width, bool thai, bool dark)
    {
        var visitor = await ApplicantAsync(new Device(width, Thai: thai, Dark: dark));
        await visitor.Page.GotoAsync(new Uri(Stage.Portal.Address, "_gallery/linkage").AbsoluteUri);
        await Expect(visitor.Page.Locator(".linkage-rows")).ToHaveCountAsync(4);

        await visitor.ExamineAsync("every state");
    }

    [Theory]
    [InlineData(360, true)]
    [InlineData(1440, false)]
    public async Task Officer_InsertsTheCardChoosesAPurposeAndCompares_ByKeyboard(int width, bool thai)
    {
        await Control.ResetLinkageAsync();
        await Control.SetReaderAsync("wichai", "AgentNotAvailable");
        var officer = await ApplicantAsync(new Device(width, Thai: thai));
        var page = officer.Page;
        await page.GotoAsync(new Uri(Stage.Portal.Address, "staff").AbsoluteUri);
        await page.Locator("main .actions a.button").ClickAsync();
        await page.Locator("button[value=wichai]").ClickAsync();
        await page.WaitForURLAsync("**/staff");
        await page.GotoAsync(new Uri(Stage.Portal.Address, "_gallery/linkage/live").AbsoluteUri);
        await page.Locator("#pick-piti").ClickAsync();
        await page.WaitForURLAsync("**/live?person=piti");
        await Expect(page.Locator("[data-reader=NotLoggedIn]")).ToBeVisibleAsync();

        await Control.SetReaderAsync("wichai", "AgentAvailable");
        await Expect(page.Locator("[data-reader=Ready]")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await page.Locator(".linkage form .button").PressAsync("Enter");
        await Expect(page.Locator("#linkage-purpose-error")).ToBeVisibleAsync();
        await officer.ExamineAsync("no purpose");
        await page.Locator("#linkage-purpose-identity").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Locator("#linkage-note").PressAsync("Enter");

        var answer = page.Locator(".linkage-answer");
        await Expect(answer).ToHaveAttributeAsync("data-outcome", "Differed");
        await Expect(page.Locator("div[tabindex='-1']:has(> .linkage-answer)")).ToBeFocusedAsync();
        await Expect(page.Locator("tr.differs")).ToHaveCountAsync(2);
        await officer.ExamineAsync("differences");
        await page.Locator("#pick-somying").ClickAsync();
        await Expect(answer).ToHaveCountAsync(0);
        await Expect(page.Locator(".linkage input[type=radio]:checked")).ToHaveCountAsync(0);
    }
}
