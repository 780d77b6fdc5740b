using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Applicants;
using MiniApp.Core.Audit;
using MiniApp.Core.Drafts;
using MiniApp.Core.Forms;
using MiniApp.Core.Security;
using MiniApp.Core.Staff;
using MiniApp.Core.Storage;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Reviews;

/// <summary>What there is to review, page by page: each page begins where the last one ended, however long the queue is.</summary>
public sealed class ReviewQueueStore(
    IDbContextFactory<PortalDb> databases,
    ReviewSearch search,
    PersonKeys people,
    DraftNotices notices,
    StaffAudit audit,
    ISealer sealer,
    TimeProvider clock
)
{
    /// <summary>Rows of one page.</summary>
    public const int PageSize = 50;

    private static readonly ReviewState[] Waiting = [ReviewState.Waiting, ReviewState.SecondOpinion];

    /// <param name="after">Null: the first page.</param>
    public async Task<QueuePage> FindAsync(
        LiveStaff staff,
        QueueFilter filter,
        QueueCursor? after,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (wanted, text) = await SearchAsync(
            Filtered(db.Reviews.AsNoTracking(), staff, filter),
            filter.Text,
            cancellationToken
        );
        var rows = new List<QueueRow>();
        while (true)
        {
            // One more than is shown tells whether there is another page.
            var found = await Sorted(wanted, filter.Sort, after).Take(PageSize + 1).ToListAsync(cancellationToken);
            foreach (var review in found.Take(PageSize))
            {
                after = CursorOf(review, filter.Sort);
                if (text is null || await HasAsync(db, review, text, cancellationToken))
                    rows.Add(ToRow(review));
                if (rows.Count == PageSize)
                    break;
            }
            if (found.Count <= PageSize && (rows.Count < PageSize || CursorOf(found[^1], filter.Sort) == after))
                return new QueuePage(rows, null);
            if (rows.Count == PageSize)
                return new QueuePage(rows, after);
        }
    }

    /// <summary>
    /// The filter for what somebody typed into the search box. An ID number becomes its keyed hash: the filter stands in
    /// addresses.
    /// </summary>
    public async Task<QueueFilter> SearchForAsync(QueueFilter filter, string text, CancellationToken cancellationToken)
    {
        var digits = ThaiDigits.WithoutSeparators(text);
        if (digits.Length != NationalId.Length || !ThaiDigits.AreDigits(digits))
            return filter with { Text = string.IsNullOrWhiteSpace(text) ? null : text.Trim(), Person = null };
        // Registration numbers begin with 0, and no citizen's number does.
        var applicant = new Applicant(digits, digits[0] == '0' ? ApplicantType.Juristic : ApplicantType.Citizen);
        var key = await people.KeyOfAsync(applicant, cancellationToken);
        return filter with { Text = null, Person = Convert.ToHexStringLower(key) };
    }

    /// <returns>How many there are in each state; of one form or of all.</returns>
    public async Task<IReadOnlyDictionary<ReviewState, long>> CountAsync(
        string? formCode,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var counts = await db
            .Database.SqlQuery<StateCount>(
                $"""
                select state as "State", sum(count)::bigint as "Count" from review_counts
                where {formCode}::text is null or form_code = {formCode} group by state
                """
            )
            .ToListAsync(cancellationToken);
        return Enum.GetValues<ReviewState>()
            .ToDictionary(
                state => state,
                state => counts.Find(count => count.State == SnakeCase.Of(state.ToString()))?.Count ?? 0
            );
    }

    /// <summary>Takes the next one that nobody has, in the order of the queue. Any number of officers may do so at once.</summary>
    /// <returns>Null when there is none.</returns>
    public async Task<Guid?> TakeNextAsync(LiveStaff staff, string? formCode, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var note = sealer.SealText(staff.StaffId.ToString());
        var taken = await db
            .Database.SqlQuery<Taken>(
                $"""
                with taken as (
                    update reviews set officer_id = {staff.StaffId}, changed_at = {now}, version = version + 1
                    where id = (
                        select id from reviews
                        where state in ('waiting', 'second_opinion') and officer_id is null
                            and first_officer_id is distinct from {staff.StaffId}
                            and ({formCode}::text is null or form_code = {formCode})
                        order by due_at, number limit 1
                        for update skip locked
                    )
                    returning id, state, round, draft_id, revision
                ), noted as (
                    insert into review_events (review_id, action, state, round, staff_id, note_sealed, at)
                    select id, 'assign', state, round, {staff.StaffId}, {note}, {now} from taken
                )
                select id as "Id", draft_id as "DraftId", revision as "Revision" from taken
                """
            )
            .ToListAsync(cancellationToken);
        if (taken is not [var one])
            return null;
        await audit.ReviewedAsync(
            db,
            staff,
            AuditAction.Claimed,
            one.DraftId,
            cancellationToken,
            detail: "next",
            version: one.Revision
        );
        await transaction.CommitAsync(cancellationToken);
        notices.TellQueues();
        return one.Id;
    }

    private IQueryable<Review> Filtered(IQueryable<Review> reviews, LiveStaff staff, QueueFilter filter)
    {
        reviews = filter.State is { } state
            ? reviews.Where(review => review.State == state)
            : reviews.Where(review => Waiting.Contains(review.State));
        if (filter.FormCode is { } form)
            reviews = reviews.Where(review => review.FormCode == form);
        if (filter.Province is { } province)
            reviews = reviews.Where(review => review.Province == province);
        reviews = filter.Officer switch
        {
            QueueOfficer.Me => reviews.Where(review => review.OfficerId == staff.StaffId),
            QueueOfficer.Nobody => reviews.Where(review => review.OfficerId == null),
            QueueOfficer.Somebody => reviews.Where(review => review.OfficerId == filter.OfficerId),
            _ => reviews,
        };
        if (filter.Person is { } text)
        {
            var person = IsKey(text) ? Convert.FromHexString(text) : [];
            reviews = reviews.Where(review => review.Person == person);
        }
        var now = clock.GetUtcNow();
        return filter.Overdue ? reviews.Where(review => review.DueAt < now) : reviews;
    }

    /// <returns>The reviews that may have it, and what is to be read in each; null where the numbers have settled it.</returns>
    private async Task<(IQueryable<Review> Reviews, string? Text)> SearchAsync(
        IQueryable<Review> reviews,
        string? text,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(text))
            return (reviews, null);
        var digits = ThaiDigits.WithoutSeparators(text);
        if (digits.Length < NationalId.Length && long.TryParse(digits, CultureInfo.InvariantCulture, out var number))
            return (reviews.Where(review => review.Number == number), null);
        var grams = await search.QueryAsync(text, cancellationToken);
        return grams.Length == 0
            ? (reviews.Where(review => false), null)
            : (reviews.Where(review => grams.All(gram => review.Grams.Contains(gram))), ReviewSearch.Normalise(text));
    }

    private static bool IsKey(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private static IQueryable<Review> Sorted(IQueryable<Review> reviews, QueueSort sort, QueueCursor? after)
    {
        if (sort == QueueSort.Newest)
        {
            if (after is not null)
                reviews = reviews.Where(review =>
                    EF.Functions.LessThan(
                        ValueTuple.Create(review.AskedAt, review.Number),
                        ValueTuple.Create(after.At, after.Number)
                    )
                );
            return reviews.OrderByDescending(review => review.AskedAt).ThenByDescending(review => review.Number);
        }
        if (after is not null)
            reviews = reviews.Where(review =>
                EF.Functions.GreaterThan(
                    ValueTuple.Create(review.DueAt, review.Number),
                    ValueTuple.Create(after.At, after.Number)
                )
            );
        return reviews.OrderBy(review => review.DueAt).ThenBy(review => review.Number);
    }

    private static QueueCursor CursorOf(Review review, QueueSort sort) =>
        new(sort == QueueSort.Newest ? review.AskedAt : review.DueAt, review.Number);

    /// <summary>Whether it has these letters one after the other, and not only each three of them somewhere.</summary>
    private async Task<bool> HasAsync(PortalDb db, Review review, string text, CancellationToken cancellationToken)
    {
        if (ReviewSearch.Normalise(sealer.OpenText(review.NameSealed)).Contains(text, StringComparison.Ordinal))
            return true;
        var answers = await db
            .ReviewRounds.Where(round => round.ReviewId == review.Id && round.Round == review.Round)
            .Select(round => round.AnswersSealed)
            .SingleOrDefaultAsync(cancellationToken);
        return answers is not null
            && Answers
                .FromJson(sealer.OpenJson<JsonObject>(answers))
                .ToJson()
                .Any(answer =>
                    JsonAnswer.Text(answer.Value) is { } said
                    && ReviewSearch.Normalise(said).Contains(text, StringComparison.Ordinal)
                );
    }

    private QueueRow ToRow(Review review) =>
        new(
            review.Id,
            review.Number,
            review.FormCode,
            sealer.OpenText(review.NameSealed),
            review.Province,
            review.State,
            review.Round,
            review.AskedAt,
            review.DueAt,
            review.OfficerId
        );

    private sealed record Taken(Guid Id, Guid DraftId, int Revision);

    private sealed record StateCount(string State, long Count);
}
