using Microsoft.EntityFrameworkCore;
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
/// second click, tab or node loses that race in the database and is told so. What is left behind when a node ends, and
/// what stays unknown, is <see cref="SubmissionResolver"/>'s.
/// </summary>
public sealed class SubmissionService(
    IDbContextFactory<PortalDb> databases,
    DraftStore drafts,
    SubmissionStore store,
    SubmissionSender sender,
    OtpService otp,
    FormValidator validator,
    BizPortalClient bizPortal,
    ISealer sealer,
    TimeProvider clock
)
{
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

        if (!session.CanSend(draft.Form.Code))
            return new SubmitOutcome.NotSent(BizPortalFailure.SessionOver);
        var hash = draft.ContentHash();
        if (!hash.AsSpan().SequenceEqual(reviewedHash))
            return new SubmitOutcome.Changed();
        var problems = validator.Validate(draft.Form, draft.Answers, draft.Documents, draft.ApplicantType);
        if (problems.Count > 0)
            return new SubmitOutcome.Incomplete(problems);

        if (await store.ClaimAsync(session, draft, hash, cancellationToken) is not { } claim)
            return await OutcomeAsync(session, draftId, cancellationToken);
        try
        {
            await using var lease = SubmissionLease.Keep(store, claim);
            return await ConfirmAndSendAsync(session, draft, lease, code);
        }
        catch (ClaimLostException)
        {
            var outcome = await OutcomeAsync(session, draftId, CancellationToken.None);
            return outcome is SubmitOutcome.Changed ? new SubmitOutcome.NotSent(BizPortalFailure.Unreachable) : outcome;
        }
    }

    /// <returns>The submission of this draft, or null when it was never prepared.</returns>
    public async Task<SubmissionView?> FindAsync(LiveSession session, Guid draftId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var submission = await db
            .Submissions.AsNoTracking()
            .Include(s => s.Transitions)
            .SingleOrDefaultAsync(s => s.DraftId == draftId && s.Person == session.Person, cancellationToken);
        if (submission is null)
            return null;
        return new SubmissionView(
            submission.DraftId,
            submission.State,
            submission.Reference,
            submission.RequestId,
            submission.UpstreamMessageSealed is { } said ? sealer.OpenText(said) : null,
            submission.SessionOverAt is not null,
            submission.UpdatedAt,
            [.. submission.Transitions.OrderBy(t => t.Id)]
        );
    }

    /// <summary>The person's submissions that were received or may have been, newest first.</summary>
    /// <param name="formCode">Of one form; null: of all.</param>
    public async Task<IReadOnlyList<SubmissionSummary>> ListAsync(
        LiveSession session,
        string? formCode,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var submissions = await db
            .Submissions.AsNoTracking()
            .Where(s =>
                s.Person == session.Person
                && s.State != SubmissionState.Ready
                && s.State != SubmissionState.Refused
                && (formCode == null || db.Drafts.Any(d => d.Id == s.DraftId && d.FormCode == formCode))
            )
            .OrderByDescending(s => s.UpdatedAt)
            .Take(formCode is null ? 50 : 10)
            // Not the whole rows: each holds what was sent.
            .Select(s => new
            {
                s.DraftId,
                s.State,
                s.Key,
                s.RequestId,
                s.UpdatedAt,
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. submissions.Select(s => new SubmissionSummary(
                s.DraftId,
                s.State,
                Submission.ReferenceOf(s.Key),
                s.RequestId,
                s.UpdatedAt
            )),
        ];
    }

    /// <summary>From the claim on no caller's token is in play: a closed tab must not leave the claim hanging.</summary>
    private async Task<SubmitOutcome> ConfirmAndSendAsync(
        LiveSession session,
        OpenDraft draft,
        SubmissionLease lease,
        string code
    )
    {
        var check = await otp.VerifyAsync(session, draft, code, CancellationToken.None);
        if (check.Check != OtpCheck.Valid)
        {
            await store.MoveAsync(lease.Claim, (s, now) => s.MoveTo(SubmissionState.Ready, $"code {check.Check}", now));
            return new SubmitOutcome.NotConfirmed(check);
        }
        return await sender.SendAsync(session, lease, Prepare(session, draft, code, lease.Claim.Key));
    }

    private PreparedRequest Prepare(LiveSession session, OpenDraft draft, string code, Guid key)
    {
        var payload = SubmissionPayload.Build(draft.ToSubmission(session.Applicant, clock.GetUtcNow()));
        return bizPortal.Prepare(
            new CreateRequest(
                code,
                session.Applicant,
                draft.Form.ApplicationId,
                payload.Area,
                payload.Data,
                payload.DataDescription,
                draft.Form.Version,
                draft.Form.ServiceNo,
                key.ToString()
            )
        );
    }

    private async Task<SubmitOutcome> OutcomeAsync(LiveSession session, Guid draftId, CancellationToken ct) =>
        await FindAsync(session, draftId, ct) switch
        {
            { State: SubmissionState.Accepted, RequestId: { } requestId } => new SubmitOutcome.Accepted(requestId),
            { State: SubmissionState.Unknown } => new SubmitOutcome.Unknown(),
            { State: SubmissionState.Confirming or SubmissionState.Sending } => new SubmitOutcome.InProgress(),
            _ => new SubmitOutcome.Changed(),
        };
}
