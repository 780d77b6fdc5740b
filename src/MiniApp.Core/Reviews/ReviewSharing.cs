using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Drafts;
using MiniApp.Core.Forms;
using MiniApp.Core.Security;
using MiniApp.Core.Sessions;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Reviews;

/// <summary>What became of asking for a check.</summary>
public enum AskOutcome
{
    Asked,

    /// <summary>The draft is not what the applicant had on the page.</summary>
    Changed,

    /// <summary>Something is missing or wrong in it.</summary>
    Incomplete,

    /// <summary>It is with the officers already, decided, or the form has no check.</summary>
    NotNow,
}

/// <summary>The applicant's side of a review: share, take back, answer. What is with officers can't be edited meanwhile.</summary>
public sealed class ReviewSharing(
    IDbContextFactory<PortalDb> databases,
    DraftStore drafts,
    SharedDraft shared,
    ReviewThreads threads,
    FormValidator validator,
    DraftNotices notices,
    ISealer sealer
)
{
    /// <param name="revision">What the applicant had on the page.</param>
    /// <exception cref="DraftGoneException">The draft is not this person's, or no longer open.</exception>
    public async Task<AskOutcome> AskAsync(
        LiveSession session,
        Guid draftId,
        int revision,
        CancellationToken cancellationToken
    )
    {
        if (await drafts.FindAsync(session, draftId, cancellationToken) is not { } draft)
            throw new DraftGoneException();
        if (draft.Form.Review == ReviewSetting.None)
            return AskOutcome.NotNow;
        if (draft.Revision != revision)
            return AskOutcome.Changed;
        var view = validator.View(draft.Form, draft.Answers, draft.ApplicantType, draft.Documents);
        if (FormValidator.Validate(view).Count > 0)
            return AskOutcome.Incomplete;
        var outcome = AskOutcome.Asked;
        await drafts.ChangeAsync(
            session,
            draftId,
            async (db, row, now) =>
                outcome =
                    row.Revision != revision
                        ? AskOutcome.Changed
                        : await ShareAsync(db, session, row, draft, view, now, cancellationToken),
            cancellationToken
        );
        notices.TellQueues();
        return outcome;
    }

    /// <summary>Takes the draft back: it can be edited again, and officers no longer see its answers.</summary>
    /// <returns>False when there is nothing to take back.</returns>
    /// <exception cref="DraftGoneException">The draft is not this person's, or no longer open.</exception>
    public async Task<bool> WithdrawAsync(LiveSession session, Guid draftId, CancellationToken cancellationToken)
    {
        var withdrawn = false;
        await drafts.ChangeAsync(
            session,
            draftId,
            async (db, draft, now) =>
            {
                if (
                    await SharedDraft.LockAsync(db, draftId, cancellationToken) is not { } review
                    || ReviewRules.Next(review.State, ReviewAction.Withdraw, needsSecond: false) is null
                )
                    return;
                review.Do(ReviewAction.Withdraw, needsSecond: false, now);
                draft.OpenEverything();
                db.ReviewEvents.Add(EventOf(review, ReviewAction.Withdraw, staffId: null, note: null, now));
                withdrawn = true;
            },
            cancellationToken
        );
        notices.TellQueues();
        return withdrawn;
    }

    /// <returns>What the applicant may know of the review; null when the draft was never shared.</returns>
    public async Task<ReviewOfDraft?> FindAsync(LiveSession session, Guid draftId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var review = await db
            .Reviews.AsNoTracking()
            .SingleOrDefaultAsync(r => r.DraftId == draftId && r.Person == session.Person, cancellationToken);
        if (review is null)
            return null;
        var reason = await db
            .ReviewEvents.Where(e => e.ReviewId == review.Id && e.NoteSealed != null)
            .Where(e => e.Action == ReviewAction.Reject || e.Action == ReviewAction.RequestChanges)
            .OrderByDescending(e => e.Id)
            .Select(e => e.NoteSealed)
            .FirstOrDefaultAsync(cancellationToken);
        return new ReviewOfDraft(
            review.Id,
            review.Number,
            review.State,
            review.Revision,
            review.AskedAt,
            review.DueAt,
            review.ChangedAt,
            review.State is ReviewState.Rejected or ReviewState.ChangesRequested && reason is not null
                ? sealer.OpenText(reason)
                : null,
            await threads.ListAsync(db, review.Id, cancellationToken)
        );
    }

    /// <summary>Answers a thread of the officers.</summary>
    /// <returns>False when it is over, or not this person's.</returns>
    public async Task<bool> ReplyAsync(
        LiveSession session,
        Guid draftId,
        Guid threadId,
        string text,
        CancellationToken cancellationToken
    )
    {
        var replied = false;
        await drafts.ChangeAsync(
            session,
            draftId,
            async (db, _, now) =>
            {
                if (
                    await SharedDraft.LockAsync(db, draftId, cancellationToken) is
                    { State: not ReviewState.Rejected } review
                )
                    replied = await threads.ReplyAsync(
                        db,
                        review,
                        threadId,
                        staffId: null,
                        text,
                        now,
                        cancellationToken
                    );
            },
            cancellationToken
        );
        notices.TellQueues();
        return replied;
    }

    internal static ReviewEvent EventOf(
        Review review,
        ReviewAction action,
        Guid? staffId,
        byte[]? note,
        DateTimeOffset now
    ) =>
        new()
        {
            ReviewId = review.Id,
            Action = action,
            State = review.State,
            Round = review.Round,
            StaffId = staffId,
            NoteSealed = note,
            At = now,
        };

    private async Task<AskOutcome> ShareAsync(
        PortalDb db,
        LiveSession session,
        Draft row,
        OpenDraft draft,
        FormView view,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var dueAt = SharedDraft.DueAt(draft.Form, now);
        var review = await SharedDraft.LockAsync(db, row.Id, cancellationToken);
        if (review is null)
        {
            review = await shared.BeginAsync(draft, view, session.Applicant, session.Person, cancellationToken);
            review.Begin(draft.Revision, now, dueAt);
            db.Reviews.Add(review);
        }
        else if (ReviewRules.Next(review.State, ReviewAction.Ask, needsSecond: false) is null)
        {
            return AskOutcome.NotNow;
        }
        else
        {
            review.AskAgain(draft.Revision, now, dueAt);
            await shared.DescribeAsync(review, draft, view, cancellationToken);
        }
        db.ReviewRounds.Add(shared.RoundOf(review, draft, row.FormVersion, now));
        db.ReviewEvents.Add(EventOf(review, ReviewAction.Ask, staffId: null, note: null, now));
        row.OpenOnly([]);
        return AskOutcome.Asked;
    }
}

/// <summary>A review as its applicant sees it: what is asked of them, and not who works on it.</summary>
/// <param name="Revision">The draft's revision that was shared last: only this one is approved by an approval.</param>
/// <param name="Reason">Of a rejection or a request for changes.</param>
public sealed record ReviewOfDraft(
    Guid Id,
    long Number,
    ReviewState State,
    int Revision,
    DateTimeOffset AskedAt,
    DateTimeOffset DueAt,
    DateTimeOffset ChangedAt,
    string? Reason,
    IReadOnlyList<ReviewThread> Threads
)
{
    /// <summary>Whether exactly this revision may be sent.</summary>
    public bool Approves(int revision) => State == ReviewState.Approved && Revision == revision;
}
