using Microsoft.EntityFrameworkCore;

namespace MiniApp.Core.Sessions;

/// <content>Sessions for work that goes on behind the applicant's back: using one does not keep it alive.</content>
public sealed partial class ApplicantSessions
{
    /// <returns>The session, also when nobody has been seen in it for long; null when it was ended.</returns>
    internal async Task<LiveSession?> FindForWorkAsync(Guid id, CancellationToken cancellationToken) =>
        await ReadAsync(id, cancellationToken) is ({ } session, { EndedAt: null }) ? session : null;

    /// <returns>The newest session of a person for a form; null when there is none.</returns>
    internal async Task<LiveSession?> FindNewestForWorkAsync(
        byte[] person,
        string formCode,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var session = await db
            .Sessions.AsNoTracking()
            .Where(s =>
                s.Person == person && s.FormCode == formCode && s.EndedAt == null && s.IdentityConfirmedAt != null
            )
            .OrderByDescending(s => s.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);
        return session is null ? null : ToLive(session, sealer);
    }
}
