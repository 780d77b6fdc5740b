using System.Net;
using MiniApp.TestKit;
using Npgsql;

namespace MiniApp.Web.Tests.Staff;

/// <summary>What an open page of staff is told about the end of its session, over HTTP as js/session-end.js asks.</summary>
public sealed class SessionEndTests(WebSystem web) : WebTest(web)
{
    private const string Part = "/staff/session-end?here=/staff/people";

    private Guid _session;

    [Fact]
    public async Task Page_BeforeTheEnd_SaysNothingButWhenToAsk()
    {
        var browser = await SignedInAsync();

        var html = await HtmlAsync(browser, "/staff");

        Assert.Contains("data-session-end=\"/staff/session-end\"", html, StringComparison.Ordinal);
        Assert.Matches("data-look-in=\"16[0-9]{2}\"", html);
        Assert.DoesNotContain("ใช้งานต่อ<", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_IsNotActivity_AndStayingIs()
    {
        var browser = await SignedInAsync();
        await AgeAsync(seen: "28 minutes 30 seconds", begun: "28 minutes 30 seconds");

        var warned = await HtmlAsync(browser, Part);
        Assert.Contains("notice warning", warned, StringComparison.Ordinal);
        Assert.Contains("action=\"/staff/session-end\"", warned, StringComparison.Ordinal);
        Assert.Contains("notice warning", await HtmlAsync(browser, Part), StringComparison.Ordinal);
        using var stay = await StayAsync(browser, warned);

        Assert.Equal(HttpStatusCode.OK, stay.StatusCode);
        var said = WebUtility.HtmlDecode(await stay.Content.ReadAsStringAsync());
        Assert.Contains("ใช้งานต่อได้ถึงเวลา", said, StringComparison.Ordinal);
        Assert.Matches("data-look-in=\"16[0-9]{2}\"", said);
        Assert.DoesNotContain("notice", await HtmlAsync(browser, Part), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EndAfterEightHours_CanNotBePutOff_AndOffersToSignInAgain()
    {
        var browser = await SignedInAsync();
        await AgeAsync(seen: "5 seconds", begun: "7 hours 59 minutes");

        var warned = await HtmlAsync(browser, Part);

        Assert.DoesNotContain("<form", warned, StringComparison.Ordinal);
        Assert.Contains("/sign-in/thaid/start/staff?returnUrl=%2Fstaff%2Fpeople", warned, StringComparison.Ordinal);
        Assert.Contains("8 ชั่วโมง", warned, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_IsSaid_AlsoToWhoAsksForMoreTime()
    {
        var browser = await SignedInAsync();
        await AgeAsync(seen: "29 minutes", begun: "29 minutes");
        var warned = await HtmlAsync(browser, Part);
        await AgeAsync(seen: "2 minutes", begun: "2 minutes");

        using var late = await StayAsync(browser, warned);

        var said = WebUtility.HtmlDecode(await late.Content.ReadAsStringAsync());
        Assert.Contains("การเข้าใช้งานสิ้นสุดแล้ว", said, StringComparison.Ordinal);
        Assert.Contains("/staff/sign-in?returnUrl=%2Fstaff%2Fpeople", said, StringComparison.Ordinal);
        Assert.DoesNotContain("data-look-in", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staying_FromSomebodyElsesPage_DoesNothing()
    {
        var browser = await SignedInAsync();

        using var forged = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, Part));

        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
    }

    [Fact]
    public async Task Asking_WithAnAddressElsewhere_LeadsHome()
    {
        using var answer = await NewBrowser().GetAsync("/staff/session-end?here=https://evil.example/");

        Assert.DoesNotContain("evil", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<PlainBrowser> SignedInAsync()
    {
        var browser = NewBrowser();
        await System.SignInStaffAsync(browser, "wichai");
        await using var database = NpgsqlDataSource.Create(Database);
        await using var newest = database.CreateCommand(
            "select id from staff_sessions order by created_at desc limit 1"
        );
        _session = (Guid)(await newest.ExecuteScalarAsync())!;
        return browser;
    }

    private static async Task<string> HtmlAsync(PlainBrowser browser, string url)
    {
        using var response = await browser.GetAsync(url);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> StayAsync(PlainBrowser browser, string notice)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Part)
        {
            Content = new FormUrlEncodedContent([
                new("__RequestVerificationToken", PlainBrowser.AntiforgeryTokenOf(notice)),
            ]),
        };
        return await browser.SendAsync(request);
    }

    /// <summary>As if the newest session had begun, or last been used, that much earlier.</summary>
    private async Task AgeAsync(string seen, string begun)
    {
        await using var database = NpgsqlDataSource.Create(Database);
        await using var age = database.CreateCommand(
            $"""
            update staff_sessions set last_seen_at = last_seen_at - interval '{seen}', created_at = created_at - interval '{begun}'
            where id = $1
            """
        );
        age.Parameters.Add(new() { Value = _session });
        await age.ExecuteNonQueryAsync();
    }
}
