using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Sessions;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Sessions;

public sealed class TokenRefreshTests(CoreSystem core) : CoreTest(core)
{
    private const string Refresh = "Authenication/Refresh";

    private static Task<ApplicantProfile> ReadProfileAsync(CoreHost node, LiveSession session) =>
        node.Get<BizPortalClient>()
            .GetProfileAsync(node.Get<ApplicantSessions>().BizPortalOf(session), session.Applicant, default);

    [Fact]
    public async Task Call_ExpiredToken_IsRefreshedOnceForManyCallsOnTwoNodes()
    {
        var session = await Node.SignInAsync(System, "somying");
        var other = await StartNodeAsync();
        System.Clock.Advance(TimeSpan.FromMinutes(20));

        var profiles = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => Task.Run(() => ReadProfileAsync(i % 2 == 0 ? Node : other, session)))
        );

        Assert.All(profiles, profile => Assert.NotNull(profile.IdentityName));
        Assert.Equal(1, await CountCallsAsync(Refresh));
    }

    [Fact]
    public async Task Refresh_DatabaseAwayWhenTheNewTokensCome_KeepsThem()
    {
        var session = await Node.SignInAsync(System, "somying");
        System.Clock.Advance(TimeSpan.FromMinutes(20));
        await Control.SetFaultsAsync(
            new
            {
                route = "/bizportal/api/Authenication/Refresh",
                kind = "latency",
                value = 1000,
            }
        );

        var reading = Task.Run(() => ReadProfileAsync(Node, session));
        await Task.Delay(500);
        await System.SetDatabaseOpenAsync(Database, open: false);
        await Task.Delay(1500);
        await System.SetDatabaseOpenAsync(Database, open: true);

        Assert.NotNull((await reading).IdentityName);
        Assert.NotNull((await ReadProfileAsync(await StartNodeAsync(), session)).IdentityName);
        Assert.Equal(1, await CountCallsAsync(Refresh));
    }

    [Fact]
    public async Task Call_TokenRevokedWhileUnexpired_IsRefreshed()
    {
        var session = await Node.SignInAsync(System, "somying");
        await Control.SetFaultsAsync(new { kind = "expire-tokens" });

        Assert.NotNull((await ReadProfileAsync(Node, session)).IdentityName);

        Assert.Equal(1, await CountCallsAsync(Refresh));
    }

    [Fact]
    public async Task Call_RefreshRefused_IsSessionOverAndTypingIsStillSaved()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);
        await Control.SetFaultsAsync(
            new { kind = "expire-tokens" },
            new { route = "/bizportal/api/" + Refresh, kind = "envelope" }
        );

        var over = await Assert.ThrowsAsync<BizPortalException>(() => ReadProfileAsync(Node, session));

        Assert.Equal(BizPortalFailure.SessionOver, over.Failure);
        var found = await Node.Get<ApplicantSessions>().FindAsync(session.Id, default);
        Assert.NotNull(found);
        await Node.AnswerAsync(found, draftId, "placeName", "ครัวตัวอย่าง");
        Assert.Equal("ครัวตัวอย่าง", (await Node.DraftAsync(found, draftId)).Answers.Text("placeName"));
    }

    [Fact]
    public async Task Call_DeadRefreshToken_IsSessionOver()
    {
        var session = await Node.SignInAsync(System, "somying");
        await Control.SetFaultsAsync(
            new { kind = "expire-tokens" },
            new
            {
                route = "/bizportal/api/" + Refresh,
                kind = "status",
                value = 401,
            }
        );

        var over = await Assert.ThrowsAsync<BizPortalException>(() => ReadProfileAsync(Node, session));

        Assert.Equal(BizPortalFailure.SessionOver, over.Failure);
    }

    [Fact]
    public async Task Call_PageLeftDuringRefresh_KeepsTheNewToken()
    {
        var session = await Node.SignInAsync(System, "somying");
        var stored = Node.Get<ApplicantSessions>().BizPortalOf(session);
        var token = await stored.GetAccessTokenAsync(default);
        // Biz Portal has renewed the token when the page goes; its answer is still on the way.
        await Control.SetFaultsAsync(
            new
            {
                route = "/bizportal/api/" + Refresh,
                kind = "slow-body",
                value = 400,
            }
        );
        using var page = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        try
        {
            await stored.RefreshAsync(token, page.Token);
        }
        catch (OperationCanceledException)
        {
            // The page may be told so; the token must not be lost all the same.
        }
        await Control.ClearFaultsAsync();

        Assert.NotNull((await ReadProfileAsync(Node, session)).IdentityName);
    }

    [Fact]
    public async Task Refresh_TokenThatIsNotTheCurrentOne_GivesTheCurrentOneWithoutACall()
    {
        var session = await Node.SignInAsync(System, "somying");
        var stored = Node.Get<ApplicantSessions>().BizPortalOf(session);

        var token = await stored.RefreshAsync("an older token", default);

        Assert.Equal(await stored.GetAccessTokenAsync(default), token);
        Assert.Equal(0, await CountCallsAsync(Refresh));
    }
}
