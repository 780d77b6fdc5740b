using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Applicants;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Security;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Sessions;

/// <summary>A session that may act now.</summary>
/// <param name="Person">Key the applicant's rows are found by: see <see cref="PersonKeys"/>.</param>
public sealed record LiveSession(Guid Id, Applicant Applicant, byte[] Person, string FormCode);

/// <summary>Starts, finds and ends applicants' sessions. Tokens and identity lie sealed in PostgreSQL, so any node can serve any request.</summary>
public sealed class ApplicantSessions(
    IDbContextFactory<PortalDb> databases,
    ISealer sealer,
    PersonKeys people,
    BizPortalClient bizPortal,
    TimeProvider clock
)
{
    /// <summary>A session ends after this long without a request.</summary>
    public static readonly TimeSpan IdleLimit = TimeSpan.FromHours(4);

    /// <summary>A session ends this long after it began, whatever happens in it.</summary>
    public static readonly TimeSpan AbsoluteLimit = TimeSpan.FromHours(12);

    // Written at most this often, so that reading a page is not a write.
    private static readonly TimeSpan SeenResolution = TimeSpan.FromMinutes(1);

    public async Task<LiveSession> StartAsync(
        Applicant applicant,
        string formCode,
        BizPortalTokens tokens,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        var session = new ApplicantSession
        {
            Id = Guid.NewGuid(),
            Person = await people.KeyOfAsync(applicant, cancellationToken),
            ApplicantType = applicant.Type,
            IdentitySealed = sealer.SealText(applicant.IdentityId),
            FormCode = formCode,
            TokensSealed = sealer.SealJson(tokens),
            CreatedAt = now,
            LastSeenAt = now,
        };
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        db.Sessions.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        return ToLive(session, sealer);
    }

    /// <returns>The session, or null when it never was, has ended, or ran out.</returns>
    public async Task<LiveSession?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var session = await db.Sessions.SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
        var now = clock.GetUtcNow();
        if (
            session is null
            || session.EndedAt is not null
            || now - session.LastSeenAt > IdleLimit
            || now - session.CreatedAt > AbsoluteLimit
        )
            return null;

        if (now - session.LastSeenAt > SeenResolution)
        {
            session.LastSeenAt = now;
            await db.SaveChangesAsync(cancellationToken);
        }
        return ToLive(session, sealer);
    }

    public async Task EndAsync(Guid id, string reason, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Sessions.SingleOrDefaultAsync(s => s.Id == id, cancellationToken) is not { } session)
            return;
        session.End(clock.GetUtcNow(), reason);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The Biz Portal side of a session, for calls to <see cref="BizPortalClient"/>.</summary>
    public IBizPortalSession BizPortalOf(LiveSession session) =>
        new StoredBizPortalSession(session.Id, databases, sealer, bizPortal);

    private static LiveSession ToLive(ApplicantSession session, ISealer sealer) =>
        new(
            session.Id,
            new Applicant(sealer.OpenText(session.IdentitySealed), session.ApplicantType),
            session.Person,
            session.FormCode
        );
}
