using System.Net;
using System.Text.Json;

namespace MiniApp.Sandbox.Tests;

public sealed class CreateTests : IAsyncLifetime
{
    private TestSandbox _sandbox = null!;
    private SignedIn _session = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await TestSandbox.Start();
        _session = await _sandbox.SignIn();
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Create_Complete_AnswersARequestNumberAndKeepsWhatCame()
    {
        var fileId = (await _session.Uploaded([1])).GetProperty("fileId").GetString()!;
        var otp = await _session.VerifiedOtp();

        var answer = await _session.Post("ApplicationRequest/Create", _session.CreateBody(otp, fileId));

        Assert.Equal("MNA005A-6911-00001", answer.GetProperty("data").GetProperty("requestId").GetString());
        var kept = (await _sandbox.Control("requests"))[0];
        Assert.Equal("MNA005A", kept.GetProperty("serviceNo").GetString());
        Assert.Equal("1", kept.GetProperty("version").GetString());
        Assert.Equal(
            "ร้านตัวอย่าง",
            kept.GetProperty("data").GetProperty("AppData").GetProperty("shopName").GetString()
        );
        Assert.False(kept.GetProperty("body").TryGetProperty("otp", out _));
    }

    [Fact]
    public async Task Create_ObjectsInsteadOfStrings_Accepted()
    {
        var body = _session.CreateBody(await _session.VerifiedOtp());
        body["data"] = _session.Data();
        body["dataDescription"] = new { Section = new { Field = "value" } };
        var answer = await _session.Post("ApplicationRequest/Create", body);
        Assert.Equal(0, answer.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Create_ByACompany_Accepted()
    {
        var company = await _sandbox.SignIn("khrua-tuayang");
        var otp = await company.VerifiedOtp();
        var answer = await company.Post("ApplicationRequest/Create", company.CreateBody(otp));
        Assert.Equal(0, answer.GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("identityId", TestSandbox.Mana)]
    [InlineData("identityType", 2)]
    [InlineData("applicationId", "1002")]
    public async Task Create_NotTheSessions_Refused(string field, object value)
    {
        var body = _session.CreateBody(await _session.VerifiedOtp());
        body[field] = value;
        Assert.Equal(3, (await _session.Post("ApplicationRequest/Create", body)).GetProperty("status").GetInt32());
        Assert.Equal(0, (await _sandbox.Control("requests")).GetArrayLength());
    }

    [Theory]
    [InlineData("unknown", 1)]
    [InlineData("otp", 123456)]
    [InlineData("provinceID", "เชียงใหม่")]
    [InlineData("province", 50)]
    [InlineData("data", "not json")]
    [InlineData("data", "{\"AppData\":{}}")]
    [InlineData("dataDescription", "[]")]
    [InlineData("dataDescription", "{\"a\":\"b\"}")]
    public async Task Create_AgainstTheContract_AnswersLoudly(string field, object value)
    {
        var body = _session.CreateBody(await _session.VerifiedOtp());
        body[field] = value;
        using var response = await _session.PostRaw("ApplicationRequest/Create", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Create_WithTheAccessTokenInside_AnswersLoudly()
    {
        var body = _session.CreateBody(await _session.VerifiedOtp());
        body["province"] = _session.Token;
        using var response = await _session.PostRaw("ApplicationRequest/Create", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("cat", "x")]
    [InlineData("SubmitDate", "2026-11-20T03:00:00Z")]
    [InlineData("SubmitDate", "2569-99-20T03:00:00+07:00")]
    public async Task Create_WrongFieldInData_AnswersLoudly(string field, string value)
    {
        var body = _session.CreateBody(await _session.VerifiedOtp());
        var data = _session.Data();
        data[field] = value;
        body["data"] = JsonSerializer.Serialize(data);
        using var response = await _session.PostRaw("ApplicationRequest/Create", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Create_WithSomebodyElsesFile_Refused()
    {
        var other = await _sandbox.SignIn("mana");
        var theirs = (await other.Uploaded([1])).GetProperty("fileId").GetString()!;
        var body = _session.CreateBody(await _session.VerifiedOtp(), theirs);
        Assert.Equal(3, (await _session.Post("ApplicationRequest/Create", body)).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Create_SameIdempotencyKey_AnswersTheFirstResult()
    {
        var body = _session.CreateBody(await _session.VerifiedOtp());
        var first = await _session.Post("ApplicationRequest/Create", body, "key-1");
        var second = await _session.Post("ApplicationRequest/Create", body, "key-1");
        Assert.Equal(first.ToString(), second.ToString());
        Assert.Equal(1, (await _sandbox.Control("requests")).GetArrayLength());
        // The key counts for one identity only.
        var other = await _sandbox.SignIn("mana");
        var theirs = await other.Post(
            "ApplicationRequest/Create",
            other.CreateBody(await other.VerifiedOtp()),
            "key-1"
        );
        Assert.Equal("MNA005A-6911-00002", theirs.GetProperty("data").GetProperty("requestId").GetString());
    }

    [Fact]
    public async Task Create_TwentyAtOnceWithOneOtp_OneRequest()
    {
        var body = _session.CreateBody(await _session.VerifiedOtp());
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => _session.Post("ApplicationRequest/Create", body))
        );
        Assert.Equal(1, answers.Count(a => a.GetProperty("status").GetInt32() == 0));
    }

    [Fact]
    public async Task Tracking_ShowsTheDescriptionEscaped()
    {
        var body = _session.CreateBody(await _session.VerifiedOtp());
        var answer = await _session.Post("ApplicationRequest/Create", body);
        var requestId = answer.GetProperty("data").GetProperty("requestId").GetString();
        var page = await _sandbox.Http.GetStringAsync("tracking?requestId=" + requestId);
        Assert.Contains(requestId!, page, StringComparison.Ordinal);
        Assert.Contains("ร้านตัวอย่าง &lt;b&gt;", page, StringComparison.Ordinal);
        Assert.Contains("2569", page, StringComparison.Ordinal);
    }
}
