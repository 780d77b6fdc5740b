using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

/// <summary>Biz Portal stops answering at each point of the way, and comes back.</summary>
[Collection(TroubleCollection.Name)]
public sealed class StoppedBizPortalTests(Stage stage) : BrowserTest(stage)
{
    private const string Persona = "somying";

    [Fact]
    public async Task Link_WhileBizPortalIsDown_SaysSoAndWorksLater()
    {
        var applicant = await ApplicantAsync(Device.Phone with { Thai = false });
        var link = await Control.LinkAsync(Persona);
        await WithoutBizPortalAsync(async () =>
        {
            var response = await applicant.Page.GotoAsync(link.Url.AbsoluteUri);
            Assert.Equal(503, response!.Status);
            await Expect(applicant.Heading).ToHaveTextAsync("Biz Portal isn't answering");
            await NothingTechnicalAsync(applicant);
        });
        await applicant.Page.GotoAsync(link.Url.AbsoluteUri);
        await applicant.AtStepAsync("applicant");
    }

    [Fact]
    public async Task Steps_WhileBizPortalIsDown_GoOnAndReachItLater()
    {
        var applicant = await ApplicantAsync(Device.Phone with { Thai = false });
        await applicant.ComeAsync(Persona);
        await WithoutBizPortalAsync(async () =>
        {
            await applicant.ApplicantStepAsync();
            await applicant.NextAsync();
            await applicant.PlaceStepAsync();
            await Expect(applicant.SaveStatus).ToContainTextAsync("saved", new() { IgnoreCase = true });
            await applicant
                .Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Save and continue later" })
                .ClickAsync();
            await Expect(applicant.SaveStatus).ToHaveAttributeAsync("data-save-state", "here");
            await Expect(applicant.SaveStatus).ToContainTextAsync("not yet at Biz Portal");
            await applicant.GoOnToAsync("business");
            await NothingTechnicalAsync(applicant);
        });
        await applicant.BusinessStepAsync();
        await applicant.GoOnToAsync("documents");
        Assert.Equal("ร้านก๋วยเตี๋ยวตัวอย่าง", (string?)(await SavedDraftAsync())["answers"]!["placeName"]);
    }

    [Fact]
    public async Task Upload_WhileBizPortalIsDown_SaysSoAndCanBeTriedAgain()
    {
        var applicant = await ApplicantAsync(Device.Phone with { Thai = false });
        await applicant.ComeAsync(
            Persona,
            await new PreparedDraft(Stage, Persona).With("placeRight", "rent").SaveAsync()
        );
        await applicant.AtStepAsync("documents");
        var failed = applicant.Page.Locator(".file.failed", new() { HasText = "lease.pdf" });
        await WithoutBizPortalAsync(async () =>
        {
            await applicant.PickFileAsync("lease", Running.Files.Pdf("lease.pdf", 5000));
            await Expect(failed).ToContainTextAsync("Biz Portal isn't answering", new() { Timeout = 60_000 });
            await NothingTechnicalAsync(applicant);
        });
        await failed.GetByRole(Microsoft.Playwright.AriaRole.Button).First.ClickAsync();
        await applicant.DoneFile("lease.pdf").WaitForAsync();
        await applicant.GoToCheckAsync();
    }

    [Fact]
    public async Task Confirming_WhileBizPortalIsDown_LosesNothingAndSendsOnceLater()
    {
        var applicant = await ApplicantAsync(Device.Phone with { Thai = false });
        await applicant.ComeToCheckAsync(Persona, new PreparedDraft(Stage, Persona));
        await applicant.GoToConfirmAsync();
        await WithoutBizPortalAsync(async () =>
        {
            await applicant.SendCodeButton.ClickAsync();
            await Expect(applicant.Summary).ToContainTextAsync("could not be sent");
            await Expect(applicant.Summary).ToBeFocusedAsync();
            await NothingTechnicalAsync(applicant);
        });
        await Stage.LetTimePassAsync(TimeSpan.FromMinutes(2));
        await applicant.Page.ReloadAsync();
        await applicant.InteractiveAsync();
        await applicant.RequestCodeAsync();
        var code = await applicant.NewestCodeAsync(Persona);
        await WithoutBizPortalAsync(async () =>
        {
            await applicant.EnterCodeAsync(code);
            await Expect(applicant.Summary).ToContainTextAsync("Not sent yet");
            await Expect(applicant.Summary).ToContainTextAsync("doesn't count as a try");
            await Expect(applicant.CodeInput).ToHaveValueAsync(code);
            await NothingTechnicalAsync(applicant);
        });
        await applicant.SubmitButton.ClickAsync();
        await applicant.Page.WaitForURLAsync("**/receipt");
        Assert.Single(await Control.RequestsAsync());
    }

    private async Task<System.Text.Json.Nodes.JsonNode> SavedDraftAsync()
    {
        // The step goes on without waiting for Biz Portal.
        for (var tries = 0; tries < 100; tries++)
        {
            if ((await Control.DraftsAsync()) is [{ } draft])
                return draft["data"]!;
            await Task.Delay(100);
        }
        throw new TimeoutException("Biz Portal never got the draft.");
    }

    private async Task WithoutBizPortalAsync(Func<Task> work)
    {
        await Stage.System.StopSandboxAsync();
        try
        {
            await work();
        }
        finally
        {
            await Stage.System.StartSandboxAgainAsync();
        }
    }

    private static async Task NothingTechnicalAsync(Applicant applicant)
    {
        var text = await applicant.Page.Locator("body").InnerTextAsync();
        foreach (var word in (string[])["Exception", "   at ", "127.0.0.1", "refused", "HttpRequest", "Unhandled"])
            Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase);
    }
}
