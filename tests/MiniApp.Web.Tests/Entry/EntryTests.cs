using System.Net;
using MiniApp.TestKit;

namespace MiniApp.Web.Tests.Entry;

public sealed class EntryTests(WebSystem web) : WebTest(web)
{
    [Theory]
    [InlineData("somying", "mna005a")]
    [InlineData("mana", "MNA005A")]
    [InlineData("chujai", "Mna005a")]
    [InlineData("khrua-tuayang", "mna005a")]
    [InlineData("samakhom", "mNA005A")]
    public async Task Entry_ValidLink_LeadsToACleanPageWithNothingOfTheLinkInIt(string persona, string formCode)
    {
        var browser = NewBrowser();
        var link = await Control.LinkAsync(persona);
        var identity = await Control.IdentityOfAsync(persona);

        using var entered = await browser.GetAsync(Links.Url(Links.Q(link), formCode));

        Assert.Equal(HttpStatusCode.Found, entered.StatusCode);
        Assert.Matches("^/(drafts/[0-9a-f-]{36}/steps/applicant|forms/mna005a/start)$", PathOf(entered));
        var (url, page) = await browser.OpenAsync(new Uri(Portal.Address, entered.Headers.Location!));
        using (page)
        {
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.Empty(url.Query);
            var html = await page.Content.ReadAsStringAsync();
            // The identity number may stand in its own field of the form and nowhere else.
            AssertNothingOf(link, html);
            Assert.DoesNotContain(identity, url.ToString(), StringComparison.Ordinal);
            Assert.All(browser.SetCookies, cookie => AssertNothingOf(link, cookie));
            Assert.All(browser.SetCookies, cookie => Assert.DoesNotContain(identity, cookie, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Entry_ValidLink_SetsOneCookieThatOnlyThisHostMayReadAndNoScript()
    {
        var browser = NewBrowser();
        var link = await Control.LinkAsync("piti");

        using var entered = await browser.GetAsync(link.Url);

        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie"));
        var parts = cookie.Split("; ");
        Assert.StartsWith("__Host-applicant=", parts[0], StringComparison.Ordinal);
        Assert.Contains("secure", parts);
        Assert.Contains("httponly", parts);
        Assert.Contains("samesite=lax", parts);
        Assert.Contains("path=/", parts);
        Assert.DoesNotContain(parts, part => part.StartsWith("domain", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("no-store", entered.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        AssertNothingOf(link, await entered.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Entry_SomebodyElsesDraftId_IsNotFoundAndOffersANewRequest()
    {
        var browser = NewBrowser();
        var link = await Control.LinkAsync("somying", draftId: Guid.NewGuid().ToString());

        using var response = await browser.GetAsync(link.Url);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("/forms/mna005a/start", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entry_BizPortalAway_Is503AndTheLinkWorksAfterwards()
    {
        var browser = NewBrowser();
        var link = await Control.LinkAsync("mana");
        await Control.SetFaultsAsync(new { route = "POST /bizportal/api/Authenication", kind = "outage" });

        using var away = await browser.GetAsync(link.Url);
        await Control.ClearFaultsAsync();
        using var back = await browser.GetAsync(link.Url);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.False(away.Headers.Contains("Set-Cookie"));
        Assert.Equal(HttpStatusCode.Found, back.StatusCode);
    }

    private static string PathOf(HttpResponseMessage response) =>
        new Uri(new Uri("http://portal/"), response.Headers.Location!).PathAndQuery;

    private static void AssertNothingOf(SandboxLink link, string text)
    {
        Assert.DoesNotContain(link.Token, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Links.Q(link), text, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString(Links.Q(link)), text, StringComparison.Ordinal);
    }
}
