using Microsoft.Playwright;
using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

/// <summary>No mouse, no touch: Tab, Space, Enter and arrow keys only.</summary>
[Collection(JourneyCollection.Name)]
public sealed class KeyboardTests(Stage stage) : BrowserTest(stage)
{
    private const string Persona = "mana";

    [Fact]
    public async Task FirstStep_ByKeyboard_CanBeFilledMendedAndLeft()
    {
        var applicant = await ApplicantAsync(Device.Desktop with { Thai = false });
        var keyboard = applicant.Page.Keyboard;
        await applicant.ComeAsync("piti");
        await applicant.AtStepAsync("applicant");

        await TabToAsync(applicant, "f-homeAddress-detail");
        await keyboard.TypeAsync("99/1 Suthep Road");
        await TabToAsync(applicant, "f-homeAddress-province-box");
        await keyboard.TypeAsync("Chiang Mai");
        await keyboard.PressAsync("ArrowDown");
        await keyboard.PressAsync("Enter");
        await Expect(applicant.Control("homeAddress-district")).ToBeEnabledAsync();
        await TabToAsync(applicant, "f-homeAddress-district-box");
        await ChooseFirstAsync(applicant, "homeAddress-district");
        await Expect(applicant.Control("homeAddress-subdistrict")).ToBeEnabledAsync();
        await TabToAsync(applicant, "f-homeAddress-subdistrict-box");
        await ChooseFirstAsync(applicant, "homeAddress-subdistrict");
        await Expect(applicant.Control("homeAddress-postalCode")).Not.ToHaveValueAsync("");
        await TabToNextButtonAsync(applicant);
        await keyboard.PressAsync("Enter");
        await Expect(applicant.Summary).ToBeFocusedAsync();

        await keyboard.PressAsync("Tab");
        await keyboard.PressAsync("Enter");
        await Expect(applicant.Control("mobile")).ToBeFocusedAsync();
        await keyboard.TypeAsync("0812345678");
        await TabToNextButtonAsync(applicant);
        await keyboard.PressAsync("Space");
        await applicant.AtStepAsync("place");
        await Expect(applicant.Heading).ToBeFocusedAsync();
    }

    [Fact]
    public async Task UploadAndConfirming_ByKeyboard_Work()
    {
        var applicant = await ApplicantAsync(Device.Desktop with { Thai = false });
        var page = applicant.Page;
        await applicant.ComeAsync(
            Persona,
            await new PreparedDraft(Stage, Persona).With("placeRight", "rent").SaveAsync()
        );
        await applicant.AtStepAsync("documents");
        await TabToAsync(applicant, "f-lease-file");
        var chooser = await OpenChooserAsync(page);
        await chooser.SetFilesAsync(Running.Files.Pdf("lease.pdf", 2000));
        await applicant.DoneFile("lease.pdf").WaitForAsync();
        await TabToNextButtonAsync(applicant);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/check*");
        await Expect(applicant.Heading).ToBeFocusedAsync();
        await TabUntilAsync(applicant, "document.activeElement.matches(\"a[href*='/confirm?']\")");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/confirm?*");
        await applicant.InteractiveAsync();
        await TabUntilAsync(applicant, "document.activeElement.matches('main .actions button')");
        await page.Keyboard.PressAsync("Space");
        await applicant.CodeInput.WaitForAsync();
        await TabToAsync(applicant, "otp");
        await page.Keyboard.TypeAsync(await applicant.NewestCodeAsync(Persona));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/receipt");
        await Expect(applicant.Heading).ToBeFocusedAsync();
    }

    /// <summary>Presses Enter until the browser shows its file chooser: on a busy machine it sometimes lets the first key pass.</summary>
    private static async Task<IFileChooser> OpenChooserAsync(IPage page)
    {
        for (var attempt = 1; ; attempt++)
        {
            // A browser opens no dialog for a window that stands behind another test's.
            await page.BringToFrontAsync();
            try
            {
                return await page.RunAndWaitForFileChooserAsync(
                    () => page.Keyboard.PressAsync("Enter"),
                    new() { Timeout = 5000 }
                );
            }
            catch (TimeoutException) when (attempt < 3)
            {
                Assert.Equal("f-lease-file", await page.EvaluateAsync<string>("document.activeElement.id"));
            }
        }
    }

    private static Task TabToAsync(Applicant applicant, string id) =>
        TabUntilAsync(applicant, $"document.activeElement.id === '{id}'");

    private static Task TabToNextButtonAsync(Applicant applicant) =>
        TabUntilAsync(applicant, "document.activeElement.matches('main form.form button[type=submit]')");

    /// <summary>Opens the list of the search box that has the focus and takes its first line.</summary>
    private static async Task ChooseFirstAsync(Applicant applicant, string id)
    {
        await applicant.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(applicant.Control($"{id}-list")).ToBeVisibleAsync();
        await applicant.Page.Keyboard.PressAsync("Home");
        await applicant.Page.Keyboard.PressAsync("Enter");
        await Expect(applicant.Control($"{id}-list")).ToBeHiddenAsync();
    }

    /// <summary>Presses Tab until the condition holds; each stop on the way must show its focus.</summary>
    private static async Task TabUntilAsync(Applicant applicant, string condition)
    {
        for (var tabs = 0; tabs < 80; tabs++)
        {
            await applicant.Page.Keyboard.PressAsync("Tab");
            var visible = await applicant.Page.EvaluateAsync<bool>(
                """
                () => {
                  const shown = e => { const s = getComputedStyle(e); return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== "none"; };
                  let e = document.activeElement;
                  if (e === document.body) return true;
                  for (let n = 0; e && n < 3; n++, e = e.parentElement) if (shown(e)) return true;
                  return false;
                }
                """
            );
            Assert.True(
                visible,
                await applicant.Page.EvaluateAsync<string>("() => document.activeElement.outerHTML.slice(0, 200)")
            );
            if (await applicant.Page.EvaluateAsync<bool>($"() => {condition}"))
                return;
        }
        Assert.Fail($"Tab never led to where {condition}");
    }
}
