using MiniApp.Core.Audit;
using MiniApp.Core.Staff;

namespace MiniApp.Core.Tests.Audit;

/// <summary>An audit with a few entries, and somebody who can do with the database what they like.</summary>
public abstract class AuditTest(CoreSystem core) : CoreTest(core)
{
    protected AuditTrail Trail => Node.Get<AuditTrail>();

    protected AuditReader Reader => Node.Get<AuditReader>();

    protected static LiveStaff Officer { get; } =
        new(Guid.NewGuid(), Guid.Parse("11111111-2222-4333-8444-555555555555"), "เจ้าหน้าที่", StaffRole.Reviewer)
        {
            EndsAt = DateTimeOffset.MaxValue,
            IsIdleLimit = true,
        };

    protected Task RecordAsync(AuditAction action = AuditAction.Opened, Guid? draftId = null) =>
        Trail.RecordAsync(AuditEvent.By(Officer, action, "thing:1", draftId), default);

    protected async Task RecordManyAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await RecordAsync();
    }

    protected Task<AuditProof> VerifyAsync(AuditHead? noted = null) =>
        Node.Get<AuditVerifier>().VerifyAsync(noted, default);

    /// <summary>As the owner of the database can: without the triggers.</summary>
    protected Task<int> TamperAsync(string sql) =>
        ExecuteSqlAsync(
            $"""
            do $$ begin
                set local session_replication_role = 'replica';
                {sql};
            end $$
            """
        );
}
