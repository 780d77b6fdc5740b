using System.Net;
using MiniApp.TestKit;

namespace MiniApp.Web.Tests.MyRequests;

/// <summary>Citizens who sign in with ThaiD: the same person as by link or ONE ID, and nobody else.</summary>
public sealed class ThaiDSignInTests(WebSystem web) : OneIdTest(web)
{
    private const string Purpose = "citizen";

    [Fact]
    public async Task SignIn_LeadsToMyRequests_WhereTheDraftBegunByLinkIs()
    {
        var draft = (await SignInAsync("somying")).DraftId.ToString();
        var page = $"/drafts/{draft}/steps/applicant";

        var browser = NewBrowser();
        Assert.Equal("/me", await System.SignInAsync(browser, Purpose, "somying"));

        Assert.Contains(draft, await HtmlAsync(browser, "/me"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(page)).StatusCode);
        var other = NewBrowser();
        await System.SignInAsync(other, Purpose, "mana");
        Assert.DoesNotContain(draft, await HtmlAsync(other, "/me"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(page)).StatusCode);
    }

    [Fact]
    public async Task SignIn_OverAnotherPerson_EndsTheirSession()
    {
        var browser = NewBrowser();
        await System.SignInAsync(browser, Purpose, "somying");
        var earlier = browser.Cookies[SessionCookie];

        await System.SignInAsync(browser, Purpose, "mana");

        Assert.NotEqual(earlier, browser.Cookies[SessionCookie]);
        var thief = NewBrowser();
        thief.SetCookie(SessionCookie, earlier);
        IsRedirect("/me/sign-in", await thief.GetAsync("/me"));
    }

    [Fact]
    public async Task SignIn_ThatIsMeantForCitizens_OpensNothingOfStaff()
    {
        var browser = NewBrowser();

        Assert.Equal("/me", await System.SignInAsync(browser, Purpose, "wichai", "/staff"));

        using var staff = await browser.GetAsync("/staff");
        Assert.Equal(HttpStatusCode.Found, staff.StatusCode);
        Assert.Contains("/staff/sign-in", staff.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BackButton_AfterSigningIn_LeadsToMyRequests()
    {
        var browser = NewBrowser();
        var callback = await System.ScanAsync(await browser.BeginSignInAsync(Purpose), "somying");
        (await browser.GetAsync(callback)).Dispose();

        IsRedirect("/me", await browser.GetAsync(callback));
    }

    [Fact]
    public async Task SignIn_Denied_LeadsBackToMyRequests()
    {
        var browser = NewBrowser();

        var problem = await System.SignInAsync(browser, Purpose, "deny");

        using var page = await browser.GetAsync(problem);
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains("href=\"/me\"", html, StringComparison.Ordinal);
        Assert.Contains("/sign-in/thaid/start/citizen", html, StringComparison.Ordinal);
    }
}
