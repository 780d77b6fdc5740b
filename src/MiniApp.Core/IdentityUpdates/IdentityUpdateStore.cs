using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Audit;
using MiniApp.Core.Security;
using MiniApp.Core.Staff;
using MiniApp.Core.Storage;

namespace MiniApp.Core.IdentityUpdates;

/// <summary>An update that waits for its scan.</summary>
/// <param name="Secret">Goes into the protected state and comes back with it; the store keeps only its hash.</param>
public sealed record BegunUpdate(Guid Id, string Secret)
{
    public override string ToString() => $"{nameof(BegunUpdate)} {Id}";
}

/// <summary>One event of the past, readable.</summary>
public sealed record IdentityUpdateEntry(
    Guid UpdateId,
    UpdateEventKind Kind,
    UpdateRefusal? Refusal,
    IReadOnlyList<ItemResult> Items,
    DateTimeOffset At
);

/// <summary>Updates under way and what happened to them. One open update per staff session; any node can go on with it.</summary>
public sealed class IdentityUpdateStore(
    IDbContextFactory<PortalDb> databases,
    ISealer sealer,
    AuditTrail audit,
    TimeProvider clock
)
{
    /// <summary>From the press of the button to the scan.</summary>
    public static readonly TimeSpan ScanLimit = TimeSpan.FromMinutes(15);

    /// <summary>From the scan on: then what ThaiD said is forgotten.</summary>
    public static readonly TimeSpan WorkLimit = TimeSpan.FromMinutes(30);

    /// <summary>Longer than all requests of one confirmation may take.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    /// <summary>A new update; the session's former one ends.</summary>
    internal async Task<BegunUpdate> BeginAsync(LiveStaff staff, string username, CancellationToken cancellationToken)
    {
        await EndAsync(staff, cancellationToken);
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var now = clock.GetUtcNow();
        var update = new IdentityUpdate
        {
            Id = Guid.NewGuid(),
            StaffId = staff.StaffId,
            SessionId = staff.SessionId,
            StateHash = HashOf(secret),
            State = UpdateState.Begun,
            WorkSealed = sealer.SealJson(new UpdateWork(username)),
            BegunAt = now,
            ExpiresAt = now + ScanLimit,
        };
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        db.IdentityUpdates.Add(update);
        await db.SaveChangesAsync(cancellationToken);
        await RecordAsync(update, UpdateEventKind.Begun, cancellationToken: cancellationToken);
        return new BegunUpdate(update.Id, secret);
    }

    /// <summary>The update this state belongs to, once, in the session that began it; else null.</summary>
    internal async Task<IdentityUpdate?> TakeScanAsync(
        LiveStaff staff,
        Guid id,
        string secret,
        Func<UpdateWork, UpdateWork> change,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(staff, cancellationToken) is not { State: UpdateState.Begun } update || update.Id != id)
            return null;
        if (!CryptographicOperations.FixedTimeEquals(update.StateHash, HashOf(secret)))
            return null;
        var (work, until) = (sealer.SealJson(change(Open(update))), clock.GetUtcNow() + WorkLimit);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var taken = await db
            .IdentityUpdates.Where(other => other.Id == id && other.State == UpdateState.Begun)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(other => other.State, UpdateState.Scanned)
                        .SetProperty(other => other.WorkSealed, work)
                        .SetProperty(other => other.ExpiresAt, until),
                cancellationToken
            );
        if (taken == 0)
            return null;
        await RecordAsync(update, UpdateEventKind.Scanned, cancellationToken: cancellationToken);
        return update;
    }

    /// <returns>The open update of this session; null when there is none or its time is over.</returns>
    internal async Task<IdentityUpdate?> FindAsync(LiveStaff staff, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        return await db
            .IdentityUpdates.AsNoTracking()
            .SingleOrDefaultAsync(
                update =>
                    update.SessionId == staff.SessionId
                    && update.StaffId == staff.StaffId
                    && update.State != UpdateState.Ended
                    && update.ExpiresAt > now,
                cancellationToken
            );
    }

    internal UpdateWork Open(IdentityUpdate update) => sealer.OpenJson<UpdateWork>(update.WorkSealed);

    /// <summary>Keeps what was shown or answered, unless something else was in the meantime.</summary>
    /// <returns>The update as it is now; null when it is not open any more or somebody else was first.</returns>
    internal async Task<IdentityUpdate?> SaveAsync(
        IdentityUpdate update,
        UpdateWork work,
        CancellationToken cancellationToken
    )
    {
        var (cipher, next) = (sealer.SealJson(work), update.Revision + 1);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var saved = await db
            .IdentityUpdates.Where(other =>
                other.Id == update.Id && other.State == UpdateState.Scanned && other.Revision == update.Revision
            )
            .ExecuteUpdateAsync(
                set => set.SetProperty(other => other.WorkSealed, cipher).SetProperty(other => other.Revision, next),
                cancellationToken
            );
        if (saved == 0)
            return null;
        (update.WorkSealed, update.Revision) = (cipher, next);
        return update;
    }

    /// <summary>Lets one request at a time write to HCM; a node that dies lets go after a while.</summary>
    internal async Task<bool> TryLeaseAsync(IdentityUpdate update, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? until = now + Lease;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db
                .IdentityUpdates.Where(other =>
                    other.Id == update.Id
                    && other.State == UpdateState.Scanned
                    && (other.LeasedUntil == null || other.LeasedUntil < now)
                )
                .ExecuteUpdateAsync(set => set.SetProperty(other => other.LeasedUntil, until), cancellationToken) > 0;
    }

    internal async Task ReleaseAsync(IdentityUpdate update)
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        await db
            .IdentityUpdates.Where(other => other.Id == update.Id)
            .ExecuteUpdateAsync(
                set => set.SetProperty(other => other.LeasedUntil, (DateTimeOffset?)null),
                CancellationToken.None
            );
    }

    /// <summary>It can't go on; what ThaiD said is forgotten at once.</summary>
    internal async Task RefuseAsync(IdentityUpdate update, UpdateRefusal refusal, CancellationToken cancellationToken)
    {
        var empty = sealer.SealJson(new UpdateWork(""));
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db
            .IdentityUpdates.Where(other => other.Id == update.Id && other.State != UpdateState.Ended)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(other => other.State, UpdateState.Refused)
                        .SetProperty(other => other.Refusal, (UpdateRefusal?)refusal)
                        .SetProperty(other => other.WorkSealed, empty),
                cancellationToken
            );
        await RecordAsync(update, UpdateEventKind.Refused, refusal: refusal, cancellationToken: cancellationToken);
    }

    /// <summary>The session's open update, if any, is over.</summary>
    internal async Task EndAsync(LiveStaff staff, CancellationToken cancellationToken)
    {
        var open = await FindAsync(staff, cancellationToken);
        await EndAsync(updates => updates.Where(update => update.SessionId == staff.SessionId), cancellationToken);
        if (open is not null)
            await RecordAsync(open, UpdateEventKind.Ended, cancellationToken: cancellationToken);
    }

    /// <summary>What ThaiD said is forgotten when its time is over, whether somebody comes back or not.</summary>
    internal Task EndOverdueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return EndAsync(updates => updates.Where(update => update.ExpiresAt <= now), cancellationToken);
    }

    internal async Task RecordAsync(
        IdentityUpdate update,
        UpdateEventKind kind,
        IReadOnlyList<ItemResult>? items = null,
        UpdateRefusal? refusal = null,
        CancellationToken cancellationToken = default
    )
    {
        var itemsSealed = items is null ? null : sealer.SealJson(items);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.IdentityUpdateEvents.Add(
            new IdentityUpdateEvent
            {
                UpdateId = update.Id,
                StaffId = update.StaffId,
                Kind = kind,
                At = clock.GetUtcNow(),
                ItemsSealed = itemsSealed,
                Refusal = refusal,
            }
        );
        // Values are personal and stay sealed here; the audit proves that they are still the ones that were written.
        var what = new AuditEvent(
            AuditActor.Staff(update.StaffId),
            Enum.Parse<AuditAction>($"Record{kind}"),
            $"record-update:{update.Id}"
        )
            .With("refusal", refusal)
            .With("items", items is null ? null : string.Join(", ", items))
            .With("sha256", itemsSealed is null ? null : Convert.ToHexStringLower(SHA256.HashData(itemsSealed)));
        await audit.RecordAsync(db, what, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <returns>What one person's updates did, newest first.</returns>
    public async Task<IReadOnlyList<IdentityUpdateEntry>> HistoryAsync(
        Guid staffId,
        int count,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var events = await db
            .IdentityUpdateEvents.AsNoTracking()
            .Where(happened => happened.StaffId == staffId)
            .OrderByDescending(happened => happened.Id)
            .Take(count)
            .ToListAsync(cancellationToken);
        return
        [
            .. events.Select(happened => new IdentityUpdateEntry(
                happened.UpdateId,
                happened.Kind,
                happened.Refusal,
                happened.ItemsSealed is { } items ? sealer.OpenJson<List<ItemResult>>(items) : [],
                happened.At
            )),
        ];
    }

    private async Task EndAsync(
        Func<IQueryable<IdentityUpdate>, IQueryable<IdentityUpdate>> which,
        CancellationToken cancellationToken
    )
    {
        var empty = sealer.SealJson(new UpdateWork(""));
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await which(db.IdentityUpdates.Where(update => update.State != UpdateState.Ended))
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(update => update.State, UpdateState.Ended)
                        .SetProperty(update => update.WorkSealed, empty),
                cancellationToken
            );
    }

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
