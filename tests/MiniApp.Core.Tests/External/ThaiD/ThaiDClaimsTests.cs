using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.ThaiD;

namespace MiniApp.Core.Tests.External.ThaiD;

/// <summary>Every spelling of the contract gives the same person.</summary>
public sealed class ThaiDClaimsTests
{
    private const string Document = """
        {
          "sub": "1100000000016", "pid": "1100000000016",
          "name": "นาย สมชาย ใจดีตัวอย่าง", "name_en": "Mr. Somchai Jaideesample", "birthdate": "1989-10-03",
          "address": { "formatted": "1/1 ซ.ตัวอย่าง แขวงถนนเพชรบุรี เขตราชเทวี กรุงเทพมหานคร" },
          "house_address": { "id": "10100000001", "formatted": "1/1 ซอยตัวอย่าง",
            "raw": "1/1###ตัวอย่าง##ถนนเพชรบุรี#เขตราชเทวี#กรุงเทพมหานคร" },
          "given_name": "สมชาย", "given_name_en": "Somchai", "family_name": "ใจดีตัวอย่าง",
          "family_name_en": "Jaideesample", "middle_name": "", "middle_name_en": "-", "gender": "male",
          "titleTh": "นาย", "titleEn": "Mr.", "cardCreated": "2022-01-10", "cardExpired": "2030-10-02",
          "smartCardCode": "0000-00-00000000", "ial": "2.3", "version": 2, "auth_time": 1729498016
        }
        """;

    [Fact]
    public void Read_DocumentsSample_GivesEveryAttribute()
    {
        var identity = ThaiDClaims.Read(Parse(Document), null, "pid");

        Assert.Equal(
            new ThaiDIdentity
            {
                NationalId = "1100000000016",
                Title = new("นาย", "Mr."),
                Name = new("นาย สมชาย ใจดีตัวอย่าง", "Mr. Somchai Jaideesample"),
                GivenName = new("สมชาย", "Somchai"),
                MiddleName = new(),
                FamilyName = new("ใจดีตัวอย่าง", "Jaideesample"),
                Birthdate = new DateOnly(1989, 10, 3),
                Gender = "male",
                Address = "1/1 ซ.ตัวอย่าง แขวงถนนเพชรบุรี เขตราชเทวี กรุงเทพมหานคร",
                House = new("10100000001", "1/1 ซอยตัวอย่าง", "1/1###ตัวอย่าง##ถนนเพชรบุรี#เขตราชเทวี#กรุงเทพมหานคร"),
                CardCreated = new DateOnly(2022, 1, 10),
                CardExpires = new DateOnly(2030, 10, 2),
                SmartCardCode = "0000-00-00000000",
                Ial = 2.3m,
                AuthenticatedAt = DateTimeOffset.FromUnixTimeSeconds(1729498016),
            },
            identity
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("user")]
    [InlineData("data")]
    public void Read_ClaimsBesideTheToken_GivesTheSame(string wrapper)
    {
        var claims = Parse(Document);
        var proof = new JsonObject
        {
            ["sub"] = "x",
            ["ial"] = "2.3",
            ["auth_time"] = 1729498016,
        };
        var response = wrapper.Length == 0 ? claims : new JsonObject { [wrapper] = claims };

        Assert.Equal(ThaiDClaims.Read(Parse(Document), null, "pid"), ThaiDClaims.Read(proof, response, "pid"));
    }

    [Fact]
    public void Read_OtherSpellings_GivesTheSame()
    {
        var json = Document
            .Replace("titleTh", "title", StringComparison.Ordinal)
            .Replace("titleEn", "title_en", StringComparison.Ordinal)
            .Replace("smartCardCode", "smartcard_code", StringComparison.Ordinal)
            .Replace("cardCreated", "date_of_issuance", StringComparison.Ordinal)
            .Replace("cardExpired", "date_of_expiry", StringComparison.Ordinal)
            .Replace("1989-10-03", "25321003", StringComparison.Ordinal)
            .Replace("\"1729498016\"", "1729498016", StringComparison.Ordinal);
        var claims = Parse(json);
        claims["address"] = (string)claims["address"]!["formatted"]!;
        claims["auth_time"] = "1729498016000";

        Assert.Equal(ThaiDClaims.Read(Parse(Document), null, "pid"), ThaiDClaims.Read(claims, null, "pid"));
    }

    [Fact]
    public void Read_TokenAndResponseNamingTwoPeople_IsRefused() =>
        Assert.Throws<ThaiDException>(() =>
            ThaiDClaims.Read(Parse(Document), new JsonObject { ["pid"] = "3101200001013" }, "pid")
        );

    [Theory]
    [InlineData("900", 900)]
    [InlineData("1729498916", null)]
    [InlineData("1729498916000", null)]
    public void Expiry_SecondsOrATime_AreToldApartBySize(string text, int? seconds)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1729498016);

        Assert.Equal(now.AddSeconds(seconds ?? 900), ThaiDTokens.Expiry(text, now));
    }

    [Theory]
    [InlineData("Authority", "http://id.example/", "ThaiD:Authority")]
    [InlineData("Authority", null, "ThaiD:Authority")]
    [InlineData("ClientId", "", "ThaiD:ClientId")]
    [InlineData("ClientSecret", "", "ThaiD:ClientSecret")]
    [InlineData("ApiKeyHeader", "X-Key", "ThaiD:ApiKeyHeader")]
    [InlineData("CallbackPath", "//evil.example", "ThaiD:CallbackPath")]
    [InlineData("SignInScope", "pid", "ThaiD:SignInScope")]
    [InlineData("ClockSkew", "01:00:00", "ThaiD:ClockSkew")]
    [InlineData("MaxAuthenticationAge", "00:00:00", "ThaiD:MaxAuthenticationAge")]
    public void Options_WrongSetting_IsNamed(string setting, string? value, string named)
    {
        var invalid = Assert.Throws<OptionsValidationException>(() => Bind((setting, value)));

        Assert.Contains(invalid.Failures, failure => failure.StartsWith(named, StringComparison.Ordinal));
    }

    [Fact]
    public void Options_NoneAtAll_MeansNoSuchSignIn() =>
        Assert.False(Bind(("Authority", null), ("ClientId", null), ("ClientSecret", null)).IsConfigured);

    [Fact]
    public void Options_EmptyLimits_SwitchTheChecksOff()
    {
        var options = Bind(("MinimumIal", ""), ("MaxAuthenticationAge", ""));

        Assert.Null(options.MinimumIal);
        Assert.Null(options.MaxAuthenticationAge);
    }

    private static ThaiDOptions Bind(params (string Setting, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ThaiD:Authority"] = "https://id.example/",
            ["ThaiD:ClientId"] = "portal",
            ["ThaiD:ClientSecret"] = "secret",
        };
        foreach (var (setting, value) in changes)
            settings["ThaiD:" + setting] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        using var services = new ServiceCollection().AddLogging().AddThaiD(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<ThaiDOptions>>().Value;
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
