using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Sessions;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Sessions;

public sealed class SessionEndTests(CoreSystem core) : CoreTest(core)
{
    private ApplicantSessions Sessions => Node.Get<ApplicantSessions>();

    [Fact]
    public async Task Look_IdleAllAlong_NamesTheEndAndDoesNotPutItOff()
    {
        var session = await Node.SignInAsync(System, "somying");
        var begun = System.Clock.GetUtcNow();
        System.Clock.Advance(TimeSpan.FromHours(3));

        var outlook = await Sessions.LookAsync(session.Id, default);

        Assert.Equal(begun + ApplicantSessions.IdleLimit, outlook.EndsAt, TimeSpan.FromSeconds(1));
        Assert.True(outlook is { IsIdleLimit: true, IsOver: false, IsUpstreamOver: false });
        Assert.Equal(outlook, await Sessions.LookAsync(session.Id, default));
        System.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromMinutes(1));
        Assert.True((await Sessions.LookAsync(session.Id, default)).IsOver);
    }

    [Fact]
    public async Task Look_UsedAllDay_NamesTheAbsoluteLimit()
    {
        var session = await Node.SignInAsync(System, "somying");
        var begun = System.Clock.GetUtcNow();
        for (var hours = 0; hours < 9; hours += 3)
        {
            System.Clock.Advance(TimeSpan.FromHours(3));
            Assert.NotNull(await Sessions.FindAsync(session.Id, default));
        }

        var outlook = await Sessions.LookAsync(session.Id, default);

        Assert.False(outlook.IsIdleLimit);
        Assert.Equal(begun + ApplicantSessions.AbsoluteLimit, outlook.EndsAt, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Look_BizPortalGivesNoNewToken_SaysSoAndTheSessionGoesOn()
    {
        var session = await Node.SignInAsync(System, "somying");
        await Control.SetFaultsAsync(
            new { kind = "expire-tokens" },
            new { route = "/bizportal/api/Authenication/Refresh", kind = "envelope" }
        );
        await Assert.ThrowsAsync<BizPortalException>(() =>
            Node.Get<BizPortalClient>().GetProfileAsync(Sessions.BizPortalOf(session), session.Applicant, default)
        );

        Assert.True(await Sessions.LookAsync(session.Id, default) is { IsUpstreamOver: true, IsOver: false });
        Assert.NotNull(await Sessions.FindAsync(session.Id, default));
    }

    [Fact]
    public async Task SignOut_EndsTheSessionHereAndItsTokenAtBizPortal()
    {
        var session = await Node.SignInAsync(System, "somying");
        var token = await Sessions.BizPortalOf(session).GetAccessTokenAsync(default);

        await Sessions.SignOutAsync(session.Id, default);

        Assert.Null(await Sessions.FindAsync(session.Id, default));
        Assert.Contains(
            await Control.CallsAsync(),
            call => call!.ToJsonString().Contains("Authenication/Revoke", StringComparison.Ordinal)
        );
        await Assert.ThrowsAsync<BizPortalException>(() =>
            Node.Get<BizPortalClient>().GetProfileAsync(new FixedToken(token), session.Applicant, default)
        );
    }

    [Fact]
    public async Task SignOut_BizPortalDoesNotAnswer_EndsTheSessionAllTheSame()
    {
        var session = await Node.SignInAsync(System, "somying");
        await Control.SetFaultsAsync(
            new
            {
                route = "/bizportal/api/Authenication/Revoke",
                kind = "status",
                value = 500,
            }
        );

        await Sessions.SignOutAsync(session.Id, default);

        Assert.Null(await Sessions.FindAsync(session.Id, default));
    }

    private sealed class FixedToken(string token) : IBizPortalSession
    {
        public ValueTask<string> GetAccessTokenAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult(token);

        public ValueTask<string> RefreshAsync(string rejectedToken, CancellationToken cancellationToken) =>
            throw new BizPortalException(BizPortalFailure.SessionOver, "test");
    }
}
