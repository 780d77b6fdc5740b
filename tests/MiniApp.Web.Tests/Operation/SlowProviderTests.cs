using System.Net;
using MiniApp.TestKit;

namespace MiniApp.Web.Tests.Operation;

/// <summary>A provider that is slower than anybody waits: each page has a way on, and works when the provider does.</summary>
[Collection(OperationCollection.Name)]
public sealed class SlowProviderTests(OperationSystem operation) : IAsyncLifetime
{
    private static readonly (string, string) Patience = ("ThaiD__CallTimeout", "00:00:02");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await operation.System.Control.ClearFaultsAsync();

    [Fact]
    public async Task Callback_WhileTheTokenEndpointIsSlow_LandsOnAPageWithAWayOn()
    {
        await using var portal = await operation.StartPortalAsync(Patience);
        using var browser = new PlainBrowser(portal.Address);
        var callback = await operation.System.ScanAsync(
            await browser.BeginStaffSignInAsync("/staff/account"),
            "wichai"
        );
        await SlowAsync("POST /api/v2/oauth2/token/");

        using var answer = await browser.GetAsync(callback);
        await operation.System.Control.ClearFaultsAsync();

        await AssertWayOnAsync(browser, answer);
        Assert.Equal("/staff", await operation.System.SignInStaffAsync(browser, "wichai"));
    }

    [Theory]
    [InlineData("GET /.well-known/openid-configuration")]
    [InlineData("GET /jwks")]
    public async Task Start_WhileDiscoveryIsSlow_LandsOnAPageWithAWayOn(string route)
    {
        await using var portal = await operation.StartPortalAsync(Patience);
        using var browser = new PlainBrowser(portal.Address);
        await SlowAsync(route);

        using var answer = await browser.GetAsync("/sign-in/thaid/start/staff?returnUrl=%2Fstaff%2Faccount");
        await operation.System.Control.ClearFaultsAsync();

        await AssertWayOnAsync(browser, answer);
    }

    private Task SlowAsync(string route) =>
        operation.System.Control.SetFaultsAsync(
            new
            {
                route,
                kind = "latency",
                value = 20_000,
            }
        );

    private static async Task AssertWayOnAsync(PlainBrowser browser, HttpResponseMessage answer)
    {
        var location = answer.Headers.Location!.ToString();
        Assert.StartsWith("/sign-in/problem/Unavailable?purpose=staff", location, StringComparison.Ordinal);
        using var page = await browser.GetAsync(location);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Contains(
            "/sign-in/thaid/start/staff?returnUrl=%2Fstaff%2Faccount",
            WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync()),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("__Host-staff", browser.Cookies.Keys);
    }
}
