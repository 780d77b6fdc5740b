using System.Net;
using System.Text.RegularExpressions;

namespace MiniApp.TestKit;

/// <summary>Signing in with the sandbox's ThaiD, step by step, as a browser without scripts does.</summary>
public static partial class ThaiDBrowsing
{
    /// <summary>Begins a sign-in of staff.</summary>
    /// <returns>ThaiD's page that waits for a scan.</returns>
    public static Task<Uri> BeginStaffSignInAsync(this PlainBrowser browser, string? returnUrl = null) =>
        browser.BeginSignInAsync("staff", returnUrl);

    /// <param name="purpose">What the sign-in is for.</param>
    /// <returns>ThaiD's page that waits for a scan.</returns>
    public static async Task<Uri> BeginSignInAsync(this PlainBrowser browser, string purpose, string? returnUrl = null)
    {
        var query = returnUrl is null ? "" : $"?returnUrl={Uri.EscapeDataString(returnUrl)}";
        using var started = await browser.GetAsync($"/sign-in/thaid/start/{purpose}{query}");
        return started.Headers.Location
            ?? throw new InvalidOperationException($"Sign-in did not start: {started.StatusCode}");
    }

    /// <summary>Answers ThaiD's page.</summary>
    /// <param name="answer">Who scans; <c>deny</c>; <c>timeout</c>.</param>
    /// <returns>Where ThaiD sends the browser: the portal's callback.</returns>
    public static async Task<Uri> ScanAsync(this LocalSystem system, Uri page, string answer)
    {
        using var phone = new PlainBrowser(system.Sandbox.BaseAddress);
        using var shown = await phone.GetAsync(page);
        var html = await shown.Content.ReadAsStringAsync();
        using var answered = new HttpRequestMessage(HttpMethod.Post, "/api/v2/oauth2/auth/")
        {
            Content = new FormUrlEncodedContent([
                new("request", RequestInput().Match(html).Groups["id"].Value),
                new("answer", answer),
            ]),
        };
        using var back = await phone.SendAsync(answered);
        return back.StatusCode == HttpStatusCode.SeeOther
            ? back.Headers.Location!
            : throw new InvalidOperationException($"ThaiD says {back.StatusCode}: {html}");
    }

    /// <summary>The whole way of staff.</summary>
    /// <returns>Where the callback leads.</returns>
    public static Task<string> SignInStaffAsync(
        this LocalSystem system,
        PlainBrowser browser,
        string answer,
        string? returnUrl = null
    ) => system.SignInAsync(browser, "staff", answer, returnUrl);

    /// <summary>The whole way.</summary>
    /// <returns>Where the callback leads.</returns>
    public static async Task<string> SignInAsync(
        this LocalSystem system,
        PlainBrowser browser,
        string purpose,
        string answer,
        string? returnUrl = null
    )
    {
        var callback = await system.ScanAsync(await browser.BeginSignInAsync(purpose, returnUrl), answer);
        using var done = await browser.GetAsync(callback);
        return done.Headers.Location?.ToString()
            ?? throw new InvalidOperationException($"The callback answers {done.StatusCode}");
    }

    [GeneratedRegex("name=\"request\" value=\"(?<id>[0-9a-f]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RequestInput();
}
