using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Security;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Reviews;

/// <summary>One thing said.</summary>
/// <param name="StaffId">Null: the applicant.</param>
/// <param name="StaffName">For officers' eyes.</param>
public sealed record ReviewRemark(Guid Id, Guid? StaffId, string? StaffName, string Text, int Round, DateTimeOffset At)
{
    public bool IsApplicants => StaffId is null;
}

/// <summary>A comment and what was answered to it.</summary>
/// <param name="FieldId">The answer or document it is on; null: the whole.</param>
public sealed record ReviewThread(
    Guid Id,
    string? FieldId,
    IReadOnlyList<ReviewRemark> Remarks,
    DateTimeOffset? ResolvedAt
)
{
    public bool IsOpen => ResolvedAt is null;
}

/// <summary>What officers and applicant say to each other about a review. Runs in the transaction of whoever holds the review.</summary>
public sealed class ReviewThreads(ISealer sealer)
{
    /// <summary>Letters in one remark.</summary>
    public const int LongestText = 2_000;

    public async Task<IReadOnlyList<ReviewThread>> ListAsync(
        PortalDb db,
        Guid reviewId,
        CancellationToken cancellationToken
    )
    {
        var said = await (
            from comment in db.ReviewComments.AsNoTracking()
            join person in db.StaffPeople on comment.StaffId equals person.Id into people
            from person in people.DefaultIfEmpty()
            where comment.ReviewId == reviewId
            orderby comment.At, comment.Id
            select new { comment, NameSealed = person == null ? null : person.NameSealed }
        ).ToListAsync(cancellationToken);
        return
        [
            .. said.GroupBy(one => one.comment.ThreadId)
                .Select(thread =>
                {
                    var first = thread.First(one => one.comment.Id == thread.Key).comment;
                    return new ReviewThread(
                        thread.Key,
                        first.FieldId,
                        [
                            .. thread.Select(one => new ReviewRemark(
                                one.comment.Id,
                                one.comment.StaffId,
                                one.NameSealed is { } name ? sealer.OpenText(name) : null,
                                sealer.OpenText(one.comment.TextSealed),
                                one.comment.Round,
                                one.comment.At
                            )),
                        ],
                        first.ResolvedAt
                    );
                }),
        ];
    }

    internal Guid Begin(PortalDb db, Review review, string? fieldId, Guid staffId, string text, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        db.ReviewComments.Add(CommentOf(review, id, id, fieldId, staffId, text, now));
        review.Touch(now);
        return id;
    }

    /// <returns>False when the thread is not one of this review, or over.</returns>
    internal async Task<bool> ReplyAsync(
        PortalDb db,
        Review review,
        Guid threadId,
        Guid? staffId,
        string text,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (await FirstOfAsync(db, review, threadId, cancellationToken) is not { ResolvedAt: null } first)
            return false;
        db.ReviewComments.Add(CommentOf(review, Guid.CreateVersion7(now), threadId, first.FieldId, staffId, text, now));
        review.Touch(now);
        return true;
    }

    /// <param name="by">Null opens it again.</param>
    internal static async Task<bool> ResolveAsync(
        PortalDb db,
        Review review,
        Guid threadId,
        Guid? by,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (await FirstOfAsync(db, review, threadId, cancellationToken) is not { } first)
            return false;
        first.Resolve(by, now);
        review.Touch(now);
        return true;
    }

    /// <returns>The fields that open threads are on; a thread on the whole opens none.</returns>
    internal static async Task<IReadOnlyList<string>> OpenFieldsAsync(
        PortalDb db,
        Guid reviewId,
        CancellationToken cancellationToken
    ) =>
        await db
            .ReviewComments.Where(c => c.ReviewId == reviewId && c.Id == c.ThreadId && c.ResolvedAt == null)
            .Where(c => c.FieldId != null)
            .Select(c => c.FieldId!)
            .Distinct()
            .ToListAsync(cancellationToken);

    private static Task<ReviewComment?> FirstOfAsync(
        PortalDb db,
        Review review,
        Guid threadId,
        CancellationToken cancellationToken
    ) =>
        db.ReviewComments.SingleOrDefaultAsync(
            c => c.Id == threadId && c.ThreadId == threadId && c.ReviewId == review.Id,
            cancellationToken
        );

    private ReviewComment CommentOf(
        Review review,
        Guid id,
        Guid threadId,
        string? fieldId,
        Guid? staffId,
        string text,
        DateTimeOffset now
    ) =>
        new()
        {
            Id = id,
            ReviewId = review.Id,
            ThreadId = threadId,
            Round = review.Round,
            FieldId = fieldId,
            StaffId = staffId,
            TextSealed = sealer.SealText(text),
            At = now,
        };
}
