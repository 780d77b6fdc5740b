using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MiniApp.Core.External.OneId;
using MiniApp.Core.Tests.External.BizPortal;

namespace MiniApp.Core.Tests.External.OneId;

/// <summary>What goes out, what comes of each answer, and that the code it echoes goes nowhere.</summary>
public sealed class OneIdClientTests : IAsyncLifetime
{
    private const string Mobile = "0810000001";
    private const string IdCard = "1509900001013";
    private const string Code = "739152";
    private FakeBizPortal _server = null!;
    private ServiceProvider _provider = null!;

    private OneIdClient Client => _provider.GetRequiredService<OneIdClient>();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeBizPortal.StartAsync();
        _provider = Provider(_server.BaseUrl);
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task RequestCode_Sent_GivesTheReferenceAndDropsTheCode()
    {
        _server.Always($$"""{"result":"Success","data":{"otp":"{{Code}}","ref_code":"AB12CD"},"code":200}""");

        var requested = await Client.RequestCodeAsync(Mobile, IdCard, Now);

        Assert.Equal(new OneIdRequested(OneIdRequestOutcome.Sent, "AB12CD"), requested);
        Assert.DoesNotContain(Code, System.Text.Json.JsonSerializer.Serialize(requested), StringComparison.Ordinal);
        Assert.Equal("POST /api/v1/citizen/oauth/mobile-and-idcard", _server.LastCall.Line);
        Assert.StartsWith("application/json", _server.LastCall.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal(
            $$"""{"mobile_no":"{{Mobile}}","id_card_num":"{{IdCard}}","client_id":"the-client","client_secret":"the-secret"}""",
            _server.LastCall.Text
        );
        AssertDiscreet();
    }

    [Fact]
    public async Task RequestCode_WithASender_NamesIt()
    {
        await using var provider = Provider(_server.BaseUrl, ("SmsSender", "OneService"));
        _server.Always("""{"result":"Success","data":{"otp":"1","ref_code":"A"},"code":200}""");

        await provider.GetRequiredService<OneIdClient>().RequestCodeAsync(Mobile, IdCard, Now);

        Assert.Equal("OneService", (string?)_server.LastCall.Json["sms_sender"]);
    }

    [Fact]
    public async Task ConfirmCode_Right_IsConfirmedAndNothingElse()
    {
        _server.Always(
            """
            {"result":"Success","data":{"token_type":"Bearer","expires_in":900,"access_token":"at","refresh_token":"rt",
            "expiration_date":"2026-11-21 17:30:37","account_id":"a1","username":"u","login_by":"mobile_no and id_card"},"code":200}
            """
        );

        Assert.Equal(OneIdConfirmOutcome.Confirmed, await Client.ConfirmCodeAsync(Mobile, "AB12CD", Code, Now));

        Assert.Equal("POST /api/v1/citizen/oauth/mobile-and-idcard/otp/confirm", _server.LastCall.Line);
        Assert.Equal(
            $$"""{"mobile_no":"{{Mobile}}","ref_code":"AB12CD","otp":"{{Code}}","client_id":"the-client","client_secret":"the-secret"}""",
            _server.LastCall.Text
        );
        AssertDiscreet();
    }

    [Theory]
    [InlineData(400, "invalid request", OneIdRequestOutcome.InvalidRequest)]
    [InlineData(400, "invalid format id_card_num", OneIdRequestOutcome.InvalidIdCard)]
    [InlineData(400, "please wait about 1 minute before request OTP again", OneIdRequestOutcome.TooSoon)]
    [InlineData(
        400,
        "sent otp fail please wait about 1 minute before request OTP again",
        OneIdRequestOutcome.SendingFailed
    )]
    [InlineData(404, "user mobile not found", OneIdRequestOutcome.UnknownMobile)]
    [InlineData(404, "id_card_num mismatch", OneIdRequestOutcome.IdCardMismatch)]
    [InlineData(404, "client_id not found", OneIdRequestOutcome.UnknownClient)]
    [InlineData(404, " User Mobile Not Found ", OneIdRequestOutcome.UnknownMobile)]
    public async Task RequestCode_EachErrorOfTheDocument_IsAnOutcomeOfItsOwn(
        int code,
        string message,
        OneIdRequestOutcome outcome
    )
    {
        _server.Always($$"""{"result":"Fail","errorMessage":"{{message}}","code":{{code}}}""", code);

        Assert.Equal(new OneIdRequested(outcome), await Client.RequestCodeAsync(Mobile, IdCard, Now));
        Assert.Single(_server.Calls);
    }

    [Theory]
    [InlineData(400, "invalid request", OneIdConfirmOutcome.InvalidRequest)]
    [InlineData(400, "generate access token unsuccessful", OneIdConfirmOutcome.NoAccessToken)]
    [InlineData(400, "generate refresh token unsuccessful", OneIdConfirmOutcome.NoRefreshToken)]
    [InlineData(404, "user mobile not found", OneIdConfirmOutcome.UnknownMobile)]
    [InlineData(404, "otp invalid", OneIdConfirmOutcome.InvalidCode)]
    [InlineData(404, "client_id not found", OneIdConfirmOutcome.UnknownClient)]
    public async Task ConfirmCode_EachErrorOfTheDocument_IsAnOutcomeOfItsOwn(
        int code,
        string message,
        OneIdConfirmOutcome outcome
    )
    {
        // The error may stand in data, which the document calls a text.
        _server.Always($$"""{"result":"Fail","data":"{{message}}","code":"{{code}}"}""", code);

        Assert.Equal(outcome, await Client.ConfirmCodeAsync(Mobile, "AB12CD", Code, Now));
        Assert.Single(_server.Calls);
    }

    [Theory]
    [InlineData(
        500,
        """{"result":"Fail","errorMessage":"Internal Server Error","code":500}""",
        OneIdFailure.ServerError
    )]
    [InlineData(502, "<html>bad gateway</html>", OneIdFailure.ServerError)]
    [InlineData(200, """{"result":"Success","data":{"otp":"739152"},"code":200}""", OneIdFailure.Malformed)]
    [InlineData(200, """{"result":"Success","data":null,"code":200}""", OneIdFailure.Malformed)]
    [InlineData(200, """{"result":"Success","data":"739152","code":200}""", OneIdFailure.Malformed)]
    [InlineData(200, """{"result":"Success","data":{"otp":"739152","ref_code":"A"}}""", OneIdFailure.Malformed)]
    [InlineData(
        200,
        """{"result":"Success","data":{"otp":"739152","ref_code":"A"},"code":404}""",
        OneIdFailure.Malformed
    )]
    [InlineData(200, """{"result":"Fail","errorMessage":"user mobile not found","code":404}""", OneIdFailure.Malformed)]
    [InlineData(200, """{"result":"Fail","errorMessage":"user mobile not found","code":200}""", OneIdFailure.Malformed)]
    [InlineData(
        404,
        """{"result":"Success","data":{"otp":"739152","ref_code":"A"},"code":200}""",
        OneIdFailure.Malformed
    )]
    [InlineData(
        404,
        """{"result":"Success","data":{"otp":"739152","ref_code":"A"},"code":404}""",
        OneIdFailure.Malformed
    )]
    [InlineData(400, """{"result":"Fail","errorMessage":"user mobile not found","code":404}""", OneIdFailure.Malformed)]
    [InlineData(400, """{"result":"Fail","errorMessage":"user mobile not found","code":400}""", OneIdFailure.Refused)]
    [InlineData(400, """{"result":"Fail","errorMessage":"739152 ความลับ","code":400}""", OneIdFailure.Refused)]
    [InlineData(404, "<html>no such page</html>", OneIdFailure.Malformed)]
    [InlineData(200, "{\"otp\":\"739152", OneIdFailure.Malformed)]
    [InlineData(200, "[]", OneIdFailure.Malformed)]
    [InlineData(200, "", OneIdFailure.Malformed)]
    [InlineData(302, "", OneIdFailure.Malformed)]
    public async Task AnyCall_AnsweredOtherwise_FailsByName(int status, string body, OneIdFailure failure)
    {
        _server.Answer = (context, _) =>
        {
            context.Response.Headers.Location = "https://elsewhere.example/";
            return context.JsonAsync(body, status);
        };

        Assert.Equal(failure, (await FailAsync(c => c.RequestCodeAsync(Mobile, IdCard, Now))).Failure);
        Assert.Equal(failure, (await FailAsync(c => c.ConfirmCodeAsync(Mobile, "AB12CD", Code, Now))).Failure);
        Assert.Equal(2, _server.Calls.Count);
    }

    [Fact]
    public async Task ConfirmCode_SuccessWithoutAnAccount_IsNoSignIn()
    {
        _server.Always("""{"result":"Success","data":{"access_token":"at"},"code":200}""");

        var failure = await FailAsync(c => c.ConfirmCodeAsync(Mobile, "AB12CD", Code, Now));

        Assert.Equal(OneIdFailure.Malformed, failure.Failure);
    }

    [Fact]
    public async Task AnyCall_AnswerWithoutEnd_IsNotReadToItsEnd()
    {
        _server.Always("\"" + new string('x', OneIdClient.MaxAnswer) + "\"");

        Assert.Equal(OneIdFailure.Malformed, (await FailAsync(c => c.RequestCodeAsync(Mobile, IdCard, Now))).Failure);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnyCall_NoAnswerInTime_IsNoReplyAndNotRepeated(bool afterHeaders)
    {
        await using var provider = Provider(_server.BaseUrl, ("CallTimeout", "00:00:00.300"));
        _server.Answer = async (context, _) =>
        {
            if (afterHeaders)
                await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        var failure = await Assert.ThrowsAsync<OneIdException>(() =>
            provider.GetRequiredService<OneIdClient>().RequestCodeAsync(Mobile, IdCard, Now)
        );

        Assert.Equal(OneIdFailure.NoReply, failure.Failure);
        Assert.Single(_server.Calls);
    }

    [Fact]
    public async Task AnyCall_ConnectionCut_IsNoReply()
    {
        _server.Answer = (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        Assert.Equal(OneIdFailure.NoReply, (await FailAsync(c => c.RequestCodeAsync(Mobile, IdCard, Now))).Failure);
    }

    [Fact]
    public async Task AnyCall_NobodyThere_IsUnreachable()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using var provider = Provider($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}/");
        taken.Stop();

        var failure = await Assert.ThrowsAsync<OneIdException>(() =>
            provider.GetRequiredService<OneIdClient>().RequestCodeAsync(Mobile, IdCard, Now)
        );

        Assert.Equal(OneIdFailure.Unreachable, failure.Failure);
    }

    [Fact]
    public async Task AnyCall_CallerGone_IsCancelled()
    {
        using var gone = new CancellationTokenSource();
        _server.Answer = async (context, _) =>
        {
            await gone.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Client.RequestCodeAsync(Mobile, IdCard, gone.Token)
        );
    }

    private async Task<OneIdException> FailAsync(Func<OneIdClient, Task> call)
    {
        var failure = await Assert.ThrowsAsync<OneIdException>(() => call(Client));
        AssertDiscreet(failure.ToString());
        Assert.Contains(_server.Log, line => line.Contains("ONE ID", StringComparison.Ordinal));
        AssertDiscreet();
        return failure;
    }

    private void AssertDiscreet() => AssertDiscreet(string.Join('\n', _server.Log));

    private static void AssertDiscreet(string text)
    {
        foreach (var secret in (string[])[Mobile, IdCard, Code, "the-secret", "ความลับ"])
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    private ServiceProvider Provider(string baseUrl, params (string Setting, string Value)[] changes)
    {
        var settings = new Dictionary<string, string?>
        {
            ["OneId:BaseUrl"] = baseUrl,
            ["OneId:ClientId"] = "the-client",
            ["OneId:ClientSecret"] = "the-secret",
        };
        foreach (var (setting, value) in changes)
            settings[$"OneId:{setting}"] = value;
        return _server
            .Services()
            .AddOneId(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .BuildServiceProvider();
    }
}
