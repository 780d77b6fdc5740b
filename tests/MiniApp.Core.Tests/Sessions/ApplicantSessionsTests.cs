using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Sessions;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Sessions;

public sealed class ApplicantSessionsTests(CoreSystem core) : CoreTest(core)
{
    private ApplicantSessions Sessions => Node.Get<ApplicantSessions>();

    [Fact]
    public async Task Find_SessionOfAnotherNode_IsTheSamePerson()
    {
        var started = await Node.SignInAsync(System, "somying");
        var other = await StartNodeAsync();

        var found = await other.Get<ApplicantSessions>().FindAsync(started.Id, default);

        Assert.NotNull(found);
        Assert.Equal(started.Applicant, found.Applicant);
        Assert.Equal(started.Person, found.Person);
        Assert.Equal("mna005a", found.FormCode);
    }

    [Fact]
    public async Task Person_OfAnotherApplicant_Differs()
    {
        var somying = await Node.SignInAsync(System, "somying");
        var mana = await Node.SignInAsync(System, "mana");

        Assert.NotEqual(somying.Person, mana.Person);
    }

    [Fact]
    public async Task Find_UnknownId_IsNull() => Assert.Null(await Sessions.FindAsync(Guid.NewGuid(), default));

    [Fact]
    public async Task End_Session_IsNoLongerFoundAndCallsNoMore()
    {
        var session = await Node.SignInAsync(System, "somying");

        await Sessions.EndAsync(session.Id, "signed out", default);

        Assert.Null(await Sessions.FindAsync(session.Id, default));
        var over = await Assert.ThrowsAsync<BizPortalException>(async () =>
            await Sessions.BizPortalOf(session).GetAccessTokenAsync(default)
        );
        Assert.Equal(BizPortalFailure.SessionOver, over.Failure);
    }

    [Fact]
    public async Task Find_AfterIdleLimit_IsNull()
    {
        var session = await Node.SignInAsync(System, "somying");

        System.Clock.Advance(ApplicantSessions.IdleLimit - TimeSpan.FromMinutes(1));
        Assert.NotNull(await Sessions.FindAsync(session.Id, default));
        System.Clock.Advance(ApplicantSessions.IdleLimit - TimeSpan.FromMinutes(1));
        Assert.NotNull(await Sessions.FindAsync(session.Id, default));
        System.Clock.Advance(ApplicantSessions.IdleLimit + TimeSpan.FromMinutes(1));
        Assert.Null(await Sessions.FindAsync(session.Id, default));
    }

    [Fact]
    public async Task Find_UsedAllDay_EndsAtTheAbsoluteLimit()
    {
        var session = await Node.SignInAsync(System, "somying");

        for (var hour = 1; hour < 12; hour++)
        {
            System.Clock.Advance(TimeSpan.FromHours(1));
            Assert.NotNull(await Sessions.FindAsync(session.Id, default));
        }
        System.Clock.Advance(TimeSpan.FromMinutes(61));

        Assert.Null(await Sessions.FindAsync(session.Id, default));
    }

    [Fact]
    public async Task Find_ManyRequestsAtOnceAfterAPause_AllSucceed()
    {
        var session = await Node.SignInAsync(System, "somying");
        System.Clock.Advance(TimeSpan.FromMinutes(2));

        var found = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => Sessions.FindAsync(session.Id, default)))
        );

        Assert.All(found, Assert.NotNull);
    }
}
