using Microsoft.Playwright;
using MiniApp.Browser.Tests.Running;
using MiniApp.Sandbox.ThaiD;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

/// <summary>An employee brings their HCM record up to date in a real browser: from HCM's link to the result, by keyboard where it counts.</summary>
[Collection(JourneyCollection.Name)]
public sealed class IdentityJourneyTests(Stage stage) : BrowserTest(stage)
{
    [Theory]
    [InlineData(360, true, false)]
    [InlineData(1440, false, true)]
    public async Task Employee_ComparesChoosesAndConfirms_AndSeesEachResult(int width, bool thai, bool dark)
    {
        await ResetHcmAsync();
        var employee = await ApplicantAsync(new Device(width, Thai: thai, Dark: dark));
        var page = employee.Page;
        await ScanAsync(employee, "wichai");
        await employee.ExamineAsync("comparison");

        await WalkByKeyboardAsync(page);
        await page.Locator("button:focus").PressAsync("Enter");

        await Expect(page.Locator(".update-results .notice.good")).ToBeVisibleAsync();
        await Expect(page.Locator(".update-results")).ToBeFocusedAsync();
        // What was left out is still offered, and nothing else.
        await Expect(page.Locator("input[name=items]")).ToHaveCountAsync(1);
        await Expect(page.Locator("#item-Name")).Not.ToBeCheckedAsync();
        await employee.ExamineAsync("results");
        await page.Locator("form[action='/staff/identity/end'] button").ClickAsync();
        await page.WaitForURLAsync("**/staff/identity?said=Ended");
        await employee.ExamineAsync("ended");
    }

    /// <summary>HCM has two addresses of hers, and what ThaiD says of hers names no subdistrict: both are asked.</summary>
    [Theory]
    [InlineData(360, false, true)]
    [InlineData(1440, true, false)]
    public async Task Employee_WithAnUnclearAddress_IsAskedAndItIsWritten(int width, bool thai, bool dark)
    {
        await ResetHcmAsync();
        await ListAsync("mali", ThaiDPeople.ById("mali")!.NationalId);
        var employee = await ApplicantAsync(new Device(width, Thai: thai, Dark: dark));
        var page = employee.Page;
        await ScanAsync(employee, "mali");
        await employee.ExamineAsync("questions");
        Assert.Equal(0, await page.Locator("input[name=items]").CountAsync());
        // It is not over yet: nobody is told that everything is the same.
        await Expect(page.Locator(".lead"))
            .ToHaveTextAsync(
                thai
                    ? "โปรดตอบคำถามด้านบนก่อน แล้วระบบจะเทียบที่อยู่ให้"
                    : "Answer the question above first: then the address is compared too."
            );

        await page.Locator("#address-1").CheckAsync();
        await page.Locator("form:has(#address-1) button").ClickAsync();
        await Expect(page.Locator("#address-1")).ToBeCheckedAsync();
        // By keyboard alone: Enter in the search box looks for it, Enter on a place that was chosen takes it.
        await page.Locator("#place-line").FillAsync("55 บ้านสวนดอก ถนนสุเทพ");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("#place-search")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("สุเทพ เชียงใหม่");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#place-search")).ToHaveValueAsync("สุเทพ เชียงใหม่");
        await Expect(page.Locator("#place-500108")).ToBeVisibleAsync();
        await Expect(page.Locator("#place-line")).ToHaveValueAsync("55 บ้านสวนดอก ถนนสุเทพ");
        await page.Locator("button[name=searchNow]").FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        for (var steps = 0; steps < 12 && !await page.Locator("#place-500108").IsCheckedAsync(); steps++)
            await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#item-Subdistrict")).ToBeCheckedAsync();
        await employee.ExamineAsync("answered");
        await page.Locator("form[action='/staff/identity/confirm'] .actions button").ClickAsync();

        await Expect(page.Locator(".update-results .notice.good")).ToBeVisibleAsync();
        using var http = new HttpClient { BaseAddress = Stage.System.Sandbox.BaseAddress };
        var workers = await http.GetStringAsync("_sandbox/hcm/workers");
        Assert.Contains("55 บ้านสวนดอก ถนนสุเทพ", workers, StringComparison.Ordinal);
    }

    /// <summary>The administrator puts somebody on the list, unless they are there already.</summary>
    private async Task ListAsync(string name, string nationalId)
    {
        var administrator = await ApplicantAsync();
        var page = administrator.Page;
        await page.GotoAsync(new Uri(Stage.Portal.Address, "staff/people").AbsoluteUri);
        await page.Locator("main .actions a.button").ClickAsync();
        await page.Locator("button[value=wichai]").ClickAsync();
        await page.Locator("#f-nationalId").FillAsync(nationalId);
        await page.Locator("#f-name").FillAsync(name);
        await page.Locator("section.form .actions button").ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync(name);
    }

    /// <summary>Through the sign-in, the account's name and the scan to the comparison.</summary>
    private async Task ScanAsync(Applicant employee, string id)
    {
        var page = employee.Page;
        await page.GotoAsync(new Uri(Stage.Portal.Address, "staff/identity").AbsoluteUri);
        await page.Locator("main .actions a.button").ClickAsync();
        await page.Locator($"button[value={id}]").ClickAsync();
        await page.WaitForURLAsync("**/staff/identity");
        await employee.ExamineAsync("start");
        if (await page.Locator("#hcm-username").IsVisibleAsync())
        {
            await page.Locator("#hcm-username").FillAsync($"{id}@example.ac.th");
            await page.Keyboard.PressAsync("Enter");
        }
        await page.Locator("a[href='/staff/identity/scan']").ClickAsync();
        await page.Locator($"button[value={id}]").ClickAsync();
        await page.WaitForURLAsync("**/staff/identity");
        await Expect(page.Locator(".compare tr:not(.compare-group) th[scope=row]")).ToHaveCountAsync(20);
    }

    private async Task ResetHcmAsync()
    {
        using var http = new HttpClient { BaseAddress = Stage.System.Sandbox.BaseAddress };
        using var reset = await http.PostAsync("_sandbox/hcm/reset", content: null);
        reset.EnsureSuccessStatusCode();
    }

    /// <summary>Tab by tab through the check boxes: the first is left out, the last control is the button.</summary>
    private static async Task WalkByKeyboardAsync(IPage page)
    {
        var boxes = await page.Locator("input[name=items]").CountAsync();
        await page.Locator("h1").FocusAsync();
        var names = new List<string>();
        for (var tabs = 0; tabs < boxes + 5 && await page.Locator("button:focus").CountAsync() == 0; tabs++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.Locator("input[name=items]:focus").CountAsync() == 0)
                continue;
            var box = page.Locator("input[name=items]:focus");
            names.Add((await box.GetAttributeAsync("value"))!);
            await Expect(box).ToBeCheckedAsync();
            if (names.Count == 1)
            {
                await page.Keyboard.PressAsync("Space");
                await Expect(box).Not.ToBeCheckedAsync();
            }
        }
        Assert.Equal(boxes, names.Count);
    }
}
