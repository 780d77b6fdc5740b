using System.Text;
using MiniApp.Core.External.Linkage;
using MiniApp.Core.Linkage;
using MiniApp.Core.Staff;
using MiniApp.Core.Tests.IdentityUpdates;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Linkage;

/// <summary>Checks over a real database and the sandbox's data exchange.</summary>
public sealed class LinkageChecksTests(CoreSystem core) : UpdateTest(core)
{
    private const string Route = "/ws/dopa/linkage/v1/link";

    private static readonly Guid DraftId = Guid.NewGuid();

    private LinkageChecks Checks => Node.Get<LinkageChecks>();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Control.ResetLinkageAsync();
    }

    [Theory]
    [InlineData("somying", LinkageOutcome.Matched)]
    [InlineData("piti", LinkageOutcome.Differed)]
    [InlineData("wira", LinkageOutcome.Differed)]
    [InlineData("mana", LinkageOutcome.Dead)]
    [InlineData("chujai", LinkageOutcome.NotFound)]
    public async Task Check_OfEachPersona_IsOnRecordWithWhoWhenWhatForAndTheOutcome(
        string persona,
        LinkageOutcome outcome
    )
    {
        var staff = await OfficerAsync();

        var result = await CheckAsync(staff, persona, note: "  ชื่อในบัตรไม่ชัด ");

        Assert.Equal(outcome, result.Outcome);
        var kept = Assert.Single(await Checks.HistoryAsync(DraftId, default));
        Assert.Equal(
            (staff.Name, "identity", "ชื่อในบัตรไม่ชัด", (LinkageOutcome?)outcome),
            (kept.StaffName, kept.Purpose, kept.Note, kept.Outcome)
        );
        Assert.InRange(kept.At, Started, System.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Check_OfTheAgencysDatabase_ComesToTheSame()
    {
        Node = await StartNodeAsync(
            Database,
            [.. Settings(), ("Linkage:Person:Database", "6000"), ("Linkage:House:Database", "6000")]
        );

        var result = await CheckAsync(await OfficerAsync(), "somying");

        Assert.Equal(LinkageOutcome.Matched, result.Outcome);
        Assert.Equal(2, (await CallsAsync(Route)).Count(call => (string?)call["method"] == "POST"));
    }

    [Fact]
    public async Task Check_WithoutTheOfficersCard_SaysSoAndIsNoMatch()
    {
        var staff = await OfficerAsync();
        await Control.SetReaderAsync(Administrator, "AgentNotAvailable");

        var result = await CheckAsync(staff, "somying");

        Assert.Equal((LinkageFailure.ReaderNotReady, LinkageOutcome.Failed), (result.Failure, result.Outcome));
        Assert.Null(result.Comparison);
    }

    [Theory]
    [InlineData("outage", null, LinkageFailure.Unavailable)]
    [InlineData("reset", null, LinkageFailure.Unavailable)]
    [InlineData("drop-reply", null, LinkageFailure.Unavailable)]
    [InlineData("status", 503, LinkageFailure.Unavailable)]
    [InlineData("garbage", null, LinkageFailure.Malformed)]
    [InlineData("envelope", "99999", LinkageFailure.Refused)]
    [InlineData("envelope", "90001", LinkageFailure.ReaderNotReady)]
    public async Task Check_WhileTheExchangeMisbehaves_FailsByNameAndIsOnRecord(
        string kind,
        object? value,
        LinkageFailure why
    )
    {
        var staff = await OfficerAsync();
        await Control.SetFaultsAsync(
            new
            {
                route = "GET " + Route,
                kind,
                value,
            }
        );

        var result = await CheckAsync(staff, "somying");

        Assert.Equal((why, LinkageOutcome.Failed), (result.Failure, result.Outcome));
        Assert.Equal(LinkageOutcome.Failed, Assert.Single(await Checks.HistoryAsync(DraftId, default)).Outcome);
    }

    [Fact]
    public async Task Check_WhenOnlyTheHouseCannotBeHad_StillComparesThePerson()
    {
        var staff = await OfficerAsync();
        // The exchange has no such service.
        Node = await StartNodeAsync(Database, [.. Settings(), ("Linkage:House:ServiceId", "009")]);

        var result = await CheckAsync(staff, "somying");

        Assert.Equal((LinkageOutcome.Matched, LinkageFailure.Refused), (result.Outcome, result.HouseFailure));
        Assert.Equal(LinkageAgreement.Unknown, result.Comparison![LinkageItem.Address].Agreement);
    }

    [Fact]
    public async Task Check_AfterAnHourWithoutOne_HasANewTokenWithoutAnybodyNoticing()
    {
        var staff = await OfficerAsync();
        await CheckAsync(staff, "somying");
        await PostAsync("linkage/forget-tokens");

        Assert.Equal(LinkageOutcome.Matched, (await CheckAsync(staff, "somying")).Outcome);

        System.Clock.Advance(TimeSpan.FromMinutes(61));
        var later = await OfficerAsync();
        Assert.Equal(LinkageOutcome.Matched, (await CheckAsync(later, "somying")).Outcome);
        Assert.Equal(3, await CountCallsAsync("/ws/auth/validate"));
    }

    [Theory]
    [InlineData("none", null, LinkageRefusal.NoPurpose)]
    [InlineData(null, null, LinkageRefusal.NoPurpose)]
    [InlineData("other", "  ", LinkageRefusal.NoteMissing)]
    public async Task Check_WithoutAPurpose_AsksNobody(string? purpose, string? note, LinkageRefusal refusal)
    {
        var staff = await OfficerAsync();

        var result = await Checks.CheckAsync(staff, DraftId, await SubjectAsync("somying"), purpose, note, default);

        Assert.Equal(refusal, result.Refusal);
        Assert.Empty(await CallsAsync(Route));
        Assert.Empty(await Checks.HistoryAsync(DraftId, default));
    }

    [Fact]
    public async Task Check_ByTheCitizensRight_NeedsTheApplicantsCardInTheReader()
    {
        Node = await StartNodeAsync(Database, [.. Settings(), ("Linkage:Right", "Citizen")]);
        await Control.SetLinkageRightAsync("citizen");
        var staff = await OfficerAsync();
        await Control.SetReaderAsync(Administrator, "CitizenAvailable", "mana");
        var other = await CheckAsync(staff, "somying");
        await Control.SetReaderAsync(Administrator, "CitizenAvailable", "somying");
        var own = await CheckAsync(staff, "somying");

        Assert.Equal(LinkageRefusal.CitizenCardMissing, other.Refusal);
        Assert.Equal(LinkageOutcome.Matched, own.Outcome);
        Assert.Single(await Checks.HistoryAsync(DraftId, default));
    }

    [Fact]
    public async Task Check_LeftHalfWay_IsOnRecordAsFailed()
    {
        var staff = await OfficerAsync();
        await Control.SetFaultsAsync(
            new
            {
                route = "GET " + Route,
                kind = "latency",
                value = 3000,
            }
        );
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await Checks.CheckAsync(staff, DraftId, await SubjectAsync("somying"), "identity", null, gone.Token)
        );

        Assert.Equal(LinkageOutcome.Failed, Assert.Single(await Checks.HistoryAsync(DraftId, default)).Outcome);
    }

    [Fact]
    public async Task Check_Whoever_LeavesNoNameNumberOrPurposeReadableInTheDatabase()
    {
        await CheckAsync(await OfficerAsync(), "piti", note: "ลับเฉพาะ");

        var rows = await ScalarAsync<string>(
            "select string_agg(c::text, ' ') || (select string_agg(s::text, ' ') from staff_sessions s) from linkage_checks c"
        );

        Assert.Contains("differed", rows, StringComparison.Ordinal);
        foreach (var hidden in (string[])["ลับเฉพาะ", "ทดลองใหม่", "5400100003033", "3101200001013"])
        {
            Assert.DoesNotContain(hidden, rows, StringComparison.Ordinal);
            Assert.DoesNotContain(
                Convert.ToHexStringLower(Encoding.UTF8.GetBytes(hidden)),
                rows,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task ReadAgent_EachState_IsWhatIsInTheReader()
    {
        var staff = await OfficerAsync();
        Assert.Equal(AgentState.AgentAvailable, (await Checks.ReadAgentAsync(staff, default))!.State);
        await Control.SetReaderAsync(Administrator, "CitizenAvailable", "somying");

        var reading = (await Checks.ReadAgentAsync(staff, default))!;

        Assert.True(reading.HasCardOf((await SubjectAsync("somying")).NationalId));
        Assert.False(reading.HasCardOf((await SubjectAsync("mana")).NationalId));
    }

    [Fact]
    public async Task Number_OfASessionThatIsOver_IsNotUsedAndGoes()
    {
        var staff = await OfficerAsync();
        const string kept = "select count(*) from staff_sessions where national_id_sealed is not null";
        Assert.Equal(1, await ScalarAsync<long>(kept));

        await Node.Get<StaffSessions>().EndAsync(staff.SessionId, "signed out", default);

        Assert.Equal(0, await ScalarAsync<long>(kept));
        Assert.Null(await Checks.ReadAgentAsync(staff, default));
        Assert.Equal(LinkageRefusal.SignInAgain, (await CheckAsync(staff, "somying")).Refusal);

        var left = await OfficerAsync();
        System.Clock.Advance(StaffSessions.IdleLimit + TimeSpan.FromMinutes(1));
        Assert.Null(await Checks.ReadAgentAsync(left, default));
        await Node.Get<StaffNumbers>().TakeAsync(default);
        Assert.Equal(0, await ScalarAsync<long>(kept));
    }

    /// <summary>The first administrator, whose card is in their reader, signed in as the portal does it.</summary>
    private async Task<LiveStaff> OfficerAsync()
    {
        var staff = await SignInAsync(Administrator, Node);
        var number = (await IdentityOfAsync(Administrator)).NationalId;
        await Node.Get<StaffSessions>().KeepNationalIdAsync(staff.SessionId, number, default);
        return staff;
    }

    private async Task<LinkageResult> CheckAsync(LiveStaff staff, string persona, string? note = null) =>
        await Checks.CheckAsync(staff, DraftId, await SubjectAsync(persona), "identity", note, default);

    /// <summary>As the applicant's profile has them.</summary>
    private async Task<LinkageSubject> SubjectAsync(string persona)
    {
        var profile = (await Control.PersonaAsync(persona))["profile"]!.AsObject();
        var form = Node.Form();
        var applicant = new Applicants.Applicant((string)profile["identityId"]!, Applicants.ApplicantType.Citizen);
        var filled = MiniApp.Core.Forms.Prefill.Apply(form, profile, applicant, System.Clock.GetUtcNow());
        return LinkageSubject.Of(applicant, form, filled.Answers, (string?)profile["identityName"])!;
    }
}
