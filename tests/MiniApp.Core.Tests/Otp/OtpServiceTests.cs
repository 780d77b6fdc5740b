using System.Globalization;
using MiniApp.Core.Drafts;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Otp;
using MiniApp.Core.Sessions;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Otp;

public sealed class OtpServiceTests(CoreSystem core) : CoreTest(core)
{
    private const string Request = "SMS/OTP";
    private const string Verify = "SMS/VerifyOTP";
    private static readonly TimeSpan OverAMinute = TimeSpan.FromSeconds(61);

    private LiveSession _session = null!;
    private OpenDraft _draft = null!;

    private OtpService Otp => Node.Get<OtpService>();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await SignInAsync("somying");
    }

    private async Task SignInAsync(string persona)
    {
        _session = await Node.SignInAsync(System, persona);
        _draft = await Node.DraftAsync(_session, await Node.StartDraftAsync(_session));
    }

    private Task<OtpRequested> RequestAsync() => Otp.RequestAsync(_session, _draft, default);

    private Task<OtpVerified> VerifyAsync(string code) => Otp.VerifyAsync(_session, _draft, code, default);

    private Task<string> CodeAsync() => Control.NewestOtpAsync(_session.Applicant.IdentityId);

    private async Task<string> WrongCodeAsync() =>
        ((int.Parse(await CodeAsync(), CultureInfo.InvariantCulture) + 1) % 1_000_000).ToString(
            "D6",
            CultureInfo.InvariantCulture
        );

    [Fact]
    public async Task Request_First_SendsACodeThatIsValidForTheseAnswers()
    {
        var sent = (await RequestAsync()).Sent!;

        Assert.Equal("08x-xxx-0001", sent.SentTo);
        Assert.Equal(4, sent.Reference.Length);
        Assert.True(sent.CoversContent);
        Assert.Equal(5, sent.TriesLeft);
        Assert.Equal(OtpCheck.Valid, (await VerifyAsync(await CodeAsync())).Check);
        // Asked again, e.g. after sending the request failed: still valid, without another call.
        Assert.Equal(OtpCheck.Valid, (await VerifyAsync(await CodeAsync())).Check);
        Assert.Equal(1, await CountCallsAsync(Verify));
    }

    [Fact]
    public async Task Request_AgainWithinAMinute_WaitsWithoutACall()
    {
        var sent = (await RequestAsync()).Sent!;
        var again = await RequestAsync();

        Assert.Null(again.Sent);
        Assert.Equal(sent.ResendAt, again.WaitUntil!.Value, TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await CountCallsAsync(Request));
        System.Clock.Advance(OverAMinute);
        Assert.NotNull((await RequestAsync()).Sent);
    }

    [Fact]
    public async Task Request_SixthWithinTheWindow_WaitsForTheFirstToLeaveIt()
    {
        var first = System.Clock.GetUtcNow();
        for (var i = 0; i < 5; i++)
        {
            Assert.NotNull((await RequestAsync()).Sent);
            System.Clock.Advance(OverAMinute);
        }
        // Another draft of the same person does not begin anew.
        _draft = await Node.DraftAsync(_session, await Node.StartDraftAsync(_session));

        var sixth = await RequestAsync();

        Assert.Null(sixth.Sent);
        Assert.Equal(first + OtpService.RequestWindow, sixth.WaitUntil!.Value, TimeSpan.FromSeconds(30));
        Assert.Equal(5, await CountCallsAsync(Request));
        System.Clock.Advance(sixth.WaitUntil.Value - System.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        Assert.NotNull((await RequestAsync()).Sent);
    }

    [Fact]
    public async Task Request_OfAnotherPerson_HasLimitsOfItsOwn()
    {
        await RequestAsync();
        await SignInAsync("mana");

        Assert.NotNull((await RequestAsync()).Sent);
    }

    [Fact]
    public async Task Request_TenAtOnceOnTwoNodes_SendsOneMessage()
    {
        var other = await StartNodeAsync();

        var results = await RaceAsync(
            "otp_challenges",
            10,
            i => (i % 2 == 0 ? Node : other).Get<OtpService>().RequestAsync(_session, _draft, default)
        );

        Assert.Single(results, result => result.Sent is not null);
        Assert.Equal(9, results.Count(result => result.WaitUntil is not null));
        Assert.Equal(1, await CountCallsAsync(Request));
    }

    [Theory]
    [InlineData("outage")]
    [InlineData("envelope")]
    public async Task Request_NotSent_SaysSoAndCountsAllTheSame(string kind)
    {
        await Control.SetFaultsAsync(new { route = "/bizportal/api/" + Request, kind });

        var requested = await RequestAsync();

        Assert.Null(requested.Sent);
        Assert.NotNull(requested.Failure);
        Assert.Null(await Otp.CurrentAsync(_session, _draft, default));
        Assert.Equal(OtpCheck.NotCovering, (await VerifyAsync("123456")).Check);
        await Control.ClearFaultsAsync();
        Assert.NotNull((await RequestAsync()).WaitUntil);
    }

    /// <summary>No message went out: after the new sign-in nobody should have to wait for one.</summary>
    [Fact]
    public async Task Request_SessionOver_DoesNotCount()
    {
        await Control.SetFaultsAsync(
            new { kind = "expire-tokens" },
            new { route = "/bizportal/api/Authenication/Refresh", kind = "envelope" }
        );
        var requested = await RequestAsync();
        await Control.ClearFaultsAsync();
        var draft = _draft.Id;
        _session = await Node.SignInAsync(System, "somying");
        _draft = await Node.DraftAsync(_session, draft);

        Assert.Equal(BizPortalFailure.SessionOver, requested.Failure!.Failure);
        Assert.NotNull((await RequestAsync()).Sent);
    }

    [Fact]
    public async Task Request_DatabaseAwayWhenTheMessageGoesOut_TheCodeIsGoodAllTheSame()
    {
        await Control.SetFaultsAsync(
            new
            {
                route = "/bizportal/api/" + Request,
                kind = "latency",
                value = 1000,
            }
        );
        var requesting = RequestAsync();
        while (await ScalarAsync<long>("select count(*) from otp_challenges") == 0)
            await Task.Delay(20);
        await System.SetDatabaseOpenAsync(Database, open: false);
        await Task.Delay(2500);
        await System.SetDatabaseOpenAsync(Database, open: true);

        Assert.NotNull((await requesting).Sent);
        Assert.Equal(OtpCheck.Valid, (await VerifyAsync(await CodeAsync())).Check);
    }

    [Fact]
    public async Task Request_NoPhoneNumberOnRecord_PassesOnWhatBizPortalSays()
    {
        await SignInAsync("wira");

        var requested = await RequestAsync();

        Assert.Equal(BizPortalFailure.Refused, requested.Failure!.Failure);
        Assert.Equal("no mobile number is registered for this identity", requested.Failure.UpstreamMessage);
    }

    [Fact]
    public async Task Verify_WrongThenRight_CountsTheWrongTry()
    {
        await RequestAsync();

        var wrong = await VerifyAsync(await WrongCodeAsync());

        Assert.Equal(OtpCheck.Wrong, wrong.Check);
        Assert.Equal(4, wrong.TriesLeft);
        Assert.Equal(4, (await Otp.CurrentAsync(_session, _draft, default))!.TriesLeft);
        Assert.Equal(OtpCheck.Valid, (await VerifyAsync(await CodeAsync())).Check);
    }

    [Fact]
    public async Task Verify_FiveWrong_ExhaustsTheCode()
    {
        await RequestAsync();
        for (var left = 4; left > 0; left--)
        {
            var wrong = await VerifyAsync(await WrongCodeAsync());
            Assert.Equal((OtpCheck.Wrong, left), (wrong.Check, wrong.TriesLeft));
        }

        Assert.Equal(OtpCheck.Exhausted, (await VerifyAsync(await WrongCodeAsync())).Check);
        Assert.Equal(OtpCheck.Exhausted, (await VerifyAsync(await CodeAsync())).Check);
        Assert.Equal(5, await CountCallsAsync(Verify));
        Assert.Null(await Otp.CurrentAsync(_session, _draft, default));
    }

    [Fact]
    public async Task Verify_RightAtTheLastTry_IsValid()
    {
        await RequestAsync();
        for (var i = 0; i < 4; i++)
            await VerifyAsync(await WrongCodeAsync());

        Assert.Equal(OtpCheck.Valid, (await VerifyAsync(await CodeAsync())).Check);
        Assert.Equal(OtpCheck.Valid, (await VerifyAsync(await CodeAsync())).Check);
    }

    [Fact]
    public async Task Verify_HundredGuessesAtOnceOnTwoNodes_AtMostFiveReachBizPortal()
    {
        var other = await StartNodeAsync();
        await RequestAsync();
        var wrong = await WrongCodeAsync();

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(i =>
                    Task.Run(() =>
                        (i % 2 == 0 ? Node : other).Get<OtpService>().VerifyAsync(_session, _draft, wrong, default)
                    )
                )
        );

        Assert.InRange(await CountCallsAsync(Verify), 1, 5);
        Assert.All(results, result => Assert.True(result.Check is OtpCheck.Wrong or OtpCheck.Exhausted));
        Assert.All(results, result => Assert.InRange(result.TriesLeft, 0, 4));
        Assert.Equal(OtpCheck.Exhausted, (await VerifyAsync(await CodeAsync())).Check);
    }

    [Fact]
    public async Task Verify_AfterFiveMinutes_IsExpired()
    {
        await RequestAsync();
        var code = await CodeAsync();
        System.Clock.Advance(OtpService.Lifetime + TimeSpan.FromSeconds(1));

        Assert.Equal(OtpCheck.Expired, (await VerifyAsync(code)).Check);
        Assert.Null(await Otp.CurrentAsync(_session, _draft, default));
        Assert.Equal(0, await CountCallsAsync(Verify));
    }

    [Fact]
    public async Task Verify_AnswersChangedSince_DoesNotCoverThem()
    {
        await RequestAsync();
        await Node.AnswerAsync(_session, _draft.Id, "placeName", "อีกร้าน");
        _draft = await Node.DraftAsync(_session, _draft.Id);

        Assert.False((await Otp.CurrentAsync(_session, _draft, default))!.CoversContent);
        Assert.Equal(OtpCheck.NotCovering, (await VerifyAsync(await CodeAsync())).Check);
        Assert.Equal(0, await CountCallsAsync(Verify));
    }

    [Fact]
    public async Task Verify_NoCodeRequested_DoesNotCover() =>
        Assert.Equal(OtpCheck.NotCovering, (await VerifyAsync("123456")).Check);

    [Fact]
    public async Task Verify_OlderCode_IsWrongAfterANewOneWasSent()
    {
        await RequestAsync();
        var older = await CodeAsync();
        System.Clock.Advance(OverAMinute);
        await RequestAsync();
        if (older == await CodeAsync())
            return; // one in a million

        Assert.Equal(OtpCheck.Wrong, (await VerifyAsync(older)).Check);
    }

    [Fact]
    public async Task Verify_BizPortalNotReached_GivesTheTryBack()
    {
        await RequestAsync();
        var code = await CodeAsync();
        await System.StopSandboxAsync();
        try
        {
            for (var i = 0; i < 6; i++)
            {
                var check = await VerifyAsync(code);
                Assert.Equal((OtpCheck.NotChecked, 5), (check.Check, check.TriesLeft));
                Assert.Equal(BizPortalFailure.Unreachable, check.Failure!.Failure);
            }
        }
        finally
        {
            await System.StartSandboxAgainAsync();
        }

        Assert.Equal(OtpCheck.Valid, (await VerifyAsync(code)).Check);
    }

    [Fact]
    public async Task Verify_SessionOver_GivesTheTryBack()
    {
        await RequestAsync();
        await Control.SetFaultsAsync(
            new { kind = "expire-tokens" },
            new { route = "/bizportal/api/Authenication/Refresh", kind = "envelope" }
        );

        var check = await VerifyAsync(await CodeAsync());

        Assert.Equal((OtpCheck.NotChecked, 5), (check.Check, check.TriesLeft));
        Assert.Equal(5, (await Otp.CurrentAsync(_session, _draft, default))!.TriesLeft);
    }

    [Fact]
    public async Task Verify_ReplyLost_KeepsTheTryCounted()
    {
        await RequestAsync();
        await Control.SetFaultsAsync(new { route = "/bizportal/api/" + Verify, kind = "drop-reply" });

        var check = await VerifyAsync(await WrongCodeAsync());

        Assert.Equal((OtpCheck.NotChecked, 4), (check.Check, check.TriesLeft));
        Assert.Equal(4, (await Otp.CurrentAsync(_session, _draft, default))!.TriesLeft);
    }
}
