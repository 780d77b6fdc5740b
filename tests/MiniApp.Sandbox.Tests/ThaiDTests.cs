using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace MiniApp.Sandbox.Tests;

/// <summary>ThaiD as section 4 of the contract has it, and strict about everything else.</summary>
public sealed partial class ThaiDTests : IAsyncLifetime
{
    private const string Verifier = "a-verifier-of-the-portal-that-is-long-enough-1234567890";

    private TestSandbox _sandbox = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await TestSandbox.Start();
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = _sandbox.Server.BaseAddress,
        };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Discovery_NamesThePathsOfTheContract()
    {
        var document = await _http.GetFromJsonAsync<JsonElement>(".well-known/openid-configuration");
        var root = _sandbox.Server.BaseAddress.AbsoluteUri;

        Assert.Equal(root.TrimEnd('/'), document.GetProperty("issuer").GetString());
        Assert.Equal(root + "jwks/", document.GetProperty("jwks_uri").GetString());
        Assert.Equal(root + "api/v2/oauth2/auth/", document.GetProperty("authorization_endpoint").GetString());
        Assert.Equal(root + "api/v2/oauth2/token/", document.GetProperty("token_endpoint").GetString());
        Assert.False(document.TryGetProperty("userinfo_endpoint", out _));
    }

    [Fact]
    public async Task Keys_AreRotatedOnDemand_WithOrWithoutAnOverlap()
    {
        var first = await KeyIdsAsync();
        using (await _http.PostAsync("_sandbox/thaid/rotate", null)) { }
        var second = await KeyIdsAsync();
        using (await _http.PostAsync("_sandbox/thaid/rotate?drop=true", null)) { }
        var third = await KeyIdsAsync();

        Assert.Equal(2, second.Count);
        Assert.Equal(first[0], second[1]);
        Assert.DoesNotContain(second[0], third);
        Assert.Single(third);
    }

    [Theory]
    [InlineData("redirect_uri", "http://127.0.0.1:5000/sign-in/thaid/callback/")]
    [InlineData("redirect_uri", "http://evil.example/")]
    [InlineData("client_id", "somebody")]
    [InlineData("state", "")]
    [InlineData("scope", "pid")]
    [InlineData("scope", "openid everything")]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("prompt", "login")]
    [InlineData("response_type", "token")]
    public async Task Auth_AskedOtherwiseThanRegistered_IsADirect400(string name, string value)
    {
        using var response = await _http.GetAsync(AuthUrl((name, value)));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotEmpty((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString()!);
    }

    [Fact]
    public async Task Auth_WithoutItsLastSlash_IsNotFound()
    {
        using var response = await _http.GetAsync(AuthUrl().Replace("auth/?", "auth?", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Auth_ShowsAQrCodeAndEverybodyWhoCouldScanIt()
    {
        var page = await _http.GetStringAsync(AuthUrl());

        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.Contains("value=\"wichai\"", page, StringComparison.Ordinal);
        Assert.Contains("value=\"deny\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deny", "access_denied")]
    [InlineData("timeout", "login_required")]
    public async Task Auth_NotScanned_ComesBackWithAnErrorAndTheState(string answer, string error)
    {
        var back = await AnswerAsync(answer);

        Assert.Equal(error, back["error"]);
        Assert.Equal("state-1", back["state"]);
    }

    [Fact]
    public async Task Token_ForACode_ComesOnceAndSaysWhatWasAskedFor()
    {
        var code = (await AnswerAsync("anan"))["code"];
        using var response = await TokenAsync(code!);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var claims = ClaimsOf(answer.GetProperty("id_token").GetString()!);
        Assert.Equal("1103700003037", claims.GetProperty("pid").GetString());
        Assert.Equal("อนันต์", claims.GetProperty("given_name").GetString());
        Assert.Equal("nonce-1", claims.GetProperty("nonce").GetString());
        Assert.False(claims.TryGetProperty("birthdate", out _));
        var token = answer.GetProperty("access_token").GetString()!;
        Assert.True(await IsActiveAsync(token));

        using var again = await TokenAsync(code!);

        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        Assert.False(await IsActiveAsync(token));
    }

    [Fact]
    public async Task Token_Revoked_IsNotActiveAnyMore()
    {
        using var response = await TokenAsync((await AnswerAsync("anan"))["code"]!);
        var token = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;

        using (var revoked = await PostAsync("revoke", ("token", token)))
            Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);

        Assert.False(await IsActiveAsync(token));
    }

    [Theory]
    [InlineData("code_verifier", "another")]
    [InlineData("code_verifier", "")]
    [InlineData("redirect_uri", "http://evil.example/")]
    [InlineData("grant_type", "password")]
    [InlineData("client_secret", "in the body")]
    public async Task Token_AskedOtherwiseThanBegun_Is400(string name, string value)
    {
        using var response = await TokenAsync((await AnswerAsync("anan"))["code"]!, (name, value));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Token_WithoutTheClientsSecret_Is401()
    {
        using var response = await _http.PostAsync(
            "api/v2/oauth2/token/",
            new FormUrlEncodedContent([new("grant_type", "authorization_code")])
        );

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Token_CodeLeftLyingTooLong_Is400()
    {
        var code = (await AnswerAsync("anan"))["code"];
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(3));

        using var response = await TokenAsync(code!);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Fault_UnknownForgery_IsRefusedLoudly()
    {
        using var response = await _http.PutAsJsonAsync(
            "_sandbox/faults",
            new[] { new { kind = "id-token", value = "nonsense" } }
        );

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private string AuthUrl(params (string Name, string Value)[] changes)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = _sandbox.Server.ThaiDClientId,
            ["redirect_uri"] = _sandbox.Server.ThaiDRedirectUri.AbsoluteUri,
            ["scope"] = "openid pid given_name ial",
            ["state"] = "state-1",
            ["nonce"] = "nonce-1",
            ["code_challenge"] = ChallengeOf(Verifier),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
            query[name] = value;
        return QueryHelpers.AddQueryString("api/v2/oauth2/auth/", query);
    }

    private async Task<Dictionary<string, string?>> AnswerAsync(string answer)
    {
        var page = await _http.GetStringAsync(AuthUrl());
        using var response = await _http.PostAsync(
            "api/v2/oauth2/auth/",
            new FormUrlEncodedContent([
                new("request", RequestInput().Match(page).Groups["id"].Value),
                new("answer", answer),
            ])
        );
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        return QueryHelpers
            .ParseQuery(response.Headers.Location!.Query)
            .ToDictionary(pair => pair.Key, pair => (string?)pair.Value, StringComparer.Ordinal);
    }

    private Task<HttpResponseMessage> TokenAsync(string code, params (string Name, string Value)[] changes)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = _sandbox.Server.ThaiDRedirectUri.AbsoluteUri,
            ["code_verifier"] = Verifier,
        };
        foreach (var (name, value) in changes)
            form[name] = value;
        return PostAsync("token", [.. form.Select(pair => (pair.Key, pair.Value))]);
    }

    private async Task<HttpResponseMessage> PostAsync(string what, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v2/oauth2/{what}/")
        {
            Content = new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value))),
        };
        var client = $"{_sandbox.Server.ThaiDClientId}:{_sandbox.Server.ThaiDClientSecret}";
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(client))
        );
        return await _http.SendAsync(request);
    }

    private async Task<bool> IsActiveAsync(string token)
    {
        using var response = await PostAsync("introspect", ("token", token));
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("active").GetBoolean();
    }

    private async Task<List<string>> KeyIdsAsync()
    {
        var set = await _http.GetFromJsonAsync<JsonElement>("jwks/");
        return [.. set.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()!)];
    }

    private static JsonElement ClaimsOf(string token) =>
        JsonElement.Parse(Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(token.Split('.')[1])));

    private static string ChallengeOf(string verifier) =>
        WebEncoders.Base64UrlEncode(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    [GeneratedRegex("name=\"request\" value=\"(?<id>[0-9a-f]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RequestInput();
}
