using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Tests.Links;

namespace MiniApp.Core.Tests.External.BizPortal;

/// <summary>Each row of the contract's table: what is sent, and what is read from the answer.</summary>
public sealed class BizPortalCallsTests
{
    private static readonly Applicant Citizen = new(LinkMaker.CitizenId, ApplicantType.Citizen);
    private static readonly Applicant Juristic = new(LinkMaker.JuristicId, ApplicantType.Juristic);

    private readonly FakeSession _session = new();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"userId":"u","token":"a","refreshToken":"r","expiration":1798761600}""", true)]
    [InlineData("""{"userId":7,"token":"a","refreshToken":"r","expiration":"1798761600"}""", true)]
    [InlineData("""{"UserId":"u","Token":"a","RefreshToken":"r"}""", false)]
    [InlineData("""{"status":0,"data":{"userId":"u","token":"a","refreshToken":"r","expiration":1798761600}}""", true)]
    [InlineData("""{"status":"0","data":{"userId":"u","token":"a","refreshToken":"r"}}""", false)]
    public async Task Login_AnyKnownShape_GivesTokens(string answer, bool expires)
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Always(answer);

        var tokens = await server.Client().LoginAsync("application-key", "url-token", Now);

        Assert.Equal(("a", "r"), (tokens.AccessToken, tokens.RefreshToken));
        Assert.NotEmpty(tokens.UserId);
        Assert.Equal(expires ? DateTimeOffset.FromUnixTimeSeconds(1798761600) : null, tokens.ExpiresAt);
        Assert.Equal("POST /bizportal/api/Authenication/Login", server.LastCall.Line);
        Assert.Equal("""{"applicationKey":"application-key","token":"url-token"}""", server.LastCall.Text);
        Assert.Equal("application/json", server.LastCall.Headers["Content-Type"]);
        Assert.DoesNotContain("Authorization", server.LastCall.Headers.Keys);
        Assert.Equal("BizPortalTokens", tokens.ToString());
    }

    [Fact]
    public async Task Refresh_SendsUserAndToken_GivesTokens()
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Always("""{"userId":"u","token":"a2","refreshToken":"r2"}""");

        var tokens = await server.Client().RefreshAsync("u", "r1", Now);

        Assert.Equal("a2", tokens.AccessToken);
        Assert.Equal("POST /bizportal/api/Authenication/Refresh", server.LastCall.Line);
        Assert.Equal("""{"userId":"u","refreshToken":"r1"}""", server.LastCall.Text);
    }

    [Fact]
    public async Task Refresh_OnlyTheOtherSpellingExists_UsesIt()
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Answer = (c, n) =>
            n == 1 ? c.JsonAsync("", 404) : c.JsonAsync("""{"userId":"u","token":"a2","refreshToken":"r2"}""");

        Assert.Equal("a2", (await server.Client().RefreshAsync("u", "r1", Now)).AccessToken);
        Assert.Equal("POST /bizportal/api/Authenication/Refesh", server.LastCall.Line);
    }

    [Fact]
    public async Task Revoke_SendsTheTokenAsBearer()
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Data("null");

        await server.Client().RevokeAsync("u", "r", "a", Now);

        Assert.Equal("POST /bizportal/api/Authenication/Revoke", server.LastCall.Line);
        Assert.Equal("Bearer a", server.LastCall.Headers["Authorization"]);
        Assert.Equal("""{"userId":"u","refreshToken":"r"}""", server.LastCall.Text);
    }

    [Theory]
    [InlineData(
        "Post",
        "V7",
        "POST /bizportal/api/DataProvider/ProfileV7/",
        "POST /bizportal/api/DataProvider/JuristicProfileV7/"
    )]
    [InlineData(
        "Get",
        "",
        "GET /bizportal/api/DataProvider/Profile/",
        "GET /bizportal/api/DataProvider/JuristicProfile/"
    )]
    public async Task GetProfile_ByTypeAndDeployment_AsksTheRightCall(
        string method,
        string version,
        string citizenLine,
        string juristicLine
    )
    {
        await using var server = await FakeBizPortal.StartAsync(("ReadMethod", method), ("ProfileVersion", version));
        server.Data("""{"identityName":"ร้านทดสอบ","addresses":[{"building":"ตึก 1"}],"citizenInformation":{}}""");
        var client = server.Client();

        var profile = await client.GetProfileAsync(_session, Citizen, Now);
        Assert.Equal(citizenLine + Citizen.IdentityId, server.LastCall.Line);
        await client.GetProfileAsync(_session, Juristic, Now);
        Assert.Equal(juristicLine + Juristic.IdentityId, server.LastCall.Line);

        Assert.Equal("Bearer access-1", server.LastCall.Headers["Authorization"]);
        Assert.Equal("ร้านทดสอบ", profile.IdentityName);
        Assert.Equal("ตึก 1", profile.Data["addresses"]![0]!["building"]!.GetValue<string>());
        Assert.Null(profile.Email);
        Assert.Null(profile.BirthDate);
        Assert.Null(profile.JuristicType);
    }

    [Theory]
    [InlineData("""{"draftId":"d","data":{"name":"ส้มตำ"}}""")]
    [InlineData("""{"draftId":"d","data":"{\"name\":\"ส้มตำ\"}"}""")]
    public async Task GetDraft_TreeOrTextOfIt_IsRead(string data)
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Data(data);

        var tree = await server.Client().GetDraftAsync(_session, "d/1 ?", "3", "s-9", Now);

        Assert.Equal("ส้มตำ", tree["name"]!.GetValue<string>());
        Assert.Equal("POST /bizportal/api/DataProvider/Draft/d%2F1%20%3F", server.LastCall.Line);
        Assert.Equal(("3", "s-9"), (server.LastCall.Headers["x-version"], server.LastCall.Headers["x-serviceno"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task GetDraft_IdThatWouldLeaveThePath_IsNotSent(string id)
    {
        await using var server = await FakeBizPortal.StartAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => server.Client().GetDraftAsync(_session, id, "1", "1", Now));
        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task SaveDraft_NewAndAgain_SendsTheTreeInPlainThai()
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Data("""{"draftId":"d-1"}""");
        var draft = new SaveDraftRequest(
            null,
            Citizen.IdentityId,
            "42",
            new() { ["name"] = "ก้อย & <ลาบ>" },
            "3",
            "s-9"
        );

        Assert.Equal("d-1", await server.Client().SaveDraftAsync(_session, draft, Now));
        Assert.Equal("POST /bizportal/api/DataProvider/Draft", server.LastCall.Line);
        Assert.Equal(
            $$$"""{"identityId":"{{{Citizen.IdentityId}}}","applicationId":"42","data":{"name":"ก้อย & <ลาบ>"}}""",
            server.LastCall.Text
        );
        Assert.Equal(("3", "s-9"), (server.LastCall.Headers["x-version"], server.LastCall.Headers["x-serviceno"]));

        await server.Client().SaveDraftAsync(_session, draft with { DraftId = "d-1" }, Now);
        Assert.Equal("d-1", server.LastCall.Json["draftId"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("0812345678", "xxxxxx5678")]
    [InlineData("+66 81-234-5678", "+xx xx-xxx-5678")]
    [InlineData("๐๘๑๒๓๔๕๖๗๘", "xxxxxx๕๖๗๘")]
    [InlineData("08X-XXX-5678", "08X-XXX-5678")]
    [InlineData("xxx-xxx-5678", "xxx-xxx-5678")]
    public async Task RequestOtp_Number_IsNeverWhole(string upstream, string expected)
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Data($$"""{"mobileNumber":"{{upstream}}","ref":"AB12"}""");

        Assert.Equal(
            new OtpSent(expected, "AB12"),
            await server.Client().RequestOtpAsync(_session, Citizen.IdentityId, Now)
        );
        Assert.Equal("POST /bizportal/api/SMS/OTP", server.LastCall.Line);
        Assert.Equal($$"""{"identityId":"{{Citizen.IdentityId}}","type":0}""", server.LastCall.Text);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task VerifyOtp_Answer_IsTheAnswer(string isValid, bool expected)
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Data($$"""{"isValid":{{isValid}}}""");

        Assert.Equal(expected, await server.Client().VerifyOtpAsync(_session, Citizen.IdentityId, "123456", Now));
        Assert.Equal("POST /bizportal/api/SMS/VerifyOTP", server.LastCall.Line);
        Assert.Equal($$"""{"identityId":"{{Citizen.IdentityId}}","otp":"123456"}""", server.LastCall.Text);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"isValid":"maybe"}""")]
    public async Task VerifyOtp_NoAnswer_IsNotTakenForYes(string data)
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Data(data);
        var e = await Assert.ThrowsAsync<BizPortalException>(() =>
            server.Client().VerifyOtpAsync(_session, Citizen.IdentityId, "123456", Now)
        );
        Assert.Equal(BizPortalFailure.Malformed, e.Failure);
    }

    private static CreateRequest NewRequest(RequestArea? area = null) =>
        new(
            "123456",
            Juristic,
            "42",
            area,
            new()
            {
                ["Id"] = "x",
                ["AppData"] = new JsonObject { ["name"] = "ครัวทดสอบ" },
            },
            new() { ["ร้าน"] = new JsonObject { ["ชื่อ"] = "ครัวทดสอบ" } },
            "3",
            "s-9",
            "key-1"
        );

    [Fact]
    public async Task CreateRequest_AsStrings_SendsEveryField()
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Data("""{"requestId":"R-1"}""");
        var area = new RequestArea("10", "กรุงเทพมหานคร", "1001", "พระนคร", "100101", "พระบรมมหาราชวัง");

        Assert.Equal("R-1", await server.Client().CreateRequestAsync(_session, NewRequest(area), Now));

        var call = server.LastCall;
        Assert.Equal("POST /bizportal/api/ApplicationRequest/Create", call.Line);
        Assert.Equal("key-1", call.Headers["Idempotency-Key"]);
        Assert.Equal(("3", "s-9"), (call.Headers["x-version"], call.Headers["x-serviceno"]));
        var expected = new JsonObject
        {
            ["otp"] = "123456",
            ["identityId"] = Juristic.IdentityId,
            ["identityType"] = 2,
            ["applicationId"] = "42",
            ["provinceID"] = 10,
            ["amphurID"] = 1001,
            ["tumbolID"] = 100101,
            ["province"] = "กรุงเทพมหานคร",
            ["amphur"] = "พระนคร",
            ["tumbol"] = "พระบรมมหาราชวัง",
            ["data"] = """{"Id":"x","AppData":{"name":"ครัวทดสอบ"}}""",
            ["dataDescription"] = """{"ร้าน":{"ชื่อ":"ครัวทดสอบ"}}""",
        };
        Assert.True(JsonNode.DeepEquals(expected, call.Json), call.Text);
    }

    [Fact]
    public async Task CreateRequest_AsObjects_NestsThem()
    {
        await using var server = await FakeBizPortal.StartAsync(("DataEncoding", "Object"));
        server.Data("\"R-2\"");

        Assert.Equal("R-2", await server.Client().CreateRequestAsync(_session, NewRequest(), Now));

        Assert.Equal("ครัวทดสอบ", server.LastCall.Json["data"]!["AppData"]!["name"]!.GetValue<string>());
        Assert.Equal("ครัวทดสอบ", server.LastCall.Json["dataDescription"]!["ร้าน"]!["ชื่อ"]!.GetValue<string>());
        Assert.Null(server.LastCall.Json["provinceID"]);
    }
}
