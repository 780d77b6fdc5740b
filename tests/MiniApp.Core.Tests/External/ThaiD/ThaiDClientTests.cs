using System.Text;
using System.Text.Json.Nodes;
using MiniApp.Core.External.ThaiD;

namespace MiniApp.Core.Tests.External.ThaiD;

/// <summary>Tokens, keys and the ways to forge them, against a standard provider.</summary>
public sealed class ThaiDClientTests : IDisposable
{
    private readonly FakeProvider _provider = new();

    public void Dispose() => _provider.Dispose();

    [Theory]
    [InlineData("ES256")]
    [InlineData("RS256")]
    public async Task Identify_StandardProvider_GivesThePersonByTheConfiguredClaim(string algorithm)
    {
        _provider.Algorithm = algorithm;
        _provider.Options.NationalIdClaim = "national_id";
        var claims = _provider.GoodClaims();
        claims.Remove("pid");
        claims["national_id"] = FakeProvider.Pid;
        claims["given_name"] = "วิชัย";
        claims["family_name"] = "รักระบบ";

        var identity = await _provider.IdentifyAsync(claims);

        Assert.Equal(FakeProvider.Pid, identity.NationalId);
        Assert.Equal("วิชัย รักระบบ", identity.DisplayName);
        Assert.DoesNotContain(FakeProvider.Pid, identity.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("PS256")]
    [InlineData("ES384")]
    public async Task Identify_AlgorithmNotTaken_IsRefused(string algorithm)
    {
        _provider.Algorithm = algorithm;

        await FailsAsync(ThaiDFailure.InvalidToken, _provider.GoodClaims());
    }

    [Theory]
    [InlineData("iss", "\"https://id.example/other\"")]
    [InlineData("iss", null)]
    [InlineData("aud", "\"somebody\"")]
    [InlineData("aud", "[\"somebody\"]")]
    [InlineData("aud", "[\"portal:one\", \"somebody\"]")]
    [InlineData("aud", null)]
    [InlineData("azp", "\"somebody\"")]
    [InlineData("exp", "1")]
    [InlineData("exp", "\"soon\"")]
    [InlineData("exp", null)]
    [InlineData("iat", "1")]
    [InlineData("iat", "99999999999")]
    [InlineData("iat", null)]
    [InlineData("nbf", "99999999999")]
    [InlineData("sub", null)]
    [InlineData("nonce", "\"of another sign-in\"")]
    [InlineData("nonce", "\"\"")]
    [InlineData("at_hash", "\"AAAAAAAAAAAAAAAAAAAAAA\"")]
    [InlineData("pid", "\"3101200001014\"")]
    [InlineData("pid", null)]
    public async Task Identify_ClaimThatIsWrong_IsRefused(string claim, string? json)
    {
        var claims = _provider.GoodClaims();
        claims.Remove(claim);
        if (json is not null)
            claims[claim] = JsonNode.Parse(json);

        await FailsAsync(ThaiDFailure.InvalidToken, claims);
    }

    [Fact]
    public async Task Identify_SeveralAudiencesAndOurselvesAsParty_IsTaken()
    {
        var claims = _provider.GoodClaims();
        claims["aud"] = new JsonArray("somebody", "portal:one");
        claims["azp"] = "portal:one";

        Assert.Equal(FakeProvider.Pid, (await _provider.IdentifyAsync(claims)).NationalId);
    }

    [Fact]
    public async Task Identify_WithoutNonce_IsTakenUnlessTheSettingsAskForOne()
    {
        var claims = _provider.GoodClaims();
        claims.Remove("nonce");
        Assert.Equal(FakeProvider.Pid, (await _provider.IdentifyAsync(claims)).NationalId);

        _provider.Options.RequireNonce = true;

        await FailsAsync(ThaiDFailure.InvalidToken, claims);
    }

    [Fact]
    public async Task Identify_ClockALittleOff_IsTaken()
    {
        var claims = _provider.GoodClaims();
        claims["iat"] = _provider.Clock.GetUtcNow().ToUnixTimeSeconds() + 20;
        claims["exp"] = _provider.Clock.GetUtcNow().ToUnixTimeSeconds() - 20;

        Assert.Equal(FakeProvider.Pid, (await _provider.IdentifyAsync(claims)).NationalId);
    }

    [Fact]
    public async Task Identify_ChangedAfterSigning_IsRefused()
    {
        using var client = _provider.Client();
        await _provider.IdentifyAsync(_provider.GoodClaims(), client);
        var token = (string)_provider.Answer["id_token"]!;
        var parts = token.Split('.');
        var claims = _provider.GoodClaims();
        claims["pid"] = "3509900002024";
        var body = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        _provider.Answer["id_token"] = $"{parts[0]}.{body}.{parts[2]}";
        var tokens = await client.ExchangeAsync("code", "https://portal.example/callback", "verifier", default);

        var failure = await Assert.ThrowsAsync<ThaiDException>(() =>
            client.IdentifyAsync(tokens, FakeProvider.Nonce, default)
        );

        Assert.Equal(ThaiDFailure.InvalidToken, failure.Failure);
    }

    [Theory]
    [InlineData("2.3", "1.1", ThaiDFailure.TooWeak)]
    [InlineData("2.3", null, ThaiDFailure.TooWeak)]
    [InlineData("2.3", "many", ThaiDFailure.TooWeak)]
    public async Task Identify_LevelBelowTheSettings_IsTooWeak(string least, string? level, ThaiDFailure expected)
    {
        _provider.Options.MinimumIal = decimal.Parse(least, System.Globalization.CultureInfo.InvariantCulture);
        var claims = _provider.GoodClaims();
        claims["ial"] = level;
        // Beside the token it is not signed, and does not count.
        _provider.Answer["ial"] = "3";

        await FailsAsync(expected, claims);
    }

    [Fact]
    public async Task Identify_ProofTooLongAgoOrUndated_IsTooOld()
    {
        var claims = _provider.GoodClaims();
        claims["auth_time"] = _provider.Clock.GetUtcNow().AddMinutes(-20).ToUnixTimeSeconds();
        await FailsAsync(ThaiDFailure.TooOld, claims);
        claims.Remove("auth_time");
        await FailsAsync(ThaiDFailure.TooOld, claims);

        _provider.Options.MaxAuthenticationAge = null;

        Assert.Equal(FakeProvider.Pid, (await _provider.IdentifyAsync(claims)).NationalId);
    }

    [Fact]
    public async Task Identify_AfterAKeyChange_ReadsTheKeysAgainButNotForEveryForgery()
    {
        using var client = _provider.Client();
        await _provider.IdentifyAsync(_provider.GoodClaims(), client);
        _provider.Clock.Advance(TimeSpan.FromMinutes(1));
        _provider.KeyId = "key-2";
        Assert.Equal(FakeProvider.Pid, (await _provider.IdentifyAsync(_provider.GoodClaims(), client)).NationalId);
        var reads = KeyReads();

        _provider.KeyId = "no-such-key";
        for (var i = 0; i < 3; i++)
            await FailsAsync(ThaiDFailure.InvalidToken, _provider.GoodClaims(), client);

        Assert.Equal(reads, KeyReads());
    }

    [Fact]
    public async Task Metadata_IsReadOnceAndOutlivesAnOutage()
    {
        using var client = _provider.Client();
        await client.GetAuthorizationEndpointAsync(default);
        await client.GetAuthorizationEndpointAsync(default);
        Assert.Equal(1, KeyReads());

        _provider.IsAway = true;
        _provider.Clock.Advance(TimeSpan.FromHours(13));

        Assert.Equal(
            new Uri("https://id.example/realm/auth?kc=1"),
            await client.GetAuthorizationEndpointAsync(default)
        );
    }

    [Fact]
    public async Task Metadata_OfAProviderThatIsAway_FailsAndWorksWhenItIsBack()
    {
        using var client = _provider.Client();
        _provider.IsAway = true;
        await UnavailableAsync(client);
        _provider.IsAway = false;
        _provider.Clock.Advance(TimeSpan.FromSeconds(5));

        await client.GetAuthorizationEndpointAsync(default);
    }

    [Fact]
    public async Task Metadata_OfAProviderThatNeverAnswers_GivesUp()
    {
        _provider.Hangs = true;
        _provider.Options.CallTimeout = TimeSpan.FromMilliseconds(100);
        using var client = _provider.Client();

        await UnavailableAsync(client);
    }

    [Fact]
    public async Task Metadata_NamingAnotherIssuer_IsNotBelieved()
    {
        _provider.DocumentIssuer = "https://evil.example";
        using var client = _provider.Client();

        await UnavailableAsync(client);
    }

    [Fact]
    public async Task Exchange_SendsBasicPkceAndTheApiKey()
    {
        _provider.Options.ApiKeyHeader = "X-Key";
        _provider.Options.ApiKey = "key-of-agency";

        await _provider.IdentifyAsync(_provider.GoodClaims());

        var call = _provider.Requests.Single(request => request.Method == HttpMethod.Post);
        var basic = Encoding.UTF8.GetString(Convert.FromBase64String(call.Headers.Authorization!.Parameter!));
        Assert.Equal("portal%3Aone:s%25cret%20%C3%A9", basic);
        Assert.Equal("key-of-agency", Assert.Single(call.Headers.GetValues("X-Key")));
        Assert.Contains("code_verifier=verifier", _provider.TokenForm, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", _provider.TokenForm, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exchange_ErrorAsADirect400_IsRefusedAndQuotesNothingButTheCode()
    {
        _provider.Answer["error"] = "invalid_grant";
        _provider.Answer["error_description"] = "for 3101200001013";
        using var client = _provider.Client();
        _provider.Answer.Remove("error");
        await client.GetAuthorizationEndpointAsync(default);
        _provider.Answer["error"] = "invalid_grant";

        var failure = await Assert.ThrowsAsync<ThaiDException>(() =>
            client.ExchangeAsync("code", "https://portal.example/callback", "verifier", default)
        );

        Assert.Equal(ThaiDFailure.Refused, failure.Failure);
        Assert.Contains("invalid_grant", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("3101200001013", failure.Message, StringComparison.Ordinal);
    }

    private int KeyReads() =>
        _provider.Requests.Count(request =>
            request.RequestUri!.AbsolutePath.EndsWith("certs", StringComparison.Ordinal)
        );

    private async Task FailsAsync(ThaiDFailure expected, JsonObject claims, ThaiDClient? client = null)
    {
        var failure = await Assert.ThrowsAsync<ThaiDException>(() => _provider.IdentifyAsync(claims, client));
        Assert.Equal(expected, failure.Failure);
    }

    private static async Task UnavailableAsync(ThaiDClient client)
    {
        var failure = await Assert.ThrowsAsync<ThaiDException>(() => client.GetAuthorizationEndpointAsync(default));
        Assert.Equal(ThaiDFailure.Unavailable, failure.Failure);
    }
}
