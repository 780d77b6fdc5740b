using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.OneId;
using MiniApp.Core.Sessions;
using MiniApp.Core.SignIn;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.SignIn;

/// <summary>Signing in by ONE ID against the sandbox: outcomes, limits, and what nobody may learn.</summary>
public sealed class OneIdSignInTests(CoreSystem core) : CoreTest(core)
{
    private const string Mobile = "0810000001";
    private const string Somying = "1509900001013";
    private const string Mana = "3100100002025";
    private const string Stranger = "0899999999";
    private const string Here = "203.0.113.7";
    private const string RequestPath = "oauth/mobile-and-idcard";

    private OneIdSignIn SignIn => Node.Get<OneIdSignIn>();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        // Each test would otherwise wait for answers that come evenly.
        Node = await StartNodeAsync(Database, ("OneId:AnswerTime", "00:00:00.001"));
    }

    [Fact]
    public async Task Confirm_RightCode_IsASessionOfThatPerson()
    {
        var byLink = await Node.SignInAsync(System, "somying");
        var attempt = await AskAsync();

        var view = await SignIn.FindAsync(attempt, default);
        var result = await SignIn.ConfirmAsync(attempt, await CodeAsync(), default);

        Assert.Equal(OneIdCheck.SignedIn, result.Check);
        Assert.Equal(byLink.Person, result.Session!.Person);
        Assert.Equal(
            SignInMethod.OneId,
            (await Node.Get<ApplicantSessions>().FindAsync(result.Session.Id, default))?.Method
        );
        Assert.Equal("08x-xxx-0001", view!.SentTo);
        Assert.Equal((string)(await Control.SmsAsync(Somying))[^1]!["ref"]!, view.Reference);
        Assert.Equal(view.ResendAt, Started + TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Confirm_TheSameCodeTwiceAtOnce_IsOneSession()
    {
        var attempt = await AskAsync();
        var code = await CodeAsync();

        var results = await RaceAsync("one_id_attempts", 2, _ => SignIn.ConfirmAsync(attempt, code, default));

        Assert.Single(results, result => result.Session is not null);
        Assert.Equal(1L, await ScalarAsync<long>("select count(*) from applicant_sessions"));
        Assert.Equal(OneIdCheck.Gone, (await SignIn.ConfirmAsync(attempt, code, default)).Check);
        Assert.Null(await SignIn.FindAsync(attempt, default));
    }

    [Theory]
    [InlineData(Stranger, Somying)]
    [InlineData(Mobile, Mana)]
    public async Task Request_NumbersThatDoNotBelongTogether_LookLikeThoseThatDo(string mobile, string id)
    {
        var known = await AskAsync("0820000002", Mana, "198.51.100.1");
        var asked = await SignIn.RequestAsync(mobile, id == Mana ? "5400100003033" : id, Here, default);

        Assert.Equal(OneIdAsk.OnItsWay, asked.Outcome);
        var (real, other) = (
            await SignIn.FindAsync(known, default),
            await SignIn.FindAsync(asked.AttemptId!.Value, default)
        );
        Assert.Matches("^[A-Z0-9]{6}$", other!.Reference);
        Assert.NotEqual(real!.Reference, other.Reference);
        Assert.Equal(real.TriesLeft, other.TriesLeft);
        Assert.Equal(real.ExpiresAt, other.ExpiresAt, TimeSpan.FromSeconds(10));

        for (var left = 4; left >= 0; left--)
        {
            var wrong = new OneIdChecked(left > 0 ? OneIdCheck.Wrong : OneIdCheck.Exhausted, left);
            Assert.Equal(wrong, await SignIn.ConfirmAsync(known, "000000", default));
            Assert.Equal(wrong, await SignIn.ConfirmAsync(asked.AttemptId.Value, "000000", default));
        }
        Assert.Equal(
            await SignIn.ConfirmAsync(known, "000000", default),
            await SignIn.ConfirmAsync(asked.AttemptId.Value, "000000", default)
        );
        // And both are told to wait the same.
        Assert.Equal(OneIdAsk.Wait, (await SignIn.RequestAgainAsync(known, Here, default))!.Outcome);
        Assert.Equal(OneIdAsk.Wait, (await SignIn.RequestAgainAsync(asked.AttemptId.Value, Here, default))!.Outcome);
    }

    [Theory]
    [InlineData(Mobile, Somying)]
    [InlineData(Stranger, Somying)]
    [InlineData(Mobile, Mana)]
    public async Task RequestAndConfirm_WhateverOneIdKnows_AnswerAtTheSameMoment(string mobile, string id)
    {
        var clock = new StillClock(System.Clock.GetUtcNow());
        var signIn = SignInBy(clock);
        var (second, fourth) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4));

        var asking = signIn.RequestAsync(mobile, id, Here, default);
        await UntilAsync(() => clock.HasTimerAt(second));
        Assert.False(asking.IsCompleted);
        clock.Advance(second);
        var asked = await asking;

        var confirming = signIn.ConfirmAsync(asked.AttemptId!.Value, "000000", default);
        await UntilAsync(() => clock.HasTimerAt(fourth));
        Assert.False(confirming.IsCompleted);
        clock.Advance(second);
        Assert.Equal(new OneIdChecked(OneIdCheck.Wrong, 4), await confirming);
    }

    [Fact]
    public async Task Request_AgainWithinAMinute_WaitsToTheSecondOnEveryNode()
    {
        var attempt = await AskAsync();
        var other = await StartNodeAsync(Database, ("OneId:AnswerTime", "00:00:00.001"));
        System.Clock.Advance(TimeSpan.FromSeconds(50));

        var early = await other.Get<OneIdSignIn>().RequestAsync(Mobile, Somying, "198.51.100.2", default);

        Assert.Equal(OneIdAsk.Wait, early.Outcome);
        Assert.Equal((await SignIn.FindAsync(attempt, default))!.ResendAt, early.WaitUntil);
        System.Clock.Advance(early.WaitUntil!.Value - System.Clock.GetUtcNow());
        Assert.Equal(OneIdAsk.OnItsWay, (await SignIn.RequestAgainAsync(attempt, Here, default))!.Outcome);
        Assert.Equal(2, await CountCallsAsync(RequestPath));
    }

    [Fact]
    public async Task Request_ForOneMobileWithManyIds_IsLimitedByTheMobile()
    {
        await AskAsync(Mobile, Mana);

        Assert.Equal(OneIdAsk.Wait, (await SignIn.RequestAsync(Mobile, Somying, "198.51.100.3", default)).Outcome);
        Assert.Equal(1, await CountCallsAsync(RequestPath));
    }

    [Fact]
    public async Task Request_FiveInAQuarterOfAnHour_WaitsForTheFirstToPass()
    {
        for (var n = 0; n < 5; n++)
        {
            await AskAsync();
            System.Clock.Advance(TimeSpan.FromSeconds(61));
        }

        var sixth = await SignIn.RequestAsync(Mobile, Somying, Here, default);

        Assert.Equal(OneIdAsk.Wait, sixth.Outcome);
        Assert.Equal(Started + TimeSpan.FromMinutes(15), sixth.WaitUntil!.Value, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Request_TenInADay_WaitsForTomorrowAndOldOnesAreForgotten()
    {
        for (var n = 0; n < 10; n++)
        {
            await AskAsync();
            System.Clock.Advance(TimeSpan.FromMinutes(16));
        }

        var next = await SignIn.RequestAsync(Mobile, Somying, Here, default);

        Assert.Equal(OneIdAsk.Wait, next.Outcome);
        Assert.Equal(Started + TimeSpan.FromDays(1), next.WaitUntil!.Value, TimeSpan.FromSeconds(20));
        System.Clock.Advance(TimeSpan.FromDays(1));
        await AskAsync();
        Assert.Equal(1L, await ScalarAsync<long>("select count(*) from one_id_attempts"));
    }

    [Fact]
    public async Task Request_ManyFromOneAddress_IsLimitedByTheAddressAlone()
    {
        var node = await StartNodeAsync(
            Database,
            ("OneId:AnswerTime", "00:00:00.001"),
            ("OneId:RequestsPerAddress", "2")
        );
        var signIn = node.Get<OneIdSignIn>();
        await signIn.RequestAsync(Mobile, Somying, Here, default);
        await signIn.RequestAsync("0820000002", Mana, Here, default);

        var third = await signIn.RequestAsync("0830000003", "5400100003033", Here, default);

        Assert.Equal(OneIdAsk.WaitAddress, third.Outcome);
        Assert.Equal(Started + TimeSpan.FromMinutes(15), third.WaitUntil!.Value, TimeSpan.FromSeconds(10));
        var elsewhere = await signIn.RequestAsync("0830000003", "5400100003033", "198.51.100.4", default);
        Assert.Equal(OneIdAsk.OnItsWay, elsewhere.Outcome);
    }

    [Fact]
    public async Task Request_ManyAtOnce_AsksOneIdOnce()
    {
        var asked = await RaceAsync("one_id_attempts", 8, _ => SignIn.RequestAsync(Mobile, Somying, Here, default));

        Assert.Single(asked, a => a.Outcome == OneIdAsk.OnItsWay);
        Assert.Equal(1, await CountCallsAsync(RequestPath));
    }

    [Fact]
    public async Task Confirm_ManyGuessesAtOnce_GetNoMoreThanFive()
    {
        var attempt = await AskAsync();

        var results = await RaceAsync("one_id_attempts", 12, n => SignIn.ConfirmAsync(attempt, $"{n:000000}", default));

        Assert.True(results.Count(r => r.Check == OneIdCheck.Exhausted) >= 8);
        Assert.True(await CountCallsAsync("otp/confirm") <= 5);
        Assert.Equal(OneIdCheck.Exhausted, (await SignIn.ConfirmAsync(attempt, await CodeAsync(), default)).Check);
    }

    [Fact]
    public async Task Confirm_AfterFiveMinutes_IsTooLate()
    {
        var attempt = await AskAsync();
        System.Clock.Advance(OneIdAttempts.Lifetime);

        Assert.Equal(OneIdCheck.Expired, (await SignIn.ConfirmAsync(attempt, await CodeAsync(), default)).Check);
    }

    [Fact]
    public async Task Confirm_ByAnotherAttemptsCode_IsWrong()
    {
        await AskAsync();
        var other = await AskAsync("0820000002", Mana);

        Assert.Equal(OneIdCheck.Wrong, (await SignIn.ConfirmAsync(other, await CodeAsync(), default)).Check);
        Assert.Equal(OneIdCheck.Gone, (await SignIn.ConfirmAsync(Guid.NewGuid(), "000000", default)).Check);
    }

    [Theory]
    [InlineData("please wait about 1 minute before request OTP again", OneIdAsk.WaitOneId)]
    [InlineData("sent otp fail please wait about 1 minute before request OTP again", OneIdAsk.NotSent)]
    [InlineData("invalid format id_card_num", OneIdAsk.InvalidIdCard)]
    [InlineData("invalid request", OneIdAsk.Unavailable)]
    [InlineData("client_id not found", OneIdAsk.Unavailable)]
    [InlineData("something new", OneIdAsk.Unavailable)]
    public async Task Request_EachOtherErrorOfOneId_IsToldApart(string message, OneIdAsk outcome)
    {
        await Control.SetFaultsAsync(Fault("envelope", message));

        var asked = await SignIn.RequestAsync(Mobile, Somying, Here, default);

        Assert.Equal((outcome, null), (asked.Outcome, asked.AttemptId));
        Assert.Equal(OneIdAsk.Wait, (await SignIn.RequestAsync(Mobile, Somying, Here, default)).Outcome);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("drop-reply")]
    [InlineData("status")]
    public async Task Request_OneIdFails_SaysSoAndCountsAsAMessage(string kind)
    {
        await Control.SetFaultsAsync(Fault(kind, 500));

        Assert.Equal(OneIdAsk.Unavailable, (await SignIn.RequestAsync(Mobile, Somying, Here, default)).Outcome);

        await Control.ClearFaultsAsync();
        Assert.Equal(OneIdAsk.Wait, (await SignIn.RequestAsync(Mobile, Somying, Here, default)).Outcome);
    }

    [Fact]
    public async Task RequestAndConfirm_OneIdIsNotThere_CountForNothing()
    {
        var attempt = await AskAsync("0820000002", Mana);
        var dead = await StartNodeAsync(
            Database,
            ("OneId:AnswerTime", "00:00:00.001"),
            ("OneId:BaseUrl", "http://127.0.0.1:9/")
        );

        var asked = await dead.Get<OneIdSignIn>().RequestAsync(Mobile, Somying, Here, default);
        var checkedCode = await dead.Get<OneIdSignIn>().ConfirmAsync(attempt, "000000", default);

        Assert.Equal(new OneIdAsked(OneIdAsk.Unavailable), asked);
        Assert.Equal(new OneIdChecked(OneIdCheck.Unavailable, OneIdAttempts.MaxWrongTries), checkedCode);
        await AskAsync();
    }

    [Theory]
    [InlineData("generate access token unsuccessful", OneIdCheck.NotFinished)]
    [InlineData("generate refresh token unsuccessful", OneIdCheck.NotFinished)]
    [InlineData("user mobile not found", OneIdCheck.Wrong)]
    [InlineData("otp invalid", OneIdCheck.Wrong)]
    [InlineData("client_id not found", OneIdCheck.Unavailable)]
    [InlineData("invalid request", OneIdCheck.Unavailable)]
    public async Task Confirm_EachErrorOfOneId_IsToldApartAndIsATry(string message, OneIdCheck check)
    {
        var attempt = await AskAsync();
        await Control.SetFaultsAsync(Fault("envelope", message));

        Assert.Equal(new OneIdChecked(check, 4), await SignIn.ConfirmAsync(attempt, await CodeAsync(), default));
        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from applicant_sessions"));
    }

    [Fact]
    public async Task Database_AfterASignIn_HoldsNeitherNumberNorCode()
    {
        var attempt = await AskAsync();
        var code = await CodeAsync();
        await SignIn.ConfirmAsync(attempt, code, default);

        var row = await ScalarAsync<string>("select string_agg(a::text, ' ') from one_id_attempts a");

        foreach (var secret in (string[])[Mobile, Somying, code, Here])
        {
            Assert.DoesNotContain(secret, row!, StringComparison.Ordinal);
            var bytes = Convert.ToHexString(global::System.Text.Encoding.UTF8.GetBytes(secret));
            Assert.DoesNotContain(bytes, row!, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static object Fault(string kind, object value) =>
        new
        {
            route = "POST /api/v1/citizen",
            kind,
            value,
        };

    private async Task<Guid> AskAsync(string mobile = Mobile, string id = Somying, string address = Here)
    {
        var asked = await SignIn.RequestAsync(mobile, id, address, default);
        Assert.Equal(OneIdAsk.OnItsWay, asked.Outcome);
        return asked.AttemptId!.Value;
    }

    private Task<string> CodeAsync() => Control.NewestOtpAsync(Somying);

    /// <summary>The same services, by a clock that stands still.</summary>
    private OneIdSignIn SignInBy(TimeProvider clock)
    {
        var options = Options.Create(new OneIdOptions());
        return new OneIdSignIn(
            Node.Get<OneIdAttempts>(),
            Node.Get<OneIdClient>(),
            Node.Get<CitizenSignIn>(),
            options,
            clock,
            NullLogger<OneIdSignIn>.Instance
        );
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        for (var tries = 0; !isSo(); tries++)
        {
            Assert.True(tries < 1000, "It never came to that.");
            await Task.Delay(10);
        }
    }
}
