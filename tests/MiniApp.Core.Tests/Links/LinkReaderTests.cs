using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using MiniApp.Core.Applicants;
using MiniApp.Core.Links;

namespace MiniApp.Core.Tests.Links;

public sealed class LinkReaderTests : IDisposable
{
    private readonly LinkReader _reader = LinkMaker.Reader();

    public void Dispose() => _reader.Dispose();

    [Fact]
    public void TryRead_PlainLink_GivesItsPayload()
    {
        Assert.True(_reader.TryRead(LinkMaker.Q(LinkMaker.Plain), out var payload));
        Assert.Equal(
            new LinkPayload(
                new Applicant(LinkMaker.CitizenId, ApplicantType.Citizen),
                "url-token-for-tests",
                "draft-17"
            ),
            payload
        );
    }

    public static TheoryData<string, Func<string, string>> Disguises =>
        new()
        {
            { "as issued", q => q },
            { "plus became space", q => q.Replace('+', ' ') },
            { "encoded once more, upper case", q => Uri.EscapeDataString(q) },
            { "encoded once more, lower case", q => q.Replace("+", "%2b").Replace("/", "%2f").Replace("=", "%3d") },
            { "only the plus encoded", q => q.Replace("+", "%2B") },
            { "encoded twice more", q => Uri.EscapeDataString(Uri.EscapeDataString(q)) },
            { "encoded three times more", q => Uri.EscapeDataString(Uri.EscapeDataString(Uri.EscapeDataString(q))) },
            { "URL-safe", q => q.Replace('+', '-').Replace('/', '_') },
            { "no padding", q => q.TrimEnd('=') },
            { "URL-safe, no padding", q => q.Replace('+', '-').Replace('/', '_').TrimEnd('=') },
        };

    [Theory]
    [MemberData(nameof(Disguises))]
    public void TryRead_Disguised_IsRead(string name, Func<string, string> disguise)
    {
        var q = LinkMaker.QWithEveryCharacter(out var token);

        Assert.True(_reader.TryRead(disguise(q), out var payload), name);
        Assert.Equal(token, payload.UrlToken);
        Assert.Null(payload.DraftId);
    }

    [Theory]
    [InlineData("identityid={0}&identitytype=Citizen&token=t&drafId=d")]
    [InlineData("identityId={0}&identityType=citizen&token=t&draftId=d")]
    [InlineData("identity_id={0}&identity_type=CITIZEN&Token=t&draft_id=d")]
    [InlineData("IDENTITYID={0}&IDENTITYTYPE=Citizen&TOKEN=t&DRAFTID=d")]
    [InlineData("token=t&drafid=d&IdentityType=1&IdentityId={0}")]
    [InlineData("?identityid={0}&identitytype=Citizen&token=t&draftId=d")]
    [InlineData("AppKey=a&identityid={0}&AppKey=b&identitytype=Citizen&token=t&draftId=d&&lone")]
    [InlineData("identityid=%31234567890121&identitytype=%43itizen&token=%74&draftId=%64")]
    [InlineData("identityid={0}&token=t&draftId=d")] // the document lists no identity type
    public void TryRead_OtherSpelling_IsRead(string plain)
    {
        plain = string.Format(null, plain, LinkMaker.CitizenId);
        Assert.True(_reader.TryRead(LinkMaker.Q(plain), out var payload));
        Assert.Equal(new LinkPayload(new(LinkMaker.CitizenId, ApplicantType.Citizen), "t", "d"), payload);
    }

    [Theory]
    [InlineData("Juristic")]
    [InlineData("juristic")]
    [InlineData("2")]
    public void TryRead_Juristic_IsRead(string type)
    {
        var q = LinkMaker.Q($"identityid={LinkMaker.JuristicId}&identitytype={type}&token=t");
        Assert.True(_reader.TryRead(q, out var payload));
        Assert.Equal(new Applicant(LinkMaker.JuristicId, ApplicantType.Juristic), payload.Applicant);
    }

    [Fact]
    public void TryRead_JuristicNumberWithoutType_IsJuristic()
    {
        Assert.True(_reader.TryRead(LinkMaker.Q($"identityid={LinkMaker.JuristicId}&token=t"), out var payload));
        Assert.Equal(ApplicantType.Juristic, payload.Applicant.Type);
    }

    [Theory]
    [InlineData("a+b/c==", "a+b/c==")] // as it is
    [InlineData("a%2Bb%2fc%3D%3D", "a+b/c==")]
    [InlineData("100%", "100%")]
    public void TryRead_Base64Token_KeepsEveryCharacter(string written, string expected)
    {
        var q = LinkMaker.Q($"identityid={LinkMaker.CitizenId}&identitytype=Citizen&token={written}");
        Assert.True(_reader.TryRead(q, out var payload));
        Assert.Equal(expected, payload.UrlToken);
    }

    [Fact]
    public void TryRead_EmptyDraftId_IsANewRequest()
    {
        var q = LinkMaker.Q($"identityid={LinkMaker.CitizenId}&identitytype=Citizen&token=t&draftId=");
        Assert.True(_reader.TryRead(q, out var payload));
        Assert.Null(payload.DraftId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("identitytype=Citizen&token=t")]
    [InlineData("identityid=1234567890121&identitytype=Citizen")]
    [InlineData("identityid=1234567890121&identitytype=Citizen&token=")]
    [InlineData("identityid=123456789012&identitytype=Citizen&token=t")]
    [InlineData("identityid=12345678901211&identitytype=Citizen&token=t")]
    [InlineData("identityid=123456789012x&identitytype=Citizen&token=t")]
    [InlineData("identityid=๑234567890121&identitytype=Citizen&token=t")]
    [InlineData("identityid=1234567890121&identitytype=Officer&token=t")]
    [InlineData("identityid=1234567890121&identitytype=&token=t")]
    [InlineData("identityid=1234567890121&identitytype=3&token=t")]
    [InlineData("identityid=1234567890121&identitytype=Citizen&token=a%0d%0ab")]
    [InlineData("identityid=1234567890121&identitytype=Citizen&token=a\0b")]
    [InlineData("identityid=1234567890121&identitytype=Citizen&token=a%20b")]
    [InlineData("identityid=1234567890121&identitytype=Citizen&token=โทเคน")]
    [InlineData("identityid=1234567890121&identitytype=Citizen&token=t&draftId=a%0Ab")]
    [InlineData("identityid=1234567890121&identitytype=Citizen&token=t&draftId=..")]
    [InlineData("identityid=1234567890121&identitytype=Citizen&token=t&token=u")]
    [InlineData("identityid=1234567890121&identity_id=1234567890121&identitytype=Citizen&token=t")]
    [InlineData("identityid=1234567890121&identitytype=Citizen&token=t&draftId=d&drafId=e")]
    public void TryRead_WellEncryptedNonsense_IsRefused(string plain) => AssertRefused(LinkMaker.Q(plain));

    [Fact]
    public void TryRead_AbsurdLengths_AreRefused()
    {
        const string Start = $"identityid={LinkMaker.CitizenId}&identitytype=Citizen&token=";
        AssertRefused(LinkMaker.Q(Start + new string('t', 2049)));
        AssertRefused(LinkMaker.Q(Start + "t&draftId=" + new string('d', 129)));
        AssertRefused(LinkMaker.Q(LinkMaker.Plain) + new string('=', LinkReader.MaxLength));
        Assert.True(_reader.TryRead(LinkMaker.Q(Start + new string('t', 2048)), out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("=")]
    [InlineData("====")]
    [InlineData("A")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("%")]
    [InlineData("%00%ff%")]
    [InlineData("ไม่ใช่ลิงก์")]
    [InlineData("'; drop table drafts --")]
    public void TryRead_NoLinkAtAll_IsRefused(string? q) => AssertRefused(q);

    [Fact]
    public void TryRead_LineBreakInside_IsRefused() => AssertRefused(LinkMaker.Q(LinkMaker.Plain).Insert(20, "\r\n"));

    [Fact]
    public void TryRead_EveryTruncation_IsRefused()
    {
        var q = LinkMaker.Q(LinkMaker.Plain).TrimEnd('=');
        for (var length = 0; length < q.Length; length++)
        {
            AssertRefused(q[..length]);
            AssertRefused(q[^length..]);
        }
    }

    [Fact]
    public void TryRead_WrongKeyOrIv_IsRefused()
    {
        var q = LinkMaker.Q(LinkMaker.Plain);
        using var otherKey = LinkMaker.Reader(key: new string('1', 64));
        using var otherIv = LinkMaker.Reader(iv: new string('1', 32));
        Assert.False(otherKey.TryRead(q, out _));
        Assert.False(otherIv.TryRead(q, out _));
    }

    [Fact]
    public void TryRead_EveryLengthOfPadding_IsRead()
    {
        for (var extra = 0; extra < 16; extra++)
        {
            var token = new string('t', 20 + extra);
            var q = LinkMaker.Q($"identityid={LinkMaker.CitizenId}&identitytype=Citizen&token={token}");
            Assert.True(_reader.TryRead(q, out var payload));
            Assert.Equal(token, payload.UrlToken);
        }
    }

    [Theory]
    [InlineData(0)] // no PKCS7 ends with 0
    [InlineData(17)]
    [InlineData(0x80)]
    [InlineData(0xff)]
    public void TryRead_ImpossiblePadding_IsRefused(byte last) => AssertRefused(LastBlock([.. new byte[15], last]));

    [Fact]
    public void TryRead_PaddingWithOneWrongByte_IsRefused()
    {
        for (var padding = 2; padding <= 16; padding++)
        {
            for (var wrong = 1; wrong < padding; wrong++)
            {
                var block = Enumerable
                    .Repeat((byte)'x', 16 - padding)
                    .Concat(Enumerable.Repeat((byte)padding, padding));
                byte[] bytes = [.. block];
                Assert.True(_reader.TryRead(LastBlock(bytes), out _), $"{padding}");
                bytes[^(wrong + 1)] ^= 1;
                AssertRefused(LastBlock(bytes));
            }
        }
    }

    [Fact]
    public void TryRead_TextThatIsNoUnicode_IsRefused()
    {
        byte[] plain = [.. Encoding.UTF8.GetBytes(LinkMaker.Plain), 0xff];
        AssertRefused(Convert.ToBase64String(LinkMaker.Encrypt(plain)));
    }

    [Fact]
    public void TryRead_ManyAtOnce_EachGetsItsOwn()
    {
        Parallel.For(
            0,
            2000,
            i =>
            {
                var q = LinkMaker.Q($"identityid={LinkMaker.CitizenId}&identitytype=Citizen&token=t{i}");
                if (i % 3 == 0)
                {
                    AssertRefused(q[..^8]);
                }
                Assert.True(_reader.TryRead(q, out var payload));
                Assert.Equal($"t{i}", payload.UrlToken);
            }
        );
    }

    [Fact]
    public void ToString_OfAPayload_RevealsNothing()
    {
        Assert.True(_reader.TryRead(LinkMaker.Q(LinkMaker.Plain), out var payload));
        Assert.Equal("LinkPayload", payload.ToString());
    }

    /// <summary>An independent maker: if our own maker and reader shared a mistake, this would show it.</summary>
    [Fact]
    public async Task TryRead_MadeByOpenssl_IsRead()
    {
        var start = new ProcessStartInfo("openssl")
        {
            ArgumentList = { "enc", "-aes-256-cbc", "-K", LinkMaker.Key, "-iv", LinkMaker.Iv, "-base64", "-A" },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // Throws where the command is missing: this check must not be skipped quietly.
        using var openssl = Process.Start(start)!;
        await openssl.StandardInput.WriteAsync(LinkMaker.Plain);
        openssl.StandardInput.Close();
        var q = await openssl.StandardOutput.ReadToEndAsync();
        await openssl.WaitForExitAsync();

        Assert.Equal(0, openssl.ExitCode);
        Assert.Equal(LinkMaker.Q(LinkMaker.Plain), q);
        Assert.True(_reader.TryRead(q, out var payload));
        Assert.Equal("url-token-for-tests", payload.UrlToken);
    }

    /// <summary>A good link up to the last block, which is given as it is after decryption.</summary>
    private static string LastBlock(byte[] block)
    {
        var start = $"identityid={LinkMaker.CitizenId}&identitytype=Citizen&token=";
        start += new string('t', 16 - start.Length % 16);
        return Convert.ToBase64String(
            LinkMaker.Encrypt([.. Encoding.UTF8.GetBytes(start), .. block], PaddingMode.None)
        );
    }

    private void AssertRefused(string? q)
    {
        Assert.False(_reader.TryRead(q, out var payload), q);
        Assert.Null(payload);
    }
}
