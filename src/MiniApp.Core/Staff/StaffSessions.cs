using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Audit;
using MiniApp.Core.Security;
using MiniApp.Core.Storage;

namespace MiniApp.Core.Staff;

/// <summary>A staff session that may act now. The role is the list's of this moment, not of the sign-in.</summary>
public sealed record LiveStaff(Guid SessionId, Guid StaffId, string Name, StaffRole Role)
{
    /// <summary>When it ends if nothing happens.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>It ends for want of activity: any request puts it off. Otherwise nothing does.</summary>
    public required bool IsIdleLimit { get; init; }

    /// <summary>Names are personal: a session may end up in a log line.</summary>
    public override string ToString() => $"Staff session {SessionId}";
}

/// <summary>One open session of somebody, for their account page.</summary>
public sealed record OpenStaffSession(Guid Id, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt);

/// <summary>Starts, finds and ends staff sessions. Any node can serve any request.</summary>
public sealed class StaffSessions(
    IDbContextFactory<PortalDb> databases,
    ISealer sealer,
    AuditTrail audit,
    TimeProvider clock
)
{
    /// <summary>A session ends after this long without a request.</summary>
    public static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(30);

    /// <summary>A session ends this long after it began, whatever happens in it.</summary>
    public static readonly TimeSpan AbsoluteLimit = TimeSpan.FromHours(8);

    // Written at most this often, so that reading a page is not a write.
    private static readonly TimeSpan SeenResolution = TimeSpan.FromMinutes(1);

    /// <summary>A new session for somebody who has just signed in.</summary>
    /// <param name="replaces">The session this browser had before: it ends, so that none outlives a sign-in.</param>
    public async Task<Guid> StartAsync(
        Guid staffId,
        decimal? ial,
        DateTimeOffset? authenticatedAt,
        Guid? replaces,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        var session = new StaffSession
        {
            Id = Guid.NewGuid(),
            StaffId = staffId,
            CreatedAt = now,
            LastSeenAt = now,
            Ial = ial,
            AuthenticatedAt = authenticatedAt,
        };
        var what = new AuditEvent(AuditActor.Staff(staffId), AuditAction.SignedIn, $"session:{session.Id}").With(
            "ial",
            ial
        );
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            db.StaffSessions.Add(session);
            await audit.RecordAsync(db, what, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        if (replaces is { } former)
            await EndAsync(former, "signed in anew", cancellationToken);
        return session.Id;
    }

    /// <returns>The session, or null when it never was, has ended, ran out, or its person is not on the list any more.</returns>
    public Task<LiveStaff?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        FindAsync(id, isActivity: true, cancellationToken);

    /// <summary>Looks without counting as activity.</summary>
    /// <inheritdoc cref="FindAsync(Guid, CancellationToken)"/>
    public Task<LiveStaff?> LookAsync(Guid id, CancellationToken cancellationToken) =>
        FindAsync(id, isActivity: false, cancellationToken);

    private async Task<LiveStaff?> FindAsync(Guid id, bool isActivity, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await (
            from session in db.StaffSessions
            join person in db.StaffPeople on session.StaffId equals person.Id
            where session.Id == id && session.EndedAt == null && person.RemovedAt == null
            select new { session, person }
        ).SingleOrDefaultAsync(cancellationToken);
        var now = clock.GetUtcNow();
        if (found is null || now > EndOf(found.session))
            return null;
        if (isActivity && now - found.session.LastSeenAt > SeenResolution)
        {
            found.session.LastSeenAt = now;
            await db.SaveChangesAsync(cancellationToken);
        }
        var (name, role) = (sealer.OpenText(found.person.NameSealed), found.person.Role);
        var end = EndOf(found.session);
        return new LiveStaff(id, found.person.Id, name, role)
        {
            EndsAt = end,
            IsIdleLimit = end < found.session.CreatedAt + AbsoluteLimit,
        };
    }

    /// <summary>
    /// Keeps who somebody is for as long as this session lives: the Linkage Center has to be told which officer asks, by ID
    /// number, and the list of staff has only a hash of it. Sealed, and in the session rather than the list, so that it is
    /// there while somebody works and at no other time.
    /// </summary>
    public async Task KeepNationalIdAsync(Guid id, string nationalId, CancellationToken cancellationToken)
    {
        var cipher = sealer.SealText(nationalId);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db
            .StaffSessions.Where(session => session.Id == id && session.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.NationalIdSealed, cipher), cancellationToken);
    }

    /// <returns>The officer's ID number; null when the session can't act any more or none was kept. No sign of life: it is asked by machines.</returns>
    internal async Task<string?> NationalIdAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var session = await (
            from open in db.StaffSessions.AsNoTracking()
            join person in db.StaffPeople on open.StaffId equals person.Id
            where open.Id == id && open.EndedAt == null && person.RemovedAt == null
            select open
        ).SingleOrDefaultAsync(cancellationToken);
        return session is { NationalIdSealed: { } cipher } && clock.GetUtcNow() <= EndOf(session)
            ? sealer.OpenText(cipher)
            : null;
    }

    /// <returns>The sessions of a person that could act now, newest first.</returns>
    public async Task<IReadOnlyList<OpenStaffSession>> OpenOfAsync(Guid staffId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var (seenSince, begunSince) = (now - IdleLimit, now - AbsoluteLimit);
        return await db
            .StaffSessions.AsNoTracking()
            .Where(session =>
                session.StaffId == staffId
                && session.EndedAt == null
                && session.LastSeenAt >= seenSince
                && session.CreatedAt >= begunSince
            )
            .OrderByDescending(session => session.CreatedAt)
            .Select(session => new OpenStaffSession(session.Id, session.CreatedAt, session.LastSeenAt))
            .ToListAsync(cancellationToken);
    }

    public Task EndAsync(Guid id, string reason, CancellationToken cancellationToken) =>
        EndAsync(sessions => sessions.Where(session => session.Id == id), reason, cancellationToken);

    /// <summary>Ends every session of a person, on all devices.</summary>
    public Task EndAllAsync(Guid staffId, CancellationToken cancellationToken) =>
        EndAsync(
            sessions => sessions.Where(session => session.StaffId == staffId),
            "signed out everywhere",
            cancellationToken
        );

    private async Task EndAsync(
        Func<IQueryable<StaffSession>, IQueryable<StaffSession>> which,
        string reason,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        DateTimeOffset? now = clock.GetUtcNow();
        var open = which(db.StaffSessions.Where(session => session.EndedAt == null));
        var ending = await open.Select(session => new { session.Id, session.StaffId }).ToListAsync(cancellationToken);
        var ended = await open.ExecuteUpdateAsync(
            set =>
                set.SetProperty(session => session.EndedAt, now)
                    .SetProperty(session => session.EndReason, reason)
                    .SetProperty(session => session.NationalIdSealed, (byte[]?)null),
            cancellationToken
        );
        // None: somebody else was first, and has recorded it.
        foreach (var session in ended > 0 ? ending : [])
            await audit.RecordAsync(
                db,
                new AuditEvent(AuditActor.Staff(session.StaffId), AuditAction.SignedOut, $"session:{session.Id}").With(
                    "why",
                    reason
                ),
                cancellationToken
            );
        await transaction.CommitAsync(cancellationToken);
    }

    private static DateTimeOffset EndOf(StaffSession session)
    {
        var (idle, absolute) = (session.LastSeenAt + IdleLimit, session.CreatedAt + AbsoluteLimit);
        return idle < absolute ? idle : absolute;
    }
}
