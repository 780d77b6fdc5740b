using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Audit;
using MiniApp.Core.Drafts;
using MiniApp.Core.Forms;
using MiniApp.Core.Staff;
using MiniApp.Core.Storage;
using MiniApp.Core.Uploads;

namespace MiniApp.Core.Reviews;

/// <content>Each change in one transaction: the draft's row first, as everybody does who changes both.</content>
public sealed partial class ReviewDesk
{
    /// <param name="change">Returns the sealed note of the event.</param>
    private async Task ChangeAsync(
        LiveStaff staff,
        Guid reviewId,
        ReviewAction action,
        Func<PortalDb, Review, FormDefinition, DateTimeOffset, Task<byte[]?>> change,
        CancellationToken cancellationToken
    ) =>
        await LockedAsync(
            reviewId,
            async (db, review, form, now) =>
            {
                if (!ReviewRules.MayDo(action, staff, review.OfficerId, review.FirstOfficerId))
                    throw new UnauthorizedAccessException($"{staff} may not {action} this review.");
                var note = await change(db, review, form, now);
                db.ReviewEvents.Add(ReviewSharing.EventOf(review, action, staff.StaffId, note, now));
                return true;
            },
            (db, review) =>
                audit.ReviewedAsync(
                    db,
                    staff,
                    OnRecordAs(action, review, staff),
                    review.DraftId,
                    cancellationToken,
                    detail: SnakeCase.Of(action.ToString()),
                    version: review.Revision
                ),
            cancellationToken
        );

    private static AuditAction OnRecordAs(ReviewAction action, Review review, LiveStaff staff) =>
        action switch
        {
            ReviewAction.Assign when review.OfficerId == staff.StaffId => AuditAction.Claimed,
            ReviewAction.Assign => AuditAction.Assigned,
            ReviewAction.Release => AuditAction.Released,
            _ => AuditAction.Decided,
        };

    /// <param name="talk">Returns false when there is no such thread.</param>
    private Task TalkAsync(
        LiveStaff staff,
        Guid reviewId,
        Func<PortalDb, Review, FormDefinition, DateTimeOffset, Task<bool>> talk,
        CancellationToken cancellationToken
    ) =>
        LockedAsync(
            reviewId,
            (db, review, form, now) =>
                review.State is ReviewState.Withdrawn or ReviewState.Submitted
                    ? throw new ReviewConflictException("It is over, or was taken back.")
                    : talk(db, review, form, now),
            (db, review) => audit.ReviewedAsync(db, staff, AuditAction.Commented, review.DraftId, cancellationToken),
            cancellationToken
        );

    private async Task LockedAsync(
        Guid reviewId,
        Func<PortalDb, Review, FormDefinition, DateTimeOffset, Task<bool>> change,
        Func<PortalDb, Review, Task> record,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var draft = await db
            .Drafts.FromSql(
                $"select *, xmin from drafts where id = (select draft_id from reviews where id = {reviewId}) for update"
            )
            .SingleOrDefaultAsync(cancellationToken);
        if (
            draft is null
            || await SharedDraft.LockAsync(db, draft.Id, cancellationToken) is not { } review
            || !forms.TryGet(review.FormCode, out var form)
        )
            throw new ReviewConflictException("There is no such review any more.");
        if (!await change(db, review, form, clock.GetUtcNow()))
            throw new ReviewConflictException("There is no such thread.");
        await db.SaveChangesAsync(cancellationToken);
        // Last: everybody who records waits for it.
        await record(db, review);
        await transaction.CommitAsync(cancellationToken);
        notices.Tell(new DraftNotice(draft.Id, draft.Upstream));
        notices.TellQueues();
    }

    /// <summary>
    /// What the applicant may change now: what is commented on while changes are requested, and what was not asked when the
    /// draft was shared, because an answer that is mended may bring it up.
    /// </summary>
    private async Task OpenFieldsAsync(
        PortalDb db,
        Review review,
        FormDefinition form,
        CancellationToken cancellationToken
    )
    {
        var draft = await db.Drafts.SingleAsync(d => d.Id == review.DraftId, cancellationToken);
        switch (review.State)
        {
            case ReviewState.ChangesRequested:
                var round = await db.ReviewRounds.SingleAsync(
                    r => r.ReviewId == review.Id && r.Round == review.Round,
                    cancellationToken
                );
                var shared = Open(form, round);
                var asked = shared.View(validator, review.ApplicantType).VisibleFields.Select(field => field.Id);
                var commented = await ReviewThreads.OpenFieldsAsync(db, review.Id, cancellationToken);
                draft.OpenOnly([.. commented.Union(form.Fields.Select(field => field.Id).Except(asked))]);
                break;
            case ReviewState.Rejected:
                draft.OpenEverything();
                break;
            default:
                draft.OpenOnly([]);
                break;
        }
    }

    /// <returns>What this officer saw before; null when they never did.</returns>
    private async Task<SeenBefore?> SeeAsync(
        PortalDb db,
        Review review,
        LiveStaff staff,
        CancellationToken cancellationToken
    )
    {
        var seen = await db.ReviewViews.SingleOrDefaultAsync(
            s => s.ReviewId == review.Id && s.StaffId == staff.StaffId,
            cancellationToken
        );
        var before = seen is null ? null : new SeenBefore(seen.Round, seen.SeenAt);
        var now = clock.GetUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into review_views (review_id, staff_id, round, seen_at)
            values ({review.Id}, {staff.StaffId}, {review.Round}, {now})
            on conflict (review_id, staff_id) do update set round = excluded.round, seen_at = excluded.seen_at
            """,
            cancellationToken
        );
        return before;
    }
}

/// <summary>When an officer last looked, and at what.</summary>
public sealed record SeenBefore(int Round, DateTimeOffset At);

/// <summary>One sharing.</summary>
public sealed record SharedRound(int Round, DateTimeOffset SharedAt);

/// <summary>What was shared in one round, readable.</summary>
public sealed record SharedAnswers(
    int Round,
    int Revision,
    FormDefinition Form,
    Answers Answers,
    PrefillRecord Prefill,
    IReadOnlyList<Attachment> Attachments,
    DateTimeOffset SharedAt
)
{
    public FormView View(FormValidator validator, Applicants.ApplicantType applicant) =>
        validator.View(Form, Answers, applicant, [.. Attachments.Select(file => file.ToDocument())]);

    /// <summary>Ids of the fields that differ from an earlier round; documents by the files they have.</summary>
    public IReadOnlySet<string> DifferentFrom(SharedAnswers earlier)
    {
        var different = AnswerDifference
            .Between(earlier.Answers, Answers)
            .Select(difference => difference.FieldId)
            .ToHashSet(StringComparer.Ordinal);
        var files = Attachments.Select(file => (file.FieldId, file.FileId)).ToHashSet();
        files.SymmetricExceptWith(earlier.Attachments.Select(file => (file.FieldId, file.FileId)));
        different.UnionWith(files.Select(file => file.FieldId));
        return different;
    }
}

/// <summary>A line of what happened.</summary>
/// <param name="By">Null: the applicant.</param>
/// <param name="Note">A reason; for an assignment who got it.</param>
public sealed record ReviewEntry(
    ReviewAction Action,
    ReviewState State,
    int Round,
    string? By,
    string? Note,
    DateTimeOffset At
);

/// <summary>A review as an officer has it open.</summary>
/// <param name="Shared">Null when the applicant took it back.</param>
/// <param name="Seen">What this officer saw before this time.</param>
public sealed record OpenReview(
    Review Review,
    FormDefinition Form,
    string ApplicantName,
    Applicants.Applicant Applicant,
    SharedAnswers? Shared,
    IReadOnlyList<SharedRound> Rounds,
    SeenBefore? Seen,
    IReadOnlyList<ReviewEntry> Events,
    IReadOnlyList<ReviewThread> Threads,
    string? Officer
)
{
    /// <summary>Names are personal: a review may end up in a log line.</summary>
    public override string ToString() => $"Review {Review.Id}";

    /// <summary>Whether this officer may do it now.</summary>
    public bool Allows(ReviewAction action, LiveStaff staff) =>
        ReviewRules.Next(Review.State, action, Form.NeedsSecondApproval) is not null
        && ReviewRules.MayDo(action, staff, Review.OfficerId, Review.FirstOfficerId);
}
