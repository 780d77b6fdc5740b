using MiniApp.Core.Applicants;
using MiniApp.Core.Drafts;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Drafts;

public sealed class DraftStartTests(CoreSystem core) : CoreTest(core)
{
    [Fact]
    public async Task Start_Citizen_FillsInTheProfile()
    {
        var session = await Node.SignInAsync(System, "somying");

        var draft = await Node.DraftAsync(session, await Node.StartDraftAsync(session));

        Assert.Equal(PrefillOutcome.Filled, draft.Prefill.Outcome);
        Assert.Equal("นางสาวสมหญิง ตัวอย่างดี", draft.Prefill.ApplicantName);
        Assert.Equal("นางสาวสมหญิง ตัวอย่างดี", draft.Answers.Text("applicantName"));
        Assert.Equal("1509900001013", draft.Answers.Text("nationalId"));
        Assert.Equal("1988-02-29", draft.Answers.Text("birthDate"));
        Assert.Equal("somying@example.invalid", draft.Answers.Text("email"));
        Assert.Equal("50", draft.Answers.Address("homeAddress").ProvinceCode);
        Assert.Equal(["applicantName", "nationalId", "birthDate", "email", "homeAddress"], draft.Prefill.FieldIds);
        Assert.False(draft.IsSavedUpstream);
        Assert.Equal(DraftState.Open, draft.State);
    }

    [Fact]
    public async Task Start_JuristicPerson_FillsInTheCompany()
    {
        var session = await Node.SignInAsync(System, "khrua-tuayang");

        var draft = await Node.DraftAsync(session, await Node.StartDraftAsync(session));

        Assert.Equal(ApplicantType.Juristic, draft.ApplicantType);
        Assert.Equal("บริษัท ครัวตัวอย่าง จำกัด", draft.Answers.Text("companyName"));
        Assert.Equal("0105567000111", draft.Answers.Text("juristicId"));
        Assert.Equal(5_000_000m, draft.Answers.Number("capital"));
        Assert.Equal("10", draft.Answers.Address("homeAddress").ProvinceCode);
        Assert.Null(draft.Answers["nationalId"]);
    }

    [Fact]
    public async Task Start_ProfileWithGaps_LeavesThemOpen()
    {
        var session = await Node.SignInAsync(System, "chujai");

        var draft = await Node.DraftAsync(session, await Node.StartDraftAsync(session));

        Assert.Equal(PrefillOutcome.Filled, draft.Prefill.Outcome);
        Assert.Null(draft.Answers["birthDate"]);
        Assert.DoesNotContain("birthDate", draft.Prefill.FieldIds);
        Assert.Equal("83", draft.Answers.Address("homeAddress").ProvinceCode);
    }

    [Fact]
    public async Task Start_AlmostEmptyProfile_StillStarts()
    {
        var session = await Node.SignInAsync(System, "samakhom");

        var draft = await Node.DraftAsync(session, await Node.StartDraftAsync(session));

        Assert.Equal(["companyName", "juristicId"], draft.Prefill.FieldIds);
    }

    [Theory]
    [InlineData("outage")]
    [InlineData("envelope")]
    [InlineData("garbage")]
    public async Task Start_ProfileNotToBeHad_StartsWithTheNumberOnly(string kind)
    {
        var session = await Node.SignInAsync(System, "somying");
        await Control.SetFaultsAsync(new { route = "/bizportal/api/DataProvider/Profile", kind });

        var draft = await Node.DraftAsync(session, await Node.StartDraftAsync(session));

        Assert.Equal(PrefillOutcome.Unavailable, draft.Prefill.Outcome);
        Assert.Equal(["nationalId"], draft.Answers.FieldIds);
        Assert.Null(draft.Prefill.ApplicantName);
    }

    [Fact]
    public async Task Refill_ProfileBackAgain_FillsWhatIsStillUnansweredAndKeepsWhatTheRegisterSays()
    {
        var session = await Node.SignInAsync(System, "somying");
        await Control.SetFaultsAsync(new { route = "/bizportal/api/DataProvider/Profile", kind = "outage" });
        var draftId = await Node.StartDraftAsync(session);
        await Node.AnswerAsync(session, draftId, "email", "mine@example.invalid");
        var drafts = Node.Get<DraftService>();

        Assert.False(await drafts.RefillAsync(session, draftId, default));
        await Control.ClearFaultsAsync();
        Assert.True(await drafts.RefillAsync(session, draftId, default));

        var draft = await Node.DraftAsync(session, draftId);
        Assert.Equal(PrefillOutcome.Filled, draft.Prefill.Outcome);
        Assert.Equal("นางสาวสมหญิง ตัวอย่างดี", draft.Answers.Text("applicantName"));
        Assert.Equal("mine@example.invalid", draft.Answers.Text("email"));
        Assert.Equal("somying@example.invalid", (string?)draft.Prefill.Values!["email"]);
    }
}
