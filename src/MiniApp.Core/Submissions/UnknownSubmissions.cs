using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Security;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Submissions;

/// <summary>
/// Submissions that may or may not have been received, for staff who find out with Biz Portal's people: everything they
/// need to ask, and the two answers they may come back with.
/// </summary>
public sealed class UnknownSubmissions(
    IDbContextFactory<PortalDb> databases,
    SubmissionStore store,
    ISealer sealer,
    TimeProvider clock
)
{
    /// <summary>Oldest first.</summary>
    /// <param name="after">The last one of the page before.</param>
    public async Task<IReadOnlyList<UnknownSubmission>> ListAsync(
        int count,
        UnknownSubmission? after,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var unknown = db.Submissions.AsNoTracking().Where(s => s.State == SubmissionState.Unknown);
        if (after is not null)
            unknown = unknown.Where(s => s.UpdatedAt > after.Since || (s.UpdatedAt == after.Since && s.Id > after.Id));
        var found = await unknown
            .OrderBy(s => s.UpdatedAt)
            .ThenBy(s => s.Id)
            .Take(count)
            .Include(s => s.Transitions)
            .Join(db.Drafts, s => s.DraftId, d => d.Id, (s, d) => new { Submission = s, d.FormCode })
            .ToListAsync(cancellationToken);
        return [.. found.Select(row => Read(row.Submission, row.FormCode))];
    }

    /// <summary>What was sent, without the code: for comparing with what Biz Portal has.</summary>
    /// <returns>Null when there is none on record.</returns>
    public async Task<JsonObject?> ReadPayloadAsync(Guid submissionId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var payload = await db
            .Submissions.Where(s => s.Id == submissionId)
            .Select(s => s.PayloadSealed)
            .SingleOrDefaultAsync(cancellationToken);
        return payload is null ? null : sealer.OpenJson<JsonObject>(payload);
    }

    /// <summary>Biz Portal has it under this number.</summary>
    /// <param name="actor">Who says so, for the record.</param>
    /// <returns>False when it is no longer unknown, or is being looked into right now.</returns>
    public Task<bool> RecordFoundAsync(Guid submissionId, string requestId, string actor) =>
        SettleAsync(submissionId, (s, now) => s.Accept(requestId, $"found by {actor}", now));

    /// <summary>Biz Portal never got it: the applicant may confirm and send again, under the same key.</summary>
    /// <inheritdoc cref="RecordFoundAsync"/>
    public Task<bool> RecordNotReceivedAsync(Guid submissionId, string actor) =>
        SettleAsync(
            submissionId,
            (s, now) => s.MoveTo(SubmissionState.Ready, $"{SubmissionCauses.NotReceived}, says {actor}", now)
        );

    private async Task<bool> SettleAsync(Guid submissionId, Action<Submission, DateTimeOffset> settle)
    {
        var settled = false;
        await store.MoveAsync(
            submissionId,
            (submission, now) =>
            {
                settled =
                    submission.State == SubmissionState.Unknown
                    && (submission.Claim is null || submission.LeaseUntil < clock.GetUtcNow());
                if (settled)
                    settle(submission, now);
            }
        );
        return settled;
    }

    private static UnknownSubmission Read(Submission submission, string formCode) =>
        new(
            submission.Id,
            submission.Key,
            submission.Reference,
            submission.DraftId,
            formCode,
            submission.UpdatedAt,
            submission.Lookups,
            submission.LastLookup,
            [.. submission.Transitions.OrderBy(t => t.Id)]
        );
}

/// <summary>One that staff has to find out about.</summary>
/// <param name="Key">What it was sent under, as Idempotency-Key.</param>
/// <param name="Reference">The short form of the key that the applicant quotes.</param>
/// <param name="Since">When its reply failed to come.</param>
/// <param name="Lookups">How often Biz Portal was asked in vain.</param>
/// <param name="LastLookup">What came of asking last.</param>
/// <param name="Timeline">Oldest first.</param>
public sealed record UnknownSubmission(
    Guid Id,
    Guid Key,
    string Reference,
    Guid DraftId,
    string FormCode,
    DateTimeOffset Since,
    int Lookups,
    string? LastLookup,
    IReadOnlyList<SubmissionTransition> Timeline
);
