using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

/// <summary>What was typed and not saved comes back, whatever happened in between.</summary>
[Collection(TroubleCollection.Name)]
public sealed class JournalTests(Stage stage) : BrowserTest(stage)
{
    private const string Typed = "ข้อความที่ยังไม่ได้บันทึก";

    [Fact]
    public async Task Connection_LostAndBackWhileTyping_SavesWhatWasTypedMeanwhile()
    {
        var applicant = await AtPlaceAsync();
        await applicant.Context.SetOfflineAsync(true);
        await applicant.Control("placeName").PressSequentiallyAsync(Typed);
        await applicant.ChooseAsync("placeRight", "rent");
        await Journal.HoldsAsync(applicant.Page, 2);
        await Expect(ReconnectBar(applicant)).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(applicant.Control("placeName")).ToHaveValueAsync(Typed);

        await applicant.Context.SetOfflineAsync(false);
        await Expect(ReconnectBar(applicant)).ToBeHiddenAsync(new() { Timeout = 30_000 });
        await Journal.HoldsAsync(applicant.Page, 0);
        await applicant.Page.ReloadAsync();
        await applicant.AtStepAsync("place");
        await Expect(applicant.Control("placeName")).ToHaveValueAsync(Typed);
        await Expect(applicant.Page.Locator("input[name='f-placeRight'][value='rent']")).ToBeCheckedAsync();
    }

    [Fact]
    public async Task Portal_KilledAndRestartedWhileTyping_IsBackAtTheSamePlaceWithoutAPress()
    {
        var applicant = await AtPlaceAsync();
        var detail = applicant.Control("placeAddress-detail");
        await applicant.TypeAsync("placeName", "ชื่อที่บันทึกแล้ว");
        await Journal.HoldsAsync(applicant.Page, 0);

        await Stage.KillPortalAsync();
        await detail.PressSequentiallyAsync(Typed);
        for (var back = 0; back < 5; back++)
            await detail.PressAsync("ArrowLeft");
        var caret = await CaretAsync(detail);
        Assert.InRange(caret, 1, Typed.Length - 5);
        var scrolled = await applicant.Page.EvaluateAsync<double>("scrollY");
        Assert.True(scrolled > 100);
        await Expect(ReconnectBar(applicant)).ToBeVisibleAsync();
        await applicant.Page.EvaluateAsync("window.isOldPage = true");
        await Stage.StartPortalAgainAsync();

        await applicant.Page.WaitForFunctionAsync("() => !window.isOldPage", null, new() { Timeout = 60_000 });
        await applicant.AtStepAsync("place");
        await Expect(detail).ToHaveValueAsync(Typed);
        await Expect(detail).ToBeFocusedAsync();
        await Expect(applicant.Control("placeName")).ToHaveValueAsync("ชื่อที่บันทึกแล้ว");
        await Journal.HoldsAsync(applicant.Page, 0);
        Assert.Equal(caret, await CaretAsync(detail));
        Assert.InRange(await applicant.Page.EvaluateAsync<double>("scrollY"), scrolled - 40, scrolled + 40);
        await detail.PressSequentiallyAsync("!");
        await Expect(detail).ToHaveValueAsync(Typed.Insert(caret, "!"));
        await applicant.SavedAsync();
    }

    [Fact]
    public async Task Tab_ClosedWithUnsavedAnswers_BringsThemBackThroughANewLink()
    {
        var applicant = await AtPlaceAsync();
        await applicant.Context.SetOfflineAsync(true);
        await applicant.TypeAsync("placeName", Typed);
        await applicant.Control("placeAddress-province").SelectOptionAsync("50");
        await Journal.HoldsAsync(applicant.Page, 2);
        var raw = await Journal.RawAsync(applicant.Page);
        Assert.DoesNotContain("ข้อความ", raw, StringComparison.Ordinal);
        Assert.DoesNotContain("placeName", raw.Split("\"session\"")[0], StringComparison.Ordinal);
        Assert.Contains("\"leaks\":false", raw, StringComparison.Ordinal);

        await applicant.Page.CloseAsync();
        await applicant.Context.SetOfflineAsync(false);
        await applicant.NewTabAsync();
        await applicant.ContinueAsync("mana");
        await applicant.AtStepAsync("place");
        await Expect(applicant.Control("placeName")).ToHaveValueAsync(Typed);
        await Expect(applicant.Control("placeAddress-province")).ToHaveValueAsync("50");
        await Journal.HoldsAsync(applicant.Page, 0);
        await applicant.Page.ReloadAsync();
        await applicant.AtStepAsync("place");
        await Expect(applicant.Control("placeName")).ToHaveValueAsync(Typed);
    }

    [Fact]
    public async Task Answer_ChangedElsewhereMeanwhile_IsNotOverwrittenButOffered()
    {
        var applicant = await AtPlaceAsync();
        await applicant.TypeAsync("placeName", "ก่อนหน้า");
        await Journal.HoldsAsync(applicant.Page, 0);
        await applicant.Context.SetOfflineAsync(true);
        await applicant.TypeAsync("placeName", Typed);
        await Journal.HoldsAsync(applicant.Page, 1);
        await applicant.Page.CloseAsync();
        await applicant.Context.SetOfflineAsync(false);

        var other = await ApplicantAsync();
        await other.ContinueAsync("mana");
        await other.AtStepAsync("place");
        await other.TypeAsync("placeName", "จากอีกเครื่อง");
        await other.SavedAsync();
        await Journal.HoldsAsync(other.Page, 0);

        await applicant.NewTabAsync();
        await applicant.ContinueAsync("mana");
        await applicant.AtStepAsync("place");
        var notice = applicant.Page.Locator(".journal-notice");
        await notice.Locator("summary").ClickAsync();
        await Expect(notice).ToContainTextAsync(Typed);
        await Expect(applicant.Control("placeName")).ToHaveValueAsync("จากอีกเครื่อง");
        await notice.Locator("[data-use]").ClickAsync();
        await Expect(applicant.Control("placeName")).ToHaveValueAsync(Typed);
        await Expect(notice).ToHaveCountAsync(0);
        await Journal.HoldsAsync(applicant.Page, 0);
    }

    [Fact]
    public async Task AnotherStep_WithUnsavedAnswers_IsPointedOut()
    {
        var applicant = await AtPlaceAsync();
        var place = applicant.Page.Url;
        await applicant.Context.SetOfflineAsync(true);
        await applicant.TypeAsync("placeName", Typed);
        await Journal.HoldsAsync(applicant.Page, 1);
        await applicant.Page.CloseAsync();
        await applicant.Context.SetOfflineAsync(false);

        await applicant.NewTabAsync();
        await applicant.Page.GotoAsync(place.Replace("/place", "/applicant", StringComparison.Ordinal));
        await applicant.AtStepAsync("applicant");
        var notice = applicant.Page.Locator(".journal-notice");
        await notice.Locator("summary").ClickAsync();
        await notice.GetByRole(Microsoft.Playwright.AriaRole.Link).ClickAsync();
        await applicant.AtStepAsync("place");
        await Expect(applicant.Control("placeName")).ToHaveValueAsync(Typed);
        await Journal.HoldsAsync(applicant.Page, 0);
        await Expect(notice).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task AnotherPerson_InTheSameBrowser_SeesNothing()
    {
        var applicant = await AtPlaceAsync();
        await applicant.Context.SetOfflineAsync(true);
        await applicant.TypeAsync("placeName", Typed);
        await Journal.HoldsAsync(applicant.Page, 1);
        await applicant.Page.CloseAsync();
        await applicant.Context.SetOfflineAsync(false);

        await applicant.NewTabAsync();
        await applicant.ComeAsync("piti");
        await applicant.AtStepAsync("applicant");
        await Stage.OpenAllStepsAsync();
        await applicant.Page.GotoAsync(applicant.Page.Url.Replace("/applicant", "/place", StringComparison.Ordinal));
        await applicant.AtStepAsync("place");
        await applicant.TypeAsync("floorArea", "12");
        await applicant.SavedAsync();
        await Expect(applicant.Control("placeName")).ToHaveValueAsync("");
        await Expect(applicant.Page.Locator(".journal-notice")).ToHaveCountAsync(0);
        await Journal.HoldsAsync(applicant.Page, 1);
    }

    private async Task<Applicant> AtPlaceAsync()
    {
        var applicant = await ApplicantAsync(Device.Phone);
        await applicant.ComeToPlaceAsync("mana");
        await Journal.HoldsAsync(applicant.Page, 0);
        return applicant;
    }

    private static Task<int> CaretAsync(Microsoft.Playwright.ILocator control) =>
        control.EvaluateAsync<int>("control => control.selectionStart");

    private static Microsoft.Playwright.ILocator ReconnectBar(Applicant applicant) =>
        applicant.Page.Locator("#components-reconnect-modal");
}
