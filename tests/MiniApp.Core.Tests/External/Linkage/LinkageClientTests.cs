using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MiniApp.Core.External.Linkage;
using MiniApp.Core.Tests.External.BizPortal;

namespace MiniApp.Core.Tests.External.Linkage;

/// <summary>What goes out, what comes of each answer, and that nothing of it goes into a log.</summary>
public sealed class LinkageClientTests : IAsyncLifetime
{
    private const string Agent = "3509900002024";
    private const string Citizen = "1509900001013";
    private const string Secret = "the-secret&more";

    private const string Alive = """
        {"titleName":"นางสาว","firstName":"สมหญิง","middleName":"","lastName":"ตัวอย่างดี","genderCode":2,
        "dateOfBirth":25310229,"statusOfPersonCode":0,"fatherName":"สมพ่อ"}
        """;

    private FakeBizPortal _server = null!;
    private ServiceProvider _provider = null!;
    private int _tokens;

    private LinkageClient Client => _provider.GetRequiredService<LinkageClient>();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeBizPortal.StartAsync();
        _provider = Provider();
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task FindPerson_Alive_IsFoundWithWhatIsCompared()
    {
        Answer(Alive);

        var found = Assert.IsType<LinkageAnswer<LinkagePerson>.Found>(await FindAsync());

        Assert.Equal(
            ("นางสาว", "สมหญิง", null, "ตัวอย่างดี"),
            (found.Value.Title, found.Value.FirstName, found.Value.MiddleName, found.Value.LastName)
        );
        Assert.Equal(
            (LinkageGender.Female, new DateOnly(1988, 2, 29)),
            (found.Value.Gender, found.Value.BirthDate.Whole)
        );
        var (token, data) = (_server.Calls.First(), _server.LastCall);
        Assert.Equal($"GET /ws/auth/validate?ConsumerSecret=the-secret%26more&AgentID={Agent}", token.Line);
        Assert.Equal(
            $"GET /ws/dopa/linkage/v1/link?OfficeID=00023&ServiceID=001&Version=01&CitizenID={Citizen}",
            data.Line
        );
        Assert.Equal(("the-key", "token-1"), (data.Headers["Consumer-Key"], data.Headers["Token"]));
        AssertDiscreet();
    }

    [Fact]
    public async Task FindPerson_InTheAgencysDatabase_IsAskedWithTheConfiguredKeys()
    {
        Answer(Alive);
        await using var provider = Provider(
            ("Person:Database", "6000"),
            ("Person:ServiceId", "077"),
            ("Person:Version", "02"),
            ("Person:Body:PID", "{CitizenID}"),
            ("Person:Body:Kind", "full")
        );

        Assert.IsType<LinkageAnswer<LinkagePerson>.Found>(await FindAsync(provider));

        Assert.Equal("POST /ws/dopa/linkage/v1/link?OfficeID=00023&ServiceID=077&Version=02", _server.LastCall.Line);
        Assert.Equal(
            (Citizen, "full"),
            ((string?)_server.LastCall.Json["PID"], (string?)_server.LastCall.Json["Kind"])
        );
        Assert.Equal(2, _server.LastCall.Json.AsObject().Count);
        AssertDiscreet();
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"1\"")]
    public async Task FindPerson_Dead_IsNeverFound(string status)
    {
        Answer(Alive.Replace("\"statusOfPersonCode\":0", "\"statusOfPersonCode\":" + status, StringComparison.Ordinal));

        Assert.IsType<LinkageAnswer<LinkagePerson>.Dead>(await FindAsync());
    }

    [Theory]
    [InlineData(200, """{"statusOfPersonCode":2,"firstName":null}""", LinkageFailure.NotFound, null)]
    [InlineData(404, """{"Code":"90404","Message":"ไม่พบข้อมูล"}""", LinkageFailure.NotFound, "90404")]
    [InlineData(200, """{"Code":"90001","Message":"ยังไม่ได้ยืนยันสิทธิ์"}""", LinkageFailure.ReaderNotReady, "90001")]
    [InlineData(200, """{"Code":90001,"Message":"ยังไม่ได้ยืนยันสิทธิ์"}""", LinkageFailure.ReaderNotReady, "90001")]
    [InlineData(400, """{"code":"90001"}""", LinkageFailure.ReaderNotReady, "90001")]
    [InlineData(500, """{"Code":"90001","Message":"x"}""", LinkageFailure.ReaderNotReady, "90001")]
    [InlineData(200, """{"Code":"12345","Message":"x"}""", LinkageFailure.Refused, "12345")]
    [InlineData(200, """{"Message":"x"}""", LinkageFailure.Refused, null)]
    [InlineData(200, """{"Code":"1509900001013","Message":"x"}""", LinkageFailure.Refused, null)]
    [InlineData(403, """{"Code":"90002","Message":"x"}""", LinkageFailure.Refused, "90002")]
    [InlineData(404, "<html>no such page</html>", LinkageFailure.Refused, null)]
    [InlineData(429, "", LinkageFailure.Unavailable, null)]
    [InlineData(503, "<html>", LinkageFailure.Unavailable, null)]
    [InlineData(500, """{"Code":"5","Message":"x"}""", LinkageFailure.Unavailable, "5")]
    [InlineData(302, "", LinkageFailure.Malformed, null)]
    [InlineData(200, "", LinkageFailure.Malformed, null)]
    [InlineData(200, "[]", LinkageFailure.Malformed, null)]
    [InlineData(200, "{}", LinkageFailure.Malformed, null)]
    [InlineData(200, "{\"firstName\":\"สมหญิง", LinkageFailure.Malformed, null)]
    [InlineData(200, """{"firstName":"ก","lastName":"ข","dateOfBirth":25310101}""", LinkageFailure.Malformed, null)]
    [InlineData(
        200,
        """{"firstName":"ก","lastName":"ข","dateOfBirth":25310101,"statusOfPersonCode":3}""",
        LinkageFailure.Malformed,
        null
    )]
    [InlineData(
        200,
        """{"firstName":"ก","lastName":"ข","dateOfBirth":25319999,"statusOfPersonCode":0}""",
        LinkageFailure.Malformed,
        null
    )]
    [InlineData(200, """{"firstName":"ก","lastName":" ","statusOfPersonCode":0}""", LinkageFailure.Malformed, null)]
    [InlineData(
        200,
        """{"firstName":"ก","lastName":"ข","statusOfPersonCode":0,"personalID":3100100002025}""",
        LinkageFailure.Malformed,
        null
    )]
    [InlineData(
        200,
        """{"firstName":"ก","lastName":"ข","statusOfPersonCode":0,"Code":"0","Message":"ok"}""",
        LinkageFailure.Refused,
        "0"
    )]
    public async Task FindPerson_AnythingElse_IsNoMatch(int status, string body, LinkageFailure why, string? code)
    {
        Answer(body, status);

        Assert.Equal(new LinkageAnswer<LinkagePerson>.Failed(why, code), await FindAsync());

        AssertDiscreet();
    }

    [Fact]
    public async Task FindHouse_OfTheRegister_IsReadWithoutEmptyParts()
    {
        Answer(
            """
            {"houseID":11031779558,"houseNo":"68/81","villageNo":9,"alleyWayDesc":null,"alleyDesc":"","roadDesc":"-",
            "subdistrictDesc":"บางแก้ว","districtDesc":"บางพลี","provinceDesc":"สมุทรปราการ","dateOfTerminate":0}
            """
        );

        var answer = await Client.FindHouseAsync(Agent, Citizen, Now);

        Assert.Equal(
            new LinkageHouse("68/81", "9", null, null, null, "บางแก้ว", "บางพลี", "สมุทรปราการ"),
            Assert.IsType<LinkageAnswer<LinkageHouse>.Found>(answer).Value
        );
        Assert.Contains("ServiceID=008", _server.LastCall.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_ForManyAtOnce_IsFetchedOnceForEachOfficer()
    {
        Answer(Alive);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => FindAsync()));
        await Client.FindPersonAsync("3101200001013", Citizen, Now);

        Assert.Equal(2, _tokens);
    }

    [Fact]
    public async Task Token_EndedBeforeItsTime_IsRenewedOnceForAllAndTheCallMadeAgain()
    {
        Answer(Alive);
        await FindAsync();
        var dead = "token-1";
        _server.Answer = (context, _) =>
            IsToken(context) ? TokenAsync(context)
            : context.Request.Headers["Token"] == dead
                ? context.JsonAsync("{\"Code\":\"90011\",\"Message\":\"x\"}", 401)
            : context.JsonAsync(Alive);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => FindAsync()));

        Assert.All(answers, answer => Assert.IsType<LinkageAnswer<LinkagePerson>.Found>(answer));
        Assert.Equal(2, _tokens);
    }

    [Fact]
    public async Task Token_RefusedAlways_IsRenewedOnceAndNeverInALoop()
    {
        Answer("", 401);

        Assert.Equal(new LinkageAnswer<LinkagePerson>.Failed(LinkageFailure.TokenRefused), await FindAsync());

        Assert.Equal((2, 4), (_tokens, _server.Calls.Count));
    }

    [Theory]
    [InlineData(401, """{"Code":"90010","Message":"x"}""", LinkageFailure.TokenRefused)]
    [InlineData(400, """{"Code":"90010","Message":"x"}""", LinkageFailure.TokenRefused)]
    [InlineData(404, """{"Code":"90010","Message":"x"}""", LinkageFailure.TokenRefused)]
    [InlineData(200, """{"Code":"90010","Message":"x"}""", LinkageFailure.TokenRefused)]
    [InlineData(200, """{"Code":"90001","Message":"x"}""", LinkageFailure.ReaderNotReady)]
    [InlineData(200, """{"Result":""}""", LinkageFailure.Malformed)]
    [InlineData(200, """{"Result":"a\r\nb"}""", LinkageFailure.Malformed)]
    [InlineData(500, "", LinkageFailure.Unavailable)]
    public async Task Token_NotGiven_AsksNothingFurtherAndIsAskedAnewNextTime(
        int status,
        string body,
        LinkageFailure why
    )
    {
        _server.Always(body, status);

        var failed = Assert.IsType<LinkageAnswer<LinkagePerson>.Failed>(await FindAsync());

        Assert.Equal(why, failed.Why);
        Assert.Single(_server.Calls);
        AssertDiscreet();
        Answer(Alive);
        Assert.IsType<LinkageAnswer<LinkagePerson>.Found>(await FindAsync());
    }

    [Theory]
    [InlineData("AgentNotAvailable", "0000000000000", "0000000000000", AgentState.AgentNotAvailable)]
    [InlineData("AgentAvailable", Agent, "0000000000000", AgentState.AgentAvailable)]
    [InlineData("CitizenAvailable", Agent, Citizen, AgentState.CitizenAvailable)]
    [InlineData("AgentAvailable", "3101200001013", "0000000000000", AgentState.Unknown)]
    [InlineData("CitizenAvailable", Agent, "0000000000000", AgentState.Unknown)]
    [InlineData("CitizenAvailable", "0000000000000", Citizen, AgentState.Unknown)]
    [InlineData("Ready", Agent, Citizen, AgentState.Unknown)]
    public async Task ReadAgent_StateAndNumbersThatGoTogether_AreTheOnlyOnesTaken(
        string state,
        string agent,
        string citizen,
        AgentState expected
    )
    {
        _server.Always($$"""{"AgentID":"{{agent}}","CitizenID":"{{citizen}}","SessionState":"{{state}}"}""");

        var reading = await Client.ReadAgentAsync(Agent, Now);

        Assert.Equal(expected, reading.State);
        Assert.Equal(expected == AgentState.CitizenAvailable, reading.HasCardOf(Citizen));
        Assert.False(reading.HasCardOf(Agent));
        Assert.DoesNotContain(Citizen, reading.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            $"GET /ws/dopa/linkage/v1/agent/permission?Consumer=the-key&CitizenID={Agent}",
            _server.LastCall.Line
        );
        AssertDiscreet();
    }

    [Fact]
    public async Task ReadAgent_ExchangeAway_IsUnknown()
    {
        _server.Always("", 503);

        Assert.Equal(
            new AgentReading(AgentState.Unknown, LinkageFailure.Unavailable),
            await Client.ReadAgentAsync(Agent, Now)
        );
    }

    [Fact]
    public async Task AnyCall_AnswerWithoutEnd_IsNotReadToItsEnd()
    {
        Answer("{\"x\":\"" + new string('x', LinkageTransport.MaxAnswer) + "\"}");

        Assert.Equal(new LinkageAnswer<LinkagePerson>.Failed(LinkageFailure.Malformed), await FindAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnyCall_NoAnswerInTime_IsUnavailableAndNotRepeated(bool afterHeaders)
    {
        await using var provider = Provider(("CallTimeout", "00:00:00.300"));
        _server.Answer = async (context, _) =>
        {
            if (IsToken(context))
            {
                await TokenAsync(context);
                return;
            }
            if (afterHeaders)
                await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        Assert.Equal(new LinkageAnswer<LinkagePerson>.Failed(LinkageFailure.Unavailable), await FindAsync(provider));
        Assert.Equal(2, _server.Calls.Count);
        AssertDiscreet();
    }

    [Fact]
    public async Task AnyCall_CallerGone_IsCancelled()
    {
        using var gone = new CancellationTokenSource();
        _server.Answer = async (context, _) =>
        {
            if (IsToken(context))
            {
                await TokenAsync(context);
                return;
            }
            await gone.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Client.FindPersonAsync(Agent, Citizen, gone.Token)
        );
    }

    private async Task<LinkageAnswer<LinkagePerson>> FindAsync(ServiceProvider? provider = null) =>
        await (provider ?? _provider).GetRequiredService<LinkageClient>().FindPersonAsync(Agent, Citizen, Now);

    /// <summary>The token endpoint gives tokens, everything else this.</summary>
    private void Answer(string body, int status = 200) =>
        _server.Answer = (context, _) =>
        {
            context.Response.Headers.Location = status == 302 ? "https://elsewhere.example/" : default;
            return IsToken(context) ? TokenAsync(context) : context.JsonAsync(body, status);
        };

    private static bool IsToken(HttpContext context) => context.Request.Path == "/ws/auth/validate";

    private Task TokenAsync(HttpContext context)
    {
        context.Response.StatusCode = (int)HttpStatusCode.OK;
        return context.JsonAsync($$"""{"Result":"token-{{Interlocked.Increment(ref _tokens)}}"}""");
    }

    private void AssertDiscreet()
    {
        var log = string.Join('\n', _server.Log);
        foreach (
            var hidden in (string[])[Agent, Citizen, "the-secret", "the-key", "token-", "สมหญิง", "CitizenID", "ws/"]
        )
            Assert.DoesNotContain(hidden, log, StringComparison.Ordinal);
    }

    private ServiceProvider Provider(params (string Setting, string Value)[] changes)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Linkage:BaseUrl"] = _server.BaseUrl,
            ["Linkage:ConsumerKey"] = "the-key",
            ["Linkage:ConsumerSecret"] = Secret,
        };
        foreach (var (setting, value) in changes)
            settings[$"Linkage:{setting}"] = value;
        return _server
            .Services()
            .AddLinkage(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .BuildServiceProvider();
    }
}
