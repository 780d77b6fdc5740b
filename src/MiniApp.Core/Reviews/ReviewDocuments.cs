using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Audit;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Security;
using MiniApp.Core.Sessions;
using MiniApp.Core.Staff;
using MiniApp.Core.Storage;
using MiniApp.Core.Uploads;

namespace MiniApp.Core.Reviews;

/// <summary>What came of fetching a document.</summary>
/// <param name="Content">Dispose it; null with a <paramref name="Failure"/>.</param>
public sealed record ReviewDocument(Attachment Attachment, BizPortalDownload? Content, BizPortalFailure? Failure);

/// <summary>
/// Documents for officers. They lie at Biz Portal, which gives them out to the applicant alone: they are fetched in the sign-in
/// in which the draft was saved or sent last, while that lasts.
/// </summary>
public sealed class ReviewDocuments(
    IDbContextFactory<PortalDb> databases,
    ApplicantSessions sessions,
    BizPortalClient bizPortal,
    StaffAudit audit,
    ISealer sealer
)
{
    /// <param name="uploadId">Of a document in a round that was shared and not taken back; every other looks as if there were none.</param>
    public async Task<ReviewDocument?> OpenAsync(
        LiveStaff staff,
        Guid reviewId,
        Guid uploadId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rounds = await db
            .ReviewRounds.Where(round => round.ReviewId == reviewId)
            .Where(round => db.Reviews.Any(r => r.Id == reviewId && r.State != ReviewState.Withdrawn))
            .Select(round => round.DocumentsSealed)
            .ToListAsync(cancellationToken);
        var attachment = rounds
            .SelectMany(documents => sealer.OpenJson<IReadOnlyList<Attachment>>(documents))
            .FirstOrDefault(document => document.UploadId == uploadId);
        if (attachment?.FileId is not { } fileId)
            return null;
        var found = await (
            from review in db.Reviews
            join draft in db.Drafts on review.DraftId equals draft.Id
            join submission in db.Submissions on draft.Id equals submission.DraftId into sent
            from submission in sent.DefaultIfEmpty()
            where review.Id == reviewId
            select new { DraftId = draft.Id, SessionId = submission.SessionId ?? draft.UpstreamSessionId }
        ).SingleAsync(cancellationToken);
        await audit.DownloadedAsync(staff, found.DraftId, uploadId.ToString(), cancellationToken);
        if (found.SessionId is not { } id || await sessions.FindForWorkAsync(id, cancellationToken) is not { } session)
            return new ReviewDocument(attachment, null, BizPortalFailure.SessionOver);
        try
        {
            var content = await bizPortal.DownloadAsync(
                sessions.BizPortalOf(session),
                fileId,
                attachment.ContentType,
                cancellationToken
            );
            return new ReviewDocument(attachment, content, null);
        }
        catch (BizPortalException failure)
        {
            return new ReviewDocument(attachment, null, failure.Failure);
        }
    }
}
