using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Applicants;
using MiniApp.Core.Drafts;
using MiniApp.Core.Forms;
using MiniApp.Core.Security;
using MiniApp.Core.Sessions;
using MiniApp.Core.Storage;
using MiniApp.Core.Work;

namespace MiniApp.Core.Reviews;

/// <summary>
/// Shows officers what was sent to Biz Portal. In the background and not with the receipt: nothing that goes wrong here may
/// keep a request number from being recorded.
/// </summary>
public sealed class SubmittedReviews(
    IDbContextFactory<PortalDb> databases,
    DraftStore drafts,
    SharedDraft shared,
    FormCatalog forms,
    FormValidator validator,
    DraftNotices notices,
    ISealer sealer,
    TimeProvider clock
) : IBackgroundWork
{
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);

    public TimeSpan Pause { get; } = TimeSpan.FromSeconds(2);

    public async Task<Func<Task>?> TakeAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var taken = await db
            .Database.SqlQuery<Guid>(
                $"""
                update submissions set review_due_at = {now + Retry}
                where id = (
                    select id from submissions where review_due_at <= {now}
                    order by review_due_at limit 1 for update skip locked
                )
                returning id
                """
            )
            .ToListAsync(cancellationToken);
        return taken is [var id] ? () => ShowAsync(id) : null;
    }

    /// <summary>Part of the transaction that records a request number.</summary>
    internal static Task QueueAsync(PortalDb db, Guid submissionId, DateTimeOffset now) =>
        db.Database.ExecuteSqlAsync($"update submissions set review_due_at = {now} where id = {submissionId}");

    private async Task ShowAsync(Guid submissionId)
    {
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var row = await db
            .Drafts.FromSql(
                $"""
                select *, xmin from drafts
                where id = (select draft_id from submissions where id = {submissionId}) for update
                """
            )
            .SingleAsync();
        var session = await (
            from submission in db.Submissions
            join one in db.Sessions on submission.SessionId equals one.Id
            where submission.Id == submissionId
            select one
        ).SingleAsync();
        if (forms.TryGet(row.FormCode, out var form))
            await ShowAsync(db, row, form, new Applicant(sealer.OpenText(session.IdentitySealed), row.ApplicantType));
        await db.SaveChangesAsync();
        await db.Database.ExecuteSqlAsync($"update submissions set review_due_at = null where id = {submissionId}");
        await transaction.CommitAsync();
        notices.Tell(new DraftNotice(row.Id, row.Upstream));
        notices.TellQueues();
    }

    private async Task ShowAsync(PortalDb db, Draft row, FormDefinition form, Applicant applicant)
    {
        var now = clock.GetUtcNow();
        // It was submitted, and nobody changes it any more.
        var owner = new LiveSession(Guid.Empty, applicant, row.Person, row.FormCode);
        if (await drafts.FindAsync(owner, row.Id, CancellationToken.None) is not { } draft)
            return;
        var view = validator.View(form, draft.Answers, draft.ApplicantType, draft.Documents);
        var review = await SharedDraft.LockAsync(db, row.Id, CancellationToken.None);
        if (review is { State: ReviewState.Submitted })
            return;
        var isKnown = review?.Revision == row.Revision;
        if (review is null)
        {
            review = await shared.BeginAsync(draft, view, applicant, row.Person, CancellationToken.None);
            review.BeginSubmitted(row.Revision, now);
            db.Reviews.Add(review);
        }
        else
        {
            await shared.DescribeAsync(review, draft, view, CancellationToken.None);
            review.Submit(row.Revision, now);
        }
        if (!isKnown)
            db.ReviewRounds.Add(shared.RoundOf(review, draft, row.FormVersion, now));
        db.ReviewEvents.Add(ReviewSharing.EventOf(review, ReviewAction.Submit, staffId: null, note: null, now));
    }
}
