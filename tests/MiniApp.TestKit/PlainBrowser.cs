using System.Net;
using System.Text.RegularExpressions;

namespace MiniApp.TestKit;

/// <summary>
/// A browser without scripts: keeps cookies, follows nothing by itself. Unlike <see cref="CookieContainer"/> it takes
/// loopback for a secure place, as real browsers do.
/// </summary>
public sealed partial class PlainBrowser : IDisposable
{
    private readonly HttpClient _http;
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);
    private readonly List<string> _setCookies = [];

    /// <param name="patience">For one request; default 100 seconds.</param>
    public PlainBrowser(Uri portal, TimeSpan? patience = null) =>
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = portal,
            Timeout = patience ?? TimeSpan.FromSeconds(100),
        };

    public IReadOnlyDictionary<string, string> Cookies => _cookies;

    /// <summary>Every Set-Cookie header so far, whole.</summary>
    public IReadOnlyList<string> SetCookies => _setCookies;

    public void SetCookie(string name, string value) => _cookies[name] = value;

    public Task<HttpResponseMessage> GetAsync(string url) => SendAsync(new HttpRequestMessage(HttpMethod.Get, url));

    public Task<HttpResponseMessage> GetAsync(Uri url) => SendAsync(new HttpRequestMessage(HttpMethod.Get, url));

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        if (request.Headers.Accept.Count == 0)
            request.Headers.Accept.ParseAdd("text/html");
        if (_cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        var response = await _http.SendAsync(request);
        if (response.Headers.TryGetValues("Set-Cookie", out var set))
            foreach (var cookie in set)
                Keep(cookie);
        return response;
    }

    /// <summary>Opens a link and follows redirects to the page it ends at.</summary>
    public async Task<(Uri Url, HttpResponseMessage Response)> OpenAsync(Uri url)
    {
        var response = await GetAsync(url);
        while (response.StatusCode is HttpStatusCode.Found or HttpStatusCode.SeeOther)
        {
            url = new Uri(url, response.Headers.Location!);
            response = await GetAsync(url);
        }
        return (url, response);
    }

    /// <summary>The antiforgery token of a form on this page.</summary>
    public static string AntiforgeryTokenOf(string html) => TokenInput().Match(html).Groups["token"].Value;

    public void Dispose() => _http.Dispose();

    private void Keep(string setCookie)
    {
        _setCookies.Add(setCookie);
        var pair = setCookie.Split(';')[0].Split('=', 2);
        if (setCookie.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase))
            _cookies.Remove(pair[0]);
        else
            _cookies[pair[0]] = pair[1];
    }

    [GeneratedRegex(
        "name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex TokenInput();
}
