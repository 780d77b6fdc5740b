using Microsoft.Playwright;
using MiniApp.Browser.Tests.Running;

namespace MiniApp.Browser.Tests;

/// <summary>Makes the pictures of the documentation: run <c>scripts/screenshots</c>.</summary>
[Collection(JourneyCollection.Name)]
public sealed class Screenshots(Stage stage) : BrowserTest(stage)
{
    private const string Persona = "somying";

    public static string? Folder { get; } = Environment.GetEnvironmentVariable("MINIAPP_SCREENSHOTS");

    public static bool Wanted => Folder is { Length: > 0 };

    [Theory(Explicit = true)]
    [InlineData("phone", 360)]
    [InlineData("desktop", 1440)]
    public async Task Pictures_OfTheMainPages_AreTaken(string name, int width)
    {
        Assert.SkipUnless(Wanted, "MINIAPP_SCREENSHOTS names the folder to write to.");
        var applicant = await ApplicantAsync(new Device(width, width < 600 ? 740 : 900));
        await applicant.ComeAsync(Persona);
        await applicant.ApplicantStepAsync();
        await applicant.SavedAsync();
        await applicant.Page.EvaluateAsync("() => { document.activeElement.blur(); scrollTo(0, 0); }");
        await TakeAsync(applicant.Page, $"{name}-form");
        await applicant.NextAsync();
        await applicant.PlaceStepAsync();
        await applicant.NextAsync();
        await applicant.BusinessStepAsync();
        await applicant.NextAsync();
        await applicant.AtStepAsync("documents");
        await applicant.UploadAsync("idCardCopy", Running.Files.Png("บัตรประชาชน.png", 812_345));
        await applicant.UploadAsync("houseRegistration", Running.Files.Pdf("ทะเบียนบ้าน.pdf", 1_234_567));
        await applicant.UploadAsync("lease", Running.Files.Pdf("สัญญาเช่า 2569.pdf", 2_345_678));
        await TakeUploadAsync(applicant, $"{name}-upload");
        await applicant.Control("truth").CheckAsync();
        await applicant.GoToCheckAsync();
        await applicant.GoToConfirmAsync();
        await applicant.RequestCodeAsync();
        await TakeAsync(applicant.Page, $"{name}-otp");
        await applicant.EnterCodeAsync(await applicant.NewestCodeAsync(Persona));
        await applicant.Page.WaitForURLAsync("**/receipt");
        await applicant.RequestNumberAsync();
        await TakeAsync(applicant.Page, $"{name}-receipt");
        if (width < 600)
            return;
        await applicant.Page.GotoAsync(Stage.System.Sandbox.BaseAddress.AbsoluteUri);
        await applicant.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await TakeAsync(applicant.Page, "sandbox-console");
    }

    /// <summary>In the middle of an upload: Biz Portal takes its time.</summary>
    private async Task TakeUploadAsync(Applicant applicant, string name)
    {
        await Control.SetFaultsAsync(
            new
            {
                route = "POST /bizportal/api/File/Upload",
                kind = "latency",
                value = 4000,
            }
        );
        await applicant.PickFileAsync("floorPlan", Running.Files.Pdf("แผนผังร้าน.pdf", 12_000_000));
        var running = applicant.Page.Locator("progress.file-progress");
        await applicant.Page.WaitForFunctionAsync(
            "() => document.querySelector('progress.file-progress')?.value >= 5000000"
        );
        await running.EvaluateAsync(
            "bar => bar.closest('.field, fieldset, .upload').scrollIntoView({ block: 'center' })"
        );
        await TakeAsync(applicant.Page, name);
        await Control.ClearFaultsAsync();
        await applicant.DoneFile("แผนผังร้าน.pdf").WaitForAsync(new() { Timeout = 30_000 });
    }

    private static async Task TakeAsync(IPage page, string name)
    {
        await page.EvaluateAsync("() => document.fonts.ready");
        await page.ScreenshotAsync(
            new PageScreenshotOptions
            {
                Path = Path.Combine(Folder!, name + ".png"),
                Animations = ScreenshotAnimations.Disabled,
            }
        );
    }
}
