using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Forms;
using MiniApp.Core.Security;
using MiniApp.Core.Sessions;
using MiniApp.Core.Storage;
using MiniApp.Core.Uploads;
using Npgsql;

namespace MiniApp.Core.Drafts;

/// <summary>
/// Reads and changes drafts. Everything is found by draft id <em>and</em> person: somebody else's draft looks exactly
/// like one that does not exist.
/// </summary>
public sealed class DraftStore(
    IDbContextFactory<PortalDb> databases,
    ISealer sealer,
    FormCatalog forms,
    FormVersions versions,
    AnswerWriter writing,
    NpgsqlDataSource database,
    DraftNotices notices,
    TimeProvider clock
)
{
    /// <returns>The draft, or null when this person has none of this id.</returns>
    public async Task<OpenDraft?> FindAsync(LiveSession session, Guid draftId, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(StoredDraft.Read(session, draftId));
        batch.BatchCommands.Add(StoredDraft.ReadUploads(session, draftId));
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await rows.ReadAsync(cancellationToken) || !forms.TryGet(StoredDraft.FormCodeOf(rows), out var form))
            return null;
        var (formVersion, draft) = StoredDraft.Of(rows, draftId, form, sealer);
        await rows.NextResultAsync(cancellationToken);
        var attachments = new List<Attachment>();
        while (await rows.ReadAsync(cancellationToken))
            attachments.Add(StoredDraft.UploadOf(rows, sealer));
        await rows.DisposeAsync();
        draft = draft with { Attachments = attachments };
        return draft with { SetAside = await FindSetAsideAsync(draft, formVersion, cancellationToken) };
    }

    /// <summary>The person's drafts that can still be filled in, newest first.</summary>
    /// <param name="formCode">Of one form; null: of all.</param>
    public async Task<IReadOnlyList<DraftSummary>> ListOpenAsync(
        LiveSession session,
        string? formCode,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db
            .Drafts.Where(d => d.Person == session.Person && d.State == DraftState.Open)
            .Where(d => formCode == null || d.FormCode == formCode)
            .OrderByDescending(d => d.UpdatedAt)
            .Take(formCode is null ? 50 : 10)
            .Select(d => new DraftSummary(d.Id, d.FormCode, d.UpdatedAt, d.UpstreamDraftId))
            .ToListAsync(cancellationToken);
    }

    public async Task<Guid?> FindIdByUpstreamAsync(
        LiveSession session,
        string upstreamDraftId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db
            .Drafts.Where(d => d.Person == session.Person && d.UpstreamDraftId == upstreamDraftId)
            .Select(d => (Guid?)d.Id)
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <param name="formVersion">The version it was begun with, where that is not the present one.</param>
    public async Task<Guid> CreateAsync(
        LiveSession session,
        FormDefinition form,
        Answers answers,
        PrefillRecord prefill,
        string? upstreamDraftId,
        IReadOnlyList<SubmittedAttachment> attachments,
        CancellationToken cancellationToken,
        string? formVersion = null
    )
    {
        var now = clock.GetUtcNow();
        var draft = new Draft
        {
            Id = Guid.NewGuid(),
            Person = session.Person,
            ApplicantType = session.Applicant.Type,
            FormCode = form.Code,
            FormVersion = formVersion ?? form.Version,
            AnswersSealed = answers.Seal(sealer),
            PrefillSealed = sealer.SealJson(prefill),
            CreatedAt = now,
            UpdatedAt = now,
        };
        if (upstreamDraftId is not null)
        {
            draft.SavedUpstream(upstreamDraftId, draft.Revision, now);
            // Every step was seen before, wherever that was.
            draft.ReachStep(form.Steps.Count - 1);
        }
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        db.Drafts.Add(draft);
        var cause = upstreamDraftId is null ? VersionCause.Begun : VersionCause.Reopened;
        db.DraftVersions.Add(DraftHistory.First(draft, cause, session, now));
        // Files are listed by time: a microsecond apart they keep their order.
        db.Uploads.AddRange(
            attachments.Select((file, n) => Upload.FromUpstream(draft.Id, file, sealer, now.AddMicroseconds(n)))
        );
        await db.SaveChangesAsync(cancellationToken);
        return draft.Id;
    }

    /// <summary>Takes answers from a profile where there is none yet; what the applicant typed stays.</summary>
    public Task<DraftSaved> RefillAsync(
        LiveSession session,
        Guid draftId,
        Answers profile,
        PrefillRecord record,
        CancellationToken cancellationToken
    ) =>
        writing.WriteAsync(
            session,
            draftId,
            VersionCause.Refilled,
            DraftWriter.Deciding().PageId,
            (_, _, answers) =>
            {
                var open = profile.FieldIds.Where(id => answers[id] is null).ToList();
                foreach (var fieldId in open)
                    answers.Set(fieldId, profile[fieldId]);
                return Task.FromResult<IReadOnlyCollection<string>>(open);
            },
            cancellationToken,
            sealer.SealJson(record)
        );

    /// <summary>Writes these answers and leaves all others as they are, and those too that another page changed unseen.</summary>
    /// <param name="changes">New answers by field id; null removes one.</param>
    /// <exception cref="DraftGoneException">The draft is not this person's, or no longer open.</exception>
    /// <exception cref="SessionOverException">The sign-in has ended. Saving counts as activity in it.</exception>
    public async Task<DraftSaved> SaveAnswersAsync(
        LiveSession session,
        Guid draftId,
        IReadOnlyDictionary<string, JsonNode?> changes,
        DraftWriter writer,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<FieldConflict> conflicts = [];
        IReadOnlyList<ChangedElsewhere> elsewhere = [];
        var saved = await writing.WriteAsync(
            session,
            draftId,
            VersionCause.Typed,
            writer.PageId,
            async (connection, revision, answers) =>
            {
                // As a rule there is one page, and it knows all.
                var unseen =
                    revision <= writer.KnownRevision
                        ? []
                        : await DraftMerge.ChangesSinceAsync(
                            connection,
                            draftId,
                            writer.KnownRevision,
                            writer.PageId,
                            cancellationToken
                        );
                (var written, conflicts) = DraftMerge.Apply(answers, changes, unseen);
                elsewhere = DraftMerge.Elsewhere(unseen, answers, conflicts);
                return written;
            },
            cancellationToken
        );
        return saved with { Conflicts = conflicts, ChangedElsewhere = elsewhere };
    }

    /// <summary>The draft as it is now, and what others changed in it since the writer last looked.</summary>
    /// <returns>Null when this person has no such draft.</returns>
    public async Task<DraftNews?> FindNewsAsync(
        LiveSession session,
        Guid draftId,
        DraftWriter writer,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(session, draftId, cancellationToken) is not { } draft)
            return null;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var changes = await DraftMerge.ChangesSinceAsync(
            connection,
            draftId,
            writer.KnownRevision,
            writer.PageId,
            cancellationToken
        );
        // What came after the draft was read is news for the next time.
        return new(
            draft,
            DraftMerge.Elsewhere(changes.Where(change => change.Revision <= draft.Revision), draft.Answers, [])
        );
    }

    /// <summary>Makes the answers these and no others.</summary>
    internal Task<DraftSaved> RestoreAsync(
        LiveSession session,
        Guid draftId,
        Answers restored,
        CancellationToken cancellationToken
    ) =>
        writing.WriteAsync(
            session,
            draftId,
            VersionCause.Restored,
            DraftWriter.Deciding().PageId,
            (_, _, answers) =>
            {
                var differences = AnswerDifference.Between(answers, restored);
                foreach (var difference in differences)
                    answers.Set(difference.FieldId, difference.After);
                return Task.FromResult<IReadOnlyCollection<string>>([.. differences.Select(d => d.FieldId)]);
            },
            cancellationToken
        );

    public Task ReachStepAsync(LiveSession session, Guid draftId, int index, CancellationToken cancellationToken) =>
        ChangeAsync(
            session,
            draftId,
            (_, draft, _) =>
            {
                draft.ReachStep(index);
                return Task.CompletedTask;
            },
            cancellationToken
        );

    /// <summary>Changes an open draft, and whatever else <paramref name="change"/> loads, together. Writers queue on the draft's row.</summary>
    /// <exception cref="DraftGoneException">The draft is not this person's, or no longer open.</exception>
    internal async Task<DraftSaved> ChangeAsync(
        LiveSession session,
        Guid draftId,
        Func<PortalDb, Draft, DateTimeOffset, Task> change,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var draft = await db
            .Drafts.FromSql($"select *, xmin from drafts where id = {draftId} and person = {session.Person} for update")
            .SingleOrDefaultAsync(cancellationToken);
        if (draft is not { State: DraftState.Open })
            throw new DraftGoneException();
        var now = clock.GetUtcNow();
        var before = draft.Revision;
        await change(db, draft, now);
        var changed = draft.Revision > before;
        if (changed)
            draft.QueueUpstream(session.Id, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (changed)
            notices.Tell(new DraftNotice(draftId, draft.Upstream));
        return new DraftSaved(now, draft.Revision);
    }

    /// <summary>What was answered or attached and no longer fits the form.</summary>
    private async Task<IReadOnlyList<AnswerSetAside>> FindSetAsideAsync(
        OpenDraft open,
        string formVersion,
        CancellationToken cancellationToken
    )
    {
        var begunWith =
            formVersion == open.Form.Version
                ? null
                : await versions.FindAsync(open.Form.Code, formVersion, cancellationToken);
        return
        [
            .. FormFit.SetAside(open.Form, begunWith, open.Answers),
            .. open
                .Attachments.Where(file => open.Form.FindField(file.FieldId) is not { Type: FieldType.Document })
                .Select(file => new AnswerSetAside(
                    file.FieldId,
                    begunWith?.FindField(file.FieldId)?.Label ?? new(file.FieldId, file.FieldId),
                    new(file.Name, file.Name)
                )),
        ];
    }
}

/// <summary>The draft was submitted or removed while this page was open, or is not this person's.</summary>
public sealed class DraftGoneException() : Exception("The draft can no longer be changed.");
