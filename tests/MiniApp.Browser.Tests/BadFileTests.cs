using Microsoft.Playwright;
using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

[Collection(JourneyCollection.Name)]
public sealed class BadFileTests(Stage stage) : BrowserTest(stage)
{
    [Fact]
    public async Task Files_ThatCannotBeTaken_AreRefusedInPlaceWithTheReason()
    {
        var applicant = await ApplicantAsync(Device.Phone with { Thai = false });
        await applicant.ComeAsync("somying");
        await applicant.AtStepAsync("applicant");
        await Stage.OpenAllStepsAsync();
        await applicant.Page.GotoAsync(applicant.Page.Url.Replace("applicant", "documents", StringComparison.Ordinal));
        await applicant.AtStepAsync("documents");

        await RefusedAsync(applicant, Running.Files.Pdf("nothing.pdf", 0), "nothing.pdf is empty");
        await RefusedAsync(applicant, Running.Files.Pdf("tool.exe", 100), "tool.exe can't be used. Allowed types: PDF");
        await RefusedAsync(applicant, Running.Files.Pdf("noextension", 100), "noextension can't be used");
        await RefusedAsync(
            applicant,
            Running.Files.Pdf("huge.pdf", 11_000_000),
            "huge.pdf is 11 MB. The largest size is 10 MB"
        );

        await applicant.PickFileAsync("idCardCopy", Running.Files.Pdf("../../x.pdf", 100));
        await applicant.DoneFile("x.pdf").WaitForAsync();
        Assert.Equal("x.pdf", await applicant.DoneFile("x.pdf").Locator(".file-name").InnerTextAsync());
        var stored = Assert.Single(await Control.FilesAsync())!;
        Assert.Equal("x.pdf", (string?)stored["name"]);
        Assert.Empty(applicant.Console);
    }

    [Fact]
    public async Task Uploads_PastTheLimitOfAField_AreRefusedAndOthersKept()
    {
        var applicant = await ApplicantAsync(Device.Desktop with { Thai = false });
        await applicant.ComeAsync("somying");
        await applicant.AtStepAsync("applicant");
        await Stage.OpenAllStepsAsync();
        await applicant.Page.GotoAsync(applicant.Page.Url.Replace("applicant", "documents", StringComparison.Ordinal));
        await applicant.AtStepAsync("documents");

        await applicant
            .Control("houseRegistration-file")
            .SetInputFilesAsync([
                Running.Files.Pdf("one.pdf", 100),
                Running.Files.Pdf("two.pdf", 200),
                Running.Files.Pdf("three.pdf", 300),
            ]);
        await applicant.DoneFile("one.pdf").WaitForAsync();
        await applicant.DoneFile("two.pdf").WaitForAsync();
        await Expect(applicant.Page.Locator(".file.failed")).ToContainTextAsync("at most");
        Assert.Equal(2, (await Control.FilesAsync()).Count);
    }

    private static async Task RefusedAsync(Applicant applicant, FilePayload file, string message)
    {
        await applicant.PickFileAsync("idCardCopy", file);
        var row = applicant.Page.Locator(".file.failed", new() { HasText = file.Name });
        await Expect(row).ToContainTextAsync(message);
        await row.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
    }
}
