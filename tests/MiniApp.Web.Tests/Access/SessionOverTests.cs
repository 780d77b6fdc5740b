using System.Net;

namespace MiniApp.Web.Tests.Access;

public sealed class SessionOverTests(WebSystem web) : WebTest(web)
{
    private static readonly Guid Draft = Guid.NewGuid();

    public static readonly TheoryData<string> Pages =
    [
        "",
        "/steps/applicant",
        "/steps/nosuchstep",
        "/check",
        "/confirm?revision=1",
        "/receipt",
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_WithoutCookie_LeadsToSessionOver(string page)
    {
        var browser = NewBrowser();

        var (url, response) = await browser.OpenAsync(new Uri(Portal.Address, $"/drafts/{Draft}{page}"));

        using (response)
        {
            Assert.Equal("/session-over", url.PathAndQuery);
            Assert.Contains("class=\"state\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("")]
    public async Task Page_WithAGarbledCookie_LeadsToSessionOver(string cookie)
    {
        var browser = NewBrowser();
        browser.SetCookie("__Host-applicant", cookie);

        using var response = await browser.GetAsync("/forms/mna005a/start");

        Assert.Equal("/session-over", response.Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("POST", "")]
    [InlineData("PUT", "/{0}/chunks/0")]
    [InlineData("GET", "/{0}")]
    [InlineData("DELETE", "/{0}")]
    public async Task UploadCall_WithoutCookie_Is401AndNoRedirect(string method, string path)
    {
        var nobody = new Visitor(NewBrowser(), Draft, "");
        var url = nobody.UploadsUrl() + string.Format(null, path, Guid.NewGuid());

        using var response = await nobody.CallAsync(new HttpMethod(method), url);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Null(response.Headers.Location);
    }
}
