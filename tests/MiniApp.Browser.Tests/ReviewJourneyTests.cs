using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

/// <summary>An officer and an applicant, each in a browser of their own.</summary>
[Collection(JourneyCollection.Name)]
public sealed class ReviewJourneyTests(Stage stage) : BrowserTest(stage)
{
    private const string Persona = "somying";

    [Theory]
    [InlineData(360, true, false)]
    [InlineData(1440, false, true)]
    public async Task Officer_AsksForAChange_SeesItAsADifference_Approves_AndTheRequestIsSent(
        int width,
        bool thai,
        bool dark
    )
    {
        var applicant = await ApplicantAsync(new Device(width, Thai: thai, Dark: dark));
        await applicant.ComeToCheckAsync(Persona, new PreparedDraft(Stage, Persona));
        await applicant.ExamineAsync("check answers, an officer may be asked");
        await PanelButton(applicant, "ask").ClickAsync();
        await Expect(Panel(applicant)).ToHaveAttributeAsync("data-review-state", "Waiting");
        await applicant.ExamineAsync("with officers");

        // The queue is open when a draft comes, and shows it without a reload; the rest is done by keyboard.
        var officer = await OfficerAsync(new Device(1440, Thai: thai, Dark: dark));
        var page = officer.Page;
        var row = page.Locator("tr[data-review]");
        await Expect(row).ToHaveCountAsync(1);
        await officer.ExamineAsync("queue");
        await page.Keyboard.PressAsync("?");
        await Expect(page.Locator("[data-queue-keys]")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("j");
        await Expect(row.Locator("a")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/staff/reviews/*");
        await officer.ExamineAsync("review");
        await page.Locator("form:has(input[value=take]) button, .decision form button").First.ClickAsync();
        await page.WaitForURLAsync("**said=assigned");

        var field = page.Locator("[data-field=placeName]");
        await field.Locator(".comment-form > summary").ClickAsync();
        await field.Locator("textarea[name=Text]").FillAsync("ชื่อไม่ตรงกับป้าย <b>ดูรูป</b>");
        await field.Locator(".comment-form button").ClickAsync();
        await page.WaitForURLAsync("**said=commented");
        await Expect(field.Locator(".remark")).ToContainTextAsync("<b>ดูรูป</b>");
        await page.Locator("button[value=RequestChanges]").ClickAsync();
        await page.WaitForURLAsync("**said=decided");
        await officer.ExamineAsync("changes asked for");

        await applicant.Page.ReloadAsync();
        await Expect(Panel(applicant)).ToHaveAttributeAsync("data-review-state", "ChangesRequested");
        await applicant.ExamineAsync("changes asked for, applicant");
        await Panel(applicant).Locator(".thread h3 a").ClickAsync();
        await applicant.AtStepAsync("place");
        await Expect(applicant.Page.Locator(".field-thread")).ToContainTextAsync("<b>ดูรูป</b>");
        await Expect(applicant.Control("floorArea")).ToHaveAttributeAsync("readonly", "");
        await applicant.ExamineAsync("step with a comment");
        await applicant.Control("placeName").FillAsync("ร้านตามป้าย");
        await applicant.Page.Locator(".field-thread textarea").FillAsync("แก้แล้ว");
        await applicant.Page.Locator(".field-thread button").ClickAsync();
        await Expect(applicant.Page.Locator(".field-thread .remark.own")).ToContainTextAsync("แก้แล้ว");
        await applicant.NextAsync();
        await applicant.Page.WaitForURLAsync("**/check");
        await PanelButton(applicant, "ask").ClickAsync();
        await Expect(Panel(applicant)).ToHaveAttributeAsync("data-review-state", "Waiting");

        // The officer's page has said by itself that something is new.
        await Expect(page.Locator("[data-review-watch] a")).ToBeVisibleAsync();
        await page.Locator("[data-review-watch] a").ClickAsync();
        await Expect(page.Locator(".summary-row.changed")).ToHaveCountAsync(1);
        await Expect(field.Locator("ins")).ToHaveTextAsync("ร้านตามป้าย");
        await Expect(field.Locator("del")).ToHaveTextAsync(PreparedDraft.PlaceName);
        await Expect(field.Locator(".remark.applicants")).ToContainTextAsync("แก้แล้ว");
        await officer.ExamineAsync("difference");
        await page.Locator("button[value=Approve]").ClickAsync();
        await page.WaitForURLAsync("**said=decided");
        await Expect(page.Locator(".review")).ToHaveAttributeAsync("data-review-state", "Approved");

        await applicant.Page.ReloadAsync();
        await Expect(Panel(applicant)).ToHaveAttributeAsync("data-review-state", "Approved");
        await applicant.ConfirmAsync(Persona);
        Assert.NotEmpty(await applicant.RequestNumberAsync());
        // Officers see it a moment later; their page says that it has changed.
        await Expect(page.Locator("[data-review-watch] a")).ToBeVisibleAsync();
        await page.Locator("[data-review-watch] a").ClickAsync();
        await Expect(page.Locator(".review")).ToHaveAttributeAsync("data-review-state", "Submitted");
        Assert.Empty(applicant.Console);
        Assert.Empty(officer.Console);
    }

    [Fact]
    public async Task Queue_OpenWhenADraftIsShared_ShowsItByItself()
    {
        var officer = await OfficerAsync(Device.Desktop);
        await Expect(officer.Page.Locator("tr[data-review]")).ToHaveCountAsync(0);
        await Expect(officer.Page.Locator("[data-queue-watch=on]")).ToHaveCountAsync(1);
        var applicant = await ApplicantAsync(Device.Phone);
        await applicant.ComeToCheckAsync(Persona, new PreparedDraft(Stage, Persona));
        await PanelButton(applicant, "ask").ClickAsync();

        await Expect(officer.Page.Locator("tr[data-review]")).ToHaveCountAsync(1);

        // Whoever is typing a search is told, and nothing is taken from them.
        await officer.Page.Locator("[data-queue-search]").FillAsync("สม");
        await PanelButton(applicant, "withdraw").ClickAsync();
        await Expect(officer.Page.Locator("[data-queue-watch] a")).ToBeVisibleAsync();
        await Expect(officer.Page.Locator("[data-queue-search]")).ToHaveValueAsync("สม");
        await Expect(officer.Page.Locator("tr[data-review]")).ToHaveCountAsync(1);
        await PanelButton(applicant, "ask").ClickAsync();
        await Expect(Panel(applicant)).ToHaveAttributeAsync("data-review-state", "Waiting");
        await officer.Page.Locator(".queue-filters button").ClickAsync();
        await officer.Page.WaitForURLAsync("**text=*");
        await Expect(officer.Page.Locator("tr[data-review]")).ToHaveCountAsync(1);
    }

    private async Task<Applicant> OfficerAsync(Device device)
    {
        var officer = await ApplicantAsync(device);
        await officer.Page.GotoAsync(new Uri(Stage.Portal.Address, "staff").AbsoluteUri);
        await officer.Page.Locator("main .actions a.button").ClickAsync();
        await officer.Page.Locator("button[value=wichai]").ClickAsync();
        await officer.Page.WaitForURLAsync("**/staff");
        return officer;
    }

    private static Microsoft.Playwright.ILocator Panel(Applicant applicant) => applicant.Page.Locator(".review-panel");

    private static Microsoft.Playwright.ILocator PanelButton(Applicant applicant, string form) =>
        Panel(applicant).Locator($"form:has(input[name=_handler][value={form}]) button");
}
