using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

[Collection(JourneyCollection.Name)]
public sealed class SendOnceTests(Stage stage) : BrowserTest(stage)
{
    private const string Persona = "mana";

    [Fact]
    public async Task TwoTabs_ConfirmingAtOnce_SendOneRequestAndShowOneReceipt()
    {
        var applicant = await ApplicantAsync();
        await applicant.ComeToCheckAsync(Persona, new PreparedDraft(Stage, Persona));
        await applicant.GoToConfirmAsync();
        await applicant.RequestCodeAsync();
        var code = await applicant.NewestCodeAsync(Persona);
        var first = applicant.Page;
        var second = await applicant.NewTabAsync();
        await second.GotoAsync(first.Url);
        await applicant.InteractiveAsync();
        foreach (var tab in new[] { first, second })
            await tab.Locator("#otp").FillAsync(code);
        await Control.SetFaultsAsync(
            new
            {
                route = "POST /bizportal/api/ApplicationRequest/Create",
                kind = "latency",
                value = 700,
            }
        );

        await Task.WhenAll(
            first.Locator("main form.form button[type=submit]").ClickAsync(),
            second.Locator("main form.form button[type=submit]").ClickAsync()
        );

        foreach (var tab in new[] { first, second })
        {
            await tab.WaitForURLAsync("**/receipt");
            // The tab that lost the race may see that sending is still under way, and then the number by itself.
            await Expect(tab.Locator("[data-request-id]")).ToBeVisibleAsync();
        }
        Assert.Single(await Control.RequestsAsync());
    }

    [Fact]
    public async Task Receipt_OpenedAndReloadedWhileSending_BecomesTheReceiptOfOneRequest()
    {
        var applicant = await ApplicantAsync();
        await applicant.ComeToCheckAsync(Persona, new PreparedDraft(Stage, Persona));
        await applicant.GoToConfirmAsync();
        await applicant.RequestCodeAsync();
        await applicant.CodeInput.FillAsync(await applicant.NewestCodeAsync(Persona));
        await Control.SetFaultsAsync(
            new
            {
                route = "POST /bizportal/api/ApplicationRequest/Create",
                kind = "latency",
                value = 4000,
            }
        );
        await applicant.SubmitButton.ClickAsync();
        await Stage.UntilAsync("select count(*) = 1 from submissions where state = 'sending'");

        await applicant.Page.ReloadAsync();
        await applicant.Page.WaitForURLAsync("**/receipt");
        await Expect(applicant.Page.Locator("[data-delivery=sending]")).ToBeVisibleAsync();
        await applicant.Page.ReloadAsync();

        await Expect(applicant.Page.Locator("[data-request-id]")).ToBeVisibleAsync();
        Assert.Single(await Control.RequestsAsync());
    }

    [Fact]
    public async Task Submit_DoubleClickedThenBack_SendsOneRequest()
    {
        var applicant = await ApplicantAsync(Device.Phone);
        await applicant.ComeToCheckAsync(Persona, new PreparedDraft(Stage, Persona));
        await applicant.GoToConfirmAsync();
        await applicant.RequestCodeAsync();
        await applicant.CodeInput.FillAsync(await applicant.NewestCodeAsync(Persona));
        await applicant.SubmitButton.DblClickAsync();
        await applicant.Page.WaitForURLAsync("**/receipt");
        var number = await applicant.RequestNumberAsync();

        for (var back = 0; back < 3; back++)
        {
            await applicant.Page.GoBackAsync();
            await applicant.Page.WaitForURLAsync("**/receipt");
            Assert.Equal(number, await applicant.RequestNumberAsync());
        }
        await applicant.ComeAsync(Persona);
        await applicant.AtStepAsync("applicant");
        Assert.Single(await Control.RequestsAsync());
    }
}
