using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

[Collection(JourneyCollection.Name)]
public sealed class TypingTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task LanguageAndDisplay_ChangedInTheMiddleOfTyping_KeepWhatWasTyped()
    {
        var applicant = await ApplicantAsync(Device.Phone);
        await applicant.ComeAsync("piti");
        await applicant.AtStepAsync("applicant");
        await applicant.Control("mobile").PressSequentiallyAsync("08123");
        await applicant.Page.Locator("form.language button").ClickAsync();
        await Expect(applicant.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(applicant.Control("mobile")).ToHaveValueAsync("08123");
        await applicant.InteractiveAsync();

        await applicant.Control("homeAddress-detail").PressSequentiallyAsync("99/1 soi");
        await applicant.Page.Locator("details.menu summary").ClickAsync();
        await applicant.Page.Locator("details.menu input[name=theme][value=dark]").CheckAsync();
        await applicant.Page.Locator("details.menu input[name=text][value='3']").CheckAsync();
        await applicant.Page.Locator("details.menu button.button").ClickAsync();
        await Expect(applicant.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Expect(applicant.Control("homeAddress-detail")).ToHaveValueAsync("99/1 soi");
        await Expect(applicant.Control("mobile")).ToHaveValueAsync("08123");
        Assert.Empty(applicant.Console);
    }

    [Fact]
    public async Task Next_ClickedBeforeThePageIsConnected_LosesNothingAndSendsNoAnswerInTheAddress()
    {
        var applicant = await ApplicantAsync(Device.Phone);
        await applicant.ComeAsync("piti");
        await applicant.AtStepAsync("applicant");
        await Stage.OpenAllStepsAsync();
        var let = new TaskCompletionSource();
        await applicant.Page.RouteAsync(
            "**/_blazor/negotiate*",
            async route =>
            {
                await let.Task;
                await route.ContinueAsync();
            }
        );
        await applicant.Page.GotoAsync(applicant.Page.Url.Replace("applicant", "place", StringComparison.Ordinal));
        await applicant.TypeAsync("placeName", "พิมพ์ก่อนเชื่อมต่อ");
        await applicant.ChooseAsync("placeRight", "own");
        await applicant.NextAsync();
        let.SetResult();
        await applicant.AtStepAsync("place");
        await Expect(applicant.Summary).ToBeVisibleAsync();
        await Expect(applicant.Control("placeName")).ToHaveValueAsync("พิมพ์ก่อนเชื่อมต่อ");
        Assert.DoesNotContain("placeRight", applicant.Page.Url, StringComparison.Ordinal);
        await applicant.SavedAsync();
        await applicant.Page.ReloadAsync();
        await applicant.AtStepAsync("place");
        await Expect(applicant.Control("placeName")).ToHaveValueAsync("พิมพ์ก่อนเชื่อมต่อ");
    }

    [Fact]
    public async Task Next_MovedFromUnderTheFingerByALineMore_IsPressedAllTheSame()
    {
        var applicant = await ApplicantAsync(Device.Phone);
        await applicant.FillUpToAsync("mana", "place");
        await applicant.Page.GotoAsync(applicant.Page.Url.Replace("place", "applicant", StringComparison.Ordinal));
        await applicant.AtStepAsync("applicant");
        await applicant.NextButton.ScrollIntoViewIfNeededAsync();
        await applicant.Page.EvaluateAsync(
            "() => document.addEventListener('mousedown', () => document.querySelector('main .actions').style.marginTop = '30rem')"
        );
        var button = (await applicant.NextButton.BoundingBoxAsync())!;

        await applicant.Page.Mouse.MoveAsync(button.X + (button.Width / 2), button.Y + (button.Height / 2));
        await applicant.Page.Mouse.DownAsync();
        await applicant.Page.Mouse.UpAsync();

        await applicant.AtStepAsync("place");
    }
}
