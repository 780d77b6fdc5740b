using MiniApp.Core.Forms;
using MiniApp.Core.Security;
using MiniApp.Core.Sessions;
using MiniApp.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace MiniApp.Core.Drafts;

/// <summary>
/// Writes answers into a draft. What people type comes here every few seconds from all of them, so this does without EF Core
/// and asks PostgreSQL twice: to lock and read, and to write and commit.
/// </summary>
public sealed class AnswerWriter(NpgsqlDataSource database, ISealer sealer, DraftNotices notices, TimeProvider clock)
{
    /// <param name="revision">The draft's before the change.</param>
    /// <returns>The fields it changed.</returns>
    internal delegate Task<IReadOnlyCollection<string>> AnswerChange(
        NpgsqlConnection connection,
        int revision,
        Answers answers
    );

    /// <summary>Changes the answers of an open draft. Writers queue on its row. Typing that changes nothing leaves no trace.</summary>
    /// <param name="prefillSealed">Where they come from now; null when that stays.</param>
    /// <exception cref="DraftGoneException">The draft is not this person's, or no longer open.</exception>
    /// <exception cref="DraftLockedException">Officers have the draft, and one of these answers is not to be changed.</exception>
    /// <exception cref="SessionOverException">Somebody typed whose sign-in has ended.</exception>
    internal async Task<DraftSaved> WriteAsync(
        LiveSession session,
        Guid draftId,
        VersionCause cause,
        Guid pageId,
        AnswerChange change,
        CancellationToken cancellationToken,
        byte[]? prefillSealed = null
    )
    {
        // Closed before the commit, it undoes everything.
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var before = await LockAsync(connection, session, draftId, cancellationToken);
        var now = clock.GetUtcNow();
        var typed = cause == VersionCause.Typed;
        if (typed && before.Session?.IsOver(now) != false)
            throw new SessionOverException();
        if (!before.IsOpen)
            throw new DraftGoneException();
        var answers = Answers.Open(sealer, before.AnswersSealed);
        var fieldIds = await change(connection, before.Revision, answers);
        DraftLockedException.ThrowUnlessOpen(before.OpenFields, fieldIds);
        var after = typed && fieldIds.Count == 0 ? before.Revision : before.Revision + 1;
        await using var batch = new NpgsqlBatch(connection);
        if (after > before.Revision)
        {
            var place = before.Place.WithChange(session.Id, now);
            batch.BatchCommands.Add(Update(draftId, answers.Seal(sealer), prefillSealed, after, place, now));
            batch.BatchCommands.Add(DraftMerge.Stamp(draftId, after, fieldIds, session, pageId, now));
            foreach (
                var command in DraftHistory.Record(
                    draftId,
                    after,
                    before.Newest,
                    before.AnswersSealed,
                    cause,
                    session,
                    now
                )
            )
                batch.BatchCommands.Add(command);
            before = before with { Place = place };
        }
        if (typed && before.Session!.IsToBeSeen(now))
            batch.BatchCommands.Add(Sql.Command(SessionTimes.See, session.Id, now));
        batch.BatchCommands.Add(Sql.Command("commit"));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        if (after > before.Revision)
            notices.Tell(new DraftNotice(draftId, new(after, before.UpstreamRevision, before.Place.Trouble)));
        return new DraftSaved(now, after);
    }

    /// <summary>Begins a transaction that holds the draft's row.</summary>
    private static async Task<Locked> LockAsync(
        NpgsqlConnection connection,
        LiveSession session,
        Guid draftId,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Sql.Command("begin"),
                Sql.Command($"select {SessionTimes.Columns} from applicant_sessions where id = $1", session.Id),
                Sql.Command(
                    """
                    select answers_sealed, revision, upstream_revision, upstream_session_id, upstream_unsaved_since,
                        upstream_due_at, upstream_attempts, upstream_trouble, open_fields
                    from drafts where id = $1 and person = $2 and state = 'open' for update
                    """,
                    draftId,
                    session.Person
                ),
                // After the row is locked: nobody begins another one now.
                DraftHistory.ReadNewest(draftId),
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        var locked = new Locked();
        if (await rows.ReadAsync(cancellationToken))
            locked = locked with { Session = SessionTimes.Read(rows) };
        await rows.NextResultAsync(cancellationToken);
        if (await rows.ReadAsync(cancellationToken))
            locked = locked with
            {
                IsOpen = true,
                AnswersSealed = rows.GetFieldValue<byte[]>(0),
                Revision = rows.GetInt32(1),
                UpstreamRevision = rows.GetInt32(2),
                Place = new(
                    rows.Nullable<Guid>(3),
                    rows.Nullable<DateTimeOffset>(4),
                    rows.Nullable<DateTimeOffset>(5),
                    rows.GetInt32(6),
                    rows.IsDBNull(7) ? null : StoredText<UpstreamTrouble>.Read(rows.GetString(7))
                ),
                OpenFields = rows.IsDBNull(8) ? null : rows.GetFieldValue<string[]>(8),
            };
        await rows.NextResultAsync(cancellationToken);
        return locked with { Newest = await DraftHistory.ReadNewestAsync(rows, cancellationToken) };
    }

    private static NpgsqlBatchCommand Update(
        Guid draftId,
        byte[] answersSealed,
        byte[]? prefillSealed,
        int revision,
        OutboxPlace place,
        DateTimeOffset now
    ) =>
        Sql.Command(
            """
            update drafts
            set answers_sealed = $2, prefill_sealed = coalesce($3, prefill_sealed), revision = $4, updated_at = $5,
                upstream_session_id = $6, upstream_unsaved_since = $7, upstream_due_at = $8, upstream_attempts = $9,
                upstream_trouble = $10
            where id = $1
            """,
            draftId,
            answersSealed,
            Sql.Nullable(prefillSealed, NpgsqlDbType.Bytea),
            revision,
            now,
            Sql.Nullable(place.SessionId, NpgsqlDbType.Uuid),
            Sql.Nullable(place.UnsavedSince, NpgsqlDbType.TimestampTz),
            Sql.Nullable(place.DueAt, NpgsqlDbType.TimestampTz),
            place.Attempts,
            Sql.Nullable(
                place.Trouble is { } trouble ? StoredText<UpstreamTrouble>.Of(trouble) : null,
                NpgsqlDbType.Text
            )
        );

    /// <summary>What a change needs to know of the draft and its writer.</summary>
    /// <param name="Session">Null when there never was this one.</param>
    /// <param name="IsOpen">False when this person has no such draft to write in; the rest says nothing then.</param>
    private sealed record Locked(
        SessionTimes? Session = null,
        bool IsOpen = false,
        int Revision = 0,
        int UpstreamRevision = -1,
        OutboxPlace Place = default,
        NewestVersion? Newest = null
    )
    {
        public byte[] AnswersSealed { get; init; } = [];

        /// <summary>See <see cref="Draft.OpenFields"/>.</summary>
        public string[]? OpenFields { get; init; }
    }
}
