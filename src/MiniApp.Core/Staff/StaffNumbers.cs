using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Storage;
using MiniApp.Core.Work;

namespace MiniApp.Core.Staff;

/// <summary>Officers' ID numbers leave the sessions that have run out without being ended.</summary>
internal sealed class StaffNumbers(IDbContextFactory<PortalDb> databases, TimeProvider clock) : IBackgroundWork
{
    public TimeSpan Pause => TimeSpan.FromMinutes(1);

    public async Task<Func<Task>?> TakeAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (seenSince, begunSince) = (now - StaffSessions.IdleLimit, now - StaffSessions.AbsoluteLimit);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        // Any node may do it, also several at once: it is done in one statement.
        await db
            .StaffSessions.Where(session =>
                session.NationalIdSealed != null
                && (session.LastSeenAt < seenSince || session.CreatedAt < begunSince || session.EndedAt != null)
            )
            .ExecuteUpdateAsync(
                set => set.SetProperty(session => session.NationalIdSealed, (byte[]?)null),
                cancellationToken
            );
        return null;
    }
}
