using System.Net;
using System.Text.RegularExpressions;
using MiniApp.TestKit;
using Npgsql;

namespace MiniApp.Web.Tests.MyRequests;

/// <summary>Signing in by ONE ID over HTTP.</summary>
public abstract partial class OneIdTest(WebSystem web) : WebTest(web)
{
    protected const string SignInPage = "/me/sign-in";
    protected const string CodePage = "/me/code";
    protected const string SessionCookie = "__Host-applicant";
    protected const string AttemptCookie = "__Host-one-id";
    private protected static readonly (string Mobile, string Id) Somying = ("0810000001", "1509900001013");
    private protected static readonly (string Mobile, string Id) Mana = ("0820000002", "3100100002025");

    /// <summary>The waiting times of earlier tests are over, here and at ONE ID.</summary>
    protected async Task ForgetWaitsAsync()
    {
        await using var database = NpgsqlDataSource.Create(Database);
        await using var forget = database.CreateCommand("delete from one_id_attempts");
        await forget.ExecuteNonQueryAsync();
        System.Clock.Advance(TimeSpan.FromSeconds(61));
    }

    /// <summary>Sends a form of this page with the token that it came with.</summary>
    private protected static async Task<(HttpResponseMessage Response, string Html)> PostAsync(
        PlainBrowser browser,
        string page,
        string handler,
        params (string Name, string Value)[] fields
    )
    {
        string token;
        using (var shown = await browser.GetAsync(page))
            token = PlainBrowser.AntiforgeryTokenOf(await shown.Content.ReadAsStringAsync());
        using var request = new HttpRequestMessage(HttpMethod.Post, page)
        {
            Content = new FormUrlEncodedContent([
                new("_handler", handler),
                new("__RequestVerificationToken", token),
                .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            ]),
        };
        var response = await browser.SendAsync(request);
        return (response, await response.Content.ReadAsStringAsync());
    }

    private protected static Task<(HttpResponseMessage Response, string Html)> AskAsync(
        PlainBrowser browser,
        string mobile,
        string id
    ) => PostAsync(browser, SignInPage, "sign-in", ("Mobile", mobile), ("IdCard", id));

    private protected static Task<(HttpResponseMessage Response, string Html)> EnterAsync(
        PlainBrowser browser,
        string code
    ) => PostAsync(browser, CodePage, "confirm", ("Code", code));

    /// <summary>Signs in and stands at the list.</summary>
    private protected async Task<PlainBrowser> SignInByOneIdAsync(
        (string Mobile, string Id) who,
        PlainBrowser? browser = null
    )
    {
        await ForgetWaitsAsync();
        browser ??= NewBrowser();
        IsRedirect(CodePage, (await AskAsync(browser, who.Mobile, who.Id)).Response);
        IsRedirect("/me", (await EnterAsync(browser, await Control.NewestOtpAsync(who.Id))).Response);
        return browser;
    }

    private protected static void IsRedirect(string to, HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal(to, new Uri(new Uri("http://portal.example"), response.Headers.Location!).PathAndQuery);
    }

    private protected static async Task<string> HtmlAsync(PlainBrowser browser, string page)
    {
        using var response = await browser.GetAsync(page);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>A page without what is encrypted anew for each.</summary>
    private protected static string Steady(string html) => Fresh().Replace(html, "");

    [GeneratedRegex(
        "<!--Blazor-.*?-->|name=\"__RequestVerificationToken\" value=\"[^\"]*\"",
        RegexOptions.Singleline | RegexOptions.NonBacktracking
    )]
    private static partial Regex Fresh();
}
