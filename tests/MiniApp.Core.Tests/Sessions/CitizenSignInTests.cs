using MiniApp.Core.Drafts;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Otp;
using MiniApp.Core.Sessions;
using MiniApp.Core.Submissions;
using MiniApp.Core.Uploads;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Sessions;

/// <summary>A session without a link: whose it is, and what becomes of everything that would need Biz Portal's token.</summary>
public sealed class CitizenSignInTests(CoreSystem core) : CoreTest(core)
{
    private ApplicantSessions Sessions => Node.Get<ApplicantSessions>();

    private DraftOutboxWork Work => Node.Get<DraftOutboxWork>();

    [Theory]
    [InlineData(SignInMethod.ThaiD)]
    [InlineData(SignInMethod.OneId)]
    public async Task Start_WithoutALink_IsAConfirmedSessionOfThatPersonForNoForm(SignInMethod method)
    {
        var byLink = await Node.SignInAsync(System, "somying");

        var session = await SignInAsync("somying", method);

        Assert.NotEqual(byLink.Id, session.Id);
        Assert.Equal(byLink.Person, session.Person);
        var found = await Sessions.FindAsync(session.Id, default);
        Assert.True(found is { IsConfirmed: true, HasBizPortal: false, FormCode: null });
        Assert.Equal(method, found!.Method);
        Assert.Equal(byLink.Applicant, found.Applicant);
    }

    [Fact]
    public async Task Start_Twice_IsTwoSessions()
    {
        var first = await SignInAsync("somying");

        var second = await SignInAsync("somying");

        Assert.NotEqual(first.Id, second.Id);
        await Sessions.SignOutAsync(second.Id, default);
        Assert.NotNull(await Sessions.FindAsync(first.Id, default));
    }

    [Theory]
    [InlineData("1509900001014")]
    [InlineData("0105500000015")]
    [InlineData("")]
    [InlineData("150990000101๓")]
    public async Task Start_WithWhatIsNoNationalId_Throws(string id) =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Node.Get<CitizenSignIn>().StartAsync(id, SignInMethod.ThaiD, default)
        );

    [Fact]
    public async Task Start_AsByLink_Throws() =>
        await Assert.ThrowsAnyAsync<ArgumentException>(async () =>
            await Node.Get<CitizenSignIn>()
                .StartAsync(await Control.IdentityOfAsync("somying"), SignInMethod.Link, default)
        );

    [Fact]
    public async Task Session_WithoutALink_EndsByTheSameLimits()
    {
        var session = await SignInAsync("somying");
        System.Clock.Advance(ApplicantSessions.IdleLimit - TimeSpan.FromMinutes(1));
        Assert.False((await Sessions.LookAsync(session.Id, default)).IsOver);

        System.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.True((await Sessions.LookAsync(session.Id, default)).IsOver);
        Assert.Null(await Sessions.FindAsync(session.Id, default));
    }

    [Fact]
    public async Task SignOut_WithoutALink_EndsItAndCallsNobody()
    {
        var session = await SignInAsync("somying");

        await Sessions.SignOutAsync(session.Id, default);

        Assert.Null(await Sessions.FindAsync(session.Id, default));
        Assert.Equal(0, await CountCallsAsync("Authenication/Revoke"));
    }

    [Fact]
    public async Task Drafts_BegunByLink_AreThereForThePersonAndForNobodyElse()
    {
        var byLink = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(byLink);

        var own = await SignInAsync("somying");
        var other = await SignInAsync("mana");

        Assert.NotNull(await Node.Get<DraftStore>().FindAsync(own, draftId, default));
        Assert.Null(await Node.Get<DraftStore>().FindAsync(other, draftId, default));
    }

    [Fact]
    public async Task Edit_WithoutALink_IsKeptHereAndGoesToBizPortalWithTheNextLink()
    {
        var draftId = await Node.StartDraftAsync(await Node.SignInAsync(System, "somying"));
        var session = await SignInAsync("somying");

        await Node.AnswerAsync(session, draftId, "placeName", "ครัวสมหญิง");
        await DoAllWorkAsync();

        var waiting = await Node.DraftAsync(session, draftId);
        Assert.Equal("ครัวสมหญิง", (string?)waiting.Answers["placeName"]);
        Assert.Equal(UpstreamTrouble.SignInOver, waiting.Upstream.Trouble);
        Assert.Equal(0, await CountCallsAsync("DataProvider/Draft"));

        await Node.SignInAsync(System, "somying");
        await DoAllWorkAsync();

        Assert.True((await Node.DraftAsync(session, draftId)).IsSavedUpstream);
        Assert.Equal(1, await CountCallsAsync("DataProvider/Draft"));
    }

    [Fact]
    public async Task Edit_BySomebodyWhoOpenedAnotherForm_WaitsForThisFormsLink()
    {
        var draftId = await Node.StartDraftAsync(await Node.SignInAsync(System, "somying"));
        var elsewhere = await Node.SignInAsync(System, "somying") with { FormCode = "tfac-68-001-1" };

        Assert.False(await Node.Get<DraftService>().SaveUpstreamAsync(elsewhere, draftId, default));

        Assert.Equal(0, await CountCallsAsync("DataProvider/Draft"));
        Assert.Equal(UpstreamTrouble.SignInOver, (await Node.DraftAsync(elsewhere, draftId)).Upstream.Trouble);
    }

    [Fact]
    public async Task Upload_WithoutALink_IsRefusedBeforeAnyByte()
    {
        var draftId = await Node.StartDraftAsync(await Node.SignInAsync(System, "somying"));
        var session = await SignInAsync("somying");

        var begun = await Node.Get<UploadService>()
            .BeginAsync(session, draftId, "photos", "a.jpg", "image/jpeg", 10, default);

        Assert.Equal(UploadRefusal.NeedsLink, begun.Refusal);
        Assert.Equal(0, await CountCallsAsync("File/Upload"));
    }

    [Fact]
    public async Task Chunk_OfAFileThatWasBegunByLink_IsRefusedAndTheFileGoesOnByLink()
    {
        var byLink = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(byLink);
        var begun = await Node.Get<UploadService>()
            .BeginAsync(byLink, draftId, "photos", "a.jpg", "image/jpeg", 10, default);
        var session = await SignInAsync("somying");

        var refused = await Node.SendChunkAsync(session, draftId, begun.Upload!, 0, new byte[10]);

        Assert.Equal(UploadRefusal.NeedsLink, refused.Refusal);
        Assert.Equal(0, await CountCallsAsync("File/Upload"));
        var taken = await Node.SendChunkAsync(byLink, draftId, begun.Upload!, 0, new byte[10]);
        Assert.True(taken.Attachment?.IsComplete);
    }

    [Fact]
    public async Task RemoveFile_WithoutALink_IsGoneHereAndAtBizPortalAfterTheNextLink()
    {
        var byLink = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(byLink);
        var file = await Node.UploadAsync(byLink, draftId, "photos", new byte[10], "a.jpg");
        await ExecuteSqlAsync("update applicant_sessions set ended_at = now(), end_reason = 'test'");
        var session = await SignInAsync("somying");

        await Node.Get<UploadService>().RemoveAsync(session, draftId, file.UploadId, default);
        await Node.Get<DraftRemovals>().DoNextAsync(default);

        Assert.Empty((await Node.DraftAsync(session, draftId)).Attachments);
        Assert.Equal(0, await CountCallsAsync("File/Delete"));

        await Node.SignInAsync(System, "somying");
        System.Clock.Advance(TimeSpan.FromMinutes(1));
        await Node.Get<DraftRemovals>().DoNextAsync(default);

        Assert.DoesNotContain(await Control.FilesAsync(), there => (string?)there!["id"] == file.FileId);
        // Only the file went: the draft is still one.
        Assert.NotNull(await Node.Get<DraftStore>().FindAsync(session, draftId, default));
    }

    [Fact]
    public async Task RequestCodeAndSubmit_WithoutALink_AskForOneAndCountForNothing()
    {
        var draft = await Node.CompleteDraftAsync(await Node.SignInAsync(System, "somying"));
        var session = await SignInAsync("somying");

        var requested = await Node.Get<OtpService>().RequestAsync(session, draft, default);
        var submitted = await Node.Get<SubmissionService>()
            .SubmitAsync(session, draft.Id, draft.ContentHash(), "123456", default);

        Assert.Equal(BizPortalFailure.SessionOver, requested.Failure?.Failure);
        Assert.Null(await Node.Get<OtpService>().WaitUntilAsync(session, default));
        Assert.Equal(new SubmitOutcome.NotSent(BizPortalFailure.SessionOver), submitted);
        Assert.Equal(0, await CountCallsAsync("SMS/OTP"));
        Assert.Empty(await RequestsAsync());
    }

    [Fact]
    public async Task Delete_WithoutALink_IsGoneHereAndWaitsForBizPortal()
    {
        var byLink = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(byLink);
        await Node.Get<DraftService>().SaveUpstreamAsync(byLink, draftId, default);
        var session = await SignInAsync("somying");

        await Node.Get<DraftRemovals>().RemoveAsync(session, draftId, default);

        Assert.Null(await Node.Get<DraftStore>().FindAsync(session, draftId, default));
        Assert.Equal(1L, await ScalarAsync<long>("select count(*) from upstream_removals"));
    }

    [Theory]
    [InlineData("insert", "method = 'link', tokens_sealed = null")]
    [InlineData("tokens without a link", "method = 'one_id'")]
    [InlineData("a form without a link", "method = 'one_id', tokens_sealed = null")]
    public async Task Database_ASessionThatIsNeitherOneNorTheOther_IsRefused(string what, string change)
    {
        Assert.NotEmpty(what);
        await Node.SignInAsync(System, "somying");

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
            ExecuteSqlAsync($"update applicant_sessions set {change}")
        );
    }

    private async Task<LiveSession> SignInAsync(string persona, SignInMethod method = SignInMethod.OneId) =>
        await Node.Get<CitizenSignIn>().StartAsync(await Control.IdentityOfAsync(persona), method, default);

    private async Task DoAllWorkAsync()
    {
        System.Clock.Advance(TimeSpan.FromMinutes(2));
        while (await Work.DoNextAsync(default)) { }
    }
}
