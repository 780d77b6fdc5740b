using System.Text.Json.Nodes;
using MiniApp.Core.Drafts;
using MiniApp.Core.Otp;
using MiniApp.Core.Sessions;
using MiniApp.Core.Submissions;
using MiniApp.Core.Uploads;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Drafts;

public sealed class DraftStoreTests(CoreSystem core) : CoreTest(core)
{
    [Fact]
    public async Task SaveAnswers_FiftyFieldsAtOnceOnTwoNodes_LosesNothing()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);
        var other = await StartNodeAsync();

        await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(i =>
                    Task.Run(() => (i % 2 == 0 ? Node : other).AnswerAsync(session, draftId, $"field{i}", $"value {i}"))
                )
        );

        var draft = await Node.DraftAsync(session, draftId);
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal($"value {i}", draft.Answers.Text($"field{i}")));
        Assert.Equal(50, draft.Revision);
    }

    [Fact]
    public async Task SaveAnswers_Null_RemovesTheAnswerOnly()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);

        await Node.AnswerAsync(session, draftId, "email", null);

        var draft = await Node.DraftAsync(session, draftId);
        Assert.Null(draft.Answers["email"]);
        Assert.NotNull(draft.Answers["applicantName"]);
    }

    [Fact]
    public async Task ReachStep_Back_KeepsTheFurthest()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);
        var store = Node.Get<DraftStore>();

        await store.ReachStepAsync(session, draftId, 2, default);
        await store.ReachStepAsync(session, draftId, 1, default);

        Assert.Equal(2, (await Node.DraftAsync(session, draftId)).FurthestStep);
    }

    [Fact]
    public async Task ListOpen_SeveralDrafts_ShowsOwnOnesNewestFirst()
    {
        var somying = await Node.SignInAsync(System, "somying");
        var mana = await Node.SignInAsync(System, "mana");
        var first = await Node.StartDraftAsync(somying);
        var second = await Node.StartDraftAsync(somying);
        await Node.StartDraftAsync(mana);
        await Node.AnswerAsync(somying, first, "placeName", "ร้าน");

        var drafts = await Node.Get<DraftStore>().ListOpenAsync(somying, "mna005a", default);

        Assert.Equal([first, second], drafts.Select(draft => draft.Id));
    }

    [Fact]
    public async Task Draft_OfAnotherPerson_CannotBeReadChangedOrSent()
    {
        var owner = await Node.SignInAsync(System, "somying");
        var draft = await Node.CompleteDraftAsync(owner);
        var upload = draft.Attachments[0];
        var thief = await Node.SignInAsync(System, "mana");
        var (store, uploads) = (Node.Get<DraftStore>(), Node.Get<UploadService>());

        Assert.Null(await store.FindAsync(thief, draft.Id, default));
        await Assert.ThrowsAsync<DraftGoneException>(() => Node.AnswerAsync(thief, draft.Id, "placeName", "x"));
        await Assert.ThrowsAsync<DraftGoneException>(() => store.ReachStepAsync(thief, draft.Id, 4, default));
        await Assert.ThrowsAsync<DraftGoneException>(() =>
            Node.Get<DraftService>().SaveUpstreamAsync(thief, draft.Id, default)
        );
        var begun = await uploads.BeginAsync(thief, draft.Id, "photos", "a.jpg", null, 10, default);
        Assert.Equal(UploadRefusal.NotFound, begun.Refusal);
        using var content = new MemoryStream(new byte[2000]);
        var received = await uploads.ReceiveAsync(thief, draft.Id, upload.UploadId, 0, content, 2000, default);
        Assert.Equal(UploadRefusal.NotFound, received.Refusal);
        Assert.Null(await uploads.DownloadAsync(thief, draft.Id, upload.UploadId, default));
        await Assert.ThrowsAsync<DraftGoneException>(() =>
            uploads.RemoveAsync(thief, draft.Id, upload.UploadId, default)
        );
        await Assert.ThrowsAsync<DraftGoneException>(() =>
            Node.Get<SubmissionService>().SubmitAsync(thief, draft.Id, draft.ContentHash(), "000000", default)
        );
        Assert.Null(await Node.Get<SubmissionService>().FindAsync(thief, draft.Id, default));
        Assert.Null(await Node.Get<OtpService>().CurrentAsync(thief, draft, default));

        var after = await Node.DraftAsync(owner, draft.Id);
        Assert.Equal(draft.ContentHash(), after.ContentHash());
        Assert.Equal(draft.Revision, after.Revision);
    }

    [Fact]
    public async Task Upload_NamedUnderOnesOwnDraft_IsNotFoundWhenItBelongsToAnother()
    {
        var owner = await Node.SignInAsync(System, "somying");
        var theirs = (await Node.CompleteDraftAsync(owner)).Attachments[0];
        var thief = await Node.SignInAsync(System, "mana");
        var own = await Node.StartDraftAsync(thief);

        Assert.Null(await Node.Get<UploadService>().DownloadAsync(thief, own, theirs.UploadId, default));
    }

    [Fact]
    public async Task ContentHash_AnswersInAnotherOrder_IsTheSame()
    {
        var session = await Node.SignInAsync(System, "samakhom");
        var (one, two) = (await Node.StartDraftAsync(session), await Node.StartDraftAsync(session));
        await Node.AnswerAsync(session, one, "placeName", "ร้าน");
        await Node.AnswerAsync(session, one, "foodKinds", new JsonArray("grill"));
        await Node.AnswerAsync(session, two, "foodKinds", new JsonArray("grill"));
        await Node.AnswerAsync(session, two, "placeName", "ร้าน");

        var (first, second) = (await Node.DraftAsync(session, one), await Node.DraftAsync(session, two));

        Assert.Equal(first.ContentHash(), second.ContentHash());
        await Node.AnswerAsync(session, two, "placeName", "ร้าน 2");
        Assert.NotEqual(first.ContentHash(), (await Node.DraftAsync(session, two)).ContentHash());
    }

    [Fact]
    public async Task SaveAnswers_SignInEnded_WritesNothing()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);
        var saved = await Node.AnswerAsync(session, draftId, "placeName", "ร้านแรก");
        await Node.Get<ApplicantSessions>().EndAsync(session.Id, "test", default);

        await Assert.ThrowsAsync<SessionOverException>(() =>
            Node.AnswerAsync(session, draftId, "placeName", "ร้านใหม่")
        );

        var draft = await Node.DraftAsync(session, draftId);
        Assert.Equal(("ร้านแรก", saved.Revision), (draft.Answers.Text("placeName"), draft.Revision));
    }

    [Fact]
    public async Task SaveAnswers_NowAndThen_KeepsTheSignInAlive()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);
        for (var n = 0; n < 3; n++)
        {
            System.Clock.Advance(ApplicantSessions.IdleLimit * 0.75);
            await Node.AnswerAsync(session, draftId, "placeName", $"ร้าน {n}");
        }

        Assert.NotNull(await Node.Get<ApplicantSessions>().FindAsync(session.Id, default));
    }
}
