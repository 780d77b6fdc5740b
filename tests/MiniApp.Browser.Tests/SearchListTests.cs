using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

/// <summary>Lists with a search box, by keyboard alone.</summary>
[Collection(JourneyCollection.Name)]
public sealed class SearchListTests(Stage stage) : BrowserTest(stage)
{
    [Theory]
    [InlineData("สุเทพ")]
    [InlineData("suthep 50200")]
    public async Task Address_SearchedAndChosenByKeyboard_FillsAllParts(string typed)
    {
        var applicant = await AtThePlaceAsync();

        await applicant.Control("placeAddress-find").PressSequentiallyAsync(typed);
        await Expect(applicant.Page.Locator("#f-placeAddress-find-list [role=option]").First).ToBeVisibleAsync();
        await applicant.Page.Keyboard.PressAsync("Enter");

        await Expect(applicant.Control("placeAddress-province-box")).ToHaveValueAsync("เชียงใหม่");
        await Expect(applicant.Control("placeAddress-district-box")).ToHaveValueAsync("เมืองเชียงใหม่");
        await Expect(applicant.Control("placeAddress-subdistrict-box")).ToHaveValueAsync("สุเทพ");
        await Expect(applicant.Control("placeAddress-postalCode")).ToHaveValueAsync("50200");
        await Expect(applicant.Control("placeAddress-find")).ToBeFocusedAsync();
        Assert.Empty(applicant.Console);
    }

    [Fact]
    public async Task Province_SearchedInEitherLanguage_SetsTheListAndWhatFollows()
    {
        var applicant = await AtThePlaceAsync();
        var province = applicant.Control("placeAddress-province-box");

        await applicant.Page.Locator("label[for=f-placeAddress-province]").ClickAsync();
        await Expect(province).ToBeFocusedAsync();
        await applicant.Page.Keyboard.TypeAsync("chiang");
        await Expect(applicant.Page.Locator("#f-placeAddress-province-list [role=option]")).ToHaveCountAsync(2);
        await Expect(province).ToHaveAttributeAsync("aria-activedescendant", "f-placeAddress-province-list-0");
        await applicant.Page.Keyboard.PressAsync("End");
        await Expect(province).ToHaveAttributeAsync("aria-activedescendant", "f-placeAddress-province-list-1");
        await applicant.Page.Keyboard.PressAsync("Home");
        await applicant.Page.Keyboard.PressAsync("Enter");

        await Expect(province).ToHaveValueAsync("เชียงราย");
        await Expect(applicant.Control("placeAddress-province")).ToHaveValueAsync("57");
        await Expect(applicant.Control("placeAddress-district-box")).ToBeEnabledAsync();
    }

    [Fact]
    public async Task NoSuchName_Left_GoesBackToWhatWasChosen()
    {
        var applicant = await AtThePlaceAsync();
        var province = applicant.Control("placeAddress-province-box");
        await applicant.Control("placeAddress-province").SelectOptionAsync("50");
        await Expect(province).ToHaveValueAsync("เชียงใหม่");

        await province.FocusAsync();
        await applicant.Page.Keyboard.TypeAsync("ไม่มีจังหวัดนี้");
        await applicant.Page.Keyboard.PressAsync("Escape");
        await Expect(province).ToHaveValueAsync("เชียงใหม่");
        await Expect(province).ToHaveAttributeAsync("aria-expanded", "false");
        await applicant.Page.Keyboard.PressAsync("Tab");

        await Expect(applicant.Control("placeAddress-province")).ToHaveValueAsync("50");
    }

    private async Task<Applicant> AtThePlaceAsync()
    {
        var applicant = await ApplicantAsync(Device.Phone);
        await applicant.ComeAsync("somying");
        await applicant.ApplicantStepAsync();
        await applicant.NextAsync();
        await applicant.AtStepAsync("place");
        await applicant.InteractiveAsync();
        return applicant;
    }
}
