using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Forms;
using MiniApp.Core.Security;
using MiniApp.Core.Sessions;
using MiniApp.Core.Storage;
using Npgsql;

namespace MiniApp.Core.Drafts;

/// <summary>The saved versions of a draft: what changed when, and the way back. Documents are not part of it.</summary>
public sealed class DraftHistory(IDbContextFactory<PortalDb> databases, DraftStore store, ISealer sealer)
{
    /// <summary>Typing of one session within this long is one version.</summary>
    public static readonly TimeSpan OneVersion = TimeSpan.FromMinutes(5);

    /// <summary>Of older ones only the first is kept.</summary>
    public const int MaxVersions = 50;

    /// <returns>Newest first; empty when this person has no such draft.</returns>
    public async Task<IReadOnlyList<SavedVersion>> ListAsync(
        LiveSession session,
        Guid draftId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var kept = await VersionsOf(db, session, draftId).ToListAsync(cancellationToken);
        var versions = kept.ConvertAll(v => v.Version);
        var answers = kept.ConvertAll(ReadAnswers);
        return
        [
            .. versions
                .Select(
                    (version, n) =>
                        new SavedVersion(
                            version.Id,
                            version.Cause,
                            version.SavedAt,
                            version.SessionId == session.Id,
                            n == 0 ? [] : AnswerDifference.Between(answers[n - 1], answers[n]),
                            AnswerDifference.Between(answers[^1], answers[n]).Count == 0
                        )
                )
                .Reverse(),
        ];
    }

    /// <summary>Makes the answers what they were in a version. What they are now stays in the history.</summary>
    /// <returns>False when the draft has no such version.</returns>
    /// <exception cref="DraftGoneException">The draft is not this person's, or no longer open.</exception>
    public async Task<bool> RestoreAsync(
        LiveSession session,
        Guid draftId,
        long versionId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var version = await VersionsOf(db, session, draftId)
            .SingleOrDefaultAsync(v => v.Version.Id == versionId, cancellationToken);
        if (version is null)
            return false;
        await store.RestoreAsync(session, draftId, ReadAnswers(version), cancellationToken);
        return true;
    }

    /// <summary>The first version of a draft that was just made.</summary>
    internal static DraftVersion First(Draft draft, VersionCause cause, LiveSession session, DateTimeOffset now) =>
        new()
        {
            DraftId = draft.Id,
            Revision = draft.Revision,
            Cause = cause,
            SessionId = session.Id,
            BeganAt = now,
            SavedAt = now,
        };

    /// <summary>Reads what <see cref="ReadNewestAsync"/> needs.</summary>
    internal static NpgsqlBatchCommand ReadNewest(Guid draftId) =>
        Sql.Command(
            "select id, cause, session_id, began_at from draft_versions where draft_id = $1 order by id desc limit 1",
            draftId
        );

    internal static async Task<NewestVersion?> ReadNewestAsync(
        NpgsqlDataReader rows,
        CancellationToken cancellationToken
    ) =>
        await rows.ReadAsync(cancellationToken)
            ? new(
                rows.GetInt64(0),
                StoredText<VersionCause>.Read(rows.GetString(1)),
                rows.GetGuid(2),
                rows.GetFieldValue<DateTimeOffset>(3)
            )
            : null;

    /// <summary>Keeps the draft as it is now, within the change that makes it so, while that holds the draft's row.</summary>
    /// <param name="before">Its answers before the change, sealed: what the version that ends with it gets for its own.</param>
    internal static IEnumerable<NpgsqlBatchCommand> Record(
        Guid draftId,
        int revision,
        NewestVersion? newest,
        byte[] before,
        VersionCause cause,
        LiveSession session,
        DateTimeOffset now
    )
    {
        if (cause == VersionCause.Typed && newest is not null && newest.GoesOn(session, now))
            return
            [
                Sql.Command(
                    "update draft_versions set revision = $2, answers_sealed = null, saved_at = $3 where id = $1",
                    newest.Id,
                    revision,
                    now
                ),
            ];
        return
        [
            Sql.Command(
                "update draft_versions set answers_sealed = $2 where draft_id = $1 and answers_sealed is null",
                draftId,
                before
            ),
            Sql.Command(
                """
                delete from draft_versions
                where draft_id = $1
                    and id > (select min(id) from draft_versions where draft_id = $1)
                    and id <= (
                        select id from draft_versions where draft_id = $1 order by id desc offset $2 limit 1
                    )
                """,
                draftId,
                MaxVersions - 2
            ),
            Sql.Command(
                """
                insert into draft_versions (draft_id, revision, cause, session_id, began_at, saved_at)
                values ($1, $2, $3, $4, $5, $5)
                """,
                draftId,
                revision,
                StoredText<VersionCause>.Of(cause),
                session.Id,
                now
            ),
        ];
    }

    private static IQueryable<KeptVersion> VersionsOf(PortalDb db, LiveSession session, Guid draftId) =>
        from version in db.DraftVersions.AsNoTracking()
        join draft in db.Drafts on version.DraftId equals draft.Id
        where draft.Id == draftId && draft.Person == session.Person
        orderby version.Id
        select new KeptVersion { Version = version, AnswersSealed = version.AnswersSealed ?? draft.AnswersSealed };

    private Answers ReadAnswers(KeptVersion version) => Answers.Open(sealer, version.AnswersSealed);

    private sealed class KeptVersion
    {
        public required DraftVersion Version { get; init; }
        public required byte[] AnswersSealed { get; init; }
    }
}

/// <summary>The version in which a draft is now.</summary>
/// <param name="SessionId">The sign-in in which it was saved.</param>
internal sealed record NewestVersion(long Id, VersionCause Cause, Guid SessionId, DateTimeOffset BeganAt)
{
    /// <summary>Typing goes on in it, if it is this session's own and still young.</summary>
    public bool GoesOn(LiveSession session, DateTimeOffset now) =>
        Cause == VersionCause.Typed && SessionId == session.Id && BeganAt > now - DraftHistory.OneVersion;
}
