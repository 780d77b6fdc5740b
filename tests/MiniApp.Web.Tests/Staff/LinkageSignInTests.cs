using MiniApp.TestKit;
using Npgsql;

namespace MiniApp.Web.Tests.Staff;

/// <summary>Who asks the Linkage Center is known from the sign-in, and only while it lasts.</summary>
public sealed class LinkageSignInTests(WebSystem web) : WebTest(web)
{
    [Fact]
    public async Task SignIn_OfAnOfficer_KeepsTheirNumberSealedUntilTheySignOut()
    {
        var browser = NewBrowser();
        await using var database = NpgsqlDataSource.Create(Database);
        await System.SignInStaffAsync(browser, "wichai");
        await using var newest = database.CreateCommand(
            "select national_id_sealed from staff_sessions order by created_at desc limit 1"
        );

        var kept = (byte[])(await newest.ExecuteScalarAsync())!;

        Assert.DoesNotContain(
            "3101200001013",
            global::System.Text.Encoding.UTF8.GetString(kept),
            StringComparison.Ordinal
        );
        using var page = await browser.GetAsync("/staff");
        var token = PlainBrowser.AntiforgeryTokenOf(await page.Content.ReadAsStringAsync());
        using var signOut = new HttpRequestMessage(HttpMethod.Post, "/staff/sign-out")
        {
            Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]),
        };
        using var signedOut = await browser.SendAsync(signOut);
        Assert.Equal(302, (int)signedOut.StatusCode);
        Assert.IsType<DBNull>(await newest.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Log_OfSignInsAndTheCardReader_HoldsNeitherSecretNorNumber()
    {
        var browser = NewBrowser();
        await System.SignInStaffAsync(browser, "wichai");
        using var page = await browser.GetAsync("/_gallery/linkage/live");
        var html = await page.Content.ReadAsStringAsync();
        await using var circuit = await TestKit.Circuits.CircuitClient.ConnectAsync(
            browser,
            new Uri(Portal.Address, "/_gallery/linkage/live"),
            html
        );

        await circuit.WaitUntilAsync(
            shown => shown.Find(node => node["data-reader"] == "Ready") is not null,
            TimeSpan.FromSeconds(20)
        );

        var (key, secret) = System.Sandbox.LinkageConsumer;
        foreach (var hidden in (string[])[key, secret, "3101200001013", "CitizenID", "AgentID"])
            Assert.DoesNotContain(hidden, Portal.Log, StringComparison.Ordinal);
        // Nor does the browser get to know who is looked up, before anybody has looked.
        Assert.DoesNotContain("3101200001013", html, StringComparison.Ordinal);
        Assert.DoesNotContain("1509900001013", html, StringComparison.Ordinal);
        Assert.DoesNotContain("ตัวอย่างดี", html, StringComparison.Ordinal);
    }
}
