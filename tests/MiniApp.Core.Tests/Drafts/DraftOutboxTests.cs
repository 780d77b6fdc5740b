using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using MiniApp.Core.Drafts;
using MiniApp.Core.Sessions;
using MiniApp.Core.Work;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Drafts;

public sealed class DraftOutboxTests(CoreSystem core) : CoreTest(core)
{
    private const string Draft = "/bizportal/api/DataProvider/Draft";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Changes_AfterAPause_ReachBizPortalTogetherAndOnce()
    {
        var (session, draftId) = await BeginAsync();
        await AnswerAsync(session, draftId, "ร");
        await AnswerAsync(session, draftId, "ร้าน");
        Assert.Equal(0, await SaveDueAsync());

        System.Clock.Advance(Pause);
        Assert.Equal(1, await SaveDueAsync());

        Assert.Equal("ร้าน", await SavedNameAsync(session, draftId));
        Assert.True((await Node.DraftAsync(session, draftId)).IsSavedUpstream);
        System.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, await SaveDueAsync());
        Assert.Equal(1, await CountCallsAsync("DataProvider/Draft"));
    }

    [Fact]
    public async Task Changes_ThatNeverPause_ReachBizPortalWithinHalfAMinute()
    {
        var (session, draftId) = await BeginAsync();
        for (var second = 0; second < 28; second += 4)
        {
            await AnswerAsync(session, draftId, $"ร้าน {second}");
            System.Clock.Advance(TimeSpan.FromSeconds(4));
            Assert.Equal(0, await SaveDueAsync());
        }
        await AnswerAsync(session, draftId, "ร้านสุดท้าย");
        System.Clock.Advance(TimeSpan.FromSeconds(2.1));

        Assert.Equal(1, await SaveDueAsync());
        Assert.Equal("ร้านสุดท้าย", await SavedNameAsync(session, draftId));
    }

    [Fact]
    public async Task Start_NothingTyped_LeavesNoDraftAtBizPortal()
    {
        await BeginAsync();
        System.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, await SaveDueAsync());
    }

    [Fact]
    public async Task Outage_ThenRecovery_TriesLessAndLessOftenAndArrivesOnce()
    {
        var (session, draftId) = await BeginAsync();
        await AnswerAsync(session, draftId, "ร้านรอ");
        await Control.SetFaultsAsync(new { route = Draft, kind = "outage" });
        System.Clock.Advance(Pause);

        var tries = 0;
        for (var second = 0; second < 300; second++)
        {
            tries += await SaveDueAsync();
            System.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        // 2, 4, 8 … 60 seconds, each shortened by up to a half.
        Assert.InRange(tries, 8, 15);
        Assert.Equal(UpstreamTrouble.NoAnswer, (await Node.DraftAsync(session, draftId)).Upstream.Trouble);

        await AnswerAsync(session, draftId, "ร้านรออยู่");
        await Control.ClearFaultsAsync();
        System.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await SaveDueAsync());
        Assert.Equal("ร้านรออยู่", await SavedNameAsync(session, draftId));
        Assert.Null((await Node.DraftAsync(session, draftId)).Upstream.Trouble);
        Assert.Single(await DraftsOfAsync(session));
    }

    [Fact]
    public async Task FirstSave_ReplyLostAndAnswersChangedSince_LeavesOneDraftWithTheNewestAnswers()
    {
        var (session, draftId) = await BeginAsync();
        await AnswerAsync(session, draftId, "ก่อน");
        await Control.SetFaultsAsync(
            new
            {
                route = Draft,
                kind = "drop-reply",
                times = 1,
            }
        );
        System.Clock.Advance(Pause);
        Assert.Equal(1, await SaveDueAsync());
        Assert.Null((await Node.DraftAsync(session, draftId)).UpstreamDraftId);
        await AnswerAsync(session, draftId, "หลัง");

        System.Clock.Advance(Pause);
        Assert.Equal(1, await SaveDueAsync());

        var saved = Assert.Single(await DraftsOfAsync(session));
        Assert.Equal("หลัง", (string?)saved["data"]!["answers"]!["placeName"]);
        Assert.True((await Node.DraftAsync(session, draftId)).IsSavedUpstream);
        // The lost one, the repeat that was answered with the first result, and what was new.
        Assert.Equal(3, await CountCallsAsync("DataProvider/Draft"));
    }

    [Fact]
    public async Task Node_KilledWithADraftInHand_AnotherSavesItWhenTheLeaseIsOver()
    {
        var (session, draftId) = await BeginAsync();
        await AnswerAsync(session, draftId, "ร้าน");
        System.Clock.Advance(Pause);
        Assert.NotNull(await Node.Get<DraftOutbox>().TakeAsync(default));
        var other = await StartNodeAsync();

        System.Clock.Advance(DraftOutbox.Lease - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await SaveDueAsync(other));
        System.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await SaveDueAsync(other));

        Assert.Equal("ร้าน", await SavedNameAsync(session, draftId));
    }

    [Fact]
    public async Task TwoNodes_ManyDrafts_ShareTheWorkAndSaveEachOnce()
    {
        var session = await Node.SignInAsync(System, "somying");
        var drafts = new List<Guid>();
        for (var i = 0; i < 12; i++)
        {
            drafts.Add(await Node.StartDraftAsync(session));
            await AnswerAsync(session, drafts[i], $"ร้าน {i}");
        }
        var other = await StartNodeAsync();
        System.Clock.Advance(Pause);

        var taken = await Task.WhenAll(SaveDueAsync(Node), SaveDueAsync(other));

        Assert.Equal(12, taken.Sum());
        Assert.All(taken, count => Assert.True(count > 0, "each node does some of it"));
        Assert.Equal(12, await CountCallsAsync("DataProvider/Draft"));
        foreach (var (i, draftId) in drafts.Index())
            Assert.Equal($"ร้าน {i}", await SavedNameAsync(session, draftId));
    }

    [Fact]
    public async Task Token_Expired_IsRenewedWithoutAnybodyThere()
    {
        var (session, draftId) = await BeginAsync();
        await AnswerAsync(session, draftId, "ร้าน");
        await Control.SetFaultsAsync(new { kind = "expire-tokens" });
        // Longer than anybody's session lasts without a request.
        System.Clock.Advance(ApplicantSessions.IdleLimit + TimeSpan.FromMinutes(1));

        Assert.Equal(1, await SaveDueAsync());

        Assert.Equal("ร้าน", await SavedNameAsync(session, draftId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Session_Over_WaitsForThePersonAndGoesOnAtOnceWithTheNewOne(bool endedHere)
    {
        var (session, draftId) = await BeginAsync();
        await AnswerAsync(session, draftId, "ร้าน");
        if (endedHere)
            await Node.Get<ApplicantSessions>().EndAsync(session.Id, "test", default);
        else
            await Control.SetFaultsAsync(
                new
                {
                    route = Draft,
                    kind = "status",
                    value = 401,
                },
                new
                {
                    route = "/bizportal/api/Authenication/Re",
                    kind = "status",
                    value = 401,
                }
            );
        System.Clock.Advance(Pause);
        Assert.Equal(1, await SaveDueAsync());
        Assert.Equal(UpstreamTrouble.SignInOver, (await Node.DraftAsync(session, draftId)).Upstream.Trouble);
        await Control.ClearFaultsAsync();
        System.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(0, await SaveDueAsync());

        var back = await Node.SignInAsync(System, "somying");

        Assert.Equal(1, await SaveDueAsync());
        Assert.Equal("ร้าน", await SavedNameAsync(back, draftId));
    }

    /// <summary>Somebody who signed in again before it showed that the first sign-in is over need not do so once more.</summary>
    [Fact]
    public async Task Session_OverAfterANewOneBegan_GoesOnAtOnceWithTheNewOne()
    {
        var (session, draftId) = await BeginAsync();
        await AnswerAsync(session, draftId, "ร้าน");
        System.Clock.Advance(Pause);
        var back = await Node.SignInAsync(System, "somying");
        await Control.SetFaultsAsync(
            new
            {
                route = Draft,
                kind = "status",
                value = 401,
                times = 1,
            },
            new
            {
                route = "/bizportal/api/Authenication/Re",
                kind = "status",
                value = 401,
                times = 1,
            }
        );

        Assert.Equal(2, await SaveDueAsync());

        Assert.Equal("ร้าน", await SavedNameAsync(back, draftId));
        Assert.Null((await Node.DraftAsync(back, draftId)).Upstream.Trouble);
    }

    /// <summary>It would be taken and given back over and over.</summary>
    [Fact]
    public async Task Turn_WithSomebodyElse_IsNotAskedForAgainAtOnce()
    {
        var (session, draftId) = await BeginAsync();
        await AnswerAsync(session, draftId, "ร้าน");
        System.Clock.Advance(Pause);
        await using (await Node.Get<DraftOutbox>().TakeTurnAsync(draftId, wait: true, default))
        {
            Assert.Equal(1, await SaveDueAsync());
            Assert.Equal(0, await SaveDueAsync());
        }

        System.Clock.Advance(DraftOutbox.Lease);
        Assert.Equal(1, await SaveDueAsync());
        Assert.Equal("ร้าน", await SavedNameAsync(session, draftId));
    }

    [Fact]
    public async Task Restart_OfEveryNode_ForgetsNothing()
    {
        var (session, draftId) = await BeginAsync();
        await AnswerAsync(session, draftId, "ร้าน");
        await Node.DisposeAsync();

        var after = await StartNodeAsync();
        System.Clock.Advance(Pause);

        Assert.Equal(1, await SaveDueAsync(after));
        Assert.Equal("ร้าน", (string?)Assert.Single(await DraftsOfAsync(session))["data"]!["answers"]!["placeName"]);
    }

    [Fact]
    public async Task Refused_IsTriedAgain()
    {
        var (session, draftId) = await BeginAsync();
        await AnswerAsync(session, draftId, "ร้าน");
        await Control.SetFaultsAsync(
            new
            {
                route = Draft,
                kind = "envelope",
                times = 1,
            }
        );
        System.Clock.Advance(Pause);
        Assert.Equal(1, await SaveDueAsync());
        Assert.Equal(UpstreamTrouble.Refused, (await Node.DraftAsync(session, draftId)).Upstream.Trouble);

        System.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, await SaveDueAsync());
        Assert.Equal("ร้าน", await SavedNameAsync(session, draftId));
    }

    [Fact]
    public async Task Hurry_SavesWithoutThePause()
    {
        var (session, draftId) = await BeginAsync();
        await AnswerAsync(session, draftId, "ร้าน");
        await Node.Get<DraftOutbox>().HurryAsync(session, draftId, default);

        Assert.Equal(1, await SaveDueAsync());
        await Node.Get<DraftOutbox>().HurryAsync(session, draftId, default);
        Assert.Equal(0, await SaveDueAsync());
    }

    [Fact]
    public async Task Stop_InTheMiddleOfASave_IsQuickAndGivesTheDraftBack()
    {
        var (session, draftId) = await BeginAsync();
        await AnswerAsync(session, draftId, "ร้าน");
        await Control.SetFaultsAsync(
            new
            {
                route = Draft,
                kind = "latency",
                value = 60_000,
            }
        );
        System.Clock.Advance(Pause);
        using var worker = new Worker<DraftOutboxWork>(
            Node.Get<DraftOutboxWork>(),
            System.Clock,
            NullLogger<Worker<DraftOutboxWork>>.Instance
        );
        await worker.StartAsync(default);
        while (await ScalarAsync<DateTime>("select upstream_leased_until from drafts") == default)
            await Task.Delay(20);

        var stopping = Stopwatch.StartNew();
        await worker.StopAsync(default);

        Assert.True(stopping.Elapsed < TimeSpan.FromSeconds(3), $"{stopping.Elapsed}");
        await Control.ClearFaultsAsync();
        Assert.Equal(1, await SaveDueAsync(await StartNodeAsync()));
        Assert.Equal("ร้าน", await SavedNameAsync(session, draftId));
    }

    private async Task<(LiveSession Session, Guid DraftId)> BeginAsync()
    {
        var session = await Node.SignInAsync(System, "somying");
        return (session, await Node.StartDraftAsync(session));
    }

    private Task<DraftSaved> AnswerAsync(LiveSession session, Guid draftId, string name) =>
        Node.AnswerAsync(session, draftId, "placeName", name);

    private async Task<int> SaveDueAsync(CoreHost? node = null)
    {
        var work = (node ?? Node).Get<DraftOutboxWork>();
        var done = 0;
        while (await work.DoNextAsync(default))
            done++;
        return done;
    }

    private async Task<string?> SavedNameAsync(LiveSession session, Guid draftId)
    {
        var id = (await Node.DraftAsync(session, draftId)).UpstreamDraftId;
        var saved = (await Control.DraftsAsync()).Single(draft => (string?)draft!["draftId"] == id)!;
        return (string?)saved["data"]!["answers"]!["placeName"];
    }

    /// <summary>Every draft of this person that this test left at Biz Portal.</summary>
    private async Task<IReadOnlyList<JsonNode>> DraftsOfAsync(LiveSession session) =>
        [
            .. (await Control.DraftsAsync())
                .Select(draft => draft!)
                .Where(draft =>
                    (string?)draft["identityId"] == session.Applicant.IdentityId
                    && (DateTimeOffset)draft["createdAt"]! >= Started
                ),
        ];

    [Fact]
    public async Task SaveAll_BeforeTheTokenEnds_BringsTheNewestAnswersThere()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);
        await Node.AnswerAsync(session, draftId, "placeName", "ก่อนออกจากระบบ");

        await Node.Get<DraftService>().SaveAllUpstreamAsync(session, TimeSpan.FromSeconds(10));

        var draft = await Node.DraftAsync(session, draftId);
        Assert.True(draft.IsSavedUpstream);
        var kept = (await Control.DraftsAsync()).Single(d => (string?)d!["draftId"] == draft.UpstreamDraftId);
        Assert.Equal("ก่อนออกจากระบบ", (string?)kept!["data"]!["answers"]!["placeName"]);
    }
}
