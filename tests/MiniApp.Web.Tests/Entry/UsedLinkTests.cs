using System.Net;

namespace MiniApp.Web.Tests.Entry;

/// <summary>A link works once; after that the cookie counts, and the link only says which form its owner wants back.</summary>
public sealed class UsedLinkTests(WebSystem web) : WebTest(web)
{
    [Fact]
    public async Task UsedLink_InTheSameBrowser_Resumes()
    {
        var browser = NewBrowser();
        var link = await Control.LinkAsync("somying");
        using (await browser.GetAsync(link.Url)) { }
        var cookie = browser.Cookies["__Host-applicant"];

        var (url, page) = await browser.OpenAsync(link.Url);

        using (page)
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Empty(url.Query);
        Assert.Equal(cookie, browser.Cookies["__Host-applicant"]);
    }

    [Fact]
    public async Task UsedLink_InAnotherBrowser_IsUnusable()
    {
        var link = await Control.LinkAsync("somying");
        using (await NewBrowser().GetAsync(link.Url)) { }

        using var response = await NewBrowser().GetAsync(link.Url);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task UsedLink_WithAnotherPersonsSession_IsUnusableAndLeavesThatSessionAlone()
    {
        var owner = await SignInAsync("somying");
        var link = await Control.LinkAsync("somying");
        using (await owner.Browser.GetAsync(link.Url)) { }
        var other = await SignInAsync("mana");

        using var response = await other.Browser.GetAsync(link.Url);
        var html = await response.Content.ReadAsStringAsync();
        using var own = await other.Browser.GetAsync($"/drafts/{other.DraftId}");
        using var foreign = await other.Browser.GetAsync($"/drafts/{owner.DraftId}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain(owner.DraftId.ToString(), html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, own.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
    }

    [Fact]
    public async Task FreshLink_OfAnotherPerson_EndsTheSessionBefore()
    {
        var first = await SignInAsync("somying");
        var old = first.Browser.Cookies["__Host-applicant"];
        await SignInAsync("mana", first.Browser);

        var stolen = NewBrowser();
        stolen.SetCookie("__Host-applicant", old);
        using var withOldCookie = await stolen.GetAsync($"/drafts/{first.DraftId}");
        using var withNewCookie = await first.Browser.GetAsync($"/drafts/{first.DraftId}");

        Assert.Equal("/session-over", withOldCookie.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.NotFound, withNewCookie.StatusCode);
    }

    [Fact]
    public async Task NoLink_WithALiveSession_GoesOn()
    {
        var visitor = await SignInAsync("chujai");

        using var response = await visitor.Browser.GetAsync("/forms/mna005a");

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }
}
