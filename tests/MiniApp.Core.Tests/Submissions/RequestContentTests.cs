using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.Drafts;
using MiniApp.Core.Otp;
using MiniApp.Core.Sessions;
using MiniApp.Core.Submissions;
using MiniApp.Core.Thai;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Submissions;

/// <summary>What Biz Portal receives, field by field.</summary>
public sealed class RequestContentTests(CoreSystem core) : CoreTest(core)
{
    private async Task<JsonNode> SubmitAsync(CoreHost node, LiveSession session, OpenDraft draft)
    {
        await node.Get<OtpService>().RequestAsync(session, draft, default);
        var code = await Control.NewestOtpAsync(session.Applicant.IdentityId);
        Assert.IsType<SubmitOutcome.Accepted>(
            await node.Get<SubmissionService>().SubmitAsync(session, draft.Id, draft.ContentHash(), code, default)
        );
        return Assert.Single(await RequestsAsync());
    }

    [Theory]
    [InlineData("somying", 1, "นางสาวสมหญิง ตัวอย่างดี")]
    [InlineData("khrua-tuayang", 2, "บริษัท ครัวตัวอย่าง จำกัด")]
    public async Task Submit_Complete_SendsEveryFieldOfTheContract(string persona, int type, string name)
    {
        var session = await Node.SignInAsync(System, persona);
        var draft = await Node.CompleteDraftAsync(session);

        var request = await SubmitAsync(Node, session, draft);

        Assert.Equal("1", (string?)request["version"]);
        Assert.Equal("MNA005A", (string?)request["serviceNo"]);
        Assert.True(Guid.TryParse((string?)request["idempotencyKey"], out _));
        CheckBody(request["body"]!.AsObject(), session, type);
        var data = JsonNode.Parse((string)request["body"]!["data"]!)!.AsObject();
        CheckData(data, session, draft, name);
        CheckAttachments(data["ApplicationAttachments"]!.AsArray(), draft);
    }

    private static void CheckBody(JsonObject body, LiveSession session, int type)
    {
        // The sandbox spends the otp and does not keep it; a wrong one would have been refused.
        Assert.Equal(
            [
                "identityId",
                "identityType",
                "applicationId",
                "provinceID",
                "amphurID",
                "tumbolID",
                "province",
                "amphur",
                "tumbol",
                "data",
                "dataDescription",
            ],
            body.Select(member => member.Key)
        );
        Assert.Equal(session.Applicant.IdentityId, (string?)body["identityId"]);
        Assert.Equal(type, (int)body["identityType"]!);
        Assert.Equal("1001", (string?)body["applicationId"]);
        Assert.Equal(50, (int)body["provinceID"]!);
        Assert.Equal("เชียงใหม่", (string?)body["province"]);
        Assert.Equal((int)body["tumbolID"]! / 100, (int)body["amphurID"]!);
        Assert.Equal(JsonValueKind.String, body["data"]!.GetValueKind());
        Assert.Equal(JsonValueKind.String, body["dataDescription"]!.GetValueKind());
        var description = JsonNode.Parse((string)body["dataDescription"]!)!.AsObject();
        Assert.Equal("ตัวอย่าง", (string?)description["ที่ตั้งร้าน"]!["ชื่อร้าน"]);
        Assert.Equal(
            ThaiDate.Format(ThaiDate.Today(TimeProvider.System), CultureInfo.GetCultureInfo("th-TH")),
            (string?)description["การเปิดร้าน"]!["วันที่เปิดหรือจะเปิดร้าน"]
        );
    }

    private void CheckData(JsonObject data, LiveSession session, OpenDraft draft, string name)
    {
        Assert.Equal(session.Applicant.IdentityId, (string?)data["Id"]);
        Assert.Equal(name, (string?)data["Applicant"]);
        Assert.Equal((int)session.Applicant.Type, (int)data["IdentityType"]!);
        var submitted = (string)data["SubmitDate"]!;
        Assert.EndsWith("+07:00", submitted, StringComparison.Ordinal);
        Assert.Equal(
            System.Clock.GetUtcNow(),
            DateTimeOffset.Parse(submitted, CultureInfo.InvariantCulture),
            TimeSpan.FromMinutes(1)
        );
        Assert.Equal("เชียงใหม่", (string?)data["Address"]!["Province"]);
        Assert.Equal("50200", (string?)data["Address"]!["PostCode"]);
        Assert.Equal(draft.Answers.Address("placeAddress").SubdistrictCode, (string?)data["Address"]!["GeoCode"]);
        Assert.True(
            JsonNode.DeepEquals(draft.Answers.ToJson(), data["AppData"]),
            $"{draft.Answers.ToJson()} became {data["AppData"]}"
        );
    }

    private static void CheckAttachments(JsonArray sent, OpenDraft draft)
    {
        Assert.Equal(draft.Attachments.Count, sent.Count);
        foreach (var attachment in draft.Attachments)
        {
            var field = draft.Form.FindField(attachment.FieldId)!;
            var item = sent.Single(a => (string?)a!["FileId"] == attachment.FileId)!;
            Assert.Equal(attachment.Name, (string?)item["Name"]);
            Assert.Equal("application/pdf", (string?)item["ContentType"]);
            Assert.Equal(2000, (long)item["FileSize"]!);
            Assert.Equal(field.Label.Th, (string?)item["DocName"]);
            Assert.Equal(field.Document!.TypeCode, (string?)item["FileTypeCode"]);
            Assert.EndsWith("+07:00", (string?)item["UploadedAt"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Submit_AnswerNoLongerAskedFor_IsLeftOut()
    {
        var session = await Node.SignInAsync(System, "somying");
        var draft = await Node.CompleteDraftAsync(session);
        await Node.AnswerAsync(session, draft.Id, "leaseEnd", "2027-12-31");

        var request = await SubmitAsync(Node, session, await Node.DraftAsync(session, draft.Id));

        Assert.False(request["data"]!["AppData"]!.AsObject().ContainsKey("leaseEnd"));
    }

    [Fact]
    public async Task Submit_ProfileWasNotToBeHad_NamesTheApplicantByTheirAnswer()
    {
        var session = await Node.SignInAsync(System, "somying");
        await Control.SetFaultsAsync(new { route = "/bizportal/api/DataProvider/Profile", kind = "outage" });
        var draft = await Node.CompleteDraftAsync(session);
        Assert.Equal(PrefillOutcome.Unavailable, draft.Prefill.Outcome);

        var request = await SubmitAsync(Node, session, draft);

        Assert.Equal("ตัวอย่าง", (string?)request["data"]!["Applicant"]);
    }

    [Fact]
    public async Task Submit_DraftReopenedElsewhere_IsAcceptedWithItsDocuments()
    {
        var session = await Node.SignInAsync(System, "khrua-tuayang");
        var draft = await Node.CompleteDraftAsync(session);
        await Node.Get<DraftService>().SaveUpstreamAsync(session, draft.Id, default);
        var upstreamId = (await Node.DraftAsync(session, draft.Id)).UpstreamDraftId!;
        var elsewhere = await StartNodeAsync(await System.CreateDatabaseAsync());
        var again = await elsewhere.SignInAsync(System, "khrua-tuayang");
        var id = await elsewhere.Get<DraftService>().ReopenAsync(again, elsewhere.Form(), upstreamId, default);

        var request = await SubmitAsync(elsewhere, again, await elsewhere.DraftAsync(again, id));

        // Sample answers overwrote the prefilled name in both.
        Assert.Equal("ตัวอย่าง", (string?)request["data"]!["Applicant"]);
        CheckAttachments(request["data"]!["ApplicationAttachments"]!.AsArray(), draft);
    }

    [Fact]
    public void SampleAnswers_OfEveryApplicant_Pass()
    {
        foreach (var type in Enum.GetValues<ApplicantType>())
        {
            var problems = new MiniApp.Core.Forms.FormValidator(TimeProvider.System).Validate(
                Node.Form(),
                SampleAnswers.For(Node.Form(), type),
                [],
                type
            );
            Assert.All(
                problems,
                problem =>
                    Assert.Equal(MiniApp.Core.Forms.FieldType.Document, Node.Form().FindField(problem.FieldId)!.Type)
            );
        }
    }
}
