using System.Data.Common;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Sessions;

/// <summary>What decides whether a session may still act.</summary>
internal sealed record SessionTimes(DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset? EndedAt)
{
    // Written at most this often, so that reading a page is not a write.
    private static readonly TimeSpan SeenResolution = TimeSpan.FromMinutes(1);

    /// <summary>What <see cref="Read"/> expects first in a row.</summary>
    public const string Columns = "created_at, last_seen_at, ended_at";

    public const string See = "update applicant_sessions set last_seen_at = $2 where id = $1";

    public static SessionTimes Read(DbDataReader row) =>
        new(
            row.GetFieldValue<DateTimeOffset>(0),
            row.GetFieldValue<DateTimeOffset>(1),
            row.Nullable<DateTimeOffset>(2)
        );

    public bool IsOver(DateTimeOffset now) =>
        EndedAt is not null
        || now - LastSeenAt > ApplicantSessions.IdleLimit
        || now - CreatedAt > ApplicantSessions.AbsoluteLimit;

    /// <summary>Whether an activity now is to be written down.</summary>
    public bool IsToBeSeen(DateTimeOffset now) => now - LastSeenAt > SeenResolution;
}
