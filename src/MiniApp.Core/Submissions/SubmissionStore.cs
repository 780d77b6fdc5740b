using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Drafts;
using MiniApp.Core.Otp;
using MiniApp.Core.Reviews;
using MiniApp.Core.Sessions;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Submissions;

/// <summary>
/// Submissions in the database. Whoever works on one holds a claim, under which alone it moves on: a worker that was
/// thought dead and wakes finds its claim gone. Leases run by PostgreSQL's clock, the same for all nodes.
/// </summary>
public sealed class SubmissionStore(IDbContextFactory<PortalDb> databases, DraftStore drafts, TimeProvider clock)
{
    /// <summary>A worker that did not renew for this long is taken for dead.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    /// <summary>Makes the submission and its key when a draft is ready to be confirmed; part of <paramref name="db"/>'s transaction.</summary>
    internal static async Task<Submission> PrepareAsync(
        PortalDb db,
        Draft draft,
        byte[] contentHash,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var submission = await db.Submissions.SingleOrDefaultAsync(s => s.DraftId == draft.Id, cancellationToken);
        if (submission is null)
        {
            var id = Guid.NewGuid();
            submission = new Submission
            {
                Id = id,
                Key = id,
                DraftId = draft.Id,
                Person = draft.Person,
                ContentHash = contentHash,
                CreatedAt = now,
                UpdatedAt = now,
            };
            db.Submissions.Add(submission);
        }
        if (submission.State == SubmissionState.Refused)
            submission.BeginAnew(now);
        if (submission.State == SubmissionState.Ready)
            submission.ContentHash = contentHash;
        await db.SaveChangesAsync(cancellationToken);
        return submission;
    }

    /// <summary>Takes the sole right to send, and closes the draft to edits, in one transaction.</summary>
    /// <returns>Null when somebody else has it or the draft changed meanwhile.</returns>
    internal async Task<SubmissionClaim?> ClaimAsync(
        LiveSession session,
        OpenDraft reviewed,
        byte[] hash,
        CancellationToken cancellationToken
    )
    {
        SubmissionClaim? claimed = null;
        try
        {
            await drafts.ChangeAsync(
                session,
                reviewed.Id,
                async (db, draft, now) =>
                {
                    if (
                        draft.Revision != reviewed.Revision
                        || !await SharedDraft.MaySendAsync(db, reviewed, cancellationToken)
                    )
                        return;
                    var submission = await PrepareAsync(db, draft, hash, now, cancellationToken);
                    submission.MoveTo(SubmissionState.Confirming, "applicant confirmed", now);
                    submission.Claim = Guid.NewGuid();
                    submission.SessionId = session.Id;
                    submission.SessionOverAt = null;
                    draft.MarkSubmitted();
                    await db.SaveChangesAsync(cancellationToken);
                    var claim = new SubmissionClaim(submission.Id, submission.Key, submission.Claim.Value);
                    await RenewAsync(db, claim, cancellationToken);
                    claimed = claim;
                },
                cancellationToken
            );
        }
        catch (DraftGoneException)
        {
            return null;
        }
        return claimed;
    }

    /// <returns>False when the claim is gone: somebody else works on it, or its outcome is known.</returns>
    internal async Task<bool> RenewAsync(SubmissionClaim claim, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await RenewAsync(db, claim, cancellationToken);
    }

    /// <summary>Moves on under a claim, and opens the draft again where the applicant may mend and resend it.</summary>
    /// <param name="change">Moves the submission; gets the present time.</param>
    /// <exception cref="ClaimLostException">Somebody else works on it now.</exception>
    internal Task MoveAsync(SubmissionClaim claim, Action<Submission, DateTimeOffset> change) =>
        MoveAsync(
            claim.SubmissionId,
            (submission, now) =>
            {
                if (submission.Claim != claim.Claim)
                    throw new ClaimLostException();
                change(submission, now);
            }
        );

    /// <summary>The same without a claim, for those who checked that none is held or need none.</summary>
    internal Task MoveAsync(Guid submissionId, Action<Submission, DateTimeOffset> change) =>
        // No caller's token: what Biz Portal did must be on record when the page has gone.
        OnRecord.KeepAsync(clock, () => MoveOnceAsync(submissionId, change));

    /// <summary>Records that asking what became of it gave no answer, and when to ask next.</summary>
    internal async Task PostponeAsync(SubmissionClaim claim, string cause, TimeSpan pause, bool sessionOver)
    {
        DateTimeOffset? overAt = sessionOver ? clock.GetUtcNow() : null;
        await using var db = await databases.CreateDbContextAsync();
        await db.Database.ExecuteSqlAsync(
            $"""
            update submissions
            set claim = null, lease_until = null, lookups = lookups + 1, last_lookup = {cause},
                next_lookup_at = clock_timestamp() + {pause}, session_over_at = coalesce({overAt}, session_over_at)
            where id = {claim.SubmissionId} and claim = {claim.Claim}
            """
        );
    }

    /// <summary>Claims one submission that nobody works on any more, or whose outcome is to be asked for.</summary>
    /// <param name="askForUnknown">Also those whose outcome is unknown.</param>
    internal async Task<(SubmissionClaim Claim, Submission Submission)?> TakeDueAsync(
        bool askForUnknown,
        CancellationToken cancellationToken
    )
    {
        var claim = Guid.NewGuid();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var taken = await db
            .Database.SqlQuery<Guid>(
                $"""
                update submissions set claim = {claim}, lease_until = clock_timestamp() + {Lease}
                where id = (
                    select s.id from submissions s
                    where s.state in ('confirming', 'sending', 'unknown')
                      and coalesce(s.lease_until, '-infinity') < clock_timestamp()
                      and (s.state <> 'unknown' or {askForUnknown} and s.request_sealed is not null
                          and s.next_lookup_at <= clock_timestamp()
                          and (s.session_over_at is null or exists (
                              select 1 from applicant_sessions a join drafts d on d.id = s.draft_id
                              left join applicant_sessions tried on tried.id = s.session_id
                              where a.person = s.person and a.form_code = d.form_code and a.ended_at is null
                                and a.identity_confirmed_at is not null
                                -- Not since it showed: they may have signed in anew before that.
                                and a.created_at > coalesce(tried.created_at, s.session_over_at))))
                    order by s.next_lookup_at nulls first
                    limit 1 for update of s skip locked)
                returning id
                """
            )
            .ToListAsync(cancellationToken);
        if (taken is not [var id])
            return null;
        var submission = await db.Submissions.AsNoTracking().SingleAsync(s => s.Id == id, cancellationToken);
        return (new SubmissionClaim(id, submission.Key, claim), submission);
    }

    internal async Task<string> FormCodeOfAsync(Submission submission, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db
            .Drafts.Where(d => d.Id == submission.DraftId)
            .Select(d => d.FormCode)
            .SingleAsync(cancellationToken);
    }

    /// <summary>Which session to ask in from now on.</summary>
    internal async Task UseSessionAsync(SubmissionClaim claim, Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db
            .Submissions.Where(s => s.Id == claim.SubmissionId && s.Claim == claim.Claim)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(s => s.SessionId, sessionId)
                        .SetProperty(s => s.SessionOverAt, (DateTimeOffset?)null),
                cancellationToken
            );
    }

    private static async Task<bool> RenewAsync(PortalDb db, SubmissionClaim claim, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            update submissions set lease_until = clock_timestamp() + {Lease}
            where id = {claim.SubmissionId} and claim = {claim.Claim}
            """,
            ct
        ) == 1;

    private async Task MoveOnceAsync(Guid submissionId, Action<Submission, DateTimeOffset> change)
    {
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        // The draft first, as everybody does who changes both.
        var draft = await db
            .Drafts.FromSql(
                $"""
                select *, xmin from drafts
                where id = (select draft_id from submissions where id = {submissionId}) for update
                """
            )
            .SingleAsync();
        var submission = await db
            .Submissions.FromSql($"select *, xmin from submissions where id = {submissionId} for update")
            .SingleAsync();
        var before = submission.State;
        change(submission, clock.GetUtcNow());
        if (submission.State == before)
            return;
        if (submission.State is SubmissionState.Ready or SubmissionState.Refused)
            draft.Reopen();
        await db.SaveChangesAsync();
        // What was on its way under a code leaves no other use for it.
        if (submission.State is SubmissionState.Accepted or SubmissionState.Unknown)
            await OtpService.ForgetCodesAsync(db, submission.DraftId);
        if (submission.State == SubmissionState.Accepted)
            await SubmittedReviews.QueueAsync(db, submissionId, clock.GetUtcNow());
        if (submission.State == SubmissionState.Unknown)
            await db.Database.ExecuteSqlAsync(
                $"update submissions set next_lookup_at = clock_timestamp() where id = {submissionId}"
            );
        await transaction.CommitAsync();
    }
}

/// <summary>The right to work on a submission.</summary>
/// <param name="Key">What the request travels under.</param>
internal sealed record SubmissionClaim(Guid SubmissionId, Guid Key, Guid Claim);

/// <summary>Somebody else works on the submission now: whatever was going to be done must not be done.</summary>
internal sealed class ClaimLostException() : Exception("The claim on the submission is gone.");
