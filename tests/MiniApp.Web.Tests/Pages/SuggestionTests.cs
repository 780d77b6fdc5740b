using System.Net;
using System.Text.Json.Nodes;
using MiniApp.TestKit;

namespace MiniApp.Web.Tests.Pages;

public sealed class SuggestionTests(WebSystem web) : WebTest(web)
{
    [Theory]
    [InlineData("th", "สุเทพ", "สุเทพ เมืองเชียงใหม่ เชียงใหม่ 50200")]
    [InlineData("en", "Suthep", "Suthep Mueang Chiang Mai Chiang Mai 50200")]
    public async Task Addresses_ByName_AreGivenWithTheCodeAndMayBeKept(string language, string typed, string text)
    {
        using var browser = new PlainBrowser(Portal.Address);

        using var response = await browser.GetAsync(
            $"/suggestions/addresses?lang={language}&q={Uri.EscapeDataString(typed)}"
        );

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("public, max-age=86400", response.Headers.CacheControl!.ToString());
        Assert.False(response.Headers.Contains("Set-Cookie"));
        var first = JsonNode.Parse(await response.Content.ReadAsStringAsync())![0]!;
        Assert.Equal(("500108", text), ((string?)first["value"], (string?)first["text"]));
    }

    [Theory]
    [InlineData("/suggestions/addresses")]
    [InlineData("/suggestions/addresses?q=")]
    [InlineData("/suggestions/addresses?lang=%00&q=%F0%9F%98%80%00")]
    [InlineData("/suggestions/addresses?q=กกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกก")]
    public async Task Addresses_NothingToFind_IsAnEmptyList(string path)
    {
        using var browser = new PlainBrowser(Portal.Address);

        using var response = await browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("[]", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Nationalities_ThailandFirst_FoundByAllTheirNames()
    {
        using var browser = new PlainBrowser(Portal.Address);

        using var response = await browser.GetAsync("/suggestions/nationalities?lang=en");

        var all = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsArray();
        Assert.True(all.Count > 150);
        Assert.Equal("Thailand", (string?)all[0]!["text"]);
        Assert.Contains("ไทย", (string?)all[0]!["search"], StringComparison.Ordinal);
    }
}
