namespace MiniApp.Web.Tests.MyRequests;

/// <summary>Even at the most talkative setting, and whatever goes wrong, no number and no code gets into the log.</summary>
public sealed class OneIdLogTests(WebSystem web) : OneIdTest(web)
{
    [Fact]
    public async Task Log_OfSignInsAndFaults_HoldsNeitherNumberNorCode()
    {
        var secrets = new List<string>
        {
            Somying.Mobile,
            Somying.Id,
            "081-000-0001",
            "1-5099-00001-01-3",
            "+66810000001",
            System.Sandbox.OneIdClient.Secret,
        };
        await ForgetWaitsAsync();
        var browser = NewBrowser();
        await AskAsync(browser, "081-000-0001", "1-5099-00001-01-3");
        var code = await Control.NewestOtpAsync(Somying.Id);
        secrets.Add(code);
        await EnterAsync(browser, code == "739152" ? "739153" : "739152");
        await EnterAsync(browser, code);
        secrets.AddRange(browser.Cookies.Values);
        await FailAsync(secrets);
        await AskAsync(NewBrowser(), "+66810000001", "not an id");
        await AskAsync(NewBrowser(), "0899999999", Somying.Id);
        secrets.AddRange(["0899999999", "739152"]);

        var log = Portal.Log;

        Assert.Contains("ONE ID RequestCode failed", log, StringComparison.Ordinal);
        Assert.Contains("ONE ID ConfirmCode failed", log, StringComparison.Ordinal);
        var found = secrets.Where(secret => log.Contains(secret, StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.True(found.Count == 0, $"In the log: {string.Join(", ", found)}");
    }

    private async Task FailAsync(List<string> secrets)
    {
        foreach (var kind in (string[])["outage", "garbage", "drop-reply", "reset", "envelope"])
        {
            await ForgetWaitsAsync();
            var browser = NewBrowser();
            await AskAsync(browser, Somying.Mobile, Somying.Id);
            var code = await Control.NewestOtpAsync(Somying.Id);
            secrets.Add(code);
            await Control.SetFaultsAsync(new { route = "POST /api/v1/citizen", kind });
            await EnterAsync(browser, code);
            await ForgetWaitsAsync();
            await AskAsync(NewBrowser(), Somying.Mobile, Somying.Id);
            await Control.ClearFaultsAsync();
        }
    }
}
