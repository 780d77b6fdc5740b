using System.Net;
using MiniApp.TestKit;

namespace MiniApp.Web.Tests.Operation;

[Collection(OperationCollection.Name)]
public sealed class RateLimitTests(OperationSystem operation)
{
    [Fact]
    public async Task Entries_OverTheLimit_Get429WithADesignedPageAndNothingElseDoes()
    {
        await using var portal = await operation.StartPortalAsync(("Limits__EntriesPerMinute", "5"));
        using var browser = new PlainBrowser(portal.Address);
        var link = await operation.System.Control.LinkAsync("somying");
        using (var entered = await browser.GetAsync(link.Url))
            Assert.Equal(HttpStatusCode.Found, entered.StatusCode);

        HttpResponseMessage? refused = null;
        for (var i = 0; i < 20 && refused is null; i++)
        {
            // In every spelling that routing takes for the same page.
            var code = i % 2 == 0 ? "/forms/mna005a" : "/FORMS/MNA005A";
            var response = await browser.GetAsync($"{code}?{(i % 3 == 0 ? "Q" : "q")}=guess{i}");
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                refused = response;
            else
                response.Dispose();
        }

        Assert.NotNull(refused);
        using (refused)
        {
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
            var html = await refused.Content.ReadAsStringAsync();
            Assert.Contains("class=\"state\"", html, StringComparison.Ordinal);
            Assert.Contains("ลองหลายครั้งเกินไป", html, StringComparison.Ordinal);
            Assert.DoesNotContain("guess", html, StringComparison.Ordinal);
            Assert.True(refused.Headers.Contains("Content-Security-Policy"));
        }
        foreach (var path in (string[])["/forms/mna005a/start", "/session-over", "/health/ready", "/css/app.css"])
        {
            using var other = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        }
    }

    [Fact]
    public async Task SignIns_OverTheLimit_Get429WithADesignedPage_AndTheWayBackStaysOpen()
    {
        await using var portal = await operation.StartPortalAsync(("Limits__SignInsPerMinute", "3"));
        using var browser = new PlainBrowser(portal.Address);
        var begun = await browser.BeginStaffSignInAsync();

        HttpResponseMessage? refused = null;
        for (var i = 0; i < 7 && refused is null; i++)
        {
            // Whatever it is for, and in every spelling.
            var response = await browser.GetAsync(
                i % 2 == 0 ? "/sign-in/thaid/start/citizen" : "/SIGN-IN/ThaiD/Start/staff"
            );
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                refused = response;
            else
                response.Dispose();
        }

        Assert.NotNull(refused);
        using (refused)
        {
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
            var html = await refused.Content.ReadAsStringAsync();
            Assert.Contains("class=\"state\"", html, StringComparison.Ordinal);
            Assert.Contains("ลองหลายครั้งเกินไป", html, StringComparison.Ordinal);
        }
        // Whoever was on the way already comes in.
        using var done = await browser.GetAsync(await operation.System.ScanAsync(begun, "wichai"));
        Assert.Equal("/staff", done.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Suggestions_OverTheLimit_Get429()
    {
        await using var portal = await operation.StartPortalAsync(("Limits__SuggestionsPerMinute", "5"));
        using var browser = new PlainBrowser(portal.Address);
        var statuses = new List<HttpStatusCode>();
        // Twice the limit and one: however the minute falls, one of them is too many.
        for (var i = 0; i < 11; i++)
        {
            using var response = await browser.GetAsync("/suggestions/addresses?q=10500");
            statuses.Add(response.StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, statuses[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }
}
