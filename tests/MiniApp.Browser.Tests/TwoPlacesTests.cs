using Microsoft.Playwright;
using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

/// <summary>One draft open in two places: nothing is overwritten unseen.</summary>
[Collection(TroubleCollection.Name)]
public sealed class TwoPlacesTests(Stage stage) : BrowserTest(stage)
{
    private const string Persona = "piti";

    [Fact]
    public async Task TwoTabs_OnTheSameField_SecondSeesBothAndChooses()
    {
        var (applicant, first, second) = await TwoTabsAsync(Device.Phone with { Thai = false });
        var (loser, winner) = await DisagreeAsync(first, second);
        await Expect(Choice(loser)).ToContainTextAsync("another window of this sign-in");
        await Expect(Choice(loser)).ToContainTextAsync("081-111-1111");
        await Expect(Choice(loser)).ToContainTextAsync("082-222-2222");
        var mine = await Input(loser, "mobile").InputValueAsync();
        await Expect(Input(winner, "mobile")).Not.ToHaveValueAsync(mine);

        // No way on without a choice, and nothing is lost by trying.
        await loser.Locator("main form.form button[type=submit]").ClickAsync();
        await Expect(loser.Locator(".error-summary")).ToContainTextAsync("Choose which answer to use");
        await loser.Locator(".error-summary a").First.ClickAsync();
        await Expect(loser.Locator(".conflict button").First).ToBeFocusedAsync();
        await Expect(Input(loser, "mobile")).ToHaveValueAsync(mine);

        await loser.GetByRole(AriaRole.Button, new() { Name = "Keep mine" }).First.ClickAsync();
        await Expect(Choice(loser)).ToHaveCountAsync(0);
        await Expect(Input(loser, "mobile")).ToBeFocusedAsync();
        // The other page shows it by itself and says why.
        await Expect(Input(winner, "mobile"))
            .ToHaveValueAsync(await Input(loser, "mobile").InputValueAsync(), new() { Timeout = 10_000 });
        await Expect(winner.Locator(".taken-over")).ToBeVisibleAsync();
        Assert.Empty(applicant.Console);
    }

    [Fact]
    public async Task TwoTabs_TakingTheOther_ShowsIt()
    {
        var (_, first, second) = await TwoTabsAsync(Device.Desktop);
        var (loser, winner) = await DisagreeAsync(first, second);

        await loser.GetByRole(AriaRole.Button, new() { Name = "ใช้คำตอบจากอีกที่หนึ่ง" }).First.ClickAsync();

        await Expect(Choice(loser)).ToHaveCountAsync(0);
        await Expect(Input(loser, "mobile")).ToHaveValueAsync(await Input(winner, "mobile").InputValueAsync());
    }

    [Fact]
    public async Task TwoTabs_OnDifferentFields_KeepBothAndBothShowThem()
    {
        var (_, first, second) = await TwoTabsAsync(Device.Desktop);
        await Input(first, "mobile").FillAsync("0811111111");
        await Input(second, "homeAddress-detail").FillAsync("99/1 หมู่ 4");

        await Expect(Input(second, "mobile")).ToHaveValueAsync("081-111-1111");
        await Expect(Input(first, "homeAddress-detail")).ToHaveValueAsync("99/1 หมู่ 4");
        await Expect(Input(second, "homeAddress-detail")).ToHaveValueAsync("99/1 หมู่ 4");
        await Expect(second.Locator(".taken-over")).ToContainTextAsync("อีกหน้าต่างหนึ่ง");
        await Expect(Choice(first)).ToHaveCountAsync(0);
        await Expect(Choice(second)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task TwoTabs_TypingGoesOn_WhileTheOtherChangesSomethingElse()
    {
        var (_, first, second) = await TwoTabsAsync(Device.Desktop);
        var typing = Input(second, "homeAddress-detail")
            .PressSequentiallyAsync("123456789012345", new() { Delay = 150 });
        await Input(first, "mobile").FillAsync("0811111111");
        await Expect(Input(second, "mobile")).ToHaveValueAsync("081-111-1111");
        await typing;
        await Expect(Input(second, "homeAddress-detail"))
            .ToHaveValueAsync(new System.Text.RegularExpressions.Regex("123456789012345$"));
    }

    [Fact]
    public async Task Draft_ChangedAfterItWasChecked_SaysWhatChanged()
    {
        var applicant = await ApplicantAsync(Device.Desktop with { Thai = false });
        await applicant.ComeToCheckAsync(Persona, new PreparedDraft(Stage, Persona));
        var check = applicant.Page;
        var other = await applicant.NewTabAsync();
        await other.GotoAsync(check.Url.Replace("/check", "/steps/place", StringComparison.Ordinal));
        await applicant.AtStepAsync("place");
        await applicant.TypeAsync("placeName", "ชื่อใหม่");
        await applicant.SavedAsync();
        await Expect(applicant.SaveStatus).ToHaveAttributeAsync("data-save-state", "saved");

        await check.BringToFrontAsync();
        await check.Locator("a[href*='/confirm?']").ClickAsync();

        await check.WaitForURLAsync("**/check?changed*");
        await Expect(check.Locator("main .notice.warning li"))
            .ToContainTextAsync(TestForm.Label("placeName", thai: false));
    }

    private async Task<(Applicant Applicant, IPage First, IPage Second)> TwoTabsAsync(Device device)
    {
        var applicant = await ApplicantAsync(device);
        await applicant.ComeAsync(Persona);
        await applicant.AtStepAsync("applicant");
        var first = applicant.Page;
        var second = await applicant.NewTabAsync();
        await second.GotoAsync(first.Url);
        await applicant.AtStepAsync("applicant");
        return (applicant, first, second);
    }

    private static ILocator Input(IPage page, string id) => page.Locator($"[id='f-{id}']");

    private static ILocator Choice(IPage page) => page.Locator(".conflict");

    /// <summary>Types different numbers into both before either can know of the other's. Whichever is saved last is asked.</summary>
    private async Task<(IPage Loser, IPage Winner)> DisagreeAsync(IPage first, IPage second)
    {
        await using (await Stage.HoldDraftsAsync())
        {
            foreach (var (page, number) in ((IPage, string)[])[(first, "0811111111"), (second, "0822222222")])
            {
                await page.BringToFrontAsync();
                await Input(page, "mobile").FillAsync(number);
                await Expect(page.Locator("[data-save-state]")).ToHaveAttributeAsync("data-save-state", "saving");
            }
        }
        for (var tries = 0; tries < 200; tries++)
        {
            if (await Choice(first).CountAsync() > 0)
                return (first, second);
            if (await Choice(second).CountAsync() > 0)
                return (second, first);
            await Task.Delay(100);
        }
        throw new TimeoutException("Nobody was asked.");
    }
}
