using System.Net;

namespace MiniApp.Web.Tests.Entry;

/// <summary>Contract §1: what a link and the plain text in it may vary in.</summary>
public sealed class LinkToleranceTests(WebSystem web) : WebTest(web)
{
    public static readonly TheoryData<string> Writings =
    [
        "as sent",
        "lower-case escapes",
        "plus as it is",
        "plus as a space",
        "escaped twice",
        "escaped three times",
        "URL-safe alphabet",
        "no padding",
    ];

    [Theory]
    [MemberData(nameof(Writings))]
    public async Task Link_WrittenOtherwise_Opens(string writing)
    {
        // A plus, a slash and padding must be in it, or the writing would make no difference.
        var q = "";
        for (var i = 0; !q.Contains('+') || !q.Contains('/') || !q.EndsWith('='); i++)
        {
            var plain = Links.Plain(System, await Control.LinkAsync("somying"));
            q = Links.Encrypt(System, plain + "&AppKey2=" + new string('x', i % 16));
        }
        var escaped = Uri.EscapeDataString(q);
        var written = writing switch
        {
            "as sent" => escaped,
            "lower-case escapes" => escaped
                .Replace("%2B", "%2b", StringComparison.Ordinal)
                .Replace("%2F", "%2f", StringComparison.Ordinal)
                .Replace("%3D", "%3d", StringComparison.Ordinal),
            "plus as it is" => q,
            "plus as a space" => q.Replace("+", "%20", StringComparison.Ordinal),
            "escaped twice" => Uri.EscapeDataString(escaped),
            "escaped three times" => Uri.EscapeDataString(Uri.EscapeDataString(escaped)),
            "URL-safe alphabet" => q.Replace('+', '-').Replace('/', '_').TrimEnd('='),
            "no padding" => Uri.EscapeDataString(q.TrimEnd('=')),
            _ => throw new ArgumentOutOfRangeException(nameof(writing)),
        };

        using var response = await NewBrowser().GetAsync($"/forms/mna005a?q={written}");

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    [Theory]
    [InlineData("identityid={0}&identitytype=Citizen&token={1}")]
    [InlineData("identityId={0}&identityType=Citizen&token={1}&draftId=")]
    [InlineData("identity_id={0}&identity_type=citizen&token={1}&draft_id=&AppKey=whatever")]
    [InlineData("IDENTITYID={0}&IDENTITYTYPE=CITIZEN&TOKEN={1}&DRAFID=")]
    [InlineData("AppKey=a%3Db&drafId=&token={1}&identitytype=Citizen&identityid={0}")]
    [InlineData("identityid={0}&identitytype=Citizen&token={2}")]
    [InlineData("?identityid={3}&identitytype=%43itizen&token={2}")]
    public async Task PlainText_SpelledOtherwise_Opens(string text)
    {
        var link = await Control.LinkAsync("mana");
        var identity = await Control.IdentityOfAsync("mana");
        var plain = string.Format(
            global::System.Globalization.CultureInfo.InvariantCulture,
            text,
            identity,
            link.Token,
            Escaped(link.Token),
            Escaped(identity)
        );

        using var response = await NewBrowser().GetAsync(Links.Url(Links.Encrypt(System, plain)));

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
    }

    /// <summary>Every character as an escape, needed or not.</summary>
    private static string Escaped(string text) => string.Concat(text.Select(c => $"%{(int)c:x2}"));
}
