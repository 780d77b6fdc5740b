using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MiniApp.Core.Applicants;
using MiniApp.Core.Security;
using MiniApp.Core.Storage;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Staff;

/// <summary>Somebody on the list, readable.</summary>
public sealed record StaffMember(Guid Id, string Name, StaffRole Role, DateTimeOffset AddedAt)
{
    /// <summary>Names are personal: a member may end up in a log line.</summary>
    public override string ToString() => $"Staff {Id}";
}

/// <summary>One thing done to the list, readable.</summary>
/// <param name="Actor">Who did it; null: the portal's own setting.</param>
public sealed record StaffEvent(
    StaffChangeKind Kind,
    string Name,
    string? Actor,
    StaffRole? RoleBefore,
    StaffRole? RoleAfter,
    DateTimeOffset At
);

/// <summary>What became of a change to the list.</summary>
public enum StaffListOutcome
{
    Done,

    /// <summary>Not a valid ID number.</summary>
    NotAnId,

    NameMissing,

    /// <summary>The person is on the list already.</summary>
    AlreadyListed,

    /// <summary>The person is not on the list any more.</summary>
    NotListed,

    /// <summary>Who did it is no administrator (any more).</summary>
    NotAllowed,

    /// <summary>Nobody changes or removes their own entry: so there is always an administrator left.</summary>
    OwnEntry,
}

/// <summary>The agency's list of people who may work here.</summary>
public sealed class StaffList(
    IDbContextFactory<PortalDb> databases,
    ISealer sealer,
    PersonKeys people,
    IOptions<StaffOptions> options,
    TimeProvider clock
)
{
    public const int LongestName = 120;

    /// <summary>Puts the administrator of the settings on the list while there is none. Any number of nodes may do so at once.</summary>
    public async Task EnsureAdministratorAsync(CancellationToken cancellationToken)
    {
        if (options.Value.FirstAdministrator is not { } first)
            return;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await LockAsync(db, cancellationToken);
        var administrators = Listed(db).Where(person => person.Role == StaffRole.Administrator);
        if (await administrators.AnyAsync(cancellationToken))
            return;
        var key = await KeyOfAsync(NationalId.Normalise(first.NationalId), cancellationToken);
        if (await Listed(db).SingleOrDefaultAsync(person => person.Person == key, cancellationToken) is { } listed)
            Change(db, listed, StaffChangeKind.RoleChanged, StaffRole.Administrator, actorId: null);
        else
            Add(db, key, first.Name, StaffRole.Administrator, actorId: null);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <returns>The person with this ID number, or null when not on the list.</returns>
    public async Task<StaffMember?> FindAsync(string nationalId, CancellationToken cancellationToken)
    {
        var key = await KeyOfAsync(nationalId, cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var person = await Listed(db).AsNoTracking().SingleOrDefaultAsync(p => p.Person == key, cancellationToken);
        return person is null ? null : Open(person);
    }

    /// <returns>Everybody on the list: administrators first, then by name.</returns>
    public async Task<IReadOnlyList<StaffMember>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var listed = await Listed(db).AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            .. listed
                .Select(Open)
                .OrderByDescending(member => member.Role)
                .ThenBy(member => member.Name, StringComparer.Ordinal),
        ];
    }

    /// <returns>What was last done to the list, newest first.</returns>
    public async Task<IReadOnlyList<StaffEvent>> HistoryAsync(int count, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var changes = await db
            .StaffChanges.AsNoTracking()
            .OrderByDescending(change => change.Id)
            .Take(count)
            .ToListAsync(cancellationToken);
        var ids = changes.SelectMany(change => new[] { change.StaffId, change.ActorId ?? change.StaffId }).Distinct();
        var names = await db
            .StaffPeople.AsNoTracking()
            .Where(person => ids.Contains(person.Id))
            .ToDictionaryAsync(person => person.Id, person => sealer.OpenText(person.NameSealed), cancellationToken);
        return
        [
            .. changes.Select(change => new StaffEvent(
                change.Kind,
                names[change.StaffId],
                change.ActorId is { } actor ? names[actor] : null,
                change.RoleBefore,
                change.RoleAfter,
                change.At
            )),
        ];
    }

    /// <param name="typedId">As typed: blanks, dashes and Thai numerals are taken.</param>
    public async Task<StaffListOutcome> AddAsync(
        Guid actorId,
        string? typedId,
        string? name,
        StaffRole role,
        CancellationToken cancellationToken
    )
    {
        var nationalId = NationalId.Normalise(typedId);
        if (!NationalId.IsValid(nationalId))
            return StaffListOutcome.NotAnId;
        if (name?.Trim() is not { Length: > 0 and <= LongestName } trimmed)
            return StaffListOutcome.NameMissing;
        var key = await KeyOfAsync(nationalId, cancellationToken);
        return await ActAsync(
            actorId,
            async db =>
            {
                if (await Listed(db).AnyAsync(person => person.Person == key, cancellationToken))
                    return StaffListOutcome.AlreadyListed;
                Add(db, key, trimmed, role, actorId);
                return StaffListOutcome.Done;
            },
            cancellationToken
        );
    }

    public Task<StaffListOutcome> ChangeRoleAsync(
        Guid actorId,
        Guid staffId,
        StaffRole role,
        CancellationToken cancellationToken
    ) => ChangeAsync(actorId, staffId, StaffChangeKind.RoleChanged, role, cancellationToken);

    /// <summary>Takes somebody off the list and ends their sessions.</summary>
    public Task<StaffListOutcome> RemoveAsync(Guid actorId, Guid staffId, CancellationToken cancellationToken) =>
        ChangeAsync(actorId, staffId, StaffChangeKind.Removed, role: null, cancellationToken);

    private Task<StaffListOutcome> ChangeAsync(
        Guid actorId,
        Guid staffId,
        StaffChangeKind kind,
        StaffRole? role,
        CancellationToken cancellationToken
    ) =>
        ActAsync(
            actorId,
            async db =>
            {
                if (actorId == staffId)
                    return StaffListOutcome.OwnEntry;
                if (await Listed(db).SingleOrDefaultAsync(p => p.Id == staffId, cancellationToken) is not { } person)
                    return StaffListOutcome.NotListed;
                if (role != person.Role)
                    Change(db, person, kind, role, actorId);
                return StaffListOutcome.Done;
            },
            cancellationToken
        );

    /// <summary>One change at a time, by somebody who is an administrator at that moment.</summary>
    private async Task<StaffListOutcome> ActAsync(
        Guid actorId,
        Func<PortalDb, Task<StaffListOutcome>> act,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await LockAsync(db, cancellationToken);
        var actor = await Listed(db).AsNoTracking().SingleOrDefaultAsync(p => p.Id == actorId, cancellationToken);
        if (actor is not { Role: StaffRole.Administrator })
            return StaffListOutcome.NotAllowed;
        var outcome = await act(db);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return outcome;
    }

    /// <summary>Two administrators who remove each other at once: the second must see that they are none any more.</summary>
    private static Task<int> LockAsync(PortalDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"lock table staff_people in share row exclusive mode", cancellationToken);

    private static IQueryable<StaffPerson> Listed(PortalDb db) =>
        db.StaffPeople.Where(person => person.RemovedAt == null);

    private void Add(PortalDb db, byte[] key, string name, StaffRole role, Guid? actorId)
    {
        var person = new StaffPerson
        {
            Id = Guid.NewGuid(),
            Person = key,
            NameSealed = sealer.SealText(name),
            Role = role,
            AddedAt = clock.GetUtcNow(),
        };
        db.StaffPeople.Add(person);
        Record(db, person.Id, StaffChangeKind.Added, before: null, role, actorId);
    }

    private void Change(PortalDb db, StaffPerson person, StaffChangeKind kind, StaffRole? role, Guid? actorId)
    {
        Record(db, person.Id, kind, person.Role, role, actorId);
        if (role is { } other)
            person.Role = other;
        else
            person.RemovedAt = clock.GetUtcNow();
    }

    private void Record(
        PortalDb db,
        Guid staffId,
        StaffChangeKind kind,
        StaffRole? before,
        StaffRole? after,
        Guid? actorId
    ) =>
        db.StaffChanges.Add(
            new StaffChange
            {
                StaffId = staffId,
                ActorId = actorId,
                Kind = kind,
                RoleBefore = before,
                RoleAfter = after,
                At = clock.GetUtcNow(),
            }
        );

    private ValueTask<byte[]> KeyOfAsync(string nationalId, CancellationToken cancellationToken) =>
        people.KeyOfAsync(new Applicant(nationalId, ApplicantType.Citizen), cancellationToken);

    private StaffMember Open(StaffPerson person) =>
        new(person.Id, sealer.OpenText(person.NameSealed), person.Role, person.AddedAt);
}
