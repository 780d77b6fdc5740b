using System.Text;
using MiniApp.Core.Drafts;
using MiniApp.Core.Submissions;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Submissions;

/// <summary>What becomes of submissions whose reply or whose sender was lost.</summary>
public sealed class SubmissionResolverTests(CoreSystem core) : SubmissionTest(core)
{
    private static Task<int> ResolveAsync(CoreHost node) => node.Get<SubmissionResolver>().ResolveDueAsync(default);

    private Task<int> ResolveAsync() => ResolveAsync(Node);

    /// <summary>What a node leaves behind that stopped renewing its lease.</summary>
    private Task<int> LetLeaseRunOutAsync() =>
        ExecuteSqlAsync("update submissions set lease_until = now() - interval '1 second'");

    private Task<int> LetPauseRunOutAsync() => ExecuteSqlAsync("update submissions set next_lookup_at = now()");

    private async Task LoseReplyAsync(string kind = "drop-reply", object? value = null, CoreHost? node = null)
    {
        await SetFaultAsync(CreateRoute, kind, value);
        Assert.IsType<SubmitOutcome.Unknown>(await SubmitAsync(node));
        await Control.ClearFaultsAsync();
    }

    [Theory]
    [InlineData("drop-reply", null)]
    [InlineData("reset", null)]
    [InlineData("outage", null)]
    [InlineData("garbage", null)]
    [InlineData("status", 500)]
    [InlineData("latency", 2500)]
    public async Task Unknown_AskedUnderItsKey_IsAcceptedAndExistsOnce(string kind, int? value)
    {
        await LoseReplyAsync(kind, value);

        Assert.Equal(1, await ResolveAsync());

        var request = Assert.Single(await RequestsAsync());
        var view = await ViewAsync();
        Assert.Equal(SubmissionState.Accepted, view.State);
        Assert.Equal((string?)request["requestId"], view.RequestId);
        Assert.Equal(
            [SubmissionState.Confirming, SubmissionState.Sending, SubmissionState.Unknown, SubmissionState.Accepted],
            await TimelineAsync()
        );
        var key = (await ScalarAsync<Guid>("select key from submissions")).ToString();
        Assert.Equal(key, (string?)request["idempotencyKey"]);
        Assert.All(await CallsAsync(Create), call => Assert.Equal(key, (string?)call["idempotencyKey"]));
        Assert.Equal(0, await ResolveAsync());
    }

    [Fact]
    public async Task Unknown_OnceKnown_LeavesNoCodeBehind()
    {
        await LoseReplyAsync();
        var kept = await ScalarAsync<byte[]>("select request_sealed from submissions");
        // The tests' sealer reverses: so the code is in what is kept, and in nothing that is kept later.
        Assert.Contains($"\"otp\":\"{Code}\"", Opened(kept), StringComparison.Ordinal);
        Assert.DoesNotContain(Code, await PayloadAsync(), StringComparison.Ordinal);
        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from otp_challenges where code_sealed is not null"));

        await ResolveAsync();

        Assert.Null(await ScalarAsync<byte[]>("select request_sealed from submissions"));
        Assert.DoesNotContain($"\"otp\"", await PayloadAsync(), StringComparison.Ordinal);
        Assert.Contains("AppData", await PayloadAsync(), StringComparison.Ordinal);
    }

    private async Task<string> PayloadAsync() =>
        Opened(await ScalarAsync<byte[]>("select payload_sealed from submissions"));

    private static string Opened(byte[]? cipher) =>
        Encoding.UTF8.GetString([.. Enumerable.Reverse(cipher!)]).Replace("\\u0022", "\"", StringComparison.Ordinal);

    [Fact]
    public async Task Unknown_BizPortalStillDown_StaysSoAndIsAskedLess()
    {
        await LoseReplyAsync("outage");
        await SetFaultAsync(CreateRoute, "outage");

        Assert.Equal(1, await ResolveAsync());
        Assert.Equal(0, await ResolveAsync());

        Assert.Equal(SubmissionState.Unknown, (await ViewAsync()).State);
        Assert.Equal(1, await ScalarAsync<int>("select lookups from submissions"));
        Assert.True(await ScalarAsync<bool>("select next_lookup_at > now() from submissions"));
        await Control.ClearFaultsAsync();
        await LetPauseRunOutAsync();
        Assert.Equal(1, await ResolveAsync());
        Assert.Equal(SubmissionState.Accepted, (await ViewAsync()).State);
        Assert.Single(await RequestsAsync());
    }

    [Theory]
    [InlineData(409)]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Unknown_AnsweredByNotNow_StaysUnknown(int status)
    {
        await LoseReplyAsync("outage");
        await SetFaultAsync(CreateRoute, "status", status);

        await ResolveAsync();

        Assert.Equal(SubmissionState.Unknown, (await ViewAsync()).State);
        Assert.Equal(DraftState.Submitted, await DraftStateAsync());
    }

    [Fact]
    public async Task Unknown_NeverReceivedAndTheCodeExpired_IsToBeConfirmedAnewUnderTheSameKey()
    {
        await LoseReplyAsync("outage");
        var key = await ScalarAsync<Guid>("select key from submissions");
        System.Clock.Advance(TimeSpan.FromMinutes(10));

        await ResolveAsync();

        var view = await ViewAsync();
        Assert.Equal(SubmissionState.Ready, view.State);
        Assert.True(view.WasNotReceived);
        Assert.Contains("expired", view.Said, StringComparison.Ordinal);
        Assert.Equal(DraftState.Open, await DraftStateAsync());
        Assert.Empty(await RequestsAsync());
        await RequestCodeAsync();
        Assert.IsType<SubmitOutcome.Accepted>(await SubmitAsync());
        Assert.Equal(key.ToString(), (string?)Assert.Single(await RequestsAsync())["idempotencyKey"]);
        Assert.False((await ViewAsync()).WasNotReceived);
    }

    [Fact]
    public async Task Unknown_SessionOver_WaitsForTheNextOneOfThisPerson()
    {
        await LoseReplyAsync();
        await Control.SetFaultsAsync(
            new { route = CreateRoute, kind = "expire-tokens" },
            new { route = RefreshRoute, kind = "envelope" }
        );

        await ResolveAsync();

        Assert.True((await ViewAsync()).NeedsSession);
        await Control.ClearFaultsAsync();
        await LetPauseRunOutAsync();
        await Node.SignInAsync(System, "mana");
        Assert.Equal(0, await ResolveAsync());
        await SignInAsync();
        Assert.Equal(1, await ResolveAsync());
        Assert.Equal(SubmissionState.Accepted, (await ViewAsync()).State);
        Assert.False((await ViewAsync()).NeedsSession);
        Assert.Single(await RequestsAsync());
    }

    /// <summary>Somebody who signs in again before it shows that the first sign-in is over must not have to do so once more.</summary>
    [Fact]
    public async Task Unknown_SessionOverAfterANewOneBegan_IsAskedInTheNewOne()
    {
        await LoseReplyAsync();
        System.Clock.Advance(TimeSpan.FromSeconds(1));
        await SignInAsync();
        System.Clock.Advance(TimeSpan.FromSeconds(1));
        await Control.SetFaultsAsync(
            new
            {
                route = CreateRoute,
                kind = "expire-tokens",
                times = 1,
            },
            new
            {
                route = RefreshRoute,
                kind = "envelope",
                times = 1,
            }
        );

        Assert.Equal(1, await ResolveAsync());
        await LetPauseRunOutAsync();
        Assert.Equal(1, await ResolveAsync());

        Assert.Equal(SubmissionState.Accepted, (await ViewAsync()).State);
        Assert.Single(await RequestsAsync());
    }

    [Fact]
    public async Task Unknown_TokenExpiredMeanwhile_IsAskedWithANewOne()
    {
        await LoseReplyAsync();
        await SetFaultAsync(CreateRoute, "expire-tokens", times: 1);

        await ResolveAsync();

        Assert.Equal(SubmissionState.Accepted, (await ViewAsync()).State);
        Assert.Single(await RequestsAsync());
    }

    [Fact]
    public async Task Unknown_FourNodesAtOnce_IsAskedOnce()
    {
        await LoseReplyAsync();
        var nodes = new[] { Node, await StartNodeAsync(), await StartNodeAsync(), await StartNodeAsync() };

        var counts = await RaceAsync("submissions", 12, i => ResolveAsync(nodes[i % 4]));

        Assert.Equal(1, counts.Sum());
        Assert.Equal(2, await CountCallsAsync(Create));
        Assert.Equal(SubmissionState.Accepted, (await ViewAsync()).State);
    }

    [Fact]
    public async Task Unknown_WhereBizPortalCannotBeAsked_IsLeftToStaffAndSentNeverAgain()
    {
        var node = await StartNodeAsync(settings: ("BizPortal:AnswersRepeatedKey", "false"));
        await LoseReplyAsync(node: node);

        Assert.Equal(0, await ResolveAsync(node));
        System.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, await ResolveAsync(node));

        Assert.Equal(1, await CountCallsAsync(Create));
        Assert.Equal(SubmissionState.Unknown, (await ViewAsync()).State);
        var staff = node.Get<UnknownSubmissions>();
        var unknown = Assert.Single(await staff.ListAsync(50, null, default));
        Assert.Equal((await ViewAsync()).Reference, unknown.Reference);
        Assert.StartsWith(unknown.Reference[..4], unknown.Key.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal((Draft.Id, "mna005a"), (unknown.DraftId, unknown.FormCode));
        Assert.Equal("NoReply", unknown.Timeline[^1].Cause);
        Assert.Empty(await staff.ListAsync(50, unknown, default));
        var payload = (await staff.ReadPayloadAsync(unknown.Id, default))!;
        Assert.Equal(Session.Applicant.IdentityId, (string?)payload["identityId"]);
        Assert.False(payload.ContainsKey("otp"));
    }

    [Fact]
    public async Task Unknown_StaffFoundIt_IsAcceptedWithItsNumber()
    {
        var node = await StartNodeAsync(settings: ("BizPortal:AnswersRepeatedKey", "false"));
        await LoseReplyAsync(node: node);
        var staff = node.Get<UnknownSubmissions>();
        var id = Assert.Single(await staff.ListAsync(1, null, default)).Id;

        Assert.True(await staff.RecordFoundAsync(id, "MNA005A-6911-00042", "officer 7"));

        Assert.Equal("MNA005A-6911-00042", (await ViewAsync()).RequestId);
        Assert.Contains("officer 7", (await ViewAsync()).Timeline[^1].Cause, StringComparison.Ordinal);
        Assert.False(await staff.RecordNotReceivedAsync(id, "officer 8"));
        Assert.Empty(await staff.ListAsync(1, null, default));
    }

    [Fact]
    public async Task Unknown_StaffFoundNothing_IsToBeConfirmedAnew()
    {
        var node = await StartNodeAsync(settings: ("BizPortal:AnswersRepeatedKey", "false"));
        await LoseReplyAsync("outage", node: node);
        var staff = node.Get<UnknownSubmissions>();
        var id = Assert.Single(await staff.ListAsync(1, null, default)).Id;

        Assert.True(await staff.RecordNotReceivedAsync(id, "officer 7"));

        Assert.True((await ViewAsync()).WasNotReceived);
        Assert.Equal(DraftState.Open, await DraftStateAsync());
    }

    [Fact]
    public async Task Sender_GoneWhileConfirming_IsReadyAgainAndCannotSendAfterAll()
    {
        await SetFaultAsync(VerifyRoute, "latency", 1500, times: 1);
        var stalled = SubmitAsync();
        await UntilStateAsync("confirming");
        await LetLeaseRunOutAsync();
        var other = await StartNodeAsync();

        Assert.Equal(1, await ResolveAsync(other));

        Assert.Equal(SubmissionState.Ready, (await ViewAsync()).State);
        Assert.Equal(DraftState.Open, await DraftStateAsync());
        Assert.IsType<SubmitOutcome.NotSent>(await stalled);
        Assert.Equal(0, await CountCallsAsync(Create));
        Assert.IsType<SubmitOutcome.Accepted>(await SubmitAsync());
        Assert.Single(await RequestsAsync());
    }

    [Fact]
    public async Task Sender_WakingUnderANewerClaim_DoesNotSend()
    {
        await SetFaultAsync(VerifyRoute, "latency", 1500, times: 1);
        var stalled = SubmitAsync();
        await UntilStateAsync("confirming");
        await LetLeaseRunOutAsync();
        var other = await StartNodeAsync();
        await ResolveAsync(other);

        // The applicant confirmed again meanwhile, and that is still on its way when the first one wakes.
        await Control.SetFaultsAsync(
            new
            {
                route = CreateRoute,
                kind = "latency",
                value = 1800,
            }
        );
        var second = SubmitAsync(other);

        var outcomes = await Task.WhenAll(stalled, second);
        Assert.IsType<SubmitOutcome.Accepted>(outcomes[1]);
        Assert.True(outcomes[0] is SubmitOutcome.InProgress or SubmitOutcome.Accepted);
        Assert.Equal(1, await CountCallsAsync(Create));
        Assert.Single(await RequestsAsync());
    }

    [Fact]
    public async Task Sender_GoneWhileSending_IsAskedForAndALateAnswerAgrees()
    {
        await SetFaultAsync(CreateRoute, "latency", 1500, times: 1);
        var stalled = SubmitAsync();
        await UntilStateAsync("sending");
        await Task.Delay(200);
        await LetLeaseRunOutAsync();
        var other = await StartNodeAsync();

        Assert.Equal(2, await ResolveAsync(other));

        var request = Assert.Single(await RequestsAsync());
        Assert.Equal((string?)request["requestId"], (await ViewAsync()).RequestId);
        var late = Assert.IsType<SubmitOutcome.Accepted>(await stalled);
        Assert.Equal((string?)request["requestId"], late.RequestId);
        Assert.Single(await RequestsAsync());
        Assert.Equal(SubmissionState.Accepted, (await ViewAsync()).State);
    }

    [Fact]
    public async Task Sender_GoneWhileSendingWhereBizPortalCannotBeAsked_TakesALateAnswer()
    {
        var node = await StartNodeAsync(settings: ("BizPortal:AnswersRepeatedKey", "false"));
        await SetFaultAsync(CreateRoute, "latency", 1500, times: 1);
        var stalled = SubmitAsync(node);
        await UntilStateAsync("sending");
        await Task.Delay(200);
        await LetLeaseRunOutAsync();

        Assert.Equal(1, await ResolveAsync(node));
        Assert.Equal(SubmissionState.Unknown, (await ViewAsync()).State);

        Assert.IsType<SubmitOutcome.Accepted>(await stalled);
        Assert.Equal(SubmissionState.Accepted, (await ViewAsync()).State);
        Assert.Equal(1, await CountCallsAsync(Create));
    }

    [Fact]
    public async Task Lease_WhileAtWork_IsRenewed()
    {
        await SetFaultAsync(CreateRoute, "latency", 6000);
        var node = await StartNodeAsync(settings: ("BizPortal:CallTimeout", "00:00:20"));
        var sending = SubmitAsync(node);
        await UntilStateAsync("sending");
        await Task.Delay(200);
        var before = await ScalarAsync<DateTime>("select lease_until from submissions");

        Assert.IsType<SubmitOutcome.Accepted>(await WithResolverAsync(sending));

        Assert.True(_longestLease > before.AddSeconds(2), "the lease was never renewed");
        Assert.Single(await CallsAsync(Create));
    }

    private DateTime _longestLease;

    private async Task<SubmitOutcome> WithResolverAsync(Task<SubmitOutcome> sending)
    {
        var other = await StartNodeAsync();
        while (!sending.IsCompleted)
        {
            Assert.Equal(0, await ResolveAsync(other));
            if (await ScalarAsync<DateTime>("select lease_until from submissions") is { Year: > 2000 } until)
                _longestLease = until;
            await Task.Delay(200);
        }
        return await sending;
    }

    [Fact]
    public async Task Send_ConnectionRefusedForAWhile_IsRepeatedAndArrivesOnce()
    {
        // The code is verified by a first attempt, which is refused.
        await SetFaultAsync(CreateRoute, "envelope");
        await SubmitAsync();
        await Control.ClearFaultsAsync();
        var node = await StartNodeAsync(settings: ("BizPortal:RetryDelay", "00:00:00.500"));
        await System.StopSandboxAsync();
        var sending = SubmitAsync(node);
        await UntilStateAsync("sending");
        await Task.Delay(1000);
        await System.StartSandboxAgainAsync();

        Assert.IsType<SubmitOutcome.Accepted>(await sending);

        Assert.Single(await RequestsAsync());
        Assert.Equal(SubmissionState.Accepted, (await ViewAsync()).State);
    }

    [Fact]
    public async Task Send_DatabaseAwayWhenTheNumberComes_KeepsTheNumber()
    {
        await SetFaultAsync(CreateRoute, "latency", 1000);
        var sending = SubmitAsync();
        await UntilStateAsync("sending");
        await Task.Delay(200);
        await System.SetDatabaseOpenAsync(Database, open: false);
        await Task.Delay(2500);
        Assert.False(sending.IsCompleted);
        await System.SetDatabaseOpenAsync(Database, open: true);

        Assert.IsType<SubmitOutcome.Accepted>(await sending);

        Assert.Equal(SubmissionState.Accepted, (await ViewAsync()).State);
        Assert.Equal(1, await CountCallsAsync(Create));
    }

    [Fact]
    public async Task List_OfAForm_HoldsWhatWasOrMayHaveBeenReceived()
    {
        Assert.Empty(await Submissions.ListAsync(Session, "mna005a", default));
        await LoseReplyAsync();
        var unknown = Assert.Single(await Submissions.ListAsync(Session, "mna005a", default));
        Assert.Equal((Draft.Id, SubmissionState.Unknown, null), (unknown.DraftId, unknown.State, unknown.RequestId));
        await ResolveAsync();

        var accepted = Assert.Single(await Submissions.ListAsync(Session, "MNA005A".ToLowerInvariant(), default));

        Assert.Equal((await ViewAsync()).RequestId, accepted.RequestId);
        Assert.Empty(await Submissions.ListAsync(Session, "other", default));
        Assert.Empty(await Submissions.ListAsync(await Node.SignInAsync(System, "mana"), "mna005a", default));
    }
}
