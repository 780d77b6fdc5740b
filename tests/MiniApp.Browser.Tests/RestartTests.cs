using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

[Collection(TroubleCollection.Name)]
public sealed class RestartTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task Portal_KilledWhileSomebodyTypes_ComesBackWithTheirAnswers()
    {
        var applicant = await ApplicantAsync(Device.Phone);
        await applicant.FillUpToAsync("mana", "place");
        await applicant.TypeAsync("placeName", "ชื่อที่พิมพ์ก่อนเครื่องดับ");
        await StoredAsync(applicant, "placeName", "ชื่อที่พิมพ์ก่อนเครื่องดับ");

        await Stage.KillPortalAsync();
        await Stage.System.StopSandboxAsync();
        await Expect(applicant.Page.Locator("#components-reconnect-modal [data-when=show]")).ToBeVisibleAsync();
        await Stage.System.StartSandboxAgainAsync();
        await Stage.StartPortalAgainAsync();

        await applicant.Page.ReloadAsync();
        await applicant.AtStepAsync("place");
        await Expect(applicant.Control("placeName")).ToHaveValueAsync("ชื่อที่พิมพ์ก่อนเครื่องดับ");
        await Expect(applicant.Control("placeAddress-subdistrict")).ToHaveValueAsync("500107");
        await Expect(applicant.Control("leaseEnd")).ToHaveValueAsync("15/8/2575");
        await applicant.GoOnToAsync("business");
    }

    [Fact]
    public async Task Database_AwayWhileGoingOn_IsSaidOnThePageAndTheNextPressGoesOn()
    {
        var applicant = await ApplicantAsync(Device.Phone);
        await applicant.ComeAsync("mana");
        await applicant.AtStepAsync("applicant");
        await applicant.TypeAsync("mobile", "0812345678");
        await applicant.SavedAsync();

        await Stage.SetDatabaseOpenAsync(false);
        await applicant.NextAsync();
        await Expect(applicant.Page.Locator("main .notice.problem")).ToBeVisibleAsync();
        await Expect(applicant.Control("mobile")).ToHaveValueAsync("081-234-5678");
        await Stage.SetDatabaseOpenAsync(true);

        await applicant.NextAsync();
        await applicant.AtStepAsync("place");
        await Expect(applicant.Page.Locator("main .notice.problem")).ToHaveCountAsync(0);
    }

    /// <summary>Waits until another tab, which knows only what the server has, shows the answer.</summary>
    private static async Task StoredAsync(Applicant applicant, string fieldId, string value)
    {
        var other = await applicant.Page.Context.NewPageAsync();
        for (var attempt = 1; ; attempt++)
        {
            await other.GotoAsync(applicant.Page.Url);
            if (await other.Locator($"[id='f-{fieldId}']").InputValueAsync() == value)
                break;
            Assert.True(attempt < 20, "What was typed does not reach the server.");
        }
        await other.CloseAsync();
    }
}
