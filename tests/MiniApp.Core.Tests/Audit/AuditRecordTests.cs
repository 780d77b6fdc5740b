using MiniApp.Core.Audit;
using MiniApp.Core.Staff;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Audit;

/// <summary>What gets on record, and who may read it.</summary>
public sealed class AuditRecordTests(CoreSystem core) : AuditTest(core)
{
    private const string First = "3101200001013";

    protected override IEnumerable<(string Name, string Value)> Settings() =>
        [("Staff:FirstAdministrator:NationalId", First), ("Staff:FirstAdministrator:Name", "ผู้ดูแล")];

    [Fact]
    public async Task StaffSessions_TheirBeginningAndEnd_AreOnRecordOnce()
    {
        var (sessions, list) = (Node.Get<StaffSessions>(), Node.Get<StaffList>());
        await list.EnsureAdministratorAsync(default);
        var first = (await list.FindAsync(First, default))!;
        var former = await sessions.StartAsync(first.Id, 2.3m, null, replaces: null, default);
        await sessions.StartAsync(first.Id, 2.3m, null, former, default);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => sessions.EndAllAsync(first.Id, default)));

        var lines = await Reader.ListAsync(new AuditFilter(Actor: AuditActor.Staff(first.Id).Text), null, 9, default);

        Assert.Equal(
            [AuditAction.SignedOut, AuditAction.SignedOut, AuditAction.SignedIn, AuditAction.SignedIn],
            lines.Select(line => line.Action)
        );
        Assert.Equal(["signed out everywhere", "signed in anew"], lines.Take(2).Select(line => line.Details["why"]));
        Assert.All(lines, line => Assert.Equal("ผู้ดูแล", line.ActorName));
        Assert.Equal(
            AuditAction.StaffAdded,
            Assert.Single(await Reader.ListAsync(new AuditFilter(Actor: "system"), null, 9, default)).Action
        );
        Assert.Null((await VerifyAsync()).Break);
    }

    [Fact]
    public async Task StaffAudit_EachThing_IsOnRecordWithoutWhatWasTyped()
    {
        var audit = Node.Get<StaffAudit>();
        var draft = Guid.NewGuid();
        await audit.OpenedAsync(Officer, draft, 7, default);
        await audit.SearchedAsync(Officer, [new("state", "waiting")], " สมหญิง ตัวอย่างดี ", default);
        await audit.DownloadedAsync(Officer, draft, "42", default);
        await audit.ExportedAsync(Officer, "queue", 12, default);
        await audit.LookedUpAsync(Officer, draft, "person", "identity", "not_found", default);

        var lines = await Reader.ListAsync(new AuditFilter(), null, 9, default);

        Assert.Equal(
            [
                AuditAction.LookedUp,
                AuditAction.Exported,
                AuditAction.Downloaded,
                AuditAction.Searched,
                AuditAction.Opened,
            ],
            lines.Select(line => line.Action)
        );
        Assert.All(lines, line => Assert.Equal("Reviewer", line.Details["role"]));
        Assert.Equal(await audit.HashOfAsync("สมหญิง ตัวอย่างดี", default), lines[3].Details["text"]);
        var everything = await ScalarAsync<string>("select string_agg(e::text, ' ') from audit_entries e");
        Assert.DoesNotContain("สมหญิง", everything, StringComparison.Ordinal);
        Assert.Equal(3, (await Reader.ListAsync(new AuditFilter(Subject: draft.ToString()), null, 9, default)).Count);
    }

    [Fact]
    public async Task List_FiltersAndPages_NewestFirst()
    {
        await RecordManyAsync(3);
        var middle = System.Clock.GetUtcNow();
        System.Clock.Advance(TimeSpan.FromMinutes(1));
        await RecordAsync(AuditAction.Downloaded);
        await RecordAsync(AuditAction.Exported);

        Assert.Equal("5,4", await ListAsync(new(), null, 2));
        Assert.Equal("3,2", await ListAsync(new(), 4, 2));
        Assert.Equal("5,4", await ListAsync(new(From: middle), null, 9));
        Assert.Equal("3,2,1", await ListAsync(new(Until: middle), null, 9));
        Assert.Equal("4", await ListAsync(new(Action: AuditAction.Downloaded), null, 9));
        Assert.Equal("5,4,3,2,1", await ListAsync(new(Subject: "thing:1"), null, 9));
        Assert.Empty(await ListAsync(new(Actor: "system"), null, 9));

        async Task<string> ListAsync(AuditFilter filter, long? before, int count) =>
            string.Join(',', (await Reader.ListAsync(filter, before, count, default)).Select(line => line.Sequence));
    }

    [Fact]
    public async Task Applicant_SeesWhatTheAgencyDidWithTheirDraft_ByRole_AndNobodyElseDoes()
    {
        var owner = await Node.SignInAsync(System, "somying");
        var draft = await Node.StartDraftAsync(owner);
        var other = await Node.SignInAsync(System, "mana");
        var audit = Node.Get<StaffAudit>();
        await audit.OpenedAsync(Officer, draft, 1, default);
        await audit.OpenedAsync(Officer, draft, 1, default);
        await audit.OpenedAsync(Officer, Guid.NewGuid(), 1, default);
        await RecordAsync(AuditAction.Claimed, draft);
        await audit.DownloadedAsync(Officer, draft, "42", default);

        var seen = await Reader.ForDraftAsync(owner.Person, draft, default);

        Assert.Equal(
            [(AuditAction.Downloaded, 1, 5L), (AuditAction.Opened, 2, 2L)],
            seen.Select(access => (access.Action, access.Times, access.Reference))
        );
        Assert.All(seen, access => Assert.Equal(StaffRole.Reviewer, access.Role));
        Assert.Empty(await Reader.ForDraftAsync(other.Person, draft, default));
    }
}
