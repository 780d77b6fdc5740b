using System.Globalization;
using System.Text.Json.Nodes;
using MiniApp.Core.Drafts;
using MiniApp.Core.Otp;
using MiniApp.Core.Sessions;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Otp;

/// <summary>What a code confirms, who may ask for one, and limits that hold over nodes and restarts.</summary>
public sealed class OtpContentTests(CoreSystem core) : CoreTest(core)
{
    private static readonly TimeSpan OverAMinute = TimeSpan.FromSeconds(61);

    private LiveSession _session = null!;
    private OpenDraft _draft = null!;

    private OtpService Otp => Node.Get<OtpService>();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _session = await Node.SignInAsync(System, "somying");
        _draft = await Node.DraftAsync(_session, await Node.StartDraftAsync(_session));
    }

    private Task<OtpRequested> RequestAsync(CoreHost? node = null) =>
        (node ?? Node).Get<OtpService>().RequestAsync(_session, _draft, default);

    private Task<string> CodeAsync() => Control.NewestOtpAsync(_session.Applicant.IdentityId);

    private static string Other(string code) =>
        ((int.Parse(code, CultureInfo.InvariantCulture) + 1) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Request_ForSomebodyElsesDraft_IsRefusedWithoutACall()
    {
        var thief = await Node.SignInAsync(System, "mana");

        await Assert.ThrowsAsync<DraftGoneException>(() => Otp.RequestAsync(thief, _draft, default));

        Assert.Equal(0, await CountCallsAsync("SMS/OTP"));
        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from otp_challenges"));
        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from submissions"));
    }

    [Fact]
    public async Task Request_ForADraftThatWasSent_IsRefusedWithoutACall()
    {
        await ExecuteSqlAsync("update drafts set state = 'submitted' where id = $1", _draft.Id);

        await Assert.ThrowsAsync<DraftGoneException>(() => RequestAsync());

        Assert.Equal(0, await CountCallsAsync("SMS/OTP"));
    }

    [Fact]
    public async Task Request_DraftChangedSinceItWasChecked_SaysSoWithoutACall()
    {
        await Node.AnswerAsync(_session, _draft.Id, "placeName", "อีกแท็บ");

        Assert.True((await RequestAsync()).Changed);

        Assert.Equal(0, await CountCallsAsync("SMS/OTP"));
    }

    [Fact]
    public async Task Request_First_MakesTheSubmissionReadyWithItsKey()
    {
        await RequestAsync();

        Assert.Equal("ready", await ScalarAsync<string>("select state from submissions"));
        var key = await ScalarAsync<Guid>("select key from submissions");
        System.Clock.Advance(OverAMinute);
        await RequestAsync();
        Assert.Equal(key, await ScalarAsync<Guid>("select key from submissions"));
    }

    [Fact]
    public async Task Current_AnswersAndDocumentsChanged_NamesThem()
    {
        await RequestAsync();
        await Node.AnswerAsync(_session, _draft.Id, "placeName", "อีกร้าน");
        await Node.AnswerAsync(_session, _draft.Id, "seats", 12);
        await Node.UploadAsync(_session, _draft.Id, "floorPlan", SamplePdf.Create());
        _draft = await Node.DraftAsync(_session, _draft.Id);

        var current = (await Otp.CurrentAsync(_session, _draft, default))!;

        Assert.False(current.CoversContent);
        Assert.Equal(["floorPlan", "placeName", "seats"], current.ChangedFieldIds.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Current_AnswerChangedAndChangedBack_StillCovers()
    {
        await RequestAsync();
        await Node.AnswerAsync(_session, _draft.Id, "placeName", "อีกร้าน");
        await Node.AnswerAsync(_session, _draft.Id, "placeName", _draft.Answers["placeName"]?.DeepClone());
        _draft = await Node.DraftAsync(_session, _draft.Id);

        var current = (await Otp.CurrentAsync(_session, _draft, default))!;

        Assert.True(current.CoversContent);
        Assert.Empty(current.ChangedFieldIds);
        Assert.Equal(OtpCheck.Valid, (await Otp.VerifyAsync(_session, _draft, await CodeAsync(), default)).Check);
    }

    [Fact]
    public async Task Verify_OtherCodeAfterTheRightOne_IsWrong()
    {
        await RequestAsync();
        var code = await CodeAsync();
        Assert.Equal(OtpCheck.Valid, (await Otp.VerifyAsync(_session, _draft, code, default)).Check);

        Assert.Equal(OtpCheck.Wrong, (await Otp.VerifyAsync(_session, _draft, Other(code), default)).Check);

        Assert.Equal(OtpCheck.Valid, (await Otp.VerifyAsync(_session, _draft, code, default)).Check);
    }

    [Fact]
    public async Task Verify_NotReached_SaysThatItDidNotCount()
    {
        await RequestAsync();
        var code = await CodeAsync();
        await System.StopSandboxAsync();
        try
        {
            Assert.False((await Otp.VerifyAsync(_session, _draft, code, default)).Counted);
        }
        finally
        {
            await System.StartSandboxAgainAsync();
        }
        await Control.SetFaultsAsync(new { route = "/bizportal/api/SMS/VerifyOTP", kind = "drop-reply" });
        Assert.True((await Otp.VerifyAsync(_session, _draft, code, default)).Counted);
    }

    [Fact]
    public async Task WrongTries_OverNodesAndRestarts_AreFivePerCode()
    {
        await RequestAsync();
        var code = await CodeAsync();
        // Each try on a node that was just started: nothing is remembered but what is in the database.
        for (var left = 4; left >= 0; left--)
        {
            var node = await StartNodeAsync();
            var wrong = await node.Get<OtpService>().VerifyAsync(_session, _draft, Other(code), default);
            Assert.Equal(left, wrong.TriesLeft);
        }

        var last = await StartNodeAsync();
        Assert.Equal(
            OtpCheck.Exhausted,
            (await last.Get<OtpService>().VerifyAsync(_session, _draft, code, default)).Check
        );
    }

    [Fact]
    public async Task Requests_OverNodesAndRestarts_AreFivePerQuarterWithTheExactTimeToWait()
    {
        var times = new List<DateTimeOffset>();
        for (var i = 0; i < 5; i++)
        {
            var node = await StartNodeAsync();
            Assert.NotNull((await RequestAsync(node)).Sent);
            times.Add(await NewestRequestAsync());
            System.Clock.Advance(TimeSpan.FromMinutes(2));
        }
        var other = await StartNodeAsync();

        var refused = await RaceAsync("otp_challenges", 8, i => RequestAsync(i % 2 == 0 ? Node : other));

        var freeAt = times[0] + OtpService.RequestWindow;
        Assert.All(refused, request => Assert.Equal(freeAt, request.WaitUntil!.Value, TimeSpan.FromMilliseconds(1)));
        Assert.Equal(
            freeAt,
            (await other.Get<OtpService>().WaitUntilAsync(_session, default))!.Value,
            TimeSpan.FromMilliseconds(1)
        );
        Assert.Equal(5, (await CallsAsync("SMS/OTP")).Count(IsAnswered));

        System.Clock.Advance(freeAt - System.Clock.GetUtcNow() + TimeSpan.FromMilliseconds(5));
        var allowed = await RaceAsync("otp_challenges", 8, i => RequestAsync(i % 2 == 0 ? Node : other));

        var sent = Assert.Single(allowed, request => request.Sent is not null);
        // The window, not the minute, says when the next may be asked for: the second request leaves it later than that.
        Assert.Equal(times[1] + OtpService.RequestWindow, sent.Sent!.ResendAt, TimeSpan.FromMilliseconds(1));
        Assert.Equal(6, (await CallsAsync("SMS/OTP")).Count(IsAnswered));
    }

    // A call that found its token expired is made once more with a new one.
    private static bool IsAnswered(JsonNode call) => (int)call["status"]! == 200;

    [Fact]
    public async Task Requests_OfOneMinute_AreOneAfterARestartToo()
    {
        Assert.NotNull((await RequestAsync()).Sent);
        var first = await NewestRequestAsync();
        var other = await StartNodeAsync();

        var again = await RequestAsync(other);

        Assert.Equal(first + OtpService.ResendAfter, again.WaitUntil!.Value, TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await CountCallsAsync("SMS/OTP"));
    }

    private async Task<DateTimeOffset> NewestRequestAsync() =>
        new(await ScalarAsync<DateTime>("select max(requested_at) from otp_challenges"), TimeSpan.Zero);
}
