using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

[Collection(JourneyCollection.Name)]
public sealed class CodeTests(Stage stage) : BrowserTest(stage)
{
    private const string Persona = "somying";

    [Fact]
    public async Task Code_WrongFiveTimes_IsUsedUpAndANewOneWorks()
    {
        var applicant = await AtCodeAsync();
        var right = await applicant.NewestCodeAsync(Persona);
        var wrong = right == "000000" ? "111111" : "000000";
        await applicant.EnterCodeAsync("12345");
        await Expect(applicant.Page.Locator("#otp-error")).ToContainTextAsync("6 digits");
        foreach (var left in (string[])["4 more", "3 more", "2 more", "once more"])
        {
            await applicant.EnterCodeAsync(wrong);
            await Expect(applicant.Page.Locator("#otp-error")).ToContainTextAsync(left);
            await Expect(applicant.CodeInput).ToBeFocusedAsync();
        }
        await applicant.EnterCodeAsync(wrong);
        await Expect(applicant.Summary).ToContainTextAsync("Too many wrong tries");
        await Expect(applicant.CodeInput).ToHaveCountAsync(0);
        await Expect(applicant.SendCodeButton).ToBeDisabledAsync();

        await RenewAsync(applicant);
        await applicant.EnterCodeAsync(ThaiDigitsOf(await applicant.NewestCodeAsync(Persona)));
        await applicant.Page.WaitForURLAsync("**/receipt");
        Assert.Single(await Control.RequestsAsync());
    }

    [Fact]
    public async Task Code_PastItsTime_SaysSoAndANewOneWorks()
    {
        var applicant = await AtCodeAsync();
        var old = await applicant.NewestCodeAsync(Persona);
        await Stage.LetTimePassAsync(TimeSpan.FromMinutes(6));
        await applicant.EnterCodeAsync(old);
        await Expect(applicant.Summary).ToContainTextAsync("expired");
        await Expect(applicant.Summary).ToBeFocusedAsync();
        await applicant.RequestCodeAsync();
        await applicant.EnterCodeAsync(await applicant.NewestCodeAsync(Persona));
        await applicant.Page.WaitForURLAsync("**/receipt");
    }

    [Fact]
    public async Task Answers_ChangedAfterTheCode_MustBeCheckedAgainAndNeedANewCode()
    {
        var applicant = await AtCodeAsync();
        var confirm = applicant.Page;
        var code = await applicant.NewestCodeAsync(Persona);
        var other = await applicant.NewTabAsync();
        await other.GotoAsync(
            confirm.Url[..confirm.Url.IndexOf("/confirm", StringComparison.Ordinal)] + "/steps/place"
        );
        await applicant.AtStepAsync("place");
        await applicant.TypeAsync("placeName", "ชื่อใหม่หลังได้รหัส");
        await Expect(applicant.SaveStatus).ToHaveAttributeAsync("data-save-state", "saved");

        await confirm.Locator("#otp").FillAsync(code);
        await confirm.Locator("main form.form button[type=submit]").ClickAsync();
        await confirm.WaitForURLAsync("**/check?changed=true");
        await Expect(confirm.Locator("main")).ToContainTextAsync("Your answers changed after you last checked them");
        await Expect(confirm.Locator("main")).ToContainTextAsync("ชื่อใหม่หลังได้รหัส");
        await confirm.Locator("a[href*='/confirm?']").ClickAsync();
        await confirm.WaitForURLAsync("**/confirm?*");
        await Expect(confirm.Locator("#otp")).ToHaveCountAsync(0);
        Assert.Empty(await Control.RequestsAsync());
    }

    private async Task<Applicant> AtCodeAsync()
    {
        var applicant = await ApplicantAsync(Device.Phone with { Thai = false });
        await applicant.ComeToCheckAsync(Persona, new PreparedDraft(Stage, Persona));
        await applicant.GoToConfirmAsync();
        await applicant.RequestCodeAsync();
        return applicant;
    }

    private async Task RenewAsync(Applicant applicant)
    {
        await Stage.LetTimePassAsync(TimeSpan.FromMinutes(2));
        await applicant.Page.ReloadAsync();
        await applicant.InteractiveAsync();
        await applicant.RequestCodeAsync();
    }

    private static string ThaiDigitsOf(string digits) => string.Concat(digits.Select(d => (char)('๐' + (d - '0'))));
}
