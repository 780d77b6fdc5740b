using System.Net;
using System.Text.RegularExpressions;
using MiniApp.TestKit;

namespace MiniApp.Web.Tests.Operation;

[Collection(OperationCollection.Name)]
public sealed class DatabaseGoneTests(OperationSystem operation)
{
    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task Portal_WithoutItsDatabase_SaysSoToMachinesAndShowsPeopleAReference(string environment)
    {
        var database = await operation.System.CreateDatabaseAsync();
        await using var portal = await TestPortal.StartAsync(
            operation.System,
            database,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["ASPNETCORE_ENVIRONMENT"] = environment }
        );
        using var browser = new PlainBrowser(portal.Address);
        var link = await operation.System.Control.LinkAsync("somying");
        using (await browser.GetAsync(link.Url)) { }
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/health/ready"));

        await operation.System.SetDatabaseOpenAsync(database, open: false);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(browser, "/health/ready"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/health/live"));
        using var fault = await browser.GetAsync("/forms/mna005a/start");
        var html = await fault.Content.ReadAsStringAsync();
        using var chunk = await SendChunkAsync(browser);
        using var opened = await browser.GetAsync((await operation.System.Control.LinkAsync("mana")).Url);

        Assert.Equal(HttpStatusCode.InternalServerError, fault.StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, opened.StatusCode);
        // To an upload's script 4xx is final; this has it send the chunk again.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, chunk.StatusCode);
        Assert.Contains("class=\"state\"", html, StringComparison.Ordinal);
        var reference = Regex.Match(
            html,
            "class=\"reference\">(?<id>[0-9a-f]{12})<",
            RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1)
        );
        Assert.True(reference.Success, html);
        // Whoever is told the reference finds the entry.
        Assert.Contains(reference.Groups["id"].Value, portal.Log, StringComparison.Ordinal);
        Assert.DoesNotMatch("Npgsql|Exception|   at |portal_[0-9]+|\\.cs:", html);
        Assert.Contains(
            "default-src 'self'",
            fault.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        Assert.True(fault.Headers.CacheControl!.NoStore);

        await operation.System.SetDatabaseOpenAsync(database, open: true);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/health/ready"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, "/forms/mna005a/start"));
    }

    private static async Task<HttpResponseMessage> SendChunkAsync(PlainBrowser browser)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Put,
            $"/drafts/{Guid.NewGuid()}/uploads/{Guid.NewGuid()}/chunks/0"
        )
        {
            Content = new ByteArrayContent([1]),
        };
        request.Headers.Accept.ParseAdd("*/*");
        return await browser.SendAsync(request);
    }

    private static async Task<HttpStatusCode> StatusAsync(PlainBrowser browser, string path)
    {
        using var response = await browser.GetAsync(path);
        return response.StatusCode;
    }
}
