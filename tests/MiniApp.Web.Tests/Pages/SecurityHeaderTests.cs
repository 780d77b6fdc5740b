using System.Net;

namespace MiniApp.Web.Tests.Pages;

public sealed class SecurityHeaderTests(WebSystem web) : WebTest(web)
{
    public static readonly TheoryData<string, int> Kinds = new()
    {
        { "/", 200 },
        { "/nosuchpage", 404 },
        { "/not-found", 200 },
        { "/session-over", 200 },
        { "/error", 200 },
        { "/forms/mna005a", 302 },
        { "/forms/mna005a?q=x", 400 },
        { "/forms/nosuchform", 404 },
        { "/forms/mna005a/start", 200 },
        { "/drafts/{0}", 302 },
        { "/drafts/{0}/steps/applicant", 200 },
        { "/drafts/{0}/check", 302 },
        { "/drafts/{0}/receipt", 302 },
        { "/drafts/{0}/uploads/00000000-0000-0000-0000-000000000000", 404 },
        { "/health/live", 200 },
        { "/health/ready", 200 },
        { "/_blazor", 400 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Answer_OfEveryKind_CarriesTheHeadersAndNoServerName(string path, int status)
    {
        var visitor = await SignInAsync("somying");

        using var response = await visitor.Browser.GetAsync(string.Format(null, path, visitor.DraftId));

        Assert.Equal(status, (int)response.StatusCode);
        var policy = One(response, "Content-Security-Policy");
        Assert.DoesNotContain("unsafe", policy, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", One(response, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", One(response, "Referrer-Policy"));
        Assert.Equal("same-origin", One(response, "Cross-Origin-Opener-Policy"));
        Assert.NotEmpty(One(response, "Permissions-Policy"));
        Assert.Contains("no-store", One(response, "Cache-Control"), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("X-Powered-By"));
    }

    [Fact]
    public async Task StaticAsset_MayBeCached()
    {
        using var response = await NewBrowser().GetAsync("/css/app.css");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("no-store", One(response, "Cache-Control"), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/forms/mna005a/start")]
    [InlineData("/drafts/{0}/steps/applicant")]
    [InlineData("/session-over")]
    public async Task Page_UnderItsOwnPolicy_HasNoInlineScriptOrStyle(string path)
    {
        var visitor = await SignInAsync("somying");

        using var response = await visitor.Browser.GetAsync(string.Format(null, path, visitor.DraftId));
        var html = await response.Content.ReadAsStringAsync();

        Assert.DoesNotMatch("<style|\\sstyle=|\\son[a-z]+=\"|javascript:", html);
        // A script element either names a file or holds no script, as the import map and Blazor's state do.
        Assert.DoesNotMatch("<script(?![^>]*(\\ssrc=|type=\"(importmap|application/json)\"))", html);
    }

    private static string One(HttpResponseMessage response, string name) =>
        Assert.Single(response.Headers.GetValues(name));
}
