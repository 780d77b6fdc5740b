using MiniApp.Browser.Tests.Running;
using MiniApp.Core.Sessions;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

/// <summary>Sessions end with notice, and never under anybody's hands.</summary>
[Collection(TroubleCollection.Name)]
public sealed class SessionEndTests(Stage stage) : BrowserTest(stage)
{
    private const string Typed = "พิมพ์ไว้ตอนหมดเวลาพอดี";

    [Fact]
    public async Task Session_EndedWhileTyping_SaysSoAndANewLinkLeadsBackToTheFieldWithItsText()
    {
        var applicant = await AtPlaceAsync(Device.Phone);
        await applicant.TypeAsync("placeName", "ก่อนหมดเวลา");
        await Journal.HoldsAsync(applicant.Page, 0);
        await Stage.EndSessionsAsync();
        await applicant.Control("placeName").FillAsync(Typed);
        await Expect(Notice(applicant)).ToContainTextAsync("หมดเวลาการใช้งานแล้ว");
        await Expect(applicant.Control("placeName")).ToHaveValueAsync(Typed);
        await Journal.HoldsAsync(applicant.Page, 1);

        await applicant.ContinueAsync("mana");
        await applicant.AtStepAsync("place");
        await Expect(applicant.Control("placeName")).ToHaveValueAsync(Typed);
        await Expect(applicant.Control("placeName")).ToBeFocusedAsync();
        await Journal.HoldsAsync(applicant.Page, 0);
    }

    [Fact]
    public async Task LastPlace_IsFoundOnAnotherDeviceToo()
    {
        var applicant = await AtPlaceAsync(Device.Phone);
        await applicant.TypeAsync("floorArea", "120");
        await Journal.HoldsAsync(applicant.Page, 0);

        var other = await ApplicantAsync(Device.Desktop);
        await other.ContinueAsync("mana");
        await other.AtStepAsync("place");
        await Expect(other.Control("floorArea")).ToBeFocusedAsync();
        await Expect(other.Control("floorArea")).ToHaveValueAsync("120");
    }

    [Fact]
    public async Task Idle_NearItsLimit_IsAnnouncedWithTheTimeAndActivityPutsItOff()
    {
        var applicant = await AtPlaceAsync(Device.Phone);
        await IdleForLongAsync(applicant);
        await Expect(Notice(applicant)).ToContainTextAsync("น.");
        await Notice(applicant).GetByRole(Microsoft.Playwright.AriaRole.Button).ClickAsync();
        await Expect(Notice(applicant)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Typing_KeepsTheSessionFromBecomingIdle()
    {
        var applicant = await AtPlaceAsync(Device.Phone);
        await IdleForLongAsync(applicant);
        await applicant.TypeAsync("floorArea", "120");
        await Expect(Notice(applicant)).ToHaveCountAsync(0, new() { Timeout = 40_000 });
    }

    [Fact]
    public async Task Session_NearItsLongest_IsAnnounced()
    {
        var applicant = await AtPlaceAsync(Device.Phone with { Thai = false });
        await Stage.AgeSessionsAsync(ApplicantSessions.AbsoluteLimit - TimeSpan.FromMinutes(12), TimeSpan.Zero);
        await Expect(Notice(applicant)).ToContainTextAsync("Your session ends at", new() { Timeout = 40_000 });
    }

    [Fact]
    public async Task SignOut_LeavesNothingInTheBrowserAndEndsTheTokenAtBizPortal()
    {
        var applicant = await AtPlaceAsync(Device.Phone);
        var step = applicant.Page.Url;
        await applicant.TypeAsync("placeName", "บันทึกแล้ว");
        await Journal.HoldsAsync(applicant.Page, 0);
        await Stage.EndSessionsAsync();
        await applicant.TypeAsync("placeName", Typed);
        await Journal.HoldsAsync(applicant.Page, 1);

        await applicant.Page.Locator("form[action='/sign-out'] button").ClickAsync();
        await applicant.Page.WaitForURLAsync("**/signed-out");
        Assert.Contains("ยังไม่ได้บันทึก", Assert.Single(applicant.Dialogs), StringComparison.Ordinal);
        await Journal.IsGoneAsync(applicant.Page);
        await applicant.Page.GotoAsync(step);
        await applicant.Page.WaitForURLAsync("**/session-over");
    }

    [Fact]
    public async Task SignOut_RightAfterTyping_SavesFirst()
    {
        var applicant = await AtPlaceAsync(Device.Phone);
        await applicant.TypeAsync("placeName", Typed);
        await applicant.Page.Locator("form[action='/sign-out'] button").ClickAsync();
        await applicant.Page.WaitForURLAsync("**/signed-out");
        Assert.Empty(applicant.Dialogs);
        await Journal.IsGoneAsync(applicant.Page);

        await applicant.ContinueAsync("mana");
        await applicant.AtStepAsync("place");
        await Expect(applicant.Control("placeName")).ToHaveValueAsync(Typed);
    }

    /// <summary>Nobody has been seen for so long that the page says so.</summary>
    private async Task IdleForLongAsync(Applicant applicant)
    {
        for (var attempt = 1; ; attempt++)
        {
            await Stage.AgeSessionsAsync(TimeSpan.Zero, ApplicantSessions.IdleLimit - TimeSpan.FromMinutes(12));
            try
            {
                await Expect(Notice(applicant)).ToContainTextAsync("ถ้าไม่มีการใช้งาน", new() { Timeout = 25_000 });
                return;
            }
            catch (Microsoft.Playwright.PlaywrightException) when (attempt < 3)
            {
                // What was done just before counted as activity only after that.
            }
        }
    }

    private static Microsoft.Playwright.ILocator Notice(Applicant applicant) =>
        applicant.Page.Locator(".save-bar .notice:not(.journal-notice)");

    private async Task<Applicant> AtPlaceAsync(Device device)
    {
        var applicant = await ApplicantAsync(device);
        await applicant.ComeToPlaceAsync("mana");
        return applicant;
    }
}
