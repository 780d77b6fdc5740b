using System.Net;
using System.Text.Json;
using MiniApp.Sandbox.Personas;

namespace MiniApp.Sandbox.Tests;

public sealed class DataProviderTests : IAsyncLifetime
{
    private static readonly object Answers = new { shopName = "ร้านตัวอย่าง", rooms = 3 };

    private TestSandbox _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await TestSandbox.Start();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Theory]
    [InlineData("POST", "DataProvider/ProfileV7/")]
    [InlineData("POST", "DataProvider/ProfileV7")]
    [InlineData("POST", "DataProvider/Profile/")]
    [InlineData("GET", "DataProvider/Profile/")]
    [InlineData("GET", "DataProvider/ProfileV7/")]
    public async Task Profile_OwnIdentity_Answered(string method, string path)
    {
        var session = await _sandbox.SignIn();
        using var response = await session.Send(new HttpMethod(method), path + session.IdentityId);
        var data = (await SignedIn.Envelope(response)).GetProperty("data");
        Assert.Equal(session.IdentityId, data.GetProperty("identityId").GetString());
        Assert.Equal("1988-02-29", data.GetProperty("citizenInformation").GetProperty("birthDate").GetString());
    }

    [Fact]
    public async Task Profile_SomebodyElse_RefusedWithoutData()
    {
        var session = await _sandbox.SignIn();
        var answer = await session.Post("DataProvider/ProfileV7/" + TestSandbox.Mana);
        Assert.Equal(3, answer.GetProperty("status").GetInt32());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("data").ValueKind);
    }

    [Theory]
    [InlineData("POST", "V7")]
    [InlineData("GET", "")]
    public async Task JuristicProfile_Company_HasItsCommittees(string method, string version)
    {
        var session = await _sandbox.SignIn("khrua-tuayang");
        using var response = await session.Send(
            new HttpMethod(method),
            $"DataProvider/JuristicProfile{version}/{session.IdentityId}"
        );
        var data = (await SignedIn.Envelope(response)).GetProperty("data");
        Assert.Equal(3, data.GetProperty("juristicInformation").GetProperty("committees").GetArrayLength());
    }

    [Fact]
    public async Task JuristicProfile_OfACitizen_Refused()
    {
        var session = await _sandbox.SignIn();
        var answer = await session.Post("DataProvider/JuristicProfileV7/" + session.IdentityId);
        Assert.Equal(3, answer.GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("GET")]
    public async Task Draft_Saved_IsReadBack(string method)
    {
        var session = await _sandbox.SignIn();
        var draftId = await Save(session);
        using var response = await session.Send(new HttpMethod(method), "DataProvider/Draft/" + draftId);
        var data = (await SignedIn.Envelope(response)).GetProperty("data").GetProperty("data");
        Assert.Equal("ร้านตัวอย่าง", data.GetProperty("shopName").GetString());
    }

    [Fact]
    public async Task Draft_SavedAgain_KeepsItsId()
    {
        var session = await _sandbox.SignIn();
        var draftId = await Save(session);
        Assert.Equal(draftId, await Save(session, draftId));
        Assert.Equal(1, (await _sandbox.Control("drafts")).GetArrayLength());
    }

    [Fact]
    public async Task Draft_SomebodyElses_LooksExactlyLikeAMissingOne()
    {
        var draftId = await Save(await _sandbox.SignIn());
        var other = await _sandbox.SignIn("mana");
        using var theirs = await other.PostRaw("DataProvider/Draft/" + draftId, null);
        using var missing = await other.PostRaw("DataProvider/Draft/" + Guid.NewGuid(), null);
        var text = await theirs.Content.ReadAsStringAsync();
        Assert.Equal(text, await missing.Content.ReadAsStringAsync());
        Assert.Equal(3, JsonElement.Parse(text).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Draft_SavedOverSomebodyElses_RefusedAndUnchanged()
    {
        var owner = await _sandbox.SignIn();
        var draftId = await Save(owner);
        var other = await _sandbox.SignIn("mana");
        var answer = await other.Post(
            "DataProvider/Draft",
            new
            {
                draftId,
                identityId = other.IdentityId,
                applicationId = "1001",
                data = new { shopName = "stolen" },
            }
        );
        Assert.Equal(3, answer.GetProperty("status").GetInt32());
        var kept = await owner.Post("DataProvider/Draft/" + draftId);
        Assert.Contains("ร้านตัวอย่าง", kept.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("identityId", TestSandbox.Mana)]
    [InlineData("applicationId", "9999")]
    public async Task Draft_WithForeignValue_Refused(string field, string value)
    {
        var session = await _sandbox.SignIn();
        var body = Body(session);
        body[field] = value;
        Assert.Equal(3, (await session.Post("DataProvider/Draft", body)).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Draft_UnknownField_AnswersLoudly()
    {
        var session = await _sandbox.SignIn();
        var body = Body(session);
        body["cat"] = "x";
        using var response = await session.PostRaw("DataProvider/Draft", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("'cat'", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_WithoutServiceHeaders_AnswersLoudly()
    {
        var session = await _sandbox.SignIn();
        using var response = await session.Send(
            HttpMethod.Post,
            "DataProvider/Draft/" + Guid.NewGuid(),
            serviceHeaders: false
        );
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "bizportal/api/Nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "bizportal/api/SMS/OTP", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "bizportal/api/Authentication/Login", HttpStatusCode.NotFound)]
    public async Task UnknownRoute_AnswersLoudly(string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _sandbox.Http.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
        Assert.Contains("the contract has no", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownQueryParameter_AnswersLoudly()
    {
        var session = await _sandbox.SignIn();
        using var response = await session.PostRaw($"DataProvider/ProfileV7/{session.IdentityId}?full=1", null);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Restart_InTheMiddleOfAForm_LosesNothing()
    {
        var session = await _sandbox.SignIn();
        var draftId = await Save(session);
        var otp = await session.RequestOtp();
        var link = await _sandbox.Link("mana");
        await session.Uploaded([1, 2, 3], 0, 2, "ref");
        var keys = (_sandbox.Server.LinkKey, _sandbox.Server.LinkIv, _sandbox.Server.ApplicationKeys["mna005a"]);

        await _sandbox.Restart();

        Assert.Equal(
            keys,
            (_sandbox.Server.LinkKey, _sandbox.Server.LinkIv, _sandbox.Server.ApplicationKeys["mna005a"])
        );
        Assert.Equal(0, (await session.Post("DataProvider/Draft/" + draftId)).GetProperty("status").GetInt32());
        Assert.True((await session.Uploaded([4], 1, 2, "ref")).TryGetProperty("fileId", out _));
        Assert.True(await session.Verify(otp));
        using var login = await _sandbox.Login(link.GetProperty("token").GetString()!);
        Assert.True((await login.Content.ReadAsStringAsync()).Contains("refreshToken", StringComparison.Ordinal));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Keys_OnDisk_AreForTheOwnerOnly() =>
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(_sandbox.Options.DataDirectory, "settings.json"))
        );

    [Fact]
    public void Personas_HaveValidIdsAndGaps()
    {
        Assert.True(PersonaCatalog.All.Count(p => !p.IsJuristic) >= 4);
        Assert.True(PersonaCatalog.All.Count(p => p.IsJuristic) >= 3);
        Assert.All(PersonaCatalog.All, p => Assert.True(ValidId(p.IdentityId), p.Id));
        Assert.All(PersonaCatalog.All, p => Assert.Equal(p.IsJuristic, p.IdentityId[0] == '0'));
        Assert.Contains(PersonaCatalog.All, p => p.MobileNumber is null);
        Assert.Contains(PersonaCatalog.All, p => !p.Profile.TryGetProperty("email", out _));
    }

    private static bool ValidId(string id)
    {
        var sum = id.Take(12).Select((digit, i) => (digit - '0') * (13 - i)).Sum();
        return id.Length == 13 && (11 - (sum % 11)) % 10 == id[12] - '0';
    }

    private static Dictionary<string, object?> Body(SignedIn session, string? draftId = null) =>
        new()
        {
            ["draftId"] = draftId,
            ["identityId"] = session.IdentityId,
            ["applicationId"] = "1001",
            ["data"] = Answers,
        };

    private static async Task<string> Save(SignedIn session, string? draftId = null)
    {
        var answer = await session.Post("DataProvider/Draft", Body(session, draftId));
        return answer.GetProperty("data").GetProperty("draftId").GetString()!;
    }
}
