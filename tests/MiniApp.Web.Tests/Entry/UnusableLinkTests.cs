using System.Net;
using System.Text;
using MiniApp.TestKit;

namespace MiniApp.Web.Tests.Entry;

/// <summary>Whatever is wrong with a link, the answer is the same to the byte: a difference would help to forge one.</summary>
public sealed class UnusableLinkTests(WebSystem web) : WebTest(web)
{
    private const int Mutations = 600;

    [Fact]
    public async Task UnusableLink_OfEveryKind_GetsTheSameBytesAndHeaders()
    {
        var expected = await AnswerAsync("/forms/mna005a");
        Assert.StartsWith("400\n", expected, StringComparison.Ordinal);
        Assert.Contains("Biz Portal", expected, StringComparison.Ordinal);

        foreach (var (kind, url) in await KindsAsync())
        {
            var answer = await AnswerAsync(url);
            Assert.True(expected == answer, $"{kind} answers differently:\n{answer}\n— instead of —\n{expected}");
        }
    }

    [Fact]
    public async Task UnusableLink_InEnglish_IsTheSameForAllToo()
    {
        var expected = await AnswerAsync("/forms/mna005a", english: true);
        Assert.Contains("This link can&#x27;t be used", expected, StringComparison.Ordinal);
        Assert.Equal(expected, await AnswerAsync(Links.Url("garbled"), english: true));
    }

    [Fact]
    public async Task UnusableLink_RandomOrMutated_NeverGetsAnythingButTheOnePage()
    {
        var random = new Random(20_690_815);
        var expected = await AnswerAsync("/forms/mna005a");
        // Used up first: a mutation that still decrypts must not open anything either.
        var link = await Control.LinkAsync("somying");
        using (await NewBrowser().GetAsync(link.Url)) { }
        var cipher = Convert.FromBase64String(Links.Q(link));

        for (var i = 0; i < Mutations; i++)
        {
            var q = Mutate(random, cipher, i % 8);
            var answer = await AnswerAsync(Links.Url(q));
            Assert.True(expected == answer, $"Mutation {i}, q={q}:\n{answer}");
        }
    }

    [Theory]
    [InlineData("nosuchform")]
    [InlineData("mna005a0")]
    [InlineData("..%2Fmna005a")]
    [InlineData("%3Cscript%3E")]
    public async Task UnknownForm_WithAGoodLink_Is404InTheSameDesignAndKeepsTheLinkGood(string code)
    {
        var link = await Control.LinkAsync("somying");
        var browser = NewBrowser();

        using var unknown = await browser.GetAsync($"/forms/{code}?q={Uri.EscapeDataString(Links.Q(link))}");
        var html = await unknown.Content.ReadAsStringAsync();
        using var known = await browser.GetAsync(link.Url);

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Contains("class=\"state\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString(Links.Q(link)), html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, known.StatusCode);
    }

    private async Task<List<(string Kind, string Url)>> KindsAsync()
    {
        var identity = await Control.IdentityOfAsync("somying");
        var link = await Control.LinkAsync("somying");
        var plain = Links.Plain(System, link);
        var cipher = Links.Cipher(System, plain);
        string Changed(string from, string to) =>
            Links.Url(Links.Encrypt(System, plain.Replace(from, to, StringComparison.Ordinal)));
        byte[] noPadding = [.. cipher];
        noPadding[^17] ^= 0xff;

        var used = await Control.LinkAsync("somying");
        using (await NewBrowser().GetAsync(used.Url)) { }
        var expired = await Control.LinkAsync("somying");
        var otherForm = Links.Encrypt(
            System,
            $"identityid={identity}&identitytype=Citizen&token={new string('a', 43)}"
        );
        System.Clock.Advance(TimeSpan.FromMinutes(11));

        return
        [
            ("empty", "/forms/mna005a?q="),
            ("garbled", Links.Url("!!not base64!!")),
            ("too long", Links.Url(new string('A', 5000))),
            ("not whole blocks", Links.Url(Convert.ToBase64String(cipher.AsSpan(0, cipher.Length - 3)))),
            ("truncated", Links.Url(Convert.ToBase64String(cipher.AsSpan(0, 32)))),
            ("bad padding", Links.Url(Convert.ToBase64String(noPadding))),
            ("wrong key", Links.Url(Links.Encrypt(System, plain, key: new string('5', 64)))),
            ("wrong IV", Links.Url(Links.Encrypt(System, plain, iv: new string('5', 32)))),
            ("no token", Changed("token=", "tokken=")),
            ("no identity", Changed("identityid=", "identity=")),
            ("identity too short", Changed(identity, identity[1..])),
            ("identity with letters", Changed(identity, "A" + identity[1..])),
            ("unknown identity type", Changed("Citizen", "Robot")),
            ("script in it", Changed(identity, "<script>alert")),
            ("key twice", Links.Url(Links.Encrypt(System, plain + "&token=x"))),
            ("token expired", expired.Url.PathAndQuery),
            ("token used", used.Url.PathAndQuery),
            ("token unknown", Links.Url(otherForm)),
            ("token of a citizen, juristic claimed", await FreshWithAsync("Citizen", "Juristic")),
            ("token of somebody else", await FreshWithAsync(identity, await Control.IdentityOfAsync("mana"))),
            ("q twice", "/forms/mna005a?q=a&q=b"),
            ("control characters", "/forms/mna005a?q=%00%0D%0ASet-Cookie:x"),
        ];
    }

    /// <summary>A link with a good token and this much of its plain text changed.</summary>
    private async Task<string> FreshWithAsync(string from, string to)
    {
        var plain = Links.Plain(System, await Control.LinkAsync("somying"));
        return Links.Url(Links.Encrypt(System, plain.Replace(from, to, StringComparison.Ordinal)));
    }

    private static string Mutate(Random random, byte[] cipher, int kind)
    {
        byte[] bytes = [.. cipher];
        var at = random.Next(bytes.Length);
        var block = random.Next((bytes.Length / 16) - 1) * 16;
        switch (kind)
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes = bytes[..at];
                break;
            case 2:
                bytes = [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
                break;
            case 3:
                for (var i = 0; i < 16; i++)
                    (bytes[block + i], bytes[block + 16 + i]) = (bytes[block + 16 + i], bytes[block + i]);
                break;
            case 4:
                bytes = [.. bytes[..block], .. bytes[(block + 16)..]];
                break;
            case 5:
                bytes = new byte[16 * random.Next(1, 20)];
                random.NextBytes(bytes);
                break;
            case 6:
                bytes = [.. bytes, .. bytes[..(16 * random.Next(1, bytes.Length / 16))]];
                break;
            default:
                var text = new StringBuilder(Convert.ToBase64String(bytes));
                for (var i = random.Next(1, 6); i > 0; i--)
                    text[random.Next(text.Length)] = (char)random.Next(1, 0x0E7F);
                return text.ToString();
        }
        return Convert.ToBase64String(bytes);
    }

    /// <summary>Status, headers but for the date, and body, as one text.</summary>
    private async Task<string> AnswerAsync(string url, bool english = false)
    {
        using var browser = new PlainBrowser(Portal.Address);
        if (english)
            browser.SetCookie(".AspNetCore.Culture", "c%3Den-GB%7Cuic%3Den-GB");
        using var response = await browser.GetAsync(url);
        var headers = response
            .Headers.Concat(response.Content.Headers)
            .Where(header => header.Key != "Date")
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
            .Order(StringComparer.Ordinal);
        return $"{(int)response.StatusCode}\n{string.Join('\n', headers)}\n\n{await response.Content.ReadAsStringAsync()}";
    }
}
