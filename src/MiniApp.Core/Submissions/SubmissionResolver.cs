using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Sessions;
using MiniApp.Core.Work;

namespace MiniApp.Core.Submissions;

/// <summary>
/// On every node: takes up submissions whose worker is gone, and asks what became of those that are unknown. Two nodes
/// never work on the same one. What it knows is in the database, so that it survives any end of any node.
/// </summary>
public sealed partial class SubmissionResolver(
    SubmissionStore store,
    SubmissionSender sender,
    ApplicantSessions sessions,
    IOptions<BizPortalOptions> options,
    TimeProvider clock,
    ILogger<SubmissionResolver> logger
) : IBackgroundWork
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public TimeSpan Pause => Interval;

    public int AtOnce => 8;

    /// <summary>Works on everything that is due now.</summary>
    /// <returns>How many that were.</returns>
    public async Task<int> ResolveDueAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        while (await store.TakeDueAsync(options.Value.AnswersRepeatedKey, cancellationToken) is var (claim, submission))
        {
            await ResolveAsync(claim, submission);
            count++;
        }
        return count;
    }

    // Without the node's token: what was begun is brought to its record.
    public async Task<Func<Task>?> TakeAsync(CancellationToken cancellationToken) =>
        await store.TakeDueAsync(options.Value.AnswersRepeatedKey, cancellationToken) is var (claim, submission)
            ? () => ResolveSafelyAsync(claim, submission)
            : null;

    private async Task ResolveSafelyAsync(SubmissionClaim claim, Submission submission)
    {
        try
        {
            await ResolveAsync(claim, submission);
        }
        catch (Exception failure)
        {
            // Its lease runs out and somebody takes it up again.
            NotResolved(logger, claim.SubmissionId, failure);
        }
    }

    private async Task ResolveAsync(SubmissionClaim claim, Submission submission)
    {
        try
        {
            await (
                submission.State switch
                {
                    SubmissionState.Confirming => store.MoveAsync(
                        claim,
                        (s, now) => s.MoveTo(SubmissionState.Ready, "the sender stopped before anything was sent", now)
                    ),
                    SubmissionState.Sending => GiveUpSendingAsync(claim),
                    _ => LookUpAsync(claim, submission),
                }
            );
        }
        catch (ClaimLostException)
        {
            // Taken over: this process was away for longer than its lease.
        }
    }

    private async Task GiveUpSendingAsync(SubmissionClaim claim)
    {
        await store.MoveAsync(
            claim,
            (s, now) => s.MoveTo(SubmissionState.Unknown, "the sender stopped before an answer came", now)
        );
        if (!options.Value.AnswersRepeatedKey)
            SubmissionSender.NeedsStaff(logger, claim.SubmissionId);
    }

    private async Task LookUpAsync(SubmissionClaim claim, Submission submission)
    {
        await using var lease = SubmissionLease.Keep(store, claim);
        var pause = PauseAfter(clock.GetUtcNow() - submission.UpdatedAt);
        if (await SessionForAsync(submission, claim) is not { } session)
        {
            await store.PostponeAsync(claim, nameof(BizPortalFailure.SessionOver), pause, sessionOver: true);
            return;
        }
        if (await sender.LookUpAsync(session, lease, submission.RequestSealed!) is not { } failure)
            return;
        StillUnknown(logger, claim.SubmissionId, failure.Failure);
        await store.PostponeAsync(
            claim,
            failure.Failure.ToString(),
            pause,
            failure.Failure == BizPortalFailure.SessionOver
        );
    }

    /// <summary>The session it was confirmed in, or once that is over the person's newest.</summary>
    private async Task<LiveSession?> SessionForAsync(Submission submission, SubmissionClaim claim)
    {
        if (submission is { SessionOverAt: null, SessionId: { } own })
        {
            if (await sessions.FindForWorkAsync(own, CancellationToken.None) is { } session)
                return session;
        }
        var formCode = await store.FormCodeOfAsync(submission, CancellationToken.None);
        var newest = await sessions.FindNewestForWorkAsync(submission.Person, formCode, CancellationToken.None);
        if (newest is not null)
            await store.UseSessionAsync(claim, newest.Id, CancellationToken.None);
        return newest;
    }

    /// <summary>Every second at first, later in the measure of the time it has been unknown.</summary>
    internal static TimeSpan PauseAfter(TimeSpan age)
    {
        var longest = age < TimeSpan.FromMinutes(30) ? TimeSpan.FromSeconds(20) : TimeSpan.FromMinutes(5);
        var pause = age / 4;
        return pause < Interval ? Interval
            : pause > longest ? longest
            : pause;
    }

    [LoggerMessage(1310, LogLevel.Information, "Submission {SubmissionId} is still unknown: {Failure}")]
    private static partial void StillUnknown(ILogger logger, Guid submissionId, BizPortalFailure failure);

    [LoggerMessage(1311, LogLevel.Error, "Looking into submission {SubmissionId} failed")]
    private static partial void NotResolved(ILogger logger, Guid submissionId, Exception failure);
}
