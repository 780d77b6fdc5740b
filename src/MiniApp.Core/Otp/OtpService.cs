using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Drafts;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Security;
using MiniApp.Core.Sessions;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Otp;

/// <summary>
/// The one-time code that confirms a license request. Biz Portal makes, sends and checks it; the limits are kept here,
/// in PostgreSQL, so that they hold across nodes and restarts.
/// </summary>
public sealed class OtpService(
    IDbContextFactory<PortalDb> databases,
    ApplicantSessions sessions,
    BizPortalClient bizPortal,
    ISealer sealer,
    TimeProvider clock
)
{
    public const int MaxWrongTries = 5;
    public const int MaxRequestsPerWindow = 5;
    public static readonly TimeSpan ResendAfter = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan RequestWindow = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Has a code sent that confirms exactly <paramref name="draft"/>.</summary>
    public async Task<OtpRequested> RequestAsync(
        LiveSession session,
        OpenDraft draft,
        CancellationToken cancellationToken
    )
    {
        var (challenge, waitUntil) = await ReserveAsync(session, draft, cancellationToken);
        if (challenge is null)
            return new OtpRequested(null, waitUntil, null);
        try
        {
            var sent = await bizPortal.RequestOtpAsync(
                sessions.BizPortalOf(session),
                session.Applicant.IdentityId,
                cancellationToken
            );
            challenge.State = OtpState.Sent;
            challenge.SentToSealed = sealer.SealText(sent.MaskedMobileNumber);
            challenge.Reference = sent.Reference;
            await UpdateAsync(challenge);
            return new OtpRequested(View(challenge, draft.ContentHash()), null, null);
        }
        catch (BizPortalException failure)
        {
            challenge.State = OtpState.NotSent;
            await UpdateAsync(challenge);
            return new OtpRequested(null, null, failure);
        }
    }

    /// <returns>The code last sent for this draft, or null when there is none that could still be used.</returns>
    public async Task<OtpView?> CurrentAsync(LiveSession session, OpenDraft draft, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var challenge = await LatestAsync(db, session, draft.Id, cancellationToken);
        return
            challenge is { State: OtpState.Sent, WrongTries: < MaxWrongTries } or { State: OtpState.Verified }
            && challenge.ExpiresAt > clock.GetUtcNow()
            ? View(challenge, draft.ContentHash())
            : null;
    }

    /// <summary>Checks a code. A try is counted before Biz Portal is asked, so that parallel guesses cannot slip past the limit.</summary>
    public async Task<OtpVerified> VerifyAsync(
        LiveSession session,
        OpenDraft draft,
        string code,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var challenge = await LatestAsync(db, session, draft.Id, cancellationToken);
        if (
            challenge is not { State: OtpState.Sent or OtpState.Verified }
            || !challenge.ContentHash.AsSpan().SequenceEqual(draft.ContentHash())
        )
            return new OtpVerified(OtpCheck.NotCovering, 0);
        if (challenge.ExpiresAt <= clock.GetUtcNow())
            return new OtpVerified(OtpCheck.Expired, 0);
        if (challenge.State == OtpState.Verified)
            return new OtpVerified(OtpCheck.Valid, MaxWrongTries - challenge.WrongTries);
        if (await CountTryAsync(db, challenge.Id, cancellationToken) is not { } tries)
            return new OtpVerified(OtpCheck.Exhausted, 0);

        var triesLeft = MaxWrongTries - tries;
        try
        {
            var valid = await bizPortal.VerifyOtpAsync(
                sessions.BizPortalOf(session),
                session.Applicant.IdentityId,
                code,
                cancellationToken
            );
            if (!valid)
                return new OtpVerified(triesLeft > 0 ? OtpCheck.Wrong : OtpCheck.Exhausted, triesLeft);
            await GiveBackAsync(db, challenge.Id, OtpState.Verified);
            return new OtpVerified(OtpCheck.Valid, triesLeft + 1);
        }
        catch (BizPortalException failure)
            when (failure.Failure is BizPortalFailure.Unreachable or BizPortalFailure.SessionOver)
        {
            await GiveBackAsync(db, challenge.Id, OtpState.Sent);
            return new OtpVerified(OtpCheck.NotChecked, triesLeft + 1, failure);
        }
        catch (BizPortalException failure)
        {
            // Only an answer tells a wrong code from a right one. Where it was lost or refused the guess may have been made.
            return new OtpVerified(OtpCheck.NotChecked, triesLeft, failure);
        }
    }

    /// <returns>Tries made, this one included; null when there is none left.</returns>
    private static async Task<int?> CountTryAsync(PortalDb db, Guid challengeId, CancellationToken ct)
    {
        var tries = await db
            .Database.SqlQuery<int>(
                $"""
                update otp_challenges set wrong_tries = wrong_tries + 1
                where id = {challengeId} and state = 'sent' and wrong_tries < {MaxWrongTries}
                returning wrong_tries
                """
            )
            .ToListAsync(ct);
        return tries.Count == 0 ? null : tries[0];
    }

    private static Task<int> GiveBackAsync(PortalDb db, Guid challengeId, OtpState state) =>
        db
            .OtpChallenges.Where(c => c.Id == challengeId)
            .ExecuteUpdateAsync(
                set => set.SetProperty(c => c.State, state).SetProperty(c => c.WrongTries, c => c.WrongTries - 1),
                CancellationToken.None
            );

    /// <summary>Writes the request down before it is made, under a lock per person, so that the limits hold against parallel requests.</summary>
    private async Task<(OtpChallenge? Challenge, DateTimeOffset? WaitUntil)> ReserveAsync(
        LiveSession session,
        OpenDraft draft,
        CancellationToken ct
    )
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync(
            $"select pg_advisory_xact_lock(hashtextextended(encode({session.Person}, 'hex'), 0))",
            ct
        );
        var now = clock.GetUtcNow();
        var since = now - RequestWindow;
        var recent = await db
            .OtpChallenges.Where(c => c.Person == session.Person && c.RequestedAt > since)
            .OrderBy(c => c.RequestedAt)
            .Select(c => c.RequestedAt)
            .ToListAsync(ct);
        if (WaitUntil(recent, now) is { } until)
            return (null, until);

        await db
            .OtpChallenges.Where(c => c.DraftId == draft.Id && c.State != OtpState.Replaced)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.State, OtpState.Replaced), ct);
        var challenge = new OtpChallenge
        {
            Id = Guid.NewGuid(),
            DraftId = draft.Id,
            Person = session.Person,
            ContentHash = draft.ContentHash(),
            SentToSealed = sealer.SealText(""),
            Reference = "",
            State = OtpState.Requesting,
            RequestedAt = now,
            ExpiresAt = now + Lifetime,
        };
        db.OtpChallenges.Add(challenge);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return (challenge, null);
    }

    /// <param name="recent">Times of the requests within the window, oldest first.</param>
    internal static DateTimeOffset? WaitUntil(IReadOnlyList<DateTimeOffset> recent, DateTimeOffset now)
    {
        if (recent.Count == 0)
            return null;
        var afterLast = recent[^1] + ResendAfter;
        var afterWindow =
            recent.Count >= MaxRequestsPerWindow
                ? recent[^MaxRequestsPerWindow] + RequestWindow
                : DateTimeOffset.MinValue;
        var until = afterLast > afterWindow ? afterLast : afterWindow;
        return until > now ? until : null;
    }

    private async Task UpdateAsync(OtpChallenge challenge)
    {
        // Not the caller's token: whether a message went out must be on record when the page has gone.
        await using var db = await databases.CreateDbContextAsync();
        db.OtpChallenges.Update(challenge);
        await db.SaveChangesAsync();
    }

    private static Task<OtpChallenge?> LatestAsync(
        PortalDb db,
        LiveSession session,
        Guid draftId,
        CancellationToken ct
    ) =>
        db
            .OtpChallenges.AsNoTracking()
            .Where(c => c.DraftId == draftId && c.Person == session.Person)
            .OrderByDescending(c => c.RequestedAt)
            .FirstOrDefaultAsync(ct);

    private OtpView View(OtpChallenge challenge, byte[] contentHash) =>
        new(
            sealer.OpenText(challenge.SentToSealed),
            challenge.Reference,
            challenge.RequestedAt + ResendAfter,
            challenge.ExpiresAt,
            MaxWrongTries - challenge.WrongTries,
            challenge.ContentHash.AsSpan().SequenceEqual(contentHash)
        );
}
