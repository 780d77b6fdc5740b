using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MiniApp.Core.Drafts;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Forms;
using MiniApp.Core.Security;
using MiniApp.Core.Sessions;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Uploads;

/// <summary>
/// Takes files chunk by chunk and streams each chunk on to Biz Portal. Nothing of a file is kept here but its name, size
/// and which chunks arrived.
/// </summary>
public sealed partial class UploadService(
    IDbContextFactory<PortalDb> databases,
    DraftStore drafts,
    ApplicantSessions sessions,
    BizPortalClient bizPortal,
    ISealer sealer,
    TimeProvider clock,
    ILogger<UploadService> logger
)
{
    /// <summary>
    /// Bytes in one post. Biz Portal takes "up to 5 MB" and does not say which megabyte: the smaller one is safe under both.
    /// </summary>
    public const int ChunkBytes = 5_000_000;

    /// <summary>Checks a file against its field before any byte of it is sent.</summary>
    public async Task<UploadBegun> BeginAsync(
        LiveSession session,
        Guid draftId,
        string fieldId,
        string? fileName,
        string? contentType,
        long size,
        CancellationToken cancellationToken
    )
    {
        var draft = await drafts.FindAsync(session, draftId, cancellationToken);
        if (draft?.Form.FindField(fieldId) is not { Type: FieldType.Document, Document: { } rule })
            return UploadRefusal.NotFound;
        if (!draft.MayChange(fieldId))
            return UploadRefusal.DraftClosed;
        if (!session.HasBizPortal)
            return UploadRefusal.NeedsLink;
        var name = FileNames.Clean(fileName);
        if (Refuse(rule, name, size) is { } refusal)
            return refusal;

        var upload = new Upload
        {
            Id = Guid.NewGuid(),
            DraftId = draftId,
            FieldId = fieldId,
            FileReferenceId = Guid.NewGuid(),
            NameSealed = sealer.SealText(name),
            ContentType = ContentTypes.Of(name, contentType),
            SizeBytes = size,
            ChunkBytes = ChunkBytes,
            ChunkCount = (int)((size + ChunkBytes - 1) / ChunkBytes),
            CreatedAt = clock.GetUtcNow(),
        };
        try
        {
            return await AddAsync(session, upload, rule, cancellationToken)
                ? new UploadBegun(upload, null)
                : UploadRefusal.TooMany;
        }
        catch (DraftGoneException)
        {
            return UploadRefusal.DraftClosed;
        }
    }

    private async Task<bool> AddAsync(
        LiveSession session,
        Upload upload,
        DocumentRule rule,
        CancellationToken cancellationToken
    )
    {
        var added = false;
        await drafts.ChangeAsync(
            session,
            upload.DraftId,
            async (db, _, _) =>
            {
                var others = await db
                    .Uploads.Where(u => u.DraftId == upload.DraftId && u.FieldId == upload.FieldId)
                    .OrderBy(u => u.CreatedAt)
                    .ToListAsync(cancellationToken);
                added = others.Count(other => other.IsComplete) < rule.MaxCount;
                if (!added)
                    return;
                // A file that was cut off half-way must not keep its place for ever: the oldest of those make room.
                var tooMany = Math.Max(0, others.Count + 1 - rule.MaxCount);
                db.Uploads.RemoveRange(others.Where(other => !other.IsComplete).Take(tooMany));
                db.Uploads.Add(upload);
            },
            cancellationToken
        );
        return added;
    }

    /// <param name="content">Read once, forward only, exactly <paramref name="length"/> bytes.</param>
    public async Task<ChunkReceived> ReceiveAsync(
        LiveSession session,
        Guid draftId,
        Guid uploadId,
        int index,
        Stream content,
        long length,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, session, draftId, uploadId, cancellationToken) is not { } upload)
            return UploadRefusal.NotFound;
        if (index < 0 || index >= upload.ChunkCount || length != upload.LengthOf(index))
            return UploadRefusal.WrongChunk;
        if (upload.IsComplete)
            return new ChunkReceived(upload.ToAttachment(sealer), null, null);
        if (!await db.Drafts.AnyAsync(d => d.Id == draftId && d.State == DraftState.Open, cancellationToken))
            return UploadRefusal.DraftClosed;
        if (!session.HasBizPortal)
            return UploadRefusal.NeedsLink;

        string? fileId;
        try
        {
            var chunk = new UploadChunk(
                upload.FileReferenceId.ToString(),
                sealer.OpenText(upload.NameSealed),
                upload.ContentType,
                content,
                length,
                index,
                upload.ChunkCount
            );
            var answer = await bizPortal.UploadChunkAsync(sessions.BizPortalOf(session), chunk, cancellationToken);
            fileId = answer.FileId;
        }
        catch (BizPortalException failure)
        {
            ChunkNotTaken(logger, uploadId, index, failure.Failure);
            return new ChunkReceived(null, null, failure.Failure);
        }
        // Biz Portal has the bytes: that must be on record even when the browser has gone.
        return await RecordAsync(session, draftId, uploadId, index, fileId);
    }

    private async Task<ChunkReceived> RecordAsync(
        LiveSession session,
        Guid draftId,
        Guid uploadId,
        int index,
        string? fileId
    )
    {
        Upload? upload = null;
        try
        {
            await drafts.ChangeAsync(
                session,
                draftId,
                async (db, draft, now) =>
                {
                    upload = await db.Uploads.SingleOrDefaultAsync(u => u.Id == uploadId);
                    upload?.Received(index);
                    if (fileId is null || upload is not { IsComplete: false })
                        return;
                    upload.Complete(fileId, now);
                    await TouchAsync(db, session, draft, upload.FieldId, now, CancellationToken.None);
                },
                CancellationToken.None
            );
        }
        catch (DraftGoneException)
        {
            return UploadRefusal.DraftClosed;
        }
        return upload is null ? UploadRefusal.NotFound : new ChunkReceived(upload.ToAttachment(sealer), null, null);
    }

    /// <returns>The file's bytes, or null when this draft has no such complete file.</returns>
    /// <exception cref="BizPortalException">Biz Portal does not give it out now.</exception>
    public async Task<(Attachment Attachment, BizPortalDownload Content)?> DownloadAsync(
        LiveSession session,
        Guid draftId,
        Guid uploadId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var upload = await FindAsync(db, session, draftId, uploadId, cancellationToken);
        if (upload?.FileId is not { } fileId)
            return null;
        var content = await bizPortal.DownloadAsync(
            sessions.BizPortalOf(session),
            fileId,
            upload.ContentType,
            cancellationToken
        );
        return (upload.ToAttachment(sealer), content);
    }

    /// <summary>
    /// Removes the file here and at Biz Portal, there once somebody with its tokens is back. One that is already gone counts
    /// as removed.
    /// </summary>
    /// <exception cref="DraftGoneException">The draft was submitted, so its documents stay, or is not this person's.</exception>
    public async Task RemoveAsync(LiveSession session, Guid draftId, Guid uploadId, CancellationToken cancellationToken)
    {
        string? fileId = null;
        await drafts.ChangeAsync(
            session,
            draftId,
            async (db, draft, now) =>
            {
                if (await FindAsync(db, session, draftId, uploadId, cancellationToken) is not { } upload)
                    return;
                fileId = upload.FileId;
                db.Uploads.Remove(upload);
                if (fileId is not null && !session.HasBizPortal)
                {
                    db.UpstreamRemovals.Add(UpstreamRemoval.Of(draft, draftIdThere: null, [fileId], now));
                    fileId = null;
                }
                await TouchAsync(db, session, draft, upload.FieldId, now, cancellationToken);
            },
            cancellationToken
        );
        if (fileId is null)
            return;
        try
        {
            await bizPortal.DeleteFileAsync(sessions.BizPortalOf(session), fileId, cancellationToken);
        }
        catch (BizPortalException failure)
        {
            // The applicant's wish holds here; the copy upstream is no longer referred to by anything.
            FileLeftUpstream(logger, uploadId, failure.Failure);
        }
    }

    private static Task TouchAsync(
        PortalDb db,
        LiveSession session,
        Draft draft,
        string fieldId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        draft.Touch([fieldId], now);
        // Documents are told apart by file, so no page can overwrite another's.
        var pageId = DraftWriter.Deciding().PageId;
        return db.RunAsync(
            DraftMerge.Stamp(draft.Id, draft.Revision, [fieldId], session, pageId, now),
            cancellationToken
        );
    }

    private static UploadRefusal? Refuse(DocumentRule rule, string name, long size) =>
        size <= 0 ? UploadRefusal.Empty
        : size > rule.MaxBytes ? UploadRefusal.TooBig
        : !rule.Types.Contains(FileNames.Extension(name), StringComparer.OrdinalIgnoreCase) ? UploadRefusal.WrongType
        : null;

    private static Task<Upload?> FindAsync(
        PortalDb db,
        LiveSession session,
        Guid draftId,
        Guid uploadId,
        CancellationToken ct
    ) =>
        db.Uploads.SingleOrDefaultAsync(
            u =>
                u.Id == uploadId
                && u.DraftId == draftId
                && db.Drafts.Any(d => d.Id == draftId && d.Person == session.Person),
            ct
        );

    [LoggerMessage(Level = LogLevel.Warning, Message = "Upload {UploadId}: chunk {Index} not taken: {Failure}")]
    private static partial void ChunkNotTaken(ILogger logger, Guid uploadId, int index, BizPortalFailure failure);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Upload {UploadId} was removed here but not at Biz Portal: {Failure}"
    )]
    private static partial void FileLeftUpstream(ILogger logger, Guid uploadId, BizPortalFailure failure);
}
