using MiniApp.Core.Drafts;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Otp;
using MiniApp.Core.Submissions;
using MiniApp.Core.Uploads;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Submissions;

/// <summary>Once and only once, whatever happens on the way.</summary>
public sealed class SubmissionServiceTests(CoreSystem core) : SubmissionTest(core)
{
    [Fact]
    public async Task Submit_Complete_IsAcceptedOnce()
    {
        var outcome = Assert.IsType<SubmitOutcome.Accepted>(await SubmitAsync());

        var request = Assert.Single(await RequestsAsync());
        Assert.Equal((string?)request["requestId"], outcome.RequestId);
        Assert.Equal(DraftState.Submitted, await DraftStateAsync());
        var view = await ViewAsync();
        Assert.Equal(outcome.RequestId, view.RequestId);
        Assert.Equal(
            [SubmissionState.Confirming, SubmissionState.Sending, SubmissionState.Accepted],
            await TimelineAsync()
        );
    }

    [Fact]
    public async Task Submit_AgainAfterAcceptance_GivesTheSameNumber()
    {
        var first = Assert.IsType<SubmitOutcome.Accepted>(await SubmitAsync());
        var second = Assert.IsType<SubmitOutcome.Accepted>(await SubmitAsync());

        Assert.Equal(first.RequestId, second.RequestId);
        Assert.Equal(1, await CountCallsAsync(Create));
    }

    [Fact]
    public async Task Submit_ManyAtOnceOnTwoNodes_SendsOneRequest()
    {
        var other = await StartNodeAsync();

        var outcomes = await RaceAsync("submissions", 12, i => SubmitAsync(i % 2 == 0 ? Node : other));

        Assert.Contains(outcomes, outcome => outcome is SubmitOutcome.Accepted);
        Assert.All(outcomes, outcome => Assert.True(outcome is SubmitOutcome.Accepted or SubmitOutcome.InProgress));
        Assert.Equal(1, await CountCallsAsync(Create));
        Assert.Single(await RequestsAsync());
        Assert.IsType<SubmitOutcome.Accepted>(await SubmitAsync(other));
    }

    [Fact]
    public async Task Submit_WhileAnotherIsSending_IsInProgressAndTheDraftIsClosed()
    {
        await SetFaultAsync(CreateRoute, "latency", 1000);
        var sending = SubmitAsync();
        await UntilStateAsync("sending");

        Assert.IsType<SubmitOutcome.InProgress>(await SubmitAsync());
        await Assert.ThrowsAsync<DraftGoneException>(() =>
            Node.AnswerAsync(Session, Draft.Id, "placeName", "too late")
        );

        Assert.IsType<SubmitOutcome.Accepted>(await sending);
    }

    [Fact]
    public async Task Submit_PageLeftAfterTheClick_IsSentAllTheSame()
    {
        await SetFaultAsync(VerifyRoute, "latency", 500);
        using var page = new CancellationTokenSource();
        var sending = Submissions.SubmitAsync(Session, Draft.Id, Draft.ContentHash(), Code, page.Token);
        await UntilStateAsync("confirming");
        await page.CancelAsync();

        Assert.IsType<SubmitOutcome.Accepted>(await sending);
        Assert.Single(await RequestsAsync());
    }

    [Fact]
    public async Task Submit_Incomplete_NamesWhatIsMissingAndCallsNobody()
    {
        await Node.AnswerAsync(Session, Draft.Id, "placeName", null);
        await Node.Get<UploadService>()
            .RemoveAsync(Session, Draft.Id, Draft.Attachments.Single(a => a.FieldId == "floorPlan").UploadId, default);
        Draft = await Node.DraftAsync(Session, Draft.Id);

        var outcome = Assert.IsType<SubmitOutcome.Incomplete>(await SubmitAsync());

        Assert.Equal(["placeName", "floorPlan"], outcome.Problems.Select(problem => problem.FieldId));
        Assert.Equal(0, await CountCallsAsync("SMS/VerifyOTP"));
        Assert.Equal(DraftState.Open, await DraftStateAsync());
    }

    [Fact]
    public async Task Submit_ChangedSinceReview_SendsNothing()
    {
        await Node.AnswerAsync(Session, Draft.Id, "placeName", "another tab");

        Assert.IsType<SubmitOutcome.Changed>(await SubmitAsync());

        Assert.Equal(0, await CountCallsAsync("SMS/VerifyOTP"));
        Assert.Equal(DraftState.Open, await DraftStateAsync());
    }

    [Fact]
    public async Task Submit_WrongCode_SendsNothingAndOpensTheDraftAgain()
    {
        var outcome = Assert.IsType<SubmitOutcome.NotConfirmed>(await SubmitAsync(code: WrongCode));

        Assert.Equal(OtpCheck.Wrong, outcome.Code.Check);
        Assert.Equal(0, await CountCallsAsync(Create));
        Assert.Equal(DraftState.Open, await DraftStateAsync());
        Assert.IsType<SubmitOutcome.Accepted>(await SubmitAsync());
    }

    [Fact]
    public async Task Submit_CodeForOtherAnswers_IsNotConfirmed()
    {
        await Node.AnswerAsync(Session, Draft.Id, "placeName", "อีกร้าน");
        Draft = await Node.DraftAsync(Session, Draft.Id);

        var outcome = Assert.IsType<SubmitOutcome.NotConfirmed>(await SubmitAsync());

        Assert.Equal(OtpCheck.NotCovering, outcome.Code.Check);
        Assert.Equal(0, await CountCallsAsync(Create));
    }

    [Fact]
    public async Task Submit_Refused_SaysWhyAndMayBeMendedAndSentAgain()
    {
        await SetFaultAsync(CreateRoute, "envelope", "the shop is in another municipality");

        var refused = Assert.IsType<SubmitOutcome.Refused>(await SubmitAsync());

        Assert.Equal("the shop is in another municipality", refused.Message);
        Assert.NotNull(await ScalarAsync<byte[]>("select upstream_message_sealed from submissions"));
        Assert.Equal(DraftState.Open, await DraftStateAsync());
        await Control.ClearFaultsAsync();
        await Node.AnswerAsync(Session, Draft.Id, "placeName", "ร้านที่ถูกต้อง");
        Draft = await Node.DraftAsync(Session, Draft.Id);
        System.Clock.Advance(TimeSpan.FromSeconds(61));
        await RequestCodeAsync();
        Assert.IsType<SubmitOutcome.Accepted>(await SubmitAsync());
        Assert.Single(await RequestsAsync());
        Assert.Equal(
            [
                SubmissionState.Confirming,
                SubmissionState.Sending,
                SubmissionState.Refused,
                SubmissionState.Ready,
                SubmissionState.Confirming,
                SubmissionState.Sending,
                SubmissionState.Accepted,
            ],
            await TimelineAsync()
        );
    }

    [Fact]
    public async Task Submit_BizPortalNotReached_IsNotSentAndWorksLaterWithTheSameCode()
    {
        // The code is verified by a first attempt, which is refused.
        await SetFaultAsync(CreateRoute, "envelope");
        await SubmitAsync();
        await Control.ClearFaultsAsync();
        await System.StopSandboxAsync();
        try
        {
            var outcome = Assert.IsType<SubmitOutcome.NotSent>(await SubmitAsync());
            Assert.Equal(BizPortalFailure.Unreachable, outcome.Failure);
            Assert.Equal(DraftState.Open, await DraftStateAsync());
        }
        finally
        {
            await System.StartSandboxAgainAsync();
        }

        Assert.IsType<SubmitOutcome.Accepted>(await SubmitAsync());
        Assert.Single(await RequestsAsync());
    }

    [Fact]
    public async Task Submit_TokenExpired_IsRefreshedAndSentOnce()
    {
        await SetFaultAsync(CreateRoute, "expire-tokens");

        Assert.IsType<SubmitOutcome.Accepted>(await SubmitAsync());

        Assert.Single(await RequestsAsync());
    }

    [Fact]
    public async Task Submit_SessionOver_IsNotSentAndWorksAfterSigningInAgain()
    {
        await Control.SetFaultsAsync(
            new { route = CreateRoute, kind = "expire-tokens" },
            new { route = RefreshRoute, kind = "envelope" }
        );

        var outcome = Assert.IsType<SubmitOutcome.NotSent>(await SubmitAsync());

        Assert.Equal(BizPortalFailure.SessionOver, outcome.Failure);
        await Control.ClearFaultsAsync();
        await SignInAsync();
        Assert.IsType<SubmitOutcome.Accepted>(await SubmitAsync());
    }

    [Theory]
    [InlineData("drop-reply")]
    [InlineData("garbage")]
    [InlineData("status")]
    public async Task Submit_RefreshFails_IsNotSentBecauseTheRequestWasTurnedAway(string kind)
    {
        await Control.SetFaultsAsync(
            new { route = CreateRoute, kind = "expire-tokens" },
            new
            {
                route = RefreshRoute,
                kind,
                value = 503,
            }
        );

        Assert.IsType<SubmitOutcome.NotSent>(await SubmitAsync());

        await Control.ClearFaultsAsync();
        Assert.Empty(await RequestsAsync());
        await SignInAsync();
        Assert.IsType<SubmitOutcome.Accepted>(await SubmitAsync());
    }

    [Theory]
    [InlineData("drop-reply", null, 1)]
    [InlineData("garbage", null, 0)]
    [InlineData("status", 500, 0)]
    [InlineData("outage", null, 0)]
    [InlineData("latency", 2500, 0)]
    public async Task Submit_NoReadableAnswer_IsUnknownAndNeverSentAgain(string kind, int? value, int received)
    {
        await SetFaultAsync(CreateRoute, kind, value);

        Assert.IsType<SubmitOutcome.Unknown>(await SubmitAsync());
        await Control.ClearFaultsAsync();
        Assert.IsType<SubmitOutcome.Unknown>(await SubmitAsync());
        System.Clock.Advance(TimeSpan.FromHours(1));
        Assert.IsType<SubmitOutcome.Unknown>(await SubmitAsync());

        Assert.Equal(1, await CountCallsAsync(Create));
        Assert.Equal(received, (await RequestsAsync()).Count);
        Assert.Equal(DraftState.Submitted, await DraftStateAsync());
        await Assert.ThrowsAsync<DraftGoneException>(() =>
            Node.Get<UploadService>().RemoveAsync(Session, Draft.Id, Draft.Attachments[0].UploadId, default)
        );
        Assert.NotNull(await ScalarAsync<byte[]>("select payload_sealed from submissions"));
    }
}
