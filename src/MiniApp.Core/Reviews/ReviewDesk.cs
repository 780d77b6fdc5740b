using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Applicants;
using MiniApp.Core.Audit;
using MiniApp.Core.Drafts;
using MiniApp.Core.Forms;
using MiniApp.Core.Security;
using MiniApp.Core.Staff;
using MiniApp.Core.Storage;
using MiniApp.Core.Uploads;

namespace MiniApp.Core.Reviews;

/// <summary>
/// An officer's work on one review. Whoever changes it says which version they have seen; of two who saw the same, the second
/// is told so and nothing of the first's work is lost.
/// </summary>
public sealed partial class ReviewDesk(
    IDbContextFactory<PortalDb> databases,
    FormCatalog forms,
    FormValidator validator,
    ReviewThreads threads,
    DraftNotices notices,
    StaffAudit audit,
    ISealer sealer,
    TimeProvider clock
)
{
    /// <summary>Opens it as it was shared last, and notes that this officer has seen it.</summary>
    /// <param name="round">An earlier one; null: the last.</param>
    /// <returns>Null when there is none, or its form is not served here.</returns>
    public async Task<OpenReview?> OpenAsync(
        LiveStaff staff,
        Guid reviewId,
        int? round,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var review = await db.Reviews.AsNoTracking().SingleOrDefaultAsync(r => r.Id == reviewId, cancellationToken);
        if (review is null || !forms.TryGet(review.FormCode, out var form))
            return null;
        var rounds = await db
            .ReviewRounds.AsNoTracking()
            .Where(r => r.ReviewId == reviewId)
            .OrderBy(r => r.Round)
            .ToListAsync(cancellationToken);
        var events = await db
            .ReviewEvents.AsNoTracking()
            .Where(e => e.ReviewId == reviewId)
            .OrderBy(e => e.Id)
            .ToListAsync(cancellationToken);
        var seen = await SeeAsync(db, review, staff, cancellationToken);
        var names = await NamesAsync(db, cancellationToken);
        var shown = round is null ? rounds[^1] : rounds.Find(r => r.Round == round);
        if (shown is null)
            return null;
        // Before anything is shown.
        await audit.OpenedAsync(staff, review.DraftId, shown.Revision, cancellationToken);
        return new OpenReview(
            review,
            form,
            sealer.OpenText(review.NameSealed),
            new Applicant(sealer.OpenText(review.IdentitySealed), review.ApplicantType),
            // What was taken back is not theirs to read any more.
            review.State == ReviewState.Withdrawn
                ? null
                : Open(form, shown),
            [.. rounds.Select(r => new SharedRound(r.Round, r.SharedAt))],
            seen,
            [.. events.Select(e => ToEntry(e, names))],
            await threads.ListAsync(db, reviewId, cancellationToken),
            review.OfficerId is { } officer ? names.GetValueOrDefault(officer) : null
        );
    }

    /// <returns>The answers of a round, to be held against another's; null when there is none or it was taken back.</returns>
    public async Task<SharedAnswers?> OpenRoundAsync(Guid reviewId, int round, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await (
            from one in db.ReviewRounds
            join review in db.Reviews on one.ReviewId equals review.Id
            where one.ReviewId == reviewId && one.Round == round && review.State != ReviewState.Withdrawn
            select new { one, review.FormCode }
        ).SingleOrDefaultAsync(cancellationToken);
        return found is not null && forms.TryGet(found.FormCode, out var form) ? Open(form, found.one) : null;
    }

    /// <returns>How often it has changed; null when it is gone.</returns>
    public async Task<int?> VersionAsync(Guid reviewId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db
            .Reviews.Where(review => review.Id == reviewId)
            .Select(review => (int?)review.Version)
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Takes it, or takes it over, for oneself or gives it to a colleague.</summary>
    /// <param name="to">Null gives it back to all.</param>
    public Task AssignAsync(LiveStaff staff, Guid reviewId, Guid? to, CancellationToken cancellationToken) =>
        ChangeAsync(
            staff,
            reviewId,
            to is null ? ReviewAction.Release : ReviewAction.Assign,
            async (db, review, _, now) =>
            {
                if (to is { } colleague && !await IsListedAsync(db, colleague, cancellationToken))
                    throw new ReviewConflictException("The colleague is not on the list any more.");
                review.GiveTo(to, now);
                return to is { } id ? sealer.SealText(id.ToString()) : null;
            },
            cancellationToken
        );

    /// <param name="version">What the officer has seen.</param>
    /// <param name="reason">For the applicant; needed for a rejection.</param>
    /// <exception cref="ReviewConflictException">Somebody was there first, or it can't be decided so.</exception>
    /// <exception cref="UnauthorizedAccessException">The officer may not.</exception>
    public Task DecideAsync(
        LiveStaff staff,
        Guid reviewId,
        int version,
        ReviewAction action,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        if (!ReviewRules.Decisions.Contains(action))
            throw new ArgumentOutOfRangeException(nameof(action), action, "Not a decision.");
        if (action == ReviewAction.Reject && string.IsNullOrWhiteSpace(reason))
            throw new ReviewConflictException("A rejection needs a reason.");
        return ChangeAsync(
            staff,
            reviewId,
            action,
            async (db, review, form, now) =>
            {
                if (review.Version != version)
                    throw new ReviewConflictException("It has changed since it was seen.");
                switch (action)
                {
                    case ReviewAction.Approve:
                        review.Approve(staff.StaffId, form.NeedsSecondApproval, now);
                        break;
                    case ReviewAction.Reopen:
                        review.Reopen(now, SharedDraft.DueAt(form, now));
                        break;
                    default:
                        review.Do(action, form.NeedsSecondApproval, now);
                        break;
                }
                await OpenFieldsAsync(db, review, form, cancellationToken);
                return string.IsNullOrWhiteSpace(reason) ? null : sealer.SealText(reason.Trim());
            },
            cancellationToken
        );
    }

    /// <summary>Begins a thread on an answer or document, or on the whole.</summary>
    /// <returns>The thread.</returns>
    public async Task<Guid> CommentAsync(
        LiveStaff staff,
        Guid reviewId,
        string? fieldId,
        string text,
        CancellationToken cancellationToken
    )
    {
        var thread = Guid.Empty;
        await TalkAsync(
            staff,
            reviewId,
            (db, review, form, now) =>
            {
                if (fieldId is not null && form.FindField(fieldId) is null)
                    throw new ReviewConflictException("The form has no such field.");
                thread = threads.Begin(db, review, fieldId, staff.StaffId, Checked(text), now);
                return Task.FromResult(true);
            },
            cancellationToken
        );
        return thread;
    }

    public Task ReplyAsync(
        LiveStaff staff,
        Guid reviewId,
        Guid threadId,
        string text,
        CancellationToken cancellationToken
    ) =>
        TalkAsync(
            staff,
            reviewId,
            (db, review, _, now) =>
                threads.ReplyAsync(db, review, threadId, staff.StaffId, Checked(text), now, cancellationToken),
            cancellationToken
        );

    /// <param name="resolved">False opens it again.</param>
    public Task ResolveAsync(
        LiveStaff staff,
        Guid reviewId,
        Guid threadId,
        bool resolved,
        CancellationToken cancellationToken
    ) =>
        TalkAsync(
            staff,
            reviewId,
            (db, review, _, now) =>
                ReviewThreads.ResolveAsync(
                    db,
                    review,
                    threadId,
                    resolved ? staff.StaffId : null,
                    now,
                    cancellationToken
                ),
            cancellationToken
        );

    private static string Checked(string text) =>
        text.Trim() is { Length: > 0 and <= ReviewThreads.LongestText } said
            ? said
            : throw new ReviewConflictException("There is nothing in it, or too much.");

    private static Task<bool> IsListedAsync(PortalDb db, Guid staffId, CancellationToken cancellationToken) =>
        db.StaffPeople.AnyAsync(person => person.Id == staffId && person.RemovedAt == null, cancellationToken);

    private async Task<Dictionary<Guid, string>> NamesAsync(PortalDb db, CancellationToken cancellationToken) =>
        await db
            .StaffPeople.AsNoTracking()
            .ToDictionaryAsync(person => person.Id, person => sealer.OpenText(person.NameSealed), cancellationToken);

    private ReviewEntry ToEntry(ReviewEvent e, Dictionary<Guid, string> names)
    {
        var note = e.NoteSealed is { } said ? sealer.OpenText(said) : null;
        return new ReviewEntry(
            e.Action,
            e.State,
            e.Round,
            e.StaffId is { } by ? names.GetValueOrDefault(by) : null,
            e.Action == ReviewAction.Assign && Guid.TryParse(note, out var to) ? names.GetValueOrDefault(to) : note,
            e.At
        );
    }

    private SharedAnswers Open(FormDefinition form, ReviewRound round)
    {
        var prefill = sealer.OpenJson<PrefillRecord>(round.PrefillSealed);
        var documents = sealer.OpenJson<IReadOnlyList<Attachment>>(round.DocumentsSealed);
        var answers = Answers.FromJson(sealer.OpenJson<System.Text.Json.Nodes.JsonObject>(round.AnswersSealed));
        return new SharedAnswers(round.Round, round.Revision, form, answers, prefill, documents, round.SharedAt);
    }
}
