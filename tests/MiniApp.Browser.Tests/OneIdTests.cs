using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

/// <summary>Somebody without a link: in by ONE ID, on with what was begun by link, and back to Biz Portal to send it.</summary>
[Collection(JourneyCollection.Name)]
public sealed class OneIdTests(Stage stage) : BrowserTest(stage)
{
    private const string Persona = "somying";
    private const string Mobile = "๐๘๑-๐๐๐ ๐๐๐๑";
    private const string IdCard = "1 5099 00001 01 3";
    private readonly Examination _examination = new();

    [Theory]
    [InlineData(360, true, false)]
    [InlineData(360, false, true)]
    [InlineData(1440, true, true)]
    [InlineData(1440, false, false)]
    public async Task OneId_DraftBegunByLink_IsEditedKeptAndGoesOnFromBizPortal(int width, bool thai, bool dark)
    {
        var first = await ApplicantAsync(Device.Desktop);
        await first.ComeAsync(Persona);
        await first.AtStepAsync("applicant");
        await first.TypeAsync("mobile", "0811111111");
        await Expect(first.SaveStatus).ToHaveAttributeAsync("data-save-state", "saved");

        var person = await ApplicantAsync(new Device(width, Thai: thai, Dark: dark));
        await SignInAsync(person);
        await _examination.OfAsync(person, "my requests");
        await person.Page.Locator("[data-draft] a.button").ClickAsync();

        await person.AtStepAsync("applicant");
        await Expect(person.Control("mobile")).ToHaveValueAsync("081-111-1111");
        await Expect(person.Page.Locator("[data-link-needed]")).ToBeVisibleAsync();
        await person.TypeAsync("mobile", "0822222222");
        await Expect(person.SaveStatus).ToHaveAttributeAsync("data-save-state", "here");
        await _examination.OfAsync(person, "step without a link");
        await Stage.UntilAsync("select bool_and(upstream_trouble = 'sign_in_over') from drafts");
        await person.Page.ReloadAsync();
        await person.AtStepAsync("applicant");
        await Expect(person.Control("mobile")).ToHaveValueAsync("082-222-2222");

        // The way that the notice names.
        await person.ContinueAsync(Persona);
        await person.AtStepAsync("applicant");
        await Expect(person.Control("mobile")).ToHaveValueAsync("082-222-2222");
        await Expect(person.Page.Locator("[data-link-needed]")).ToHaveCountAsync(0);
        await Stage.UntilAsync("select bool_and(upstream_revision = revision) from drafts");
        _examination.FoundNothing();
        Assert.DoesNotContain(person.Console, line => !line.Contains("favicon", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OneId_OnADraftWithDocuments_ShowsThemAndWhereToAddMore()
    {
        var first = await ApplicantAsync();
        await first.ComeToCheckAsync(Persona, new PreparedDraft(Stage, Persona));
        var person = await ApplicantAsync(Device.Phone);
        await SignInAsync(person);
        await person.Page.Locator("[data-draft] a.button").ClickAsync();
        await person.AtStepAsync("documents");

        await Expect(person.Page.Locator("[data-upload-needs-link]").First).ToBeVisibleAsync();
        await Expect(person.Page.Locator("main input[type=file]")).ToHaveCountAsync(0);
        await Expect(person.Page.Locator(".file.done").First).ToBeVisibleAsync();
        await Expect(person.Page.Locator(".file.done a")).ToHaveCountAsync(0);
        await _examination.OfAsync(person, "documents without a link");

        await person.Page.GotoAsync(person.Page.Url.Replace("/steps/documents", "/check", StringComparison.Ordinal));
        await Expect(person.Page.Locator("[data-link-needed]")).ToBeVisibleAsync();
        await Expect(person.Page.Locator("a[href*='/confirm']")).ToHaveCountAsync(0);
        await _examination.OfAsync(person, "check without a link");
        _examination.FoundNothing();
    }

    [Fact]
    public async Task OneId_WithoutScripts_SignsInToo()
    {
        var person = await ApplicantAsync(Device.Phone with { Scripts = false });
        await person.Page.GotoAsync(new Uri(Stage.Portal.Address, "me").AbsoluteUri);
        await person.TypeAsync("mobile", Mobile);
        await person.TypeAsync("idCard", IdCard);
        await person.Page.Locator("main form button").ClickAsync();
        await person.CodeInput.FillAsync(await person.NewestCodeAsync(Persona));
        await person.Page.Locator("main form.form button").ClickAsync();

        await person.Page.WaitForURLAsync("**/me");
        await Expect(person.Page.Locator("form[action='/sign-out'] button")).ToBeVisibleAsync();
    }

    /// <summary>By keyboard alone, with one mistake on each page.</summary>
    private async Task SignInAsync(Applicant person)
    {
        var page = person.Page;
        await page.GotoAsync(new Uri(Stage.Portal.Address, "me").AbsoluteUri);
        await page.WaitForURLAsync("**/me/sign-in");
        await _examination.OfAsync(person, "sign-in");
        await person.Control("mobile").FocusAsync();
        await page.Keyboard.TypeAsync(Mobile);
        await page.Keyboard.PressAsync("Enter");
        await Expect(person.Summary).ToBeFocusedAsync();
        await _examination.OfAsync(person, "sign-in with a problem");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(person.Control("idCard")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(IdCard);
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync("**/me/code");
        await Expect(page.Locator("[data-countdown-for]")).ToBeDisabledAsync();
        await Expect(page.Locator("[data-countdown-left]")).ToContainTextAsync("0:");
        await _examination.OfAsync(person, "code");
        await person.CodeInput.FocusAsync();
        await page.Keyboard.TypeAsync("1");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#otp-error")).ToBeVisibleAsync();
        await Expect(person.CodeInput).ToBeFocusedAsync();
        await _examination.OfAsync(person, "code with a problem");
        await page.Keyboard.TypeAsync(await person.NewestCodeAsync(Persona));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/me");
        await Expect(page.Locator("[data-draft]")).ToHaveCountAsync(1);
    }
}
