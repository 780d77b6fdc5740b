using System.Text.RegularExpressions;
using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

/// <summary>A request whose reply is lost, whose sender dies, or that never arrives: what the applicant sees of it.</summary>
[Collection(TroubleCollection.Name)]
public sealed partial class DeliveryTests(Stage stage) : BrowserTest(stage)
{
    private const string Persona = "somying";
    private const string Create = "POST /bizportal/api/ApplicationRequest/Create";

    [Fact]
    public async Task ReplyLost_ShowsThatItIsNotKnownAndThenTheNumberByItself()
    {
        var applicant = await AtCodeAsync();
        await Control.SetFaultsAsync(new { route = Create, kind = "drop-reply" });
        await applicant.EnterCodeAsync(await applicant.NewestCodeAsync(Persona));
        await applicant.Page.WaitForURLAsync("**/receipt");

        await Expect(Delivery(applicant, "unknown")).ToBeVisibleAsync();
        await Expect(applicant.Heading).ToHaveTextAsync("We are checking whether your request arrived");
        await Expect(Steps(applicant))
            .ToHaveTextAsync([
                new Regex("You confirmed"),
                new Regex("Sent to Biz Portal"),
                new Regex("No answer came"),
                new Regex("we are asking Biz Portal"),
            ]);
        await Expect(applicant.Page.Locator("[data-reference]")).ToHaveTextAsync(ReferencePattern());
        await applicant.Page.EvaluateAsync("() => { window.samePage = true; }");
        await Control.ClearFaultsAsync();

        await Expect(Number(applicant)).ToBeVisibleAsync(new() { Timeout = 40_000 });
        await Expect(applicant.Heading).ToBeFocusedAsync();
        Assert.True(
            await applicant.Page.EvaluateAsync<bool>("() => window.samePage === true"),
            "the page was loaded anew"
        );
        await Expect(Steps(applicant).Last).ToContainTextAsync("Received by Biz Portal");
        var request = Assert.Single(await Control.RequestsAsync());
        Assert.Equal((string?)request!["requestId"], await applicant.RequestNumberAsync());
    }

    [Fact]
    public async Task NodeKilledWhileSending_TheRequestArrivesOnceAndTheReceiptIsThere()
    {
        var applicant = await AtCodeAsync();
        await Control.SetFaultsAsync(
            new
            {
                route = Create,
                kind = "latency",
                value = 5000,
                times = 1,
            }
        );
        await applicant.EnterCodeAsync(await applicant.NewestCodeAsync(Persona));
        await Stage.UntilAsync("select count(*) = 1 from submissions where state = 'sending'");
        await Stage.KillPortalAsync();
        await Stage.StartPortalAgainAsync();

        // The page comes back by itself, and to where the request is by now.
        await applicant.Page.WaitForURLAsync("**/receipt", new() { Timeout = 60_000 });
        await Expect(Number(applicant)).ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.Single(await Control.RequestsAsync());
    }

    [Fact]
    public async Task NeverReceived_LeadsBackToCheckingAndSaysWhy()
    {
        var applicant = await AtCodeAsync();
        await Control.SetFaultsAsync(new { route = Create, kind = "outage" });
        await applicant.EnterCodeAsync(await applicant.NewestCodeAsync(Persona));
        await Expect(Delivery(applicant, "unknown")).ToBeVisibleAsync();
        await Stage.LetTimePassAsync(TimeSpan.FromMinutes(6));
        await Control.ClearFaultsAsync();

        await applicant.Page.WaitForURLAsync("**/check", new() { Timeout = 40_000 });
        await Expect(applicant.Page.Locator(".form > .notice.warning"))
            .ToContainTextAsync("Your request did not arrive");

        await applicant.ConfirmAsync(Persona);
        await Expect(Number(applicant)).ToBeVisibleAsync();
        Assert.Single(await Control.RequestsAsync());
    }

    [Fact]
    public async Task Refused_SaysSoInBizPortalsWordsOnTheWayBack()
    {
        var applicant = await AtCodeAsync();
        await Control.SetFaultsAsync(
            new
            {
                route = Create,
                kind = "envelope",
                value = "the shop is in another municipality",
            }
        );
        await applicant.EnterCodeAsync(await applicant.NewestCodeAsync(Persona));
        await Expect(applicant.Summary).ToContainTextAsync("the shop is in another municipality");
        await Control.ClearFaultsAsync();

        await applicant.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Back" }).ClickAsync();

        await Expect(applicant.Page.Locator(".form > .notice.problem")).ToContainTextAsync("another municipality");
    }

    [Fact]
    public async Task Receipt_OpenedAgainByALinkWithItsDraft_IsThereWithQrCode()
    {
        var applicant = await ApplicantAsync(Device.Phone with { Thai = false });
        var draft = new PreparedDraft(Stage, Persona);
        var draftId = await draft.SaveAsync();
        await applicant.ComeAsync(Persona, draftId);
        await applicant.GoToCheckAsync();
        await applicant.ConfirmAsync(Persona);
        var number = await applicant.RequestNumberAsync();

        var later = await ApplicantAsync(Device.Desktop with { Thai = false });
        await later.ComeAsync(Persona, draftId);

        await later.Page.WaitForURLAsync("**/receipt");
        Assert.Equal(number, await later.RequestNumberAsync());
        await Expect(later.Page.Locator("svg.qr"))
            .ToHaveAttributeAsync("aria-label", $"QR code that opens the tracking page of request {number}");
    }

    private async Task<Applicant> AtCodeAsync()
    {
        var applicant = await ApplicantAsync(Device.Phone with { Thai = false });
        await applicant.ComeToCheckAsync(Persona, new PreparedDraft(Stage, Persona));
        await applicant.GoToConfirmAsync();
        await applicant.RequestCodeAsync();
        return applicant;
    }

    private static Microsoft.Playwright.ILocator Delivery(Applicant applicant, string state) =>
        applicant.Page.Locator($"[data-delivery={state}]");

    private static Microsoft.Playwright.ILocator Steps(Applicant applicant) =>
        applicant.Page.Locator("[data-delivery-step]");

    private static Microsoft.Playwright.ILocator Number(Applicant applicant) =>
        applicant.Page.Locator("[data-request-id]");

    [GeneratedRegex("^[0-9A-F]{4}-[0-9A-F]{4}$", RegexOptions.None, 1000)]
    private static partial Regex ReferencePattern();
}
