using System.Diagnostics;
using System.Text.RegularExpressions;
using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

/// <summary>Answers go on to Biz Portal by themselves, and the page says how far they are.</summary>
[Collection(TroubleCollection.Name)]
public sealed class OutboxTests(Stage stage) : BrowserTest(stage)
{
    private const string Persona = "piti";
    private const string Draft = "/bizportal/api/DataProvider/Draft";

    [Fact]
    public async Task Typing_WhileBizPortalIsDown_IsSavedHereAndReachesItByItselfLater()
    {
        var applicant = await ApplicantAsync(Device.Phone with { Thai = false });
        await applicant.ComeAsync(Persona);
        await applicant.AtStepAsync("applicant");
        await Control.SetFaultsAsync(new { route = Draft, kind = "outage" });
        await applicant.TypeAsync("mobile", "0811111111");
        await ExpectStateAsync(applicant, "here");
        await Expect(applicant.SaveStatus).ToContainTextAsync("on its way to Biz Portal");
        await Expect(applicant.SaveStatus).ToContainTextAsync("not yet at Biz Portal: it isn't answering");
        await applicant.TypeAsync("mobile", "0822222222");
        await ExpectStateAsync(applicant, "here");

        await Control.ClearFaultsAsync();
        await Expect(applicant.SaveStatus).ToHaveAttributeAsync("data-save-state", "saved", new() { Timeout = 60_000 });

        // In the language of the page, though it was another thread that heard of it.
        await Expect(applicant.SaveStatus)
            .ToHaveTextAsync(
                new Regex(@"^\s*Draft saved at \d\d:\d\d\s*$", RegexOptions.None, TimeSpan.FromSeconds(1))
            );
        Assert.Equal("0822222222", (string?)Assert.Single(await Control.DraftsAsync())!["data"]!["answers"]!["mobile"]);
        Assert.Empty(applicant.Console);
    }

    [Fact]
    public async Task SaveForLater_WhileBizPortalIsDown_SaysThatItIsOnlyHere()
    {
        var applicant = await ApplicantAsync(Device.Phone with { Thai = false });
        await applicant.ComeAsync(Persona);
        await applicant.AtStepAsync("applicant");
        await applicant.TypeAsync("mobile", "0811111111");
        await Control.SetFaultsAsync(new { route = Draft, kind = "outage" });
        await applicant.Page.GetByText("Save and continue later").ClickAsync();

        await Expect(applicant.Page.Locator(".notice.warning")).ToContainTextAsync("Saved here, not yet at Biz Portal");
    }

    [Fact]
    public async Task SignInAtBizPortal_Over_IsSaidAndMendedByANewLink()
    {
        var applicant = await ApplicantAsync(Device.Phone with { Thai = false });
        await applicant.ComeAsync(Persona);
        await applicant.AtStepAsync("applicant");
        await Control.SetFaultsAsync(
            new
            {
                route = Draft,
                kind = "status",
                value = 401,
            },
            new
            {
                route = "/bizportal/api/Authenication/Re",
                kind = "status",
                value = 401,
            }
        );
        await applicant.TypeAsync("mobile", "0811111111");
        await Expect(applicant.SaveStatus).ToContainTextAsync("you are not signed in there");
        await Control.ClearFaultsAsync();

        var first = applicant.Page;
        await applicant.NewTabAsync();
        await applicant.ComeAsync(Persona);

        await Expect(first.Locator("[data-save-state]"))
            .ToHaveAttributeAsync("data-save-state", "saved", new() { Timeout = 60_000 });
    }

    [Fact]
    public async Task Portal_ToldToStopWhileItSaves_StopsQuickly()
    {
        var applicant = await ApplicantAsync(Device.Phone);
        await applicant.ComeAsync(Persona);
        await applicant.AtStepAsync("applicant");
        await Control.SetFaultsAsync(
            new
            {
                route = Draft,
                kind = "latency",
                value = 60_000,
            }
        );
        await applicant.TypeAsync("mobile", "0811111111");
        while (!await Stage.IsSavingUpstreamAsync())
            await Task.Delay(50);

        var stopping = Stopwatch.StartNew();
        await Stage.Portal.StopAsync();
        var took = stopping.Elapsed;
        await Stage.StartPortalAgainAsync();

        Assert.True(took < TimeSpan.FromSeconds(5), $"{took}");
    }

    private static Task ExpectStateAsync(Applicant applicant, string state) =>
        Expect(applicant.SaveStatus).ToHaveAttributeAsync("data-save-state", state);
}
