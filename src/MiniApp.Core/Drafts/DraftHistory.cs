using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Forms;
using MiniApp.Core.Security;
using MiniApp.Core.Sessions;
using MiniApp.Core.Storage;

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
        var versions = await VersionsOf(db, session, draftId).OrderBy(v => v.Id).ToListAsync(cancellationToken);
        var answers = versions.ConvertAll(ReadAnswers);
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
            .SingleOrDefaultAsync(v => v.Id == versionId, cancellationToken);
        if (version is null)
            return false;
        await store.RestoreAsync(session, draftId, ReadAnswers(version), cancellationToken);
        return true;
    }

    /// <summary>Keeps the draft as it is now. Runs within the change that made it so, while that holds the draft's row.</summary>
    internal static async Task RecordAsync(
        PortalDb db,
        LiveSession session,
        Draft draft,
        VersionCause cause,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (cause == VersionCause.Typed && await ContinueAsync(db, session, draft, now, cancellationToken))
            return;
        db.DraftVersions.Add(
            new DraftVersion
            {
                DraftId = draft.Id,
                Revision = draft.Revision,
                AnswersSealed = draft.AnswersSealed,
                Cause = cause,
                SessionId = session.Id,
                BeganAt = now,
                SavedAt = now,
            }
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from draft_versions
            where draft_id = {draft.Id}
                and id > (select min(id) from draft_versions where draft_id = {draft.Id})
                and id <= (
                    select id from draft_versions where draft_id = {draft.Id} order by id desc offset {MaxVersions
                - 2} limit 1
                )
            """,
            cancellationToken
        );
    }

    /// <summary>Typing goes on in the version that is newest, if that is this session's own and still young.</summary>
    private static async Task<bool> ContinueAsync(
        PortalDb db,
        LiveSession session,
        Draft draft,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            update draft_versions
            set revision = {draft.Revision}, answers_sealed = {draft.AnswersSealed}, saved_at = {now}
            where id = (select max(id) from draft_versions where draft_id = {draft.Id})
                and cause = 'typed' and session_id = {session.Id} and began_at > {now - OneVersion}
            """,
            cancellationToken
        ) > 0;

    private static IQueryable<DraftVersion> VersionsOf(PortalDb db, LiveSession session, Guid draftId) =>
        db
            .DraftVersions.AsNoTracking()
            .Where(v => v.DraftId == draftId && db.Drafts.Any(d => d.Id == draftId && d.Person == session.Person));

    private Answers ReadAnswers(DraftVersion version) =>
        Answers.FromJson(sealer.OpenJson<JsonObject>(version.AnswersSealed));
}
