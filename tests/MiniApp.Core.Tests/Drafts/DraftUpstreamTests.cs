using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MiniApp.Core.Drafts;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Forms;
using MiniApp.Core.Sessions;
using MiniApp.Core.Uploads;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Drafts;

public sealed class DraftUpstreamTests(CoreSystem core) : CoreTest(core)
{
    private const string Draft = "/bizportal/api/DataProvider/Draft";

    [Fact]
    public async Task Reopen_OnAnotherInstallation_BringsAnswersAndDocuments()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draft = await Node.CompleteDraftAsync(session);
        Assert.True(await Node.Get<DraftService>().SaveUpstreamAsync(session, draft.Id, default));
        var upstreamId = (await Node.DraftAsync(session, draft.Id)).UpstreamDraftId!;

        var elsewhere = await StartNodeAsync(await System.CreateDatabaseAsync());
        var again = await elsewhere.SignInAsync(System, "somying");
        var id = await elsewhere.Get<DraftService>().ReopenAsync(again, elsewhere.Form(), upstreamId, default);
        var reopened = await elsewhere.DraftAsync(again, id);

        Assert.Equal(draft.ContentHash(), reopened.ContentHash());
        Assert.Equal(PrefillOutcome.Reopened, reopened.Prefill.Outcome);
        Assert.True(reopened.IsSavedUpstream);
        Assert.Equal(draft.Attachments.Select(a => a.Name), reopened.Attachments.Select(a => a.Name));
        var file = await elsewhere
            .Get<UploadService>()
            .DownloadAsync(again, id, reopened.Attachments[0].UploadId, default);
        await using var content = file!.Value.Content;
        Assert.Equal(SHA256.HashData(SamplePdf.Create()), await SHA256.HashDataAsync(content.Content));
    }

    [Fact]
    public async Task Reopen_BegunWithAnOlderForm_SetsAsideWhatNoLongerFitsAndLosesNothing()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draft = await Node.CompleteDraftAsync(session);
        await Node.Get<DraftService>().SaveUpstreamAsync(session, draft.Id, default);
        var upstreamId = (await Node.DraftAsync(session, draft.Id)).UpstreamDraftId!;
        var elsewhere = await StartNodeAsync(await System.CreateDatabaseAsync());
        var again = await elsewhere.SignInAsync(System, "somying");
        var older = elsewhere.Form() with { Version = "0" };
        var saved = await elsewhere
            .Get<BizPortalClient>()
            .GetDraftAsync(
                elsewhere.Get<ApplicantSessions>().BizPortalOf(again),
                upstreamId,
                older.Version,
                older.ServiceNo,
                default
            );
        saved["formVersion"] = "0";
        saved["answers"]!["karaoke"] = "สองห้อง";
        await elsewhere
            .Get<BizPortalClient>()
            .SaveDraftAsync(
                elsewhere.Get<ApplicantSessions>().BizPortalOf(again),
                new SaveDraftRequest(
                    upstreamId,
                    again.Applicant.IdentityId,
                    older.ApplicationId,
                    saved,
                    older.Version,
                    older.ServiceNo
                ),
                default
            );

        var id = await elsewhere.Get<DraftService>().ReopenAsync(again, elsewhere.Form(), upstreamId, default);
        var reopened = await elsewhere.DraftAsync(again, id);

        var aside = Assert.Single(reopened.SetAside);
        Assert.Equal(("karaoke", "สองห้อง"), (aside.FieldId, aside.Text.Th));
        Assert.Equal("สองห้อง", reopened.Answers.Text("karaoke"));
        Assert.Equal(draft.Answers.Text("placeName"), reopened.Answers.Text("placeName"));
        var sent = SubmissionPayload.Build(reopened.ToSubmission(again.Applicant, TimeProvider.System.GetUtcNow()));
        Assert.False(sent.Data["AppData"]!.AsObject().ContainsKey("karaoke"));
    }

    [Fact]
    public async Task Reopen_OwnCopyExists_GivesThatOne()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);
        await Node.Get<DraftService>().SaveUpstreamAsync(session, draftId, default);
        var upstreamId = (await Node.DraftAsync(session, draftId)).UpstreamDraftId!;
        await Node.AnswerAsync(session, draftId, "placeName", "ยังไม่ได้ส่งกลับ");

        var reopened = await Node.Get<DraftService>().ReopenAsync(session, Node.Form(), upstreamId, default);

        Assert.Equal(draftId, reopened);
    }

    [Fact]
    public async Task SaveUpstream_TwiceAtOnceOnTwoNodes_MakesOneDraftThere()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);
        var other = await StartNodeAsync();

        await RaceAsync(
            "drafts",
            6,
            i => (i % 2 == 0 ? Node : other).Get<DraftService>().SaveUpstreamAsync(session, draftId, default)
        );

        Assert.Equal(1, await CountCallsAsync(Draft));
    }

    [Fact]
    public async Task Reopen_TwiceAtOnceOnTwoNodes_GivesOneDraft()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);
        await Node.Get<DraftService>().SaveUpstreamAsync(session, draftId, default);
        var upstreamId = (await Node.DraftAsync(session, draftId)).UpstreamDraftId!;
        var database = await System.CreateDatabaseAsync();
        var (one, two) = (await StartNodeAsync(database), await StartNodeAsync(database));
        var again = await one.SignInAsync(System, "somying");

        var ids = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    Task.Run(() =>
                        (i % 2 == 0 ? one : two).Get<DraftService>().ReopenAsync(again, one.Form(), upstreamId, default)
                    )
                )
        );

        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task Reopen_DraftOfSomebodyElse_IsRefused()
    {
        var owner = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(owner);
        await Node.Get<DraftService>().SaveUpstreamAsync(owner, draftId, default);
        var upstreamId = (await Node.DraftAsync(owner, draftId)).UpstreamDraftId!;
        var thief = await Node.SignInAsync(System, "mana");

        var refused = await Assert.ThrowsAsync<BizPortalException>(() =>
            Node.Get<DraftService>().ReopenAsync(thief, Node.Form(), upstreamId, default)
        );

        Assert.Equal(BizPortalFailure.Refused, refused.Failure);
        Assert.Empty(await Node.Get<DraftStore>().ListOpenAsync(thief, "mna005a", default));
    }

    [Fact]
    public async Task Reopen_TreeOfAnotherPortal_TakesWhatItCan()
    {
        var session = await Node.SignInAsync(System, "somying");
        var file = await Node.UploadAsync(
            session,
            await Node.StartDraftAsync(session),
            "floorPlan",
            SamplePdf.Create()
        );
        var tree = new JsonObject
        {
            ["answers"] = new JsonObject { ["placeName"] = "จากที่อื่น" },
            ["attachments"] = new JsonArray(
                new JsonObject
                {
                    ["fieldId"] = "floorPlan",
                    ["fileId"] = file.FileId,
                    ["name"] = "../แผนผัง\u202Efdp.exe.pdf",
                    ["contentType"] = "application/pdf",
                    ["fileSize"] = 2000,
                    ["uploadedAt"] = "2026-11-20T09:00:00+07:00",
                },
                new JsonObject { ["fieldId"] = "noSuchField", ["fileId"] = "1" }
            ),
        };
        var upstreamId = await Node.Get<BizPortalClient>()
            .SaveDraftAsync(
                Node.Get<ApplicantSessions>().BizPortalOf(session),
                new SaveDraftRequest(null, session.Applicant.IdentityId, "1001", tree, "1", "MNA005A"),
                default
            );

        var id = await Node.Get<DraftService>().ReopenAsync(session, Node.Form(), upstreamId, default);

        var reopened = await Node.DraftAsync(session, id);
        Assert.Equal("จากที่อื่น", reopened.Answers.Text("placeName"));
        Assert.Equal(["แผนผังfdp.exe.pdf", "1"], reopened.Attachments.Select(attachment => attachment.Name));
        // A file for a document that the form does not ask for is kept and shown, and never sent.
        Assert.Equal("noSuchField", Assert.Single(reopened.SetAside).FieldId);
        var sent = SubmissionPayload.Build(reopened.ToSubmission(session.Applicant, TimeProvider.System.GetUtcNow()));
        Assert.Equal(
            "แผนผังfdp.exe.pdf",
            (string?)Assert.Single(sent.Data["ApplicationAttachments"]!.AsArray())!["Name"]
        );
    }

    [Fact]
    public async Task SaveUpstream_Outage_IsFalseAndLaterTrue()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);
        await Node.AnswerAsync(session, draftId, "placeName", "ครัวตัวอย่าง");
        await Control.SetFaultsAsync(new { route = Draft, kind = "outage" });

        Assert.False(await Node.Get<DraftService>().SaveUpstreamAsync(session, draftId, default));
        var kept = await Node.DraftAsync(session, draftId);
        Assert.Equal("ครัวตัวอย่าง", kept.Answers.Text("placeName"));
        Assert.False(kept.IsSavedUpstream);

        await Control.ClearFaultsAsync();
        Assert.True(await Node.Get<DraftService>().SaveUpstreamAsync(session, draftId, default));
        Assert.True((await Node.DraftAsync(session, draftId)).IsSavedUpstream);
    }

    [Fact]
    public async Task SaveUpstream_AfterAnotherChange_OverwritesTheSameDraft()
    {
        var session = await Node.SignInAsync(System, "piti");
        var draftId = await Node.StartDraftAsync(session);
        await Node.Get<DraftService>().SaveUpstreamAsync(session, draftId, default);
        var first = (await Node.DraftAsync(session, draftId)).UpstreamDraftId;
        await Node.AnswerAsync(session, draftId, "placeName", "ครัวตัวอย่าง");
        Assert.False((await Node.DraftAsync(session, draftId)).IsSavedUpstream);

        await Node.Get<DraftService>().SaveUpstreamAsync(session, draftId, default);

        Assert.Equal(first, (await Node.DraftAsync(session, draftId)).UpstreamDraftId);
        var saved = (await Control.DraftsAsync()).Single(d => (string?)d!["draftId"] == first)!;
        Assert.Equal("ครัวตัวอย่าง", (string?)saved["data"]!["answers"]!["placeName"]);
    }

    [Fact]
    public async Task SaveUpstream_Unchanged_CallsNobody()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draftId = await Node.StartDraftAsync(session);
        await Node.Get<DraftService>().SaveUpstreamAsync(session, draftId, default);
        await Node.Get<DraftService>().SaveUpstreamAsync(session, draftId, default);

        Assert.Equal(1, await CountCallsAsync("DataProvider/Draft"));
    }

    [Fact]
    public async Task SaveUpstream_Draft_HoldsNoToken()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draft = await Node.CompleteDraftAsync(session);
        await Node.Get<DraftService>().SaveUpstreamAsync(session, draft.Id, default);
        var token = await Node.Get<ApplicantSessions>().BizPortalOf(session).GetAccessTokenAsync(default);

        var id = (await Node.DraftAsync(session, draft.Id)).UpstreamDraftId;
        var saved = (await Control.DraftsAsync()).Single(d => (string?)d!["draftId"] == id)!["data"]!.AsObject();

        Assert.DoesNotContain(token, saved.ToJsonString(), StringComparison.Ordinal);
        Assert.False(saved.ContainsKey("cat"));
        Assert.Equal(
            ["formCode", "formVersion", "savedAt", "answers", "attachments", "prefill"],
            saved.Select(member => member.Key)
        );
    }
}
