using System.Net;
using System.Text.RegularExpressions;
using MiniApp.Sandbox.ThaiD;
using MiniApp.TestKit;

namespace MiniApp.Web.Tests.Staff;

/// <summary>The employee's page from the button to HCM, as a browser without scripts sees it.</summary>
public sealed partial class IdentityPageTests(WebSystem web) : WebTest(web), IAsyncLifetime
{
    private const string Employee = "wichai";
    private const string Page = "/staff/identity";

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        using var http = new HttpClient { BaseAddress = System.Sandbox.BaseAddress };
        using var reset = await http.PostAsync("_sandbox/hcm/reset", content: null);
        reset.EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Page_FromHcmsOwnButton_LeadsThroughTheSignInBackToIt()
    {
        var browser = NewBrowser();
        using var asked = await browser.GetAsync(Page);
        Assert.Contains("returnUrl=%2Fstaff%2Fidentity", asked.Headers.Location!.ToString(), StringComparison.Ordinal);

        Assert.Equal(Page, await System.SignInStaffAsync(browser, Employee, Page));

        Assert.Contains("<h1 tabindex=\"-1\">อัปเดตข้อมูลใน HCM", await HtmlAsync(browser), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_ConfirmedByItsPerson_StandsInHcm()
    {
        var browser = await ScannedAsync();

        var html = await HtmlAsync(browser);
        Assert.Contains("รักงาน", html, StringComparison.Ordinal);
        Assert.Contains("รักระบบ", html, StringComparison.Ordinal);
        // Its year of the Buddhist era, as people read it.
        Assert.Contains("20 พฤษภาคม 2518", html, StringComparison.Ordinal);
        var items = ItemInput().Matches(html).Select(match => match.Groups["item"].Value).ToList();
        Assert.Contains("FamilyName", items);
        Assert.DoesNotContain("NationalId", items);
        // The ID number is on the page only as its last digits.
        Assert.DoesNotContain("3101200001013", html, StringComparison.Ordinal);
        using var confirmed = await PostAsync(
            browser,
            html,
            "confirm",
            [.. items.Select(item => KeyValuePair.Create("items", item)), Revision(html)]
        );
        Assert.Equal(Page, confirmed.Headers.Location!.ToString());

        html = await HtmlAsync(browser);
        Assert.Contains("notice good", html, StringComparison.Ordinal);
        Assert.Empty(ItemInput().Matches(html));
        Assert.Contains("รักระบบ", await HcmAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_ScannedBySomebodyElse_ShowsNothingOfEither()
    {
        var browser = NewBrowser();
        await NamedAsync(browser);
        using var begun = await browser.GetAsync(Page + "/scan");
        using var back = await browser.GetAsync(await System.ScanAsync(begun.Headers.Location!, "suda"));
        Assert.Equal(Page, back.Headers.Location!.ToString());

        var html = await HtmlAsync(browser);

        Assert.Contains("notice problem", html, StringComparison.Ordinal);
        foreach (var name in (string[])["สุดา", "ตรวจดี", "รักงาน", "class=\"compare\""])
            Assert.DoesNotContain(name, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_InAnotherBrowser_IsNotTaken()
    {
        var browser = NewBrowser();
        await NamedAsync(browser);
        using var begun = await browser.GetAsync(Page + "/scan");
        var callback = await System.ScanAsync(begun.Headers.Location!, Employee);
        var other = NewBrowser();
        await System.SignInStaffAsync(other, Employee);

        using var back = await other.GetAsync(callback);

        Assert.Contains("/sign-in/problem/Used", back.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"compare\"", await HtmlAsync(other), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_Denied_LeadsBackToThePage()
    {
        var browser = NewBrowser();
        await NamedAsync(browser);
        using var begun = await browser.GetAsync(Page + "/scan");
        using var back = await browser.GetAsync(await System.ScanAsync(begun.Headers.Location!, "deny"));
        using var problem = await browser.GetAsync(back.Headers.Location!.ToString());

        Assert.Contains($"href=\"{Page}\"", await problem.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task Scan_BegunByAnotherSite_LeavesTheOpenUpdateAlone(string site)
    {
        var browser = await ScannedAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Page + "/scan");
        request.Headers.Add("Sec-Fetch-Site", site);

        using var answer = await browser.SendAsync(request);

        Assert.Equal(Page, answer.Headers.Location!.ToString());
        Assert.Contains("class=\"compare\"", await HtmlAsync(browser), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("confirm")]
    [InlineData("answer")]
    [InlineData("account")]
    [InlineData("end")]
    public async Task Form_WithoutItsToken_IsRefused(string form)
    {
        var browser = await ScannedAsync();
        var html = await HtmlAsync(browser);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Page}/{form}")
        {
            Content = new FormUrlEncodedContent([new("items", "FamilyName"), Revision(html)]),
        };

        using var answer = await browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("รักระบบ", await HcmAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirm_WithNothingTicked_SaysSo()
    {
        var browser = await ScannedAsync();
        var html = await HtmlAsync(browser);

        using var answer = await PostAsync(browser, html, "confirm", Revision(html));

        Assert.Contains("said=NothingChosen", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var page = await browser.GetAsync(answer.Headers.Location!.ToString());
        Assert.Contains("role=\"alert\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task End_ForgetsTheScan()
    {
        var browser = await ScannedAsync();
        using (await PostAsync(browser, await HtmlAsync(browser), "end")) { }

        var html = await HtmlAsync(browser);

        Assert.DoesNotContain("class=\"compare\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("รักระบบ", html, StringComparison.Ordinal);
    }

    /// <summary>Browsers press the first button of a form, "find", wherever in it Enter is pressed.</summary>
    [Fact]
    public async Task Place_EnterOnAChosenOne_TakesIt_AndInTheSearchBoxLooks()
    {
        await ListAsync("mali");
        var browser = await ScannedAsync("mali");
        var html = await HtmlAsync(browser);
        // Hers are two addresses at HCM: that is asked first.
        await AnswerAsync(("address", "1"));
        var form = html[
            html.LastIndexOf(
                "<form",
                html.IndexOf("id=\"place-search\"", StringComparison.Ordinal),
                StringComparison.Ordinal
            )..
        ];
        Assert.StartsWith(
            "name=\"searchNow\"",
            form[form.IndexOf("<button", StringComparison.Ordinal)..].Split(' ', 4)[^1],
            StringComparison.Ordinal
        );
        await AnswerAsync(("search", "สุเทพ เชียงใหม่"), ("searched", ""), ("searchNow", "1"));
        Assert.Contains("id=\"place-500108\"", html, StringComparison.Ordinal);
        // Another search: what had been chosen from the one before goes.
        await AnswerAsync(
            ("search", "ช้างเผือก เชียงใหม่"),
            ("searched", "สุเทพ เชียงใหม่"),
            ("searchNow", "1"),
            ("subdistrict", "500108")
        );
        Assert.DoesNotMatch("id=\"place-[0-9]{6}\"[^>]*checked", html);

        await AnswerAsync(
            ("search", "สุเทพ เชียงใหม่"),
            ("searched", "สุเทพ เชียงใหม่"),
            ("searchNow", "1"),
            ("subdistrict", "500108")
        );

        Assert.Matches("id=\"place-500108\"[^>]*checked", html);

        async Task AnswerAsync(params (string Name, string Value)[] fields)
        {
            using var answered = await PostAsync(
                browser,
                html,
                "answer",
                [.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]
            );
            html = await HtmlAsync(browser);
        }
    }

    [Fact]
    public async Task Update_WhileHcmIsAway_OffersAnotherTry()
    {
        var browser = await ScannedAsync();
        await Control.SetFaultsAsync(new { route = "/hcmRestApi", kind = "outage" });

        Assert.Contains("notice problem", await HtmlAsync(browser), StringComparison.Ordinal);

        await Control.ClearFaultsAsync();
        Assert.Contains("class=\"compare\"", await HtmlAsync(browser), StringComparison.Ordinal);
    }

    /// <summary>The whole way, its failures too, at the most talkative setting.</summary>
    [Fact]
    public async Task Log_OfAnUpdate_NamesNobody()
    {
        var browser = await ScannedAsync();
        var html = await HtmlAsync(browser);
        await Control.SetFaultsAsync(
            new
            {
                route = "PATCH /hcmRestApi",
                kind = "status",
                value = 500,
                times = 1,
            }
        );
        using (
            await PostAsync(
                browser,
                html,
                "confirm",
                new("items", "FamilyName"),
                new("items", "Birthdate"),
                Revision(html)
            )
        ) { }
        await Control.SetFaultsAsync(new { route = "/hcmRestApi", kind = "garbage" });
        await HtmlAsync(browser);
        await Control.ClearFaultsAsync();
        using (await browser.GetAsync(Page + "/scan")) { }

        var log = Portal.Log;

        Assert.Contains("HCM", log, StringComparison.Ordinal);
        foreach (
            var secret in (string[])
                [
                    "3101200001013",
                    "wichai@example",
                    "วิชัย",
                    "รักระบบ",
                    "รักงาน",
                    "Rakrabop",
                    "1975-05-20",
                    "2518-05-20",
                    "สามเสนใน",
                    "300000006400012",
                    System.Sandbox.HcmPassword,
                ]
        )
            Assert.DoesNotContain(secret, log, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Signed in, account named, scanned.</summary>
    private async Task<PlainBrowser> ScannedAsync(string employee = Employee)
    {
        var browser = NewBrowser();
        await NamedAsync(browser, employee);
        using var begun = await browser.GetAsync(Page + "/scan");
        Assert.True(begun.Headers.Location!.IsAbsoluteUri, await HtmlAsync(browser));
        using var back = await browser.GetAsync(await System.ScanAsync(begun.Headers.Location, employee));
        Assert.Equal(Page, back.Headers.Location!.ToString());
        return browser;
    }

    /// <summary>The administrator puts somebody on the list, unless they are there already.</summary>
    private async Task ListAsync(string id)
    {
        var administrator = NewBrowser();
        await System.SignInStaffAsync(administrator, Employee);
        using var page = await administrator.GetAsync("/staff/people");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/staff/people")
        {
            Content = new FormUrlEncodedContent([
                new("_handler", "add"),
                new(
                    "__RequestVerificationToken",
                    PlainBrowser.AntiforgeryTokenOf(await page.Content.ReadAsStringAsync())
                ),
                new("Form.NationalId", ThaiDPeople.ById(id)!.NationalId),
                new("Form.Name", id),
                new("Form.Role", "Reviewer"),
            ]),
        };
        using var added = await administrator.SendAsync(request);
        Assert.Equal(HttpStatusCode.Found, added.StatusCode);
    }

    private async Task NamedAsync(PlainBrowser browser, string employee = Employee)
    {
        await System.SignInStaffAsync(browser, employee, Page);
        var html = await HtmlAsync(browser);
        if (!html.Contains("hcm-username", StringComparison.Ordinal))
            return;
        using var named = await PostAsync(
            browser,
            html,
            "account",
            new KeyValuePair<string, string>("username", $"{employee}@example.ac.th")
        );
        Assert.Equal(Page, named.Headers.Location!.ToString());
    }

    private static async Task<string> HtmlAsync(PlainBrowser browser)
    {
        using var response = await browser.GetAsync(Page);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> PostAsync(
        PlainBrowser browser,
        string html,
        string form,
        params KeyValuePair<string, string>[] fields
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Page}/{form}")
        {
            Content = new FormUrlEncodedContent([
                .. fields,
                new("__RequestVerificationToken", PlainBrowser.AntiforgeryTokenOf(html)),
            ]),
        };
        return await browser.SendAsync(request);
    }

    private async Task<string> HcmAsync()
    {
        using var http = new HttpClient { BaseAddress = System.Sandbox.BaseAddress };
        return await http.GetStringAsync("_sandbox/hcm/workers");
    }

    private static KeyValuePair<string, string> Revision(string html) =>
        new("revision", RevisionInput().Match(html).Groups["number"].Value);

    [GeneratedRegex("name=\"items\" value=\"(?<item>[A-Za-z]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ItemInput();

    [GeneratedRegex("name=\"revision\" value=\"(?<number>[0-9]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RevisionInput();
}
