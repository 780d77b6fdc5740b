using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MiniApp.Core.Applicants;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Sessions;
using MiniApp.Core.Tests.Links;

namespace MiniApp.Core.Tests.External.BizPortal;

/// <summary>What each way of failing is called, and what is repeated after it: calls are counted.</summary>
public sealed class BizPortalFailureTests
{
    private static readonly Applicant Citizen = new(LinkMaker.CitizenId, ApplicantType.Citizen);

    private readonly FakeSession _session = new();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    /// <summary>Every JSON call, and whether twice does the same as once.</summary>
    private static readonly Dictionary<
        string,
        Func<BizPortalClient, IBizPortalSession, CancellationToken, Task>
    > Operations = new()
    {
        ["Login"] = (c, _, t) => c.LoginAsync("k", "url-token-secret", t),
        ["Refresh"] = (c, _, t) => c.RefreshAsync("u", "refresh-secret", t),
        ["Revoke"] = (c, _, t) => c.RevokeAsync("u", "refresh-secret", "access-secret", t),
        ["Profile"] = (c, s, t) => c.GetProfileAsync(s, Citizen, t),
        ["GetDraft"] = (c, s, t) => c.GetDraftAsync(s, "d", "1", "1", t),
        ["SaveDraft"] = (c, s, t) => c.SaveDraftAsync(s, new("d", Citizen.IdentityId, "1", [], "1", "1"), t),
        ["SaveNewDraft"] = (c, s, t) => c.SaveDraftAsync(s, new(null, Citizen.IdentityId, "1", [], "1", "1"), t),
        ["RequestOtp"] = (c, s, t) => c.RequestOtpAsync(s, Citizen.IdentityId, t),
        ["VerifyOtp"] = (c, s, t) => c.VerifyOtpAsync(s, Citizen.IdentityId, "654321", t),
        ["Create"] = (c, s, t) => c.CreateRequestAsync(s, new("654321", Citizen, "1", null, [], [], "1", "1", "k"), t),
        ["Upload"] = (c, s, t) => c.UploadChunkAsync(s, new("f", "n", "text/plain", new MemoryStream([1]), 1), t),
        ["Download"] = async (c, s, t) => await (await c.DownloadAsync(s, "f", "image/png", t)).DisposeAsync(),
        ["Delete"] = (c, s, t) => c.DeleteFileAsync(s, "f", t),
    };

    public static TheoryData<string> All => [.. Operations.Keys];

    public static TheoryData<string> SafeToRepeat => ["Profile", "GetDraft", "SaveDraft", "Download", "Delete"];

    public static TheoryData<string> NotSafeToRepeat =>
        [.. Operations.Keys.Except(SafeToRepeat.Select(row => row.Data))];

    public static TheoryData<string> WithSession =>
        [.. Operations.Keys.Except(["Login", "Refresh", "Revoke", "Upload"])];

    private async Task<BizPortalException> FailAsync(BizPortalClient client, string operation)
    {
        var e = await Assert.ThrowsAsync<BizPortalException>(() => Operations[operation](client, _session, Now));
        AssertDiscreet(e.ToString());
        return e;
    }

    private static void AssertDiscreet(string text)
    {
        foreach (var secret in (string[])["secret", "access-", "654321", Citizen.IdentityId, "ความลับ"])
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task AnyCall_StatusThree_IsRefusedWithItsMessage(string operation)
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Always("""{"status":3,"message":"m","errorMessage":"ความลับ","data":null}""");

        var e = await FailAsync(server.Client(), operation);

        Assert.Equal((BizPortalFailure.Refused, "ความลับ"), (e.Failure, e.UpstreamMessage));
        Assert.Single(server.Calls);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task AnyCall_BadRequest_IsRefusedOnce(string operation)
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Always("""{"status":3,"message":"ความลับ"}""", status: 400);

        var e = await FailAsync(server.Client(), operation);

        Assert.Equal((BizPortalFailure.Refused, 400, "ความลับ"), (e.Failure, e.HttpStatus, e.UpstreamMessage));
        Assert.Single(server.Calls);
        Assert.All(server.Log, AssertDiscreet);
        Assert.Contains(server.Log, line => line.Contains("failed: Refused, HTTP 400", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>secret</html>")]
    [InlineData("{\"status\":0,\"data\":")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"secret\"")]
    [InlineData("{}")]
    [InlineData("""{"status":"secret","data":{}}""")]
    [InlineData("""{"status":0,"status":3,"data":{}}""")]
    [InlineData("""{"status":0,"data":{"identityName":"\ud800 secret"}}""")]
    [InlineData("""{"status":0}""")]
    [InlineData("""{"status":0,"data":[]}""")]
    public async Task Profile_NotWhatTheContractSays_IsMalformedAndNotRepeated(string body)
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Always(body);

        Assert.Equal(BizPortalFailure.Malformed, (await FailAsync(server.Client(), "Profile")).Failure);
        Assert.Single(server.Calls);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task AnyCall_SuccessWithoutItsData_IsMalformed(string operation)
    {
        if (operation is "Revoke" or "Delete" or "SaveDraft")
        {
            return; // need nothing from the answer
        }
        await using var server = await FakeBizPortal.StartAsync();
        server.Always("""{"status":0,"data":null}""");
        Assert.Equal(BizPortalFailure.Malformed, (await FailAsync(server.Client(), operation)).Failure);
    }

    [Fact]
    public async Task AnyCall_Redirect_IsNotFollowed()
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Answer = (c, _) =>
        {
            c.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };
        Assert.Equal(BizPortalFailure.Malformed, (await FailAsync(server.Client(), "Profile")).Failure);
        Assert.Single(server.Calls);
    }

    [Theory]
    [MemberData(nameof(SafeToRepeat))]
    public async Task SafeCall_ServerError_IsRepeatedTwice(string operation)
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Always("oops secret", status: 503);

        var e = await FailAsync(server.Client(), operation);

        Assert.Equal((BizPortalFailure.ServerError, 503), (e.Failure, e.HttpStatus));
        Assert.Equal(3, server.Calls.Count);
    }

    [Theory]
    [MemberData(nameof(SafeToRepeat))]
    public async Task SafeCall_CutWithoutAnswer_IsRepeatedTwice(string operation)
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Answer = (c, _) => Cut(c);

        Assert.Equal(BizPortalFailure.NoReply, (await FailAsync(server.Client(), operation)).Failure);
        Assert.Equal(3, server.Calls.Count);
    }

    [Theory]
    [MemberData(nameof(NotSafeToRepeat))]
    public async Task UnsafeCall_ServerError_IsNotRepeated(string operation)
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Always("oops secret", status: 500);

        Assert.Equal(BizPortalFailure.ServerError, (await FailAsync(server.Client(), operation)).Failure);
        Assert.Single(server.Calls);
    }

    /// <summary>
    /// The first call leaves a connection in the pool: on a used connection the HTTP stack would itself repeat what
    /// it takes for never handled.
    /// </summary>
    [Theory]
    [MemberData(nameof(NotSafeToRepeat))]
    public async Task UnsafeCall_CutWithoutAnswer_IsNotRepeated(string operation)
    {
        await using var server = await FakeBizPortal.StartAsync();
        var client = server.Client();
        server.Always("{}", status: 400);
        await FailAsync(client, operation);
        server.Answer = (c, _) => Cut(c);

        Assert.Equal(BizPortalFailure.NoReply, (await FailAsync(client, operation)).Failure);
        Assert.Equal(2, server.Calls.Count);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task AnyCall_NobodyListens_IsUnreachable(string operation)
    {
        await using var server = await FakeBizPortal.StartAsync();
        var client = server.ClientOfNobody();

        Assert.Equal(BizPortalFailure.Unreachable, (await FailAsync(client, operation)).Failure);

        var attempts = server.Log.Count(line => line.Contains("failed: Unreachable", StringComparison.Ordinal));
        Assert.Equal(operation is "Create" or "Upload" ? 1 : 3, attempts);
    }

    [Fact]
    public async Task SafeCall_SecondAttemptWorks_GivesItsAnswer()
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Answer = (c, n) => n == 1 ? Cut(c) : c.JsonAsync(FakeAnswers.Envelope("""{"email":"a@b.example"}"""));

        Assert.Equal("a@b.example", (await server.Client().GetProfileAsync(_session, Citizen, Now)).Email);
        Assert.Equal(2, server.Calls.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Create_NoAnswerInTime_IsNoReplyOnce(bool headersCame)
    {
        await using var server = await FakeBizPortal.StartAsync(("CallTimeout", "00:00:00.3"));
        server.Answer = async (c, _) =>
        {
            if (headersCame)
            {
                await c.Response.WriteAsync("{", c.RequestAborted);
                await c.Response.Body.FlushAsync(c.RequestAborted);
            }
            await Task.Delay(Timeout.Infinite, c.RequestAborted);
        };

        Assert.Equal(BizPortalFailure.NoReply, (await FailAsync(server.Client(), "Create")).Failure);
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task AnyCall_BodyCutHalfWay_IsNoReply()
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Answer = async (c, _) =>
        {
            c.Response.ContentLength = 1000;
            await c.Response.WriteAsync("{\"status\":0");
            await c.Response.Body.FlushAsync();
            await Cut(c);
        };
        Assert.Equal(BizPortalFailure.NoReply, (await FailAsync(server.Client(), "Create")).Failure);
    }

    [Fact]
    public async Task AnyCall_NoConnectionInTime_IsUnreachable()
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(50),
            ConnectCallback = async (_, token) =>
            {
                await Task.Delay(Timeout.Infinite, token);
                return Stream.Null;
            },
        };
        using var http = new HttpClient(handler) { BaseAddress = new Uri("http://127.0.0.1:9/") };
        var transport = new BizPortalTransport(
            http,
            Options.Create(new BizPortalOptions()),
            TimeProvider.System,
            NullLogger<BizPortalTransport>.Instance
        );
        var call = new BizPortalCall("Test", HttpMethod.Post, "x", Repeat.Never);

        var e = await Assert.ThrowsAsync<BizPortalException>(() => transport.SendAsync(call, session: null, Now));

        Assert.Equal(BizPortalFailure.Unreachable, e.Failure);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task AnyCall_CallerGivesUp_IsCancelledNotFailed(string operation)
    {
        await using var server = await FakeBizPortal.StartAsync();
        using var caller = new CancellationTokenSource();
        server.Answer = async (c, _) =>
        {
            await caller.CancelAsync();
            await Task.Delay(Timeout.Infinite, c.RequestAborted);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Operations[operation](server.Client(), _session, caller.Token)
        );
        Assert.Single(server.Calls);
    }

    [Theory]
    [MemberData(nameof(WithSession))]
    public async Task AnyCall_TokenExpired_IsRenewedOnceAndRepeated(string operation)
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Answer = (c, n) => n == 1 ? c.JsonAsync("", 401) : c.JsonAsync("""{"status":3}""");

        Assert.Equal(BizPortalFailure.Refused, (await FailAsync(server.Client(), operation)).Failure);

        Assert.Equal(["access-1"], _session.Rejected);
        Assert.Equal(["Bearer access-1", "Bearer access-2"], server.Calls.Select(c => c.Headers["Authorization"]));
        Assert.Equal(server.Calls.First().Text, server.LastCall.Text);
    }

    [Theory]
    [MemberData(nameof(WithSession))]
    public async Task AnyCall_NewTokenExpiredToo_SessionIsOver(string operation)
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Always("", status: 401);

        Assert.Equal(BizPortalFailure.SessionOver, (await FailAsync(server.Client(), operation)).Failure);
        Assert.Equal(2, server.Calls.Count);
        Assert.Single(_session.Rejected);
    }

    [Fact]
    public async Task AnyCall_NoNewToken_SessionIsOver()
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Always("", status: 401);
        _session.IsOver = true;

        Assert.Equal(BizPortalFailure.SessionOver, (await FailAsync(server.Client(), "Profile")).Failure);
        Assert.Single(server.Calls);
    }

    [Theory]
    [InlineData("Login")]
    [InlineData("Refresh")]
    [InlineData("Revoke")]
    public async Task CallWithoutSession_Unauthorized_SessionIsOver(string operation)
    {
        await using var server = await FakeBizPortal.StartAsync();
        server.Always("", status: (int)HttpStatusCode.Unauthorized);

        Assert.Equal(BizPortalFailure.SessionOver, (await FailAsync(server.Client(), operation)).Failure);
        Assert.Single(server.Calls);
    }

    private static Task Cut(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }
}
