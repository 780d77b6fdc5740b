using Microsoft.EntityFrameworkCore;
using MiniApp.Core.External.BizPortal;

namespace MiniApp.Core.Sessions;

/// <content>Whether the token is the claimed identity's own. A link has no MAC: whoever has one may alter what it says.</content>
public sealed partial class ApplicantSessions
{
    /// <summary>Asks Biz Portal again for a session that began unconfirmed; gives it all of the person's drafts if it agrees.</summary>
    /// <param name="continues">An unconfirmed session of the same browser: its drafts go over to the same person.</param>
    /// <returns>The session as it is now, still unconfirmed while Biz Portal can't answer.</returns>
    /// <exception cref="BizPortalException">Refused or SessionOver: the token is not this identity's. The session has ended.</exception>
    public async Task<LiveSession> ConfirmAsync(
        LiveSession session,
        CancellationToken cancellationToken,
        LiveSession? continues = null
    )
    {
        ApplicantProfile profile;
        try
        {
            profile = await ProveAsync(session, cancellationToken);
        }
        catch (BizPortalException failure) when (!IsRefusal(failure))
        {
            return session;
        }
        var person = await people.KeyOfAsync(session.Applicant, cancellationToken);
        var earlier =
            continues is { IsConfirmed: false } && continues.Applicant == session.Applicant ? continues.Id : session.Id;
        await AdoptAsync(person, earlier, cancellationToken);
        await ResumeDraftsAsync(person, session, cancellationToken);
        return session with { Person = person, IsConfirmed = true, Profile = profile };
    }

    /// <summary>
    /// For somebody who does not find what is theirs: where Biz Portal could not answer when the session began, it is asked again.
    /// </summary>
    /// <returns>The session as it is now; as it was when it already has the person's own key, or there is still no answer.</returns>
    /// <exception cref="BizPortalException">Refused or SessionOver: the token is not this identity's. The session has ended.</exception>
    public async Task<LiveSession> ConfirmOwnAsync(LiveSession session, CancellationToken cancellationToken)
    {
        var person = await people.KeyOfAsync(session.Applicant, cancellationToken);
        return session.Person.AsSpan().SequenceEqual(person) ? session : await ConfirmAsync(session, cancellationToken);
    }

    private async Task<ApplicantProfile> ProveAsync(LiveSession session, CancellationToken cancellationToken)
    {
        var tokens = new StoredBizPortalSession(session.Id, databases, sealer, bizPortal, clock, confirm: null);
        try
        {
            var profile = await bizPortal.GetProfileAsync(tokens, session.Applicant, cancellationToken);
            if (profile.Data.Text("identityId") is { } owner && owner != session.Applicant.IdentityId)
                throw new BizPortalException(BizPortalFailure.Refused, "identity");
            var now = clock.GetUtcNow();
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            await db
                .Sessions.Where(s => s.Id == session.Id && s.IdentityConfirmedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.IdentityConfirmedAt, now), cancellationToken);
            return profile;
        }
        catch (BizPortalException refused) when (IsRefusal(refused))
        {
            await EndAsync(session.Id, "Biz Portal did not confirm the identity", CancellationToken.None);
            throw new BizPortalException(BizPortalFailure.SessionOver, "identity", refused.HttpStatus, inner: refused);
        }
    }

    /// <summary>Says no, as opposed to anything that may pass: only these mean that the token is somebody else's.</summary>
    private static bool IsRefusal(BizPortalException failure) =>
        failure.Failure == BizPortalFailure.SessionOver
        || failure is { Failure: BizPortalFailure.Refused, HttpStatus: null or 200 or 403 or 404 };

    /// <summary>Gives a confirmed person what was begun under sessions' own keys.</summary>
    /// <param name="earlier">One more session to take over, confirmed or not: the same browser's, of the same identity.</param>
    private async Task AdoptAsync(byte[] person, Guid earlier, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        // One statement, all or nothing. The join sees the rows as they were: the old keys.
        await db.Database.ExecuteSqlAsync(
            $"""
            with adopted as (
                update applicant_sessions s set person = s.claimed_person
                from applicant_sessions old
                where old.id = s.id and old.claimed_person = {person} and old.person <> old.claimed_person
                    and (old.identity_confirmed_at is not null or old.id = {earlier})
                returning old.person
            ),
            moved_drafts as (update drafts set person = {person} where person in (select person from adopted)),
            moved_codes as (update otp_challenges set person = {person} where person in (select person from adopted))
            update submissions set person = {person} where person in (select person from adopted)
            """,
            cancellationToken
        );
    }

    /// <summary>Drafts that wait for a sign-in at Biz Portal go on with this one. Its tokens are good for one form.</summary>
    private async Task ResumeDraftsAsync(byte[] person, LiveSession session, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            update drafts set upstream_session_id = {session.Id}, upstream_due_at = {clock.GetUtcNow()},
                upstream_attempts = 0, upstream_trouble = null
            where person = {person} and form_code = {session.FormCode} and state = 'open'
                and upstream_trouble = 'sign_in_over'
            """,
            cancellationToken
        );
    }
}
