using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MiniApp.Core.Drafts;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Forms;
using MiniApp.Core.Otp;
using MiniApp.Core.Security;
using MiniApp.Core.Sessions;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Submissions;

/// <summary>
/// Sends a draft to Biz Portal once. Whoever moves the submission to <see cref="SubmissionState.Confirming"/> sends; a
/// second click, tab or node loses that race in the database and is told so.
/// </summary>
public sealed partial class SubmissionService(
    IDbContextFactory<PortalDb> databases,
    DraftStore drafts,
    OtpService otp,
    FormValidator validator,
    ApplicantSessions sessions,
    BizPortalClient bizPortal,
    ISealer sealer,
    TimeProvider clock,
    ILogger<SubmissionService> logger
)
{
    // Well past every time limit of the calls made in these states: whoever was at it is gone.
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(2);

    /// <param name="reviewedHash">What the applicant had on the page when they confirmed: see <see cref="OpenDraft.ContentHash"/>.</param>
    public async Task<SubmitOutcome> SubmitAsync(
        LiveSession session,
        Guid draftId,
        byte[] reviewedHash,
        string code,
        CancellationToken cancellationToken
    )
    {
        if (await drafts.FindAsync(session, draftId, cancellationToken) is not { } draft)
            throw new DraftGoneException();
        if (draft.State == DraftState.Submitted)
            return await OutcomeAsync(session, draftId, cancellationToken);

        var hash = draft.ContentHash();
        if (!hash.AsSpan().SequenceEqual(reviewedHash))
            return new SubmitOutcome.Changed();
        var problems = validator.Validate(draft.Form, draft.Answers, draft.Documents, draft.ApplicantType);
        if (problems.Count > 0)
            return new SubmitOutcome.Incomplete(problems);

        if (await ClaimAsync(session, draft, hash, cancellationToken) is not { } submissionId)
            return await OutcomeAsync(session, draftId, cancellationToken);

        // From the claim on the caller's token is out of play: a closed tab must not leave the claim hanging.
        var check = await otp.VerifyAsync(session, draft, code, CancellationToken.None);
        if (check.Check != OtpCheck.Valid)
        {
            await MoveAsync(submissionId, SubmissionState.Ready, $"code {check.Check}");
            return new SubmitOutcome.NotConfirmed(check);
        }
        return await SendAsync(session, draft, submissionId, code);
    }

    /// <returns>The submission of this draft, or null when it was never confirmed.</returns>
    public async Task<SubmissionView?> FindAsync(LiveSession session, Guid draftId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var submission = await db
            .Submissions.Include(s => s.Transitions)
            .SingleOrDefaultAsync(s => s.DraftId == draftId && s.Person == session.Person, cancellationToken);
        if (submission is null)
            return null;
        if (clock.GetUtcNow() - submission.UpdatedAt > AbandonedAfter)
        {
            try
            {
                await RecoverAsync(db, submission, cancellationToken);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Another page or the sender itself moved it on just now.
                return await FindAsync(session, draftId, cancellationToken);
            }
        }
        return new SubmissionView(
            submission.State,
            submission.RequestId,
            submission.UpdatedAt,
            [.. submission.Transitions.OrderBy(t => t.Id)]
        );
    }

    private async Task<SubmitOutcome> SendAsync(LiveSession session, OpenDraft draft, Guid submissionId, string code)
    {
        var payload = SubmissionPayload.Build(draft.ToSubmission(session.Applicant, clock.GetUtcNow()));
        await MoveAsync(submissionId, SubmissionState.Sending, "code confirmed", payload);
        try
        {
            var requestId = await bizPortal.CreateRequestAsync(
                sessions.BizPortalOf(session),
                new CreateRequest(
                    code,
                    session.Applicant,
                    draft.Form.ApplicationId,
                    payload.Area,
                    payload.Data,
                    payload.DataDescription,
                    draft.Form.Version,
                    draft.Form.ServiceNo,
                    submissionId.ToString()
                ),
                CancellationToken.None
            );
            await AcceptAsync(submissionId, requestId);
            return new SubmitOutcome.Accepted(requestId);
        }
        catch (BizPortalException failure)
        {
            NotAccepted(logger, submissionId, failure.Failure);
            return await RecordFailureAsync(submissionId, failure);
        }
    }

    private async Task<SubmitOutcome> RecordFailureAsync(Guid submissionId, BizPortalException failure)
    {
        var cause = failure.Failure.ToString();
        switch (failure.Failure)
        {
            case BizPortalFailure.Unreachable or BizPortalFailure.SessionOver:
                await MoveAsync(submissionId, SubmissionState.Ready, cause);
                return new SubmitOutcome.NotSent(failure.Failure);
            case BizPortalFailure.Refused:
                await MoveAsync(submissionId, SubmissionState.Refused, cause, said: failure.UpstreamMessage);
                return new SubmitOutcome.Refused(failure.UpstreamMessage);
            default:
                await MoveAsync(submissionId, SubmissionState.Unknown, cause);
                return new SubmitOutcome.Unknown();
        }
    }

    /// <summary>Takes the sole right to send, and closes the draft to edits, in one transaction.</summary>
    /// <returns>The submission's id, or null when somebody else has it or the draft changed meanwhile.</returns>
    private async Task<Guid?> ClaimAsync(LiveSession session, OpenDraft reviewed, byte[] hash, CancellationToken ct)
    {
        Guid? claimed = null;
        try
        {
            await drafts.ChangeAsync(
                session,
                reviewed.Id,
                async (db, draft, now) =>
                {
                    if (draft.Revision != reviewed.Revision)
                        return;
                    var submission = await db.Submissions.SingleOrDefaultAsync(s => s.DraftId == draft.Id, ct);
                    if (submission is null)
                    {
                        submission = new Submission
                        {
                            Id = Guid.NewGuid(),
                            DraftId = draft.Id,
                            Person = session.Person,
                            ContentHash = hash,
                            CreatedAt = now,
                            UpdatedAt = now,
                        };
                        db.Submissions.Add(submission);
                    }
                    submission.ContentHash = hash;
                    submission.MoveTo(SubmissionState.Confirming, "applicant confirmed", now);
                    draft.MarkSubmitted();
                    claimed = submission.Id;
                },
                ct
            );
        }
        catch (DraftGoneException)
        {
            return null;
        }
        return claimed;
    }

    /// <summary>Moves on, and opens the draft again where the applicant may mend and resend it.</summary>
    private async Task MoveAsync(
        Guid submissionId,
        SubmissionState next,
        string cause,
        SubmissionPayload? payload = null,
        string? said = null
    )
    {
        await using var db = await databases.CreateDbContextAsync();
        var submission = await db.Submissions.SingleAsync(s => s.Id == submissionId);
        submission.MoveTo(next, cause, clock.GetUtcNow());
        if (payload is not null)
            submission.PayloadSealed = sealer.SealJson(payload.Data);
        if (said is not null)
            submission.UpstreamMessageSealed = sealer.SealText(said);
        if (next is SubmissionState.Ready or SubmissionState.Refused)
            (await db.Drafts.SingleAsync(d => d.Id == submission.DraftId)).Reopen();
        await db.SaveChangesAsync();
    }

    /// <summary>The process that was at it is gone. Before sending that is harmless; after, nobody can know.</summary>
    private async Task RecoverAsync(PortalDb db, Submission submission, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (submission.State == SubmissionState.Confirming)
        {
            submission.MoveTo(SubmissionState.Ready, "the sender stopped before anything was sent", now);
            (await db.Drafts.SingleAsync(d => d.Id == submission.DraftId, ct)).Reopen();
        }
        else if (submission.State == SubmissionState.Sending)
        {
            submission.MoveTo(SubmissionState.Unknown, "the sender stopped before an answer came", now);
        }
        else
        {
            return;
        }
        await db.SaveChangesAsync(ct);
    }

    private async Task AcceptAsync(Guid submissionId, string requestId)
    {
        await using var db = await databases.CreateDbContextAsync();
        var submission = await db.Submissions.SingleAsync(s => s.Id == submissionId);
        submission.Accept(requestId, clock.GetUtcNow());
        await db.SaveChangesAsync();
    }

    private async Task<SubmitOutcome> OutcomeAsync(LiveSession session, Guid draftId, CancellationToken ct) =>
        await FindAsync(session, draftId, ct) switch
        {
            { State: SubmissionState.Accepted, RequestId: { } requestId } => new SubmitOutcome.Accepted(requestId),
            { State: SubmissionState.Unknown } => new SubmitOutcome.Unknown(),
            { State: SubmissionState.Confirming or SubmissionState.Sending } => new SubmitOutcome.InProgress(),
            _ => new SubmitOutcome.Changed(),
        };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Submission {SubmissionId} has no request number: {Failure}")]
    private static partial void NotAccepted(ILogger logger, Guid submissionId, BizPortalFailure failure);
}
