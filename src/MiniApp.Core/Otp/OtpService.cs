using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Drafts;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Security;
using MiniApp.Core.Sessions;
using MiniApp.Core.Storage;
using MiniApp.Core.Submissions;

namespace MiniApp.Core.Otp;

/// <summary>
/// The one-time code that confirms a license request. Biz Portal makes, sends and checks it; the limits are kept here,
/// in PostgreSQL, so that they hold across nodes and restarts.
/// </summary>
public sealed class OtpService(
    IDbContextFactory<PortalDb> databases,
    DraftStore drafts,
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

    /// <summary>Has a code sent that confirms exactly <paramref name="draft"/>, which becomes ready to be sent with that.</summary>
    /// <exception cref="DraftGoneException">The draft is not this person's, or no longer open.</exception>
    public async Task<OtpRequested> RequestAsync(
        LiveSession session,
        OpenDraft draft,
        CancellationToken cancellationToken
    )
    {
        if (!session.CanSend(draft.Form.Code))
            return new OtpRequested(Failure: new BizPortalException(BizPortalFailure.SessionOver, "RequestOtp"));
        var (challenge, refusal) = await ReserveAsync(session, draft, cancellationToken);
        if (challenge is null)
            return refusal;
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
        }
        catch (BizPortalException failure)
            when (failure.Failure is BizPortalFailure.Unreachable or BizPortalFailure.SessionOver)
        {
            // Certainly no message went out: whoever comes back with a new sign-in need not wait.
            await TakeBackAsync(challenge);
            return new OtpRequested(Failure: failure);
        }
        catch (BizPortalException failure)
        {
            challenge.State = OtpState.NotSent;
            await UpdateAsync(challenge);
            return new OtpRequested(Failure: failure);
        }
        return new OtpRequested(Sent: await CurrentAsync(session, draft, cancellationToken));
    }

    /// <returns>The code last sent for this draft, or null when there is none that could still be used.</returns>
    public async Task<OtpView?> CurrentAsync(LiveSession session, OpenDraft draft, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var challenge = await LatestAsync(db, session, draft.Id, cancellationToken);
        if (
            challenge is not ({ State: OtpState.Sent, WrongTries: < MaxWrongTries } or { State: OtpState.Verified })
            || challenge.ExpiresAt <= now
        )
            return null;
        var resendAt = WaitUntil(await RecentAsync(db, session, now, cancellationToken), now) ?? now;
        return View(challenge, draft, resendAt);
    }

    /// <returns>When this person may ask for a code again; null when that is now.</returns>
    public async Task<DateTimeOffset?> WaitUntilAsync(LiveSession session, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        return WaitUntil(await RecentAsync(db, session, now, cancellationToken), now);
    }

    /// <summary>Erases the codes kept for sending a draft.</summary>
    internal static Task ForgetCodesAsync(PortalDb db, Guid draftId) =>
        db
            .OtpChallenges.Where(c => c.DraftId == draftId)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(c => c.CodeSealed, (byte[]?)null).SetProperty(c => c.State, OtpState.Replaced)
            );

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
        // Found right before: asking twice could spend it.
        if (challenge is { State: OtpState.Verified, CodeSealed: { } known } && sealer.OpenText(known) == code)
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
            await MarkVerifiedAsync(db, challenge.Id, sealer.SealText(code));
            return new OtpVerified(OtpCheck.Valid, triesLeft + 1);
        }
        catch (BizPortalException failure)
            when (failure.Failure is BizPortalFailure.Unreachable or BizPortalFailure.SessionOver)
        {
            await GiveBackAsync(db, challenge.Id);
            return new OtpVerified(OtpCheck.NotChecked, triesLeft + 1, failure, Counted: false);
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
                where id = {challengeId} and state in ('sent', 'verified') and wrong_tries < {MaxWrongTries}
                returning wrong_tries
                """
            )
            .ToListAsync(ct);
        return tries.Count == 0 ? null : tries[0];
    }

    private static Task<int> GiveBackAsync(PortalDb db, Guid challengeId) =>
        db
            .OtpChallenges.Where(c => c.Id == challengeId)
            .ExecuteUpdateAsync(
                set => set.SetProperty(c => c.WrongTries, c => c.WrongTries - 1),
                CancellationToken.None
            );

    private static Task<int> MarkVerifiedAsync(PortalDb db, Guid challengeId, byte[] codeSealed) =>
        db
            .OtpChallenges.Where(c => c.Id == challengeId && c.State != OtpState.Replaced)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(c => c.State, OtpState.Verified)
                        .SetProperty(c => c.CodeSealed, codeSealed)
                        .SetProperty(c => c.WrongTries, c => c.WrongTries - 1),
                CancellationToken.None
            );

    /// <summary>Writes the request down before it is made, under a lock per person, so that the limits hold against parallel requests.</summary>
    /// <returns>The challenge, or why there is none.</returns>
    private async Task<(OtpChallenge? Challenge, OtpRequested Refusal)> ReserveAsync(
        LiveSession session,
        OpenDraft draft,
        CancellationToken ct
    )
    {
        OtpChallenge? challenge = null;
        var refusal = new OtpRequested(Changed: true);
        await drafts.ChangeAsync(
            session,
            draft.Id,
            async (db, row, now) =>
            {
                if (row.Revision != draft.Revision)
                    return;
                await db.Database.ExecuteSqlAsync(
                    $"select pg_advisory_xact_lock(hashtextextended(encode({session.Person}, 'hex'), 0))",
                    ct
                );
                if (WaitUntil(await RecentAsync(db, session, now, ct), now) is { } until)
                {
                    refusal = new OtpRequested(WaitUntil: until);
                    return;
                }
                await ForgetCodesAsync(db, draft.Id);
                await SubmissionStore.PrepareAsync(db, row, draft.ContentHash(), now, ct);
                challenge = NewChallenge(session, draft, now);
                db.OtpChallenges.Add(challenge);
            },
            ct
        );
        return (challenge, refusal);
    }

    private OtpChallenge NewChallenge(LiveSession session, OpenDraft draft, DateTimeOffset now) =>
        new()
        {
            Id = Guid.NewGuid(),
            DraftId = draft.Id,
            Person = session.Person,
            ContentHash = draft.ContentHash(),
            ContentSealed = sealer.SealJson(ContentPrint.Of(draft)),
            SentToSealed = sealer.SealText(""),
            Reference = "",
            State = OtpState.Requesting,
            RequestedAt = now,
            ExpiresAt = now + Lifetime,
        };

    /// <returns>When this person asked for codes within the window, oldest first.</returns>
    private static Task<List<DateTimeOffset>> RecentAsync(
        PortalDb db,
        LiveSession session,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var since = now - RequestWindow;
        return db
            .OtpChallenges.Where(c => c.Person == session.Person && c.RequestedAt > since)
            .OrderBy(c => c.RequestedAt)
            .Select(c => c.RequestedAt)
            .ToListAsync(ct);
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

    // Not the caller's token: whether a message went out must be on record when the page has gone, or the code is of no use.
    private Task UpdateAsync(OtpChallenge challenge) =>
        OnRecord.KeepAsync(
            clock,
            async () =>
            {
                await using var db = await databases.CreateDbContextAsync();
                db.OtpChallenges.Update(challenge);
                await db.SaveChangesAsync();
            }
        );

    private Task TakeBackAsync(OtpChallenge challenge) =>
        OnRecord.KeepAsync(
            clock,
            async () =>
            {
                await using var db = await databases.CreateDbContextAsync();
                await db.OtpChallenges.Where(c => c.Id == challenge.Id).ExecuteDeleteAsync();
            }
        );

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

    private OtpView View(OtpChallenge challenge, OpenDraft draft, DateTimeOffset resendAt)
    {
        var covers = challenge.ContentHash.AsSpan().SequenceEqual(draft.ContentHash());
        return new OtpView(
            sealer.OpenText(challenge.SentToSealed),
            challenge.Reference,
            resendAt,
            challenge.ExpiresAt,
            MaxWrongTries - challenge.WrongTries,
            covers,
            covers || challenge.ContentSealed is not { } content
                ? []
                : ContentPrint.Changed(sealer.OpenJson<Dictionary<string, string>>(content), ContentPrint.Of(draft))
        );
    }
}
