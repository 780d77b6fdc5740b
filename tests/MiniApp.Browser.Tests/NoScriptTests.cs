using MiniApp.Browser.Tests.Running;
using static Microsoft.Playwright.Assertions;

namespace MiniApp.Browser.Tests;

[Collection(JourneyCollection.Name)]
public sealed class NoScriptTests(Stage stage) : BrowserTest(stage)
{
    private const string Persona = "somying";

    [Fact]
    public async Task Pages_WithoutScripts_CanBeReadAndSayWhatNeedsThem()
    {
        var scripted = await ApplicantAsync(Device.Phone with { Thai = false });
        await scripted.ComeToCheckAsync(Persona, new PreparedDraft(Stage, Persona));
        var check = scripted.Page.Url;
        var reader = await ApplicantAsync(Device.Phone with { Thai = false, Scripts = false });
        await reader.Context.AddCookiesAsync(
            (await scripted.Context.CookiesAsync()).Select(cookie => new Microsoft.Playwright.Cookie
            {
                Name = cookie.Name,
                Value = cookie.Value,
                Domain = cookie.Domain,
                Path = cookie.Path,
                Secure = cookie.Secure,
                HttpOnly = cookie.HttpOnly,
                SameSite = cookie.SameSite,
            })
        );

        var refused = await reader.Page.GotoAsync(new Uri(Stage.Portal.Address, "forms/mna005a?q=garbage").AbsoluteUri);
        Assert.Equal(400, refused!.Status);
        await Expect(reader.Heading).ToHaveTextAsync("This link can't be used");

        var page = await reader.Page.GotoAsync(check);
        await Expect(reader.Heading).ToHaveTextAsync("Check your answers");
        await Expect(reader.Page.Locator("main")).ToContainTextAsync(PreparedDraft.PlaceName);
        // A browser that is only told to run no script keeps "noscript" closed: looked for in the page as sent.
        Assert.Contains("needs JavaScript", await page!.TextAsync(), StringComparison.Ordinal);
        await reader.Page.GotoAsync(check.Replace("/check", "/steps/place", StringComparison.Ordinal));
        await Expect(reader.Control("placeName")).ToHaveValueAsync(PreparedDraft.PlaceName);

        await scripted.ConfirmAsync(Persona);
        await reader.Page.GotoAsync(scripted.Page.Url);
        Assert.Equal(await scripted.RequestNumberAsync(), await reader.RequestNumberAsync());
    }
}
