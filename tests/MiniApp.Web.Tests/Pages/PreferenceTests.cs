using System.Net;
using MiniApp.TestKit;

namespace MiniApp.Web.Tests.Pages;

public sealed class PreferenceTests(WebSystem web) : WebTest(web)
{
    [Theory]
    [InlineData("en", "en")]
    [InlineData("th", "th")]
    [InlineData("xx", "th")]
    [InlineData("en-US", "th")]
    [InlineData("../../etc", "th")]
    [InlineData("", "th")]
    public async Task Language_Chosen_IsKeptInACookieAndShown(string culture, string shown)
    {
        var browser = NewBrowser();

        using var set = await PostAsync(browser, "language", ("culture", culture), ("returnUrl", "/session-over"));
        using var page = await browser.GetAsync("/session-over");

        Assert.Equal(HttpStatusCode.Found, set.StatusCode);
        Assert.Equal("/session-over", set.Headers.Location!.ToString());
        Assert.Contains($"lang=\"{shown}\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var cookie = Assert.Single(set.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dark", "3", "high", "data-theme=\"dark\" data-text=\"3\" data-contrast=\"high\"")]
    [InlineData("\"><script>", "99", "\" onload=\"x", null)]
    [InlineData("", "", "", null)]
    public async Task Display_Chosen_IsShownAndGarbageIsNot(string theme, string text, string contrast, string? shown)
    {
        var browser = NewBrowser();

        using var set = await PostAsync(
            browser,
            "display",
            ("theme", theme),
            ("text", text),
            ("contrast", contrast),
            ("returnUrl", "/")
        );
        using var page = await browser.GetAsync("/session-over");
        var html = await page.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.Found, set.StatusCode);
        if (shown is not null)
            Assert.Contains(
                shown,
                global::System.Text.RegularExpressions.Regex.Replace(html, "\\s+", " "),
                StringComparison.Ordinal
            );
        else
            Assert.DoesNotMatch("<html[^>]*data-(theme|text|contrast)|<script>", html);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("https:evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\r\nLocation: https://evil.example")]
    [InlineData("\u0001//evil.example")]
    [InlineData(" //evil.example")]
    [InlineData("")]
    [InlineData("~/x")]
    public async Task ReturnUrl_ThatLeadsElsewhere_LeadsHome(string returnUrl)
    {
        var browser = NewBrowser();

        foreach (var kind in (string[])["language", "display"])
        {
            using var response = await PostAsync(browser, kind, ("culture", "en"), ("returnUrl", returnUrl));
            Assert.Equal(HttpStatusCode.Found, response.StatusCode);
            Assert.Equal("/", response.Headers.Location!.ToString());
        }
    }

    [Theory]
    [InlineData("c=xx|uic=xx")]
    [InlineData("c%3D%00%7Cuic%3D")]
    [InlineData("garbage")]
    public async Task CultureCookie_OfGarbage_MeansThai(string value)
    {
        var browser = NewBrowser();
        browser.SetCookie(".AspNetCore.Culture", value);
        browser.SetCookie("display", "....");

        using var page = await browser.GetAsync("/session-over");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("lang=\"th\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> PostAsync(
        PlainBrowser browser,
        string kind,
        params (string Name, string Value)[] fields
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/preferences/{kind}")
        {
            Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
        };
        return await browser.SendAsync(request);
    }
}
