using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using MiniApp.TestKit;
using MiniApp.Web.Staff;

namespace MiniApp.Web.Tests.Staff;

/// <summary>Signing in as staff: who gets in, and the ways to get in without being somebody.</summary>
public sealed partial class StaffSignInTests(WebSystem web) : WebTest(web)
{
    private const string Administrator = "wichai";

    [Fact]
    public async Task SignIn_OfSomebodyOnTheList_LeadsWhereTheyWantedToGo()
    {
        var browser = NewBrowser();

        Assert.Equal("/staff/account", await System.SignInStaffAsync(browser, Administrator, "/staff/account"));

        using var home = await browser.GetAsync("/staff");
        Assert.Equal(HttpStatusCode.OK, home.StatusCode);
        Assert.Contains("วิชัย", await home.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_SetsACookieForThisHostThatNoScriptReads_AndKeepsNoOther()
    {
        var browser = NewBrowser();
        await System.SignInStaffAsync(browser, Administrator);

        var cookie = browser.SetCookies.Last(set => set.StartsWith("__Host-staff=", StringComparison.Ordinal));
        var parts = cookie.Split("; ");
        Assert.Contains("secure", parts);
        Assert.Contains("httponly", parts);
        Assert.Contains("samesite=lax", parts);
        Assert.Contains("path=/", parts);
        Assert.DoesNotContain(
            browser.Cookies.Keys,
            name => name.StartsWith("__Host-sign-in", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Pages_WithoutASession_LeadToTheSignInPage_EveryOne()
    {
        var pages = typeof(StaffRoutes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetValue(null)!)
            .Where(url => url.StartsWith("/staff", StringComparison.Ordinal))
            .Except([StaffRoutes.SignIn, StaffRoutes.SignOut])
            .Select(url => Parameter().Replace(url, Guid.NewGuid().ToString()))
            .ToList();
        Assert.True(pages.Count >= 4);

        foreach (var page in pages)
        {
            using var answer = await NewBrowser().GetAsync(page);
            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            Assert.StartsWith(
                $"/staff/sign-in?returnUrl={Uri.EscapeDataString(page)}",
                new Uri(Portal.Address, answer.Headers.Location!).PathAndQuery,
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [InlineData("deny", "Denied", 403)]
    [InlineData("timeout", "TimedOut", 400)]
    [InlineData("nophadon", "NotListed", 403)]
    [InlineData("kamon", "TooWeak", 403)]
    public async Task SignIn_ThatDoesNotOpen_EndsOnAPageWithAWayOn(string answer, string problem, int status)
    {
        var browser = NewBrowser();

        var url = await System.SignInStaffAsync(browser, answer, "/staff/account");

        await AssertProblemAsync(browser, url, problem, status);
    }

    [Theory]
    [InlineData("alg-none")]
    [InlineData("alg-hs256")]
    [InlineData("wrong-key")]
    [InlineData("wrong-audience")]
    [InlineData("wrong-party")]
    [InlineData("wrong-issuer")]
    [InlineData("expired")]
    [InlineData("not-yet")]
    [InlineData("stale-nonce")]
    [InlineData("wrong-at-hash")]
    [InlineData("no-pid")]
    [InlineData("long-ago", "TooOld")]
    public async Task SignIn_WithAForgedToken_OpensNothing(string forgery, string problem = "Failed")
    {
        var browser = NewBrowser();
        await Control.SetFaultsAsync(new { kind = "id-token", value = forgery });

        var url = await System.SignInStaffAsync(browser, Administrator);

        await AssertProblemAsync(browser, url, problem, 400);
    }

    [Theory]
    [InlineData("flat")]
    [InlineData("absolute-expiry")]
    [InlineData("no-nonce")]
    public async Task SignIn_WithThaiDsOwnQuirks_Works(string quirk)
    {
        await Control.SetFaultsAsync(new { kind = "id-token", value = quirk });

        Assert.Equal("/staff", await System.SignInStaffAsync(NewBrowser(), Administrator));
    }

    [Theory]
    [InlineData("outage")]
    [InlineData("garbage")]
    [InlineData("status", 503)]
    public async Task SignIn_ProviderInTrouble_SaysSoAndWorksAfterwards(string kind, int? value = null)
    {
        var browser = NewBrowser();
        var callback = await System.ScanAsync(await browser.BeginStaffSignInAsync(), Administrator);
        await Control.SetFaultsAsync(
            new
            {
                route = "POST /api/v2/oauth2/token/",
                kind,
                value,
            }
        );

        using var answer = await browser.GetAsync(callback);
        await Control.ClearFaultsAsync();

        await AssertProblemAsync(browser, answer.Headers.Location!.ToString(), "Unavailable", 503);
        Assert.Equal("/staff", await System.SignInStaffAsync(browser, Administrator));
    }

    [Fact]
    public async Task Callback_RepeatedBySomebodySignedIn_JustGoesOn()
    {
        var browser = NewBrowser();
        var callback = await System.ScanAsync(await browser.BeginStaffSignInAsync("/staff/account"), Administrator);
        using (await browser.GetAsync(callback)) { }

        using var again = await browser.GetAsync(callback);

        Assert.Equal("/staff/account", again.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Callback_InAnotherBrowser_OpensNothingThere()
    {
        var callback = await System.ScanAsync(await NewBrowser().BeginStaffSignInAsync(), Administrator);
        var other = NewBrowser();

        using var answer = await other.GetAsync(callback);

        await AssertProblemAsync(other, answer.Headers.Location!.ToString(), "Used", 400);
    }

    [Theory]
    [InlineData("?code=1&state=forged")]
    [InlineData("?code=1")]
    [InlineData("")]
    [InlineData("?error=access_denied")]
    public async Task Callback_WithAForgedState_OpensNothing(string query)
    {
        var browser = NewBrowser();

        using var answer = await browser.GetAsync("/sign-in/thaid/callback" + query);

        var location = answer.Headers.Location!.ToString();
        Assert.StartsWith("/sign-in/problem/Used", location, StringComparison.Ordinal);
        using var page = await browser.GetAsync(location);
        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
    }

    [Fact]
    public async Task Callback_WithACodeOfAnotherSignIn_OpensNothing()
    {
        var stolen = await System.ScanAsync(await NewBrowser().BeginStaffSignInAsync(), Administrator);
        var browser = NewBrowser();
        var own = await System.ScanAsync(await browser.BeginStaffSignInAsync(), "nophadon");
        var swapped = QueryHelpers.AddQueryString(
            new Uri(Portal.Address, "sign-in/thaid/callback").AbsoluteUri,
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["code"] = QueryHelpers.ParseQuery(stolen.Query)["code"],
                ["state"] = QueryHelpers.ParseQuery(own.Query)["state"],
            }
        );

        using var answer = await browser.GetAsync(new Uri(swapped));

        await AssertProblemAsync(browser, answer.Headers.Location!.ToString(), "Failed", 400);
    }

    [Fact]
    public async Task SignIn_InTwoTabs_WorksInBoth()
    {
        var browser = NewBrowser();
        var first = await browser.BeginStaffSignInAsync("/staff/people");
        var second = await browser.BeginStaffSignInAsync("/staff/account");

        using var secondDone = await browser.GetAsync(await System.ScanAsync(second, Administrator));
        using var firstDone = await browser.GetAsync(await System.ScanAsync(first, Administrator));

        Assert.Equal("/staff/account", secondDone.Headers.Location!.ToString());
        Assert.Equal("/staff/people", firstDone.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/staff/../../evil")]
    [InlineData("/staff\t/x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/staff/sign-in")]
    [InlineData("/staff@evil.example")]
    public async Task SignIn_WithAReturnAddressElsewhere_StaysHere(string returnUrl)
    {
        var url = await System.SignInStaffAsync(NewBrowser(), Administrator, returnUrl);

        Assert.Equal(Portal.Address.Authority, new Uri(Portal.Address, url).Authority);
        Assert.StartsWith("/", url, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", url, StringComparison.Ordinal);
        Assert.DoesNotContain("sign-in", url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_OverAPlantedOrFormerSession_MakesANewOneAndEndsThat()
    {
        var browser = NewBrowser();
        await System.SignInStaffAsync(browser, Administrator);
        var planted = browser.Cookies["__Host-staff"];
        var victim = NewBrowser();
        victim.SetCookie("__Host-staff", planted);

        await System.SignInStaffAsync(victim, Administrator);

        Assert.NotEqual(planted, victim.Cookies["__Host-staff"]);
        using var attacker = await browser.GetAsync("/staff");
        Assert.Equal(HttpStatusCode.Found, attacker.StatusCode);
        Assert.Contains("why=ended", attacker.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var own = await victim.GetAsync("/staff");
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task SignOutEverywhere_EndsEveryDevice()
    {
        var (here, there) = (NewBrowser(), NewBrowser());
        await System.SignInStaffAsync(here, Administrator);
        await System.SignInStaffAsync(there, Administrator);

        using var ended = await PostFormAsync(here, "/staff/account", "everywhere");

        Assert.Equal(HttpStatusCode.Found, ended.StatusCode);
        foreach (var browser in (PlainBrowser[])[here, there])
        {
            using var after = await browser.GetAsync("/staff");
            Assert.Equal(HttpStatusCode.Found, after.StatusCode);
        }
    }

    [Fact]
    public async Task SignOut_FromSomebodyElsesPage_DoesNothing()
    {
        var browser = NewBrowser();
        await System.SignInStaffAsync(browser, Administrator);

        using var forged = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/staff/sign-out"));
        using var home = await browser.GetAsync("/staff");

        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.Equal(HttpStatusCode.OK, home.StatusCode);
    }

    [Fact]
    public async Task List_AddedChangedRemoved_HoldsWithTheNextClick()
    {
        var administrator = NewBrowser();
        await System.SignInStaffAsync(administrator, Administrator);
        using (
            var added = await PostFormAsync(
                administrator,
                "/staff/people",
                "add",
                ("Form.NationalId", "3-5099-00002-02-4"),
                ("Form.Name", "สุดา ตรวจดี"),
                ("Form.Role", "Lead")
            )
        )
            Assert.EndsWith("done=added", added.Headers.Location!.ToString(), StringComparison.Ordinal);
        var lead = NewBrowser();
        Assert.Equal("/staff", await System.SignInStaffAsync(lead, "suda"));
        using (var refused = await lead.GetAsync("/staff/people"))
        {
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            Assert.Contains("href=\"/staff\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        using (var list = await administrator.GetAsync("/staff/people"))
        {
            var id = DraftId().Match(await list.Content.ReadAsStringAsync()).Value;
            using var removed = await PostFormAsync(administrator, $"/staff/people/{id}", "remove");
            Assert.EndsWith("done=removed", removed.Headers.Location!.ToString(), StringComparison.Ordinal);
        }

        using var after = await lead.GetAsync("/staff");

        Assert.Equal(HttpStatusCode.Found, after.StatusCode);
        Assert.StartsWith(
            "/sign-in/problem/NotListed",
            await System.SignInStaffAsync(lead, "suda"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Log_OfSignInsThatWorkAndFail_NamesNobodyAndHoldsNoCode()
    {
        var secrets = new List<string> { System.Sandbox.ThaiDClientSecret };
        foreach (var answer in (string[])[Administrator, "nophadon", "kamon", "deny"])
        {
            var browser = NewBrowser();
            var callback = await System.ScanAsync(await browser.BeginStaffSignInAsync(), answer);
            secrets.AddRange(QueryHelpers.ParseQuery(callback.Query).Values.Select(value => value.ToString()));
            using (await browser.GetAsync(callback)) { }
            using (await browser.GetAsync(callback)) { }
            using (await browser.GetAsync("/staff/people")) { }
            secrets.AddRange(browser.Cookies.Values);
        }
        foreach (var person in MiniApp.Sandbox.ThaiD.ThaiDPeople.All)
            secrets.AddRange([
                person.NationalId,
                (string)person.Claims["family_name"]!,
                (string)person.Claims["family_name_en"]!,
            ]);
        secrets.RemoveAll(secret => secret is "access_denied" || secret.Length < 4);

        var log = Portal.Log;

        Assert.Contains("signed in, session", log, StringComparison.Ordinal);
        Assert.Contains("TooWeak", log, StringComparison.Ordinal);
        var found = secrets.Where(secret => log.Contains(secret, StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.True(found.Count == 0, $"In the log: {string.Join(", ", found)}");
    }

    /// <summary>Sends a form of a page that this browser sees.</summary>
    private static async Task<HttpResponseMessage> PostFormAsync(
        PlainBrowser browser,
        string url,
        string form,
        params (string Name, string Value)[] fields
    )
    {
        using var page = await browser.GetAsync(url);
        var token = PlainBrowser.AntiforgeryTokenOf(await page.Content.ReadAsStringAsync());
        Assert.NotEmpty(token);
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new FormUrlEncodedContent([
                new("_handler", form),
                new("__RequestVerificationToken", token),
                .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            ]),
        };
        return await browser.SendAsync(request);
    }

    private static async Task AssertProblemAsync(PlainBrowser browser, string url, string problem, int status)
    {
        Assert.StartsWith($"/sign-in/problem/{problem}?purpose=staff", url, StringComparison.Ordinal);
        using var page = await browser.GetAsync(url);
        Assert.Equal(status, (int)page.StatusCode);
        Assert.Contains("/sign-in/thaid/start/staff", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(browser.Cookies.Keys, name => name == "__Host-staff");
        using var staff = await browser.GetAsync("/staff");
        Assert.Equal(HttpStatusCode.Found, staff.StatusCode);
    }

    [GeneratedRegex(@"\{\w+:guid\}", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}
