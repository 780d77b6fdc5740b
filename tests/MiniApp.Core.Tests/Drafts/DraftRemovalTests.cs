using MiniApp.Core.Drafts;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Sessions;
using MiniApp.Core.Submissions;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Drafts;

public sealed class DraftRemovalTests(CoreSystem core) : CoreTest(core)
{
    private DraftRemovals Removals => Node.Get<DraftRemovals>();

    [Fact]
    public async Task Remove_DraftWithDocuments_LeavesNothingHereAndNothingOfTheirsThere()
    {
        await ForgetFilesAsync();
        var session = await Node.SignInAsync(System, "somying");
        var draft = await Node.CompleteDraftAsync(session);
        await Node.Get<DraftService>().SaveUpstreamAsync(session, draft.Id, default);
        var upstreamId = (await Node.DraftAsync(session, draft.Id)).UpstreamDraftId!;
        Assert.NotEmpty(await FilesAsync(session.Applicant.IdentityId));

        await Removals.RemoveAsync(session, draft.Id, default);
        while (await Removals.DoNextAsync(default)) { }

        Assert.Null(await Node.Get<DraftStore>().FindAsync(session, draft.Id, default));
        foreach (var table in (string[])["drafts", "draft_versions", "uploads", "otp_challenges", "upstream_removals"])
            Assert.Equal(0L, await ScalarAsync<long>($"select count(*) from {table}"));
        Assert.Empty(await FilesAsync(session.Applicant.IdentityId));
        var left = (await Control.DraftsAsync()).Single(d => (string?)d!["draftId"] == upstreamId)!["data"]!;
        Assert.Equal("{}", left["answers"]!.ToJsonString());
        Assert.Equal("[]", left["attachments"]!.ToJsonString());
    }

    [Fact]
    public async Task Remove_BizPortalAway_IsDoneOnceItIsBack()
    {
        await ForgetFilesAsync();
        var session = await Node.SignInAsync(System, "somying");
        var draft = await Node.CompleteDraftAsync(session);
        var files = (await FilesAsync(session.Applicant.IdentityId)).Count;
        await Control.SetFaultsAsync(new { route = "/bizportal/api/File/Delete", kind = "outage" });

        await Removals.RemoveAsync(session, draft.Id, default);
        Assert.True(await Removals.DoNextAsync(default));
        Assert.False(await Removals.DoNextAsync(default));
        Assert.Equal(files, (await FilesAsync(session.Applicant.IdentityId)).Count);
        await Control.ClearFaultsAsync();
        System.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await Removals.DoNextAsync(default));

        Assert.Empty(await FilesAsync(session.Applicant.IdentityId));
    }

    [Fact]
    public async Task Remove_SignInOverMeanwhile_IsDoneWithTheNextOne()
    {
        await ForgetFilesAsync();
        var session = await Node.SignInAsync(System, "somying");
        var draft = await Node.CompleteDraftAsync(session);
        await Removals.RemoveAsync(session, draft.Id, default);
        await Node.Get<ApplicantSessions>().EndAsync(session.Id, "signed out", default);
        Assert.True(await Removals.DoNextAsync(default));
        Assert.NotEmpty(await FilesAsync(session.Applicant.IdentityId));

        await Node.SignInAsync(System, "somying");
        System.Clock.Advance(TimeSpan.FromHours(1));
        while (await Removals.DoNextAsync(default)) { }

        Assert.Empty(await FilesAsync(session.Applicant.IdentityId));
    }

    [Fact]
    public async Task DoNext_TwoNodes_OnlyOneTakesIt()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draft = await Node.CompleteDraftAsync(session);
        await Removals.RemoveAsync(session, draft.Id, default);
        var other = await StartNodeAsync();

        var taken = await RaceAsync(
            "upstream_removals",
            6,
            i => (i % 2 == 0 ? Node : other).Get<DraftRemovals>().DoNextAsync(default)
        );

        Assert.Single(taken, true);
    }

    [Fact]
    public async Task Reopen_DeletedDraft_IsRefusedBeforeAndAfterBizPortalKnows()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);
        await Node.Get<DraftService>().SaveUpstreamAsync(session, draftId, default);
        var upstreamId = (await Node.DraftAsync(session, draftId)).UpstreamDraftId!;
        await Removals.RemoveAsync(session, draftId, default);

        await AssertRefusedAsync(session, upstreamId);
        while (await Removals.DoNextAsync(default)) { }
        await AssertRefusedAsync(session, upstreamId);
    }

    [Fact]
    public async Task Remove_AnothersDraft_IsRefused()
    {
        var draftId = await Node.StartDraftAsync(await Node.SignInAsync(System, "somying"));
        var thief = await Node.SignInAsync(System, "mana");

        await Assert.ThrowsAsync<DraftGoneException>(() => Removals.RemoveAsync(thief, draftId, default));
    }

    [Fact]
    public async Task Remove_SubmittedDraft_IsRefused()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draft = await Node.CompleteDraftAsync(session);
        await ExecuteSqlAsync("update drafts set state = 'submitted' where id = $1", draft.Id);

        await Assert.ThrowsAsync<DraftGoneException>(() => Removals.RemoveAsync(session, draft.Id, default));
    }

    [Fact]
    public async Task Remove_AfterAWrongCode_TakesTheUnsentRequestAlong()
    {
        var session = await Node.SignInAsync(System, "piti");
        var draft = await Node.CompleteDraftAsync(session);
        await Node.Get<MiniApp.Core.Otp.OtpService>().RequestAsync(session, draft, default);
        var outcome = await Node.Get<SubmissionService>()
            .SubmitAsync(session, draft.Id, draft.ContentHash(), "000000", default);
        Assert.IsType<SubmitOutcome.NotConfirmed>(outcome);

        await Removals.RemoveAsync(session, draft.Id, default);

        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from submissions"));
    }

    private async Task AssertRefusedAsync(LiveSession session, string upstreamId)
    {
        var refused = await Assert.ThrowsAsync<BizPortalException>(() =>
            Node.Get<DraftService>().ReopenAsync(session, Node.Form(), upstreamId, default)
        );
        Assert.Equal(BizPortalFailure.Refused, refused.Failure);
    }
}
