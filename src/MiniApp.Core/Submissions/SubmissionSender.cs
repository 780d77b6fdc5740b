using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Security;
using MiniApp.Core.Sessions;

namespace MiniApp.Core.Submissions;

/// <summary>Hands a claimed submission to Biz Portal and records what came of it.</summary>
public sealed partial class SubmissionSender(
    SubmissionStore store,
    ApplicantSessions sessions,
    BizPortalClient bizPortal,
    ISealer sealer,
    TimeProvider clock,
    IOptions<BizPortalOptions> options,
    ILogger<SubmissionSender> logger
)
{
    /// <summary>Further attempts while no connection can be made; nothing was handled then.</summary>
    public const int MaxRepetitions = 3;

    /// <summary>Sends for the first time. The request is on record, sealed, before a byte of it leaves.</summary>
    /// <exception cref="ClaimLostException">Somebody else took over before anything was sent.</exception>
    internal async Task<SubmitOutcome> SendAsync(LiveSession session, SubmissionLease lease, PreparedRequest request)
    {
        await store.MoveAsync(
            lease.Claim,
            (submission, now) =>
            {
                submission.MoveTo(SubmissionState.Sending, "code confirmed", now);
                submission.RequestSealed = sealer.SealJson(request);
                submission.PayloadSealed = sealer.SealJson(request.WithoutCode());
                submission.UpstreamMessageSealed = null;
            }
        );
        try
        {
            var requestId = await SendPatientlyAsync(session, lease, request);
            await AcceptAsync(lease.Claim, requestId, "request number received");
            return new SubmitOutcome.Accepted(requestId);
        }
        catch (BizPortalException failure)
        {
            NotAccepted(logger, lease.Claim.SubmissionId, failure.Failure);
            return await RecordFailureAsync(lease.Claim, failure);
        }
    }

    /// <summary>
    /// Asks what became of a submission by repeating its request under its key, which Biz Portal answers with the first
    /// result. Records the answer; without one it stays unknown.
    /// </summary>
    /// <returns>Null when the outcome is on record; else why it is not known yet.</returns>
    internal async Task<BizPortalException?> LookUpAsync(
        LiveSession session,
        SubmissionLease lease,
        byte[] requestSealed
    )
    {
        try
        {
            var request = sealer.OpenJson<PreparedRequest>(requestSealed);
            var requestId = await bizPortal.CreateRequestAsync(
                sessions.BizPortalOf(session),
                request,
                lease.ConfirmAsync,
                CancellationToken.None
            );
            await AcceptAsync(lease.Claim, requestId, "request number found under its key");
            return null;
        }
        catch (BizPortalException refused) when (ProvesNothingWasHandled(refused))
        {
            NotReceived(logger, lease.Claim.SubmissionId);
            await store.MoveAsync(
                lease.Claim,
                (submission, now) =>
                {
                    submission.MoveTo(SubmissionState.Ready, SubmissionCauses.NotReceived, now);
                    submission.UpstreamMessageSealed = Seal(refused.UpstreamMessage);
                }
            );
            return null;
        }
        catch (BizPortalException failure)
        {
            return failure;
        }
    }

    private async Task<string> SendPatientlyAsync(LiveSession session, SubmissionLease lease, PreparedRequest request)
    {
        var pause = options.Value.RetryDelay;
        for (var repetition = 0; ; repetition++)
        {
            try
            {
                return await bizPortal.CreateRequestAsync(
                    sessions.BizPortalOf(session),
                    request,
                    lease.ConfirmAsync,
                    CancellationToken.None
                );
            }
            catch (BizPortalException refused)
                when (refused.Failure == BizPortalFailure.Unreachable && repetition < MaxRepetitions)
            {
                await Task.Delay(pause, clock);
                pause *= 3;
            }
        }
    }

    private async Task<SubmitOutcome> RecordFailureAsync(SubmissionClaim claim, BizPortalException failure)
    {
        var cause = failure.Failure.ToString();
        switch (failure.Failure)
        {
            case BizPortalFailure.Unreachable or BizPortalFailure.SessionOver:
                await store.MoveAsync(claim, (s, now) => s.MoveTo(SubmissionState.Ready, cause, now));
                return new SubmitOutcome.NotSent(failure.Failure);
            case BizPortalFailure.Refused:
                await store.MoveAsync(
                    claim,
                    (submission, now) =>
                    {
                        submission.MoveTo(SubmissionState.Refused, cause, now);
                        submission.UpstreamMessageSealed = Seal(failure.UpstreamMessage);
                    }
                );
                return new SubmitOutcome.Refused(failure.UpstreamMessage);
            default:
                await store.MoveAsync(claim, (s, now) => s.MoveTo(SubmissionState.Unknown, cause, now));
                if (!options.Value.AnswersRepeatedKey)
                    NeedsStaff(logger, claim.SubmissionId);
                return new SubmitOutcome.Unknown();
        }
    }

    /// <summary>A number in hand is true whoever holds the claim by now.</summary>
    private async Task AcceptAsync(SubmissionClaim claim, string requestId, string cause)
    {
        var contradicts = false;
        await store.MoveAsync(
            claim.SubmissionId,
            (submission, now) =>
            {
                if (submission.State is SubmissionState.Sending or SubmissionState.Unknown)
                    submission.Accept(requestId, cause, now);
                else
                    contradicts = submission.RequestId != requestId;
            }
        );
        if (contradicts)
            Contradiction(logger, claim.SubmissionId);
    }

    /// <summary>
    /// Biz Portal would have answered with the first result if there were one. Only a plain no counts: 408, 409, 425 and
    /// 429 speak of this moment, not of the request.
    /// </summary>
    private static bool ProvesNothingWasHandled(BizPortalException refused) =>
        refused is { Failure: BizPortalFailure.Refused, HttpStatus: 200 or 400 or 403 or 404 or 410 or 422 };

    private byte[]? Seal(string? said) => said is null ? null : sealer.SealText(said);

    [LoggerMessage(1301, LogLevel.Warning, "Submission {SubmissionId} has no request number: {Failure}")]
    private static partial void NotAccepted(ILogger logger, Guid submissionId, BizPortalFailure failure);

    [LoggerMessage(
        1302,
        LogLevel.Error,
        "Submission {SubmissionId} may or may not have been received, and Biz Portal can't be asked: staff has to find out"
    )]
    internal static partial void NeedsStaff(ILogger logger, Guid submissionId);

    [LoggerMessage(1303, LogLevel.Information, "Submission {SubmissionId} was never received: to be confirmed anew")]
    private static partial void NotReceived(ILogger logger, Guid submissionId);

    [LoggerMessage(
        1304,
        LogLevel.Critical,
        "Submission {SubmissionId} got a request number after it was settled otherwise: Biz Portal may hold it twice"
    )]
    private static partial void Contradiction(ILogger logger, Guid submissionId);
}

/// <summary>Causes on record that pages tell apart.</summary>
public static class SubmissionCauses
{
    /// <summary>It was unknown, and then certain that Biz Portal never handled it.</summary>
    public const string NotReceived = "Biz Portal never received it";
}
