using System.Net;
using System.Text.RegularExpressions;
using MiniApp.TestKit;

namespace MiniApp.Web.Tests.MyRequests;

public sealed partial class OneIdSignInTests(WebSystem web) : OneIdTest(web)
{
    [Fact]
    public async Task Me_OfNobody_LeadsToSigningIn()
    {
        using var response = await NewBrowser().GetAsync("/me");

        IsRedirect(SignInPage, response);
    }

    // Not all calls: drafts of other tests may be on their way to Biz Portal.
    private async Task<int> CountOneIdCallsAsync() =>
        (await Control.CallsAsync()).Count(call =>
            ((string)call!["path"]!).Contains("mobile-and-idcard", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("0810000001", "1509900001013")]
    [InlineData(" 081-000-0001 ", "1-5099-00001-01-3")]
    [InlineData("+66 81 000 0001", "1 5099 00001 01 3")]
    [InlineData("๐๘๑ ๐๐๐ ๐๐๐๑", "๑๕๐๙๙๐๐๐๐๑๐๑๓")]
    [InlineData("(0066) 81.000.0001", "1–5099–00001–01–3")]
    public async Task SignIn_NumbersTypedInAnyForm_AreTheSameNumbers(string mobile, string id)
    {
        await ForgetWaitsAsync();
        var browser = NewBrowser();
        var before = (await Control.SmsAsync(Somying.Id)).Count;

        IsRedirect(CodePage, (await AskAsync(browser, mobile, id)).Response);

        Assert.Equal(before + 1, (await Control.SmsAsync(Somying.Id)).Count);
        var page = await HtmlAsync(browser, CodePage);
        Assert.Contains("08x-xxx-0001", page, StringComparison.Ordinal);
        Assert.Contains((string)(await Control.SmsAsync(Somying.Id))[^1]!["ref"]!, page, StringComparison.Ordinal);
        Assert.Contains("autocomplete=\"one-time-code\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "f-mobile-error", "f-idCard-error")]
    [InlineData("021234567", "1509900001013", "f-mobile-error", null)]
    [InlineData("08100000011", "1509900001013", "f-mobile-error", null)]
    [InlineData("0810000001", "1509900001014", "f-idCard-error", null)]
    [InlineData("<script>alert(1)</script>", "x' or 1=1--", "f-mobile-error", "f-idCard-error")]
    public async Task SignIn_WhatIsNoNumber_IsSaidBesideItAndNobodyIsAsked(
        string mobile,
        string id,
        string error,
        string? another
    )
    {
        var calls = await CountOneIdCallsAsync();

        var (response, html) = await AskAsync(NewBrowser(), mobile, id);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains($"id=\"{error}\"", html, StringComparison.Ordinal);
        if (another is not null)
            Assert.Contains($"id=\"{another}\"", html, StringComparison.Ordinal);
        Assert.Contains("class=\"error-summary\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Equal(calls, await CountOneIdCallsAsync());
    }

    [Fact]
    public async Task SignIn_RightCode_ShowsWhatWasBegunByLink()
    {
        var owner = await SignInAsync("somying");

        var browser = await SignInByOneIdAsync(Somying);

        var list = await HtmlAsync(browser, "/me");
        Assert.Contains($"data-draft=\"{owner.DraftId}\"", list, StringComparison.Ordinal);
        Assert.Contains("ONE ID", list, StringComparison.Ordinal);
        Assert.DoesNotContain(AttemptCookie, browser.Cookies.Keys);
        foreach (var cookie in (string[])[SessionCookie, AttemptCookie])
        {
            var set = browser.SetCookies.First(header => header.StartsWith(cookie + "=", StringComparison.Ordinal));
            foreach (var rule in (string[])["secure", "httponly", "path=/"])
                Assert.Contains(rule, set, StringComparison.OrdinalIgnoreCase);
        }
        using var resumed = await browser.GetAsync($"/drafts/{owner.DraftId}");
        Assert.Contains(
            $"/drafts/{owner.DraftId}/steps/",
            resumed.Headers.Location!.ToString(),
            StringComparison.Ordinal
        );
        // Somebody who is signed in is not asked again.
        using var again = await browser.GetAsync(SignInPage);
        IsRedirect("/me", again);
    }

    [Fact]
    public async Task SignIn_NumbersThatDoNotBelongTogether_LookTheSameInEveryByte()
    {
        await ForgetWaitsAsync();
        var pages = new List<(string Headers, string Code, string Wrong, string Again)>();
        (string, string)[] numbers =
        [
            ("0830000003", "5400100003033"),
            ("0890000003", "1509900001013"),
            ("0810000003", Mana.Id),
        ];
        foreach (var (mobile, id) in numbers)
            pages.Add(await LookAsync(mobile, id));

        Assert.Equal(pages[0], pages[1]);
        Assert.Equal(pages[0], pages[2]);
    }

    private async Task<(string Headers, string Code, string Wrong, string Again)> LookAsync(string mobile, string id)
    {
        var browser = NewBrowser();
        var (asked, _) = await AskAsync(browser, mobile, id);
        IsRedirect(CodePage, asked);
        var headers = string.Join('\n', asked.Headers.Select(header => header.Key).Order(StringComparer.Ordinal));
        var code = await HtmlAsync(browser, CodePage);
        var (_, wrong) = await EnterAsync(browser, "000000");
        var (_, again) = await PostAsync(browser, CodePage, "again");
        Assert.Contains("data-tries-left=\"4\"", wrong, StringComparison.Ordinal);
        Assert.Contains("data-no-code=\"Wait\"", again, StringComparison.Ordinal);
        return (headers, Plain(code), Plain(wrong), Plain(again));
    }

    /// <summary>Without what differs for everybody: the reference, and times.</summary>
    private static string Plain(string html) =>
        Changing().Replace(Steady(html), "").Replace("08x-xxx-0003", "MOBILE", StringComparison.Ordinal);

    [Theory]
    [InlineData("invalid format id_card_num", "InvalidIdCard")]
    [InlineData("please wait about 1 minute before request OTP again", "WaitOneId")]
    [InlineData("sent otp fail please wait about 1 minute before request OTP again", "NotSent")]
    [InlineData("invalid request", "Unavailable")]
    public async Task SignIn_EachOtherErrorOfOneId_HasItsOwnMessage(string message, string shown)
    {
        await ForgetWaitsAsync();
        await Control.SetFaultsAsync(
            new
            {
                route = "POST /api/v1/citizen",
                kind = "envelope",
                value = message,
            }
        );
        var browser = NewBrowser();

        var (response, html) = await AskAsync(browser, Somying.Mobile, Somying.Id);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains($"data-no-code=\"{shown}\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain(AttemptCookie, browser.Cookies.Keys);
    }

    [Fact]
    public async Task Code_FiveWrongTries_EndsItAndSaysHowManyAreLeft()
    {
        await ForgetWaitsAsync();
        var browser = NewBrowser();
        await AskAsync(browser, Somying.Mobile, Somying.Id);
        var right = await Control.NewestOtpAsync(Somying.Id);
        var wrong = right == "123456" ? "654321" : "123456";

        for (var left = 4; left >= 0; left--)
            Assert.Contains(
                $"data-tries-left=\"{left}\"",
                (await EnterAsync(browser, wrong)).Html,
                StringComparison.Ordinal
            );

        var (response, html) = await EnterAsync(browser, right);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("data-tries-left=\"0\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain(SessionCookie, browser.Cookies.Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("abcdef")]
    public async Task Code_NotSixDigits_IsNoTry(string typed)
    {
        await ForgetWaitsAsync();
        var browser = NewBrowser();
        await AskAsync(browser, Somying.Mobile, Somying.Id);

        Assert.Contains("data-tries-left=\"5\"", (await EnterAsync(browser, typed)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_TypedWithSpacesAndThaiNumerals_IsRight()
    {
        await ForgetWaitsAsync();
        var browser = NewBrowser();
        await AskAsync(browser, Somying.Mobile, Somying.Id);
        var code = await Control.NewestOtpAsync(Somying.Id);
        var typed = string.Concat(code.Select(digit => (char)('๐' + (digit - '0')))).Insert(3, " ");

        IsRedirect("/me", (await EnterAsync(browser, typed)).Response);
    }

    [Fact]
    public async Task Code_WithoutAnAttemptOrWithAForgedOne_BeginsAnew()
    {
        var browser = NewBrowser();
        using (var none = await browser.GetAsync(CodePage))
            IsRedirect("/me", none);
        browser.SetCookie(AttemptCookie, Guid.NewGuid().ToString("N"));
        using var forged = await browser.GetAsync(CodePage);
        IsRedirect("/me", forged);
    }

    [Theory]
    [InlineData(SignInPage, "sign-in")]
    [InlineData(CodePage, "confirm")]
    [InlineData(CodePage, "again")]
    public async Task Forms_SentFromElsewhere_AreRefused(string page, string handler)
    {
        await ForgetWaitsAsync();
        var browser = NewBrowser();
        await AskAsync(browser, Somying.Mobile, Somying.Id);
        var sent = (await Control.SmsAsync(Somying.Id)).Count;
        using var request = new HttpRequestMessage(HttpMethod.Post, page)
        {
            Content = new FormUrlEncodedContent([
                new("_handler", handler),
                new("Mobile", Mana.Mobile),
                new("IdCard", Mana.Id),
                new("Code", await Control.NewestOtpAsync(Somying.Id)),
            ]),
        };

        using var response = await browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.DoesNotContain(SessionCookie, browser.Cookies.Keys);
        Assert.Equal(sent, (await Control.SmsAsync(Somying.Id)).Count);
    }

    [Fact]
    public async Task SignIn_OverAPlantedSession_IsANewOneAndTheOtherEnds()
    {
        // An attacker's own session in the victim's browser: fixation, and mixing two people's drafts.
        var attacker = await SignInAsync("mana");
        var planted = attacker.Browser.Cookies[SessionCookie];
        await ForgetWaitsAsync();
        var victim = NewBrowser();
        await AskAsync(victim, Somying.Mobile, Somying.Id);
        victim.SetCookie(SessionCookie, planted);

        var (response, _) = await EnterAsync(victim, await Control.NewestOtpAsync(Somying.Id));

        IsRedirect("/me", response);
        Assert.Equal("\"storage\"", Assert.Single(response.Headers.GetValues("Clear-Site-Data")));
        Assert.NotEqual(planted, victim.Cookies[SessionCookie]);
        Assert.DoesNotContain(attacker.DraftId.ToString(), await HtmlAsync(victim, "/me"), StringComparison.Ordinal);
        using var still = await attacker.Browser.GetAsync("/me");
        IsRedirect(SignInPage, still);
    }

    [Fact]
    public async Task SignOut_EndsTheSessionForGood()
    {
        var browser = await SignInByOneIdAsync(Somying);
        var cookie = browser.Cookies[SessionCookie];
        var token = PlainBrowser.AntiforgeryTokenOf(await HtmlAsync(browser, "/me"));
        using (var request = new HttpRequestMessage(HttpMethod.Post, "/sign-out"))
        {
            request.Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
            using var response = await browser.SendAsync(request);
            IsRedirect("/signed-out", response);
        }

        browser.SetCookie(SessionCookie, cookie);
        using var after = await browser.GetAsync("/me");
        IsRedirect(SignInPage, after);
    }

    [GeneratedRegex(
        "<strong>[^<]*</strong>|[0-9]{1,2}:[0-9]{2}|data-countdown=\"[0-9]+\"",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Changing();
}
