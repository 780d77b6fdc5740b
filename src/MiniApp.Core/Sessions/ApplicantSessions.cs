using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MiniApp.Core.Applicants;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Security;
using MiniApp.Core.Storage;
using Npgsql;

namespace MiniApp.Core.Sessions;

/// <summary>A session that may act now.</summary>
/// <param name="Applicant">As the link claimed; proven only if <paramref name="IsConfirmed"/>.</param>
/// <param name="Person">
/// Key the applicant's rows are found by: see <see cref="PersonKeys"/>. While unconfirmed a key of the session's own, so
/// that it finds nothing but what was begun in it.
/// </param>
/// <param name="FormCode">The form that the link opened; null in a session that came without one.</param>
/// <param name="IsConfirmed">Biz Portal has answered for this identity under this session's token, or the applicant proved it otherwise.</param>
public sealed record LiveSession(Guid Id, Applicant Applicant, byte[] Person, string? FormCode, bool IsConfirmed = true)
{
    public SignInMethod Method { get; init; } = SignInMethod.Link;

    /// <summary>
    /// Whether the session has tokens of Biz Portal. Without any, each call to it fails at once as SessionOver, and
    /// documents can be neither sent nor fetched.
    /// </summary>
    public bool HasBizPortal => Method == SignInMethod.Link;

    /// <summary>Whether this form's drafts can be saved and sent at Biz Portal: its tokens are good for the form they were given for.</summary>
    public bool CanSend(string formCode) => HasBizPortal && FormCode == formCode;

    /// <summary>The profile that confirmed the identity just now; null in a session that was found again.</summary>
    public ApplicantProfile? Profile { get; init; }
}

/// <summary>Starts, finds and ends applicants' sessions. Tokens and identity lie sealed in PostgreSQL, so any node can serve any request.</summary>
public sealed partial class ApplicantSessions(
    IDbContextFactory<PortalDb> databases,
    NpgsqlDataSource database,
    ISealer sealer,
    PersonKeys people,
    BizPortalClient bizPortal,
    TimeProvider clock,
    ILogger<ApplicantSessions> logger
)
{
    /// <summary>A session ends after this long without a request.</summary>
    public static readonly TimeSpan IdleLimit = TimeSpan.FromHours(4);

    /// <summary>A session ends this long after it began, whatever happens in it.</summary>
    public static readonly TimeSpan AbsoluteLimit = TimeSpan.FromHours(12);

    /// <summary>
    /// A session for somebody with fresh tokens. A link proves its token, not the identity beside it, so Biz Portal is
    /// asked for that identity's profile. When it can't answer, the session begins unconfirmed.
    /// </summary>
    /// <param name="continues">An unconfirmed session of the same browser: its drafts go over to the same person.</param>
    /// <exception cref="BizPortalException">Refused or SessionOver: the token is not this identity's. There is no session.</exception>
    public async Task<LiveSession> StartAsync(
        Applicant applicant,
        string formCode,
        BizPortalTokens tokens,
        CancellationToken cancellationToken,
        LiveSession? continues = null
    )
    {
        var now = clock.GetUtcNow();
        var session = new ApplicantSession
        {
            Id = Guid.NewGuid(),
            Person = RandomNumberGenerator.GetBytes(32),
            ClaimedPerson = await people.KeyOfAsync(applicant, cancellationToken),
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
        return await ConfirmAsync(ToLive(session, sealer), cancellationToken, continues);
    }

    /// <returns>The session, or null when it never was, has ended, or ran out.</returns>
    public async Task<LiveSession?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await ReadAsync(id, cancellationToken) is not var (session, times))
            return null;
        var now = clock.GetUtcNow();
        if (times.IsOver(now))
            return null;
        if (times.IsToBeSeen(now))
            await database.ExecuteAsync(cancellationToken, Sql.Command(SessionTimes.See, id, now));
        return session;
    }

    /// <summary>Each page and each save asks for its session, so this does without EF Core.</summary>
    private async Task<(LiveSession Session, SessionTimes Times)?> ReadAsync(
        Guid id,
        CancellationToken cancellationToken
    )
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(
            Sql.Command(
                $"""
                select {SessionTimes.Columns}, identity_sealed, applicant_type, person, form_code,
                    identity_confirmed_at is not null, method
                from applicant_sessions where id = $1
                """,
                id
            )
        );
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return null;
        var session = new LiveSession(
            id,
            new Applicant(sealer.OpenText(row.GetFieldValue<byte[]>(3)), (ApplicantType)row.GetInt16(4)),
            row.GetFieldValue<byte[]>(5),
            row.IsDBNull(6) ? null : row.GetString(6),
            row.GetBoolean(7)
        )
        {
            Method = StoredText<SignInMethod>.Read(row.GetString(8)),
        };
        return (session, SessionTimes.Read(row));
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
        new StoredBizPortalSession(
            session.Id,
            databases,
            sealer,
            bizPortal,
            clock,
            cancellationToken => ProveAsync(session, cancellationToken)
        );

    private static LiveSession ToLive(ApplicantSession session, ISealer sealer) =>
        new(
            session.Id,
            new Applicant(sealer.OpenText(session.IdentitySealed), session.ApplicantType),
            session.Person,
            session.FormCode,
            session.IdentityConfirmedAt is not null
        )
        {
            Method = session.Method,
        };
}

/// <summary>The sign-in has ended, while a page of it was open.</summary>
public sealed class SessionOverException() : Exception("The sign-in has ended.");
