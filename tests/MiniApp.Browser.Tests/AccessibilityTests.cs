using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

/// <summary>Every page and state on phones and desktops, in both languages and both colour schemes.</summary>
[Collection(AccessCollection.Name)]
public sealed class AccessibilityTests(Stage stage) : BrowserTest(stage)
{
    private const string Persona = "somying";

    private readonly Examination _examination = new();

    [Theory]
    [InlineData(360, true, false)]
    [InlineData(360, false, true)]
    [InlineData(1440, true, true)]
    [InlineData(1440, false, false)]
    public async Task Pages_OfTheWholeWay_HaveNoViolationAndNeverScrollSideways(int width, bool thai, bool dark)
    {
        var applicant = await ApplicantAsync(new Device(width, Thai: thai, Dark: dark));
        var home = Stage.Portal.Address;
        await VisitAsync(applicant, new Uri(home, "forms/mna005a?q=garbage"), "unusable link");
        await VisitAsync(applicant, new Uri(home, "forms/unknown"), "unknown form");
        await VisitAsync(applicant, new Uri(home, "nowhere"), "not found");
        await VisitAsync(applicant, new Uri(home, "session-over"), "session over");
        await VisitAsync(applicant, new Uri(home, "signed-out"), "signed out");

        await applicant.ComeAsync("samakhom");
        await applicant.AtStepAsync("applicant");
        await Stage.OpenAllStepsAsync();
        var steps = applicant.Page.Url[..^"applicant".Length];
        foreach (var step in TestForm.Steps)
        {
            await applicant.Page.GotoAsync(steps + step);
            await applicant.AtStepAsync(step);
            await ExamineAsync(applicant, step);
            await applicant.NextAsync();
            await Expect(applicant.Summary).ToBeVisibleAsync();
            await ExamineAsync(applicant, step + " with problems");
        }
        await VisitAsync(
            applicant,
            new Uri(steps.Replace("/steps/", "/check", StringComparison.Ordinal)),
            "check with problems"
        );
        await applicant.ComeAsync("samakhom");
        await applicant.Page.WaitForURLAsync("**/start");
        await ExamineAsync(applicant, "start");
        var draft = steps.Replace("/steps/", "", StringComparison.Ordinal);
        await VisitAsync(applicant, new Uri(draft + "/history"), "history");
        await VisitAsync(applicant, new Uri(draft + "/delete"), "delete");

        await applicant.ComeToCheckAsync(Persona, new PreparedDraft(Stage, Persona));
        await ExamineAsync(applicant, "check");
        await applicant.GoToConfirmAsync();
        await ExamineAsync(applicant, "confirm");
        await applicant.RequestCodeAsync();
        await ExamineAsync(applicant, "confirm with code");
        await applicant.EnterCodeAsync("1");
        await Expect(applicant.Page.Locator("#otp-error")).ToBeVisibleAsync();
        await ExamineAsync(applicant, "confirm with a problem");
        await applicant.EnterCodeAsync(await applicant.NewestCodeAsync(Persona));
        await applicant.Page.WaitForURLAsync("**/receipt");
        // The address changes before the page does.
        await applicant.RequestNumberAsync();
        await ExamineAsync(applicant, "receipt");

        _examination.FoundNothing();
    }

    private async Task VisitAsync(Applicant applicant, Uri url, string state)
    {
        await applicant.Page.GotoAsync(url.AbsoluteUri);
        await ExamineAsync(applicant, state);
    }

    private Task ExamineAsync(Applicant applicant, string state) => _examination.OfAsync(applicant, state);
}
