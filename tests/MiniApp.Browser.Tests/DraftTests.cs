using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

[Collection(JourneyCollection.Name)]
public sealed class DraftTests(Stage stage) : BrowserTest(stage)
{
    private const string Persona = "piti";

    [Fact]
    public async Task Draft_SavedForLater_OpensWithAnswersAndDocumentsInAnotherBrowser()
    {
        var lease = Running.Files.Pdf("สัญญาเช่า (ฉบับจริง).pdf", 123_456);
        var first = await ApplicantAsync(Device.Phone);
        await first.ComeAsync(Persona, await new PreparedDraft(Stage, Persona).With("placeRight", "rent").SaveAsync());
        await first.AtStepAsync("documents");
        await first.UploadAsync("lease", lease);
        await first.Page.GetByText("บันทึกไว้ทำต่อภายหลัง").ClickAsync();
        await first.Page.Locator("main .notice").First.WaitForAsync();
        var draftId = (string)Assert.Single(await Control.DraftsAsync())!["draftId"]!;

        // Only what Biz Portal kept: the portal's own copy is gone.
        await Stage.ForgetDraftsAsync();
        var second = await ApplicantAsync(Device.Desktop);
        await second.ComeAsync(Persona, draftId);
        await second.AtStepAsync("documents");
        await Expect(second.DoneFile(lease.Name)).ToBeVisibleAsync();
        await Expect(second.Control("truth")).ToBeCheckedAsync();
        var download = await second.Page.RunAndWaitForDownloadAsync(() =>
            second.DoneFile(lease.Name).GetByRole(Microsoft.Playwright.AriaRole.Link).ClickAsync()
        );
        Assert.Equal(lease.Name, download.SuggestedFilename);
        Assert.Equal(lease.Buffer, await File.ReadAllBytesAsync(await download.PathAsync()));

        await second.DoneFile(lease.Name).GetByRole(Microsoft.Playwright.AriaRole.Button).ClickAsync();
        await Expect(second.DoneFile(lease.Name)).ToHaveCountAsync(0);
        Assert.Single(second.Dialogs);
        Assert.DoesNotContain(await Control.FilesAsync(), file => (string?)file!["name"] == lease.Name);
        await second.Page.GotoAsync(second.Page.Url.Replace("documents", "place", StringComparison.Ordinal));
        await second.AtStepAsync("place");
        await Expect(second.Control("placeName")).ToHaveValueAsync(PreparedDraft.PlaceName);
    }

    [Fact]
    public async Task Link_WithoutDraftIdWhileOneIsOpen_OffersToContinueOrBeginAnother()
    {
        var applicant = await ApplicantAsync(Device.Phone);
        await applicant.ComeAsync(Persona);
        await applicant.AtStepAsync("applicant");
        await applicant.TypeAsync("mobile", "0899999999");
        await Expect(applicant.SaveStatus).ToHaveAttributeAsync("data-save-state", "saved");
        var first = applicant.Page.Url;

        await applicant.ComeAsync(Persona);
        await applicant.Page.WaitForURLAsync("**/start");
        await applicant.Page.Locator(".draft-list a.button").ClickAsync();
        await applicant.AtStepAsync("applicant");
        // At the same field, too.
        Assert.Equal(first + "#f-mobile", applicant.Page.Url);
        await Expect(applicant.Control("mobile")).ToBeFocusedAsync();
        await Expect(applicant.Control("mobile")).ToHaveValueAsync("089-999-9999");

        await applicant.ComeAsync(Persona);
        await applicant.Page.WaitForURLAsync("**/start");
        await applicant.Page.Locator("main form button").ClickAsync();
        await applicant.AtStepAsync("applicant");
        Assert.NotEqual(first, applicant.Page.Url);
        await Expect(applicant.Control("mobile")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task History_EarlierAnswersBroughtBack_StandInTheFormAgain()
    {
        var applicant = await ApplicantAsync(Device.Phone);
        await applicant.ComeAsync(Persona);
        await applicant.AtStepAsync("applicant");
        var step = applicant.Page.Url;
        await applicant.TypeAsync("mobile", "0811111111");
        await Expect(applicant.SaveStatus).ToHaveAttributeAsync("data-save-state", "saved");
        // Another sign-in begins another version.
        await applicant.ComeAsync(Persona);
        await applicant.Page.GotoAsync(step);
        await applicant.AtStepAsync("applicant");
        await applicant.TypeAsync("mobile", "0822222222");
        await Expect(applicant.SaveStatus).ToHaveAttributeAsync("data-save-state", "saved");

        await applicant.Page.Locator("a[href$='/history']").ClickAsync();
        await applicant.Page.WaitForURLAsync("**/history");
        await applicant.Page.Locator(".history summary").First.ClickAsync();
        await Expect(applicant.Page.Locator(".changes del").First).ToHaveTextAsync("081-111-1111");
        await applicant.Page.Locator(".history form button").First.ClickAsync();
        await applicant.Page.WaitForURLAsync("**/history?restored=true");
        await applicant.Page.Locator("main .actions a.button").ClickAsync();

        await applicant.AtStepAsync("applicant");
        await Expect(applicant.Control("mobile")).ToHaveValueAsync("081-111-1111");
    }

    [Fact]
    public async Task Start_AfterARequestWasSent_LeadsBackToItsReceipt()
    {
        const string Sender = "chujai";
        var applicant = await ApplicantAsync(Device.Phone);
        await applicant.ComeToCheckAsync(Sender, new PreparedDraft(Stage, Sender));
        await applicant.GoToConfirmAsync();
        await applicant.RequestCodeAsync();
        await applicant.EnterCodeAsync(await applicant.NewestCodeAsync(Sender));
        var number = await applicant.RequestNumberAsync();

        await applicant.ComeAsync(Sender);
        await applicant.AtStepAsync("applicant");
        await applicant.ComeAsync(Sender);
        await applicant.Page.WaitForURLAsync("**/start");
        await Expect(applicant.Page.GetByText(number)).ToBeVisibleAsync();
        await applicant.Page.Locator("a[href$='/receipt']").First.ClickAsync();

        Assert.Equal(number, await applicant.RequestNumberAsync());
    }
}
