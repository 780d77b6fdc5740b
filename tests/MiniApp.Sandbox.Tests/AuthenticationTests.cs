using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace MiniApp.Sandbox.Tests;

public sealed class AuthenticationTests : IAsyncLifetime
{
    private TestSandbox _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await TestSandbox.Start();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Login_FreshToken_AnswersBare()
    {
        using var response = await _sandbox.Login((await _sandbox.Link()).GetProperty("token").GetString()!);

        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(["userId", "token", "refreshToken", "expiration"], answer.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            _sandbox.Clock.GetUtcNow().AddMinutes(15).ToUnixTimeSeconds(),
            answer.GetProperty("expiration").GetInt64()
        );
    }

    [Fact]
    public async Task Login_PatchContentType_Accepted()
    {
        var body = JsonSerializer.Serialize(
            new
            {
                applicationKey = _sandbox.Server.ApplicationKeys["mna005a"],
                token = (await _sandbox.Link()).GetProperty("token").GetString(),
            }
        );
        using var content = new StringContent(body, Encoding.UTF8, "application/json-patch+json");
        using var response = await _sandbox.Http.PostAsync("bizportal/api/Authenication/Login", content);
        Assert.True((await response.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty("token", out _));
    }

    [Fact]
    public async Task Login_TokenUsedTwice_Refused()
    {
        var token = (await _sandbox.Link()).GetProperty("token").GetString()!;
        using var first = await _sandbox.Login(token);
        using var second = await _sandbox.Login(token);
        await AssertRefused(second);
    }

    [Fact]
    public async Task Login_TokenTooOld_Refused()
    {
        var token = (await _sandbox.Link()).GetProperty("token").GetString()!;
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(10));
        using var response = await _sandbox.Login(token);
        await AssertRefused(response);
    }

    [Fact]
    public async Task Login_WrongApplicationKey_RefusedAndTokenStaysGood()
    {
        var token = (await _sandbox.Link()).GetProperty("token").GetString()!;
        using var wrong = await _sandbox.Login(token, "not-the-key");
        await AssertRefused(wrong);
        using var right = await _sandbox.Login(token);
        Assert.True((await right.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty("token", out _));
    }

    [Fact]
    public async Task AccessToken_AfterItsLifetime_Answers401()
    {
        var session = await _sandbox.SignIn();
        _sandbox.Clock.Advance(TimeSpan.FromMinutes(15));
        using var response = await session.PostRaw("DataProvider/ProfileV7/" + session.IdentityId, null);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("DataProvider/ProfileV7/x")]
    [InlineData("DataProvider/JuristicProfileV7/x")]
    [InlineData("DataProvider/Draft/x")]
    [InlineData("DataProvider/Draft")]
    [InlineData("File/Upload")]
    [InlineData("SMS/OTP")]
    [InlineData("SMS/VerifyOTP")]
    [InlineData("ApplicationRequest/Create")]
    [InlineData("Authenication/Revoke")]
    public async Task AnyCall_WithoutToken_Answers401(string path)
    {
        using var response = await _sandbox.Http.PostAsync("bizportal/api/" + path, null);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("Refresh")]
    [InlineData("Refesh")]
    public async Task Refresh_RotatesBothTokens(string spelling)
    {
        var old = await _sandbox.SignIn();
        using var response = await Refresh(old, spelling);
        var renewed = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(old.UserId, renewed.GetProperty("userId").GetString());
        Assert.NotEqual(old.Token, renewed.GetProperty("token").GetString());
        using var again = await Refresh(old, spelling);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        using var withOld = await old.PostRaw("DataProvider/ProfileV7/" + old.IdentityId, null);
        Assert.Equal(HttpStatusCode.Unauthorized, withOld.StatusCode);
    }

    [Fact]
    public async Task Revoke_KillsTheSession()
    {
        var session = await _sandbox.SignIn();
        var answer = await session.Post(
            "Authenication/Revoke",
            new { userId = session.UserId, refreshToken = session.RefreshToken }
        );
        Assert.Equal(0, answer.GetProperty("status").GetInt32());
        using var refresh = await Refresh(session, "Refresh");
        Assert.Equal(HttpStatusCode.Unauthorized, refresh.StatusCode);
        using var call = await session.PostRaw("DataProvider/ProfileV7/" + session.IdentityId, null);
        Assert.Equal(HttpStatusCode.Unauthorized, call.StatusCode);
    }

    private Task<HttpResponseMessage> Refresh(SignedIn session, string spelling) =>
        _sandbox.Http.PostAsJsonAsync(
            "bizportal/api/Authenication/" + spelling,
            new { userId = session.UserId, refreshToken = session.RefreshToken }
        );

    private static async Task AssertRefused(HttpResponseMessage response) =>
        Assert.Equal(3, (await SignedIn.Envelope(response)).GetProperty("status").GetInt32());
}
