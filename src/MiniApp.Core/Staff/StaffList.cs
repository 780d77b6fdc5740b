using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MiniApp.Core.Applicants;
using MiniApp.Core.Audit;
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
    AuditAction Kind,
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
    AuditTrail audit,
    TimeProvider clock
)
{
    private static readonly string[] ListActions =
    [
        .. new[] { AuditAction.StaffAdded, AuditAction.StaffRoleChanged, AuditAction.StaffRemoved }.Select(action =>
            SnakeCase.Of(action.ToString())
        ),
    ];

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
        var what = await Listed(db).SingleOrDefaultAsync(person => person.Person == key, cancellationToken)
            is { } listed
            ? Change(listed, AuditAction.StaffRoleChanged, StaffRole.Administrator, actorId: null)
            : Add(db, key, first.Name, StaffRole.Administrator, actorId: null);
        await audit.RecordAsync(db, what, cancellationToken);
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
        var entries = await db
            .AuditEntries.AsNoTracking()
            .Where(entry => ListActions.Contains(entry.Action))
            .OrderByDescending(entry => entry.Sequence)
            .Take(count)
            .ToListAsync(cancellationToken);
        var names = await db
            .StaffPeople.AsNoTracking()
            .ToDictionaryAsync(person => person.Id, person => sealer.OpenText(person.NameSealed), cancellationToken);
        return [.. entries.Select(entry => Readable(entry, names))];
    }

    private static StaffEvent Readable(AuditEntry entry, Dictionary<Guid, string> names)
    {
        var details = entry.ReadDetails();
        return new StaffEvent(
            Enum.GetValues<AuditAction>().First(action => SnakeCase.Of(action.ToString()) == entry.Action),
            NameOf(entry.Subject) ?? "",
            NameOf(entry.Actor),
            RoleIn("before"),
            RoleIn("after"),
            entry.At
        );

        string? NameOf(string? who) => AuditActor.StaffIdOf(who ?? "") is { } id ? names.GetValueOrDefault(id) : null;

        StaffRole? RoleIn(string name) =>
            Enum.TryParse<StaffRole>(details.GetValueOrDefault(name), out var role) ? role : null;
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
                    return (StaffListOutcome.AlreadyListed, null);
                return (StaffListOutcome.Done, Add(db, key, trimmed, role, actorId));
            },
            cancellationToken
        );
    }

    public Task<StaffListOutcome> ChangeRoleAsync(
        Guid actorId,
        Guid staffId,
        StaffRole role,
        CancellationToken cancellationToken
    ) => ChangeAsync(actorId, staffId, AuditAction.StaffRoleChanged, role, cancellationToken);

    /// <summary>Takes somebody off the list and ends their sessions.</summary>
    public Task<StaffListOutcome> RemoveAsync(Guid actorId, Guid staffId, CancellationToken cancellationToken) =>
        ChangeAsync(actorId, staffId, AuditAction.StaffRemoved, role: null, cancellationToken);

    private Task<StaffListOutcome> ChangeAsync(
        Guid actorId,
        Guid staffId,
        AuditAction action,
        StaffRole? role,
        CancellationToken cancellationToken
    ) =>
        ActAsync(
            actorId,
            async db =>
            {
                if (actorId == staffId)
                    return (StaffListOutcome.OwnEntry, null);
                if (await Listed(db).SingleOrDefaultAsync(p => p.Id == staffId, cancellationToken) is not { } person)
                    return (StaffListOutcome.NotListed, null);
                var what = role == person.Role ? null : Change(person, action, role, actorId);
                return (StaffListOutcome.Done, what);
            },
            cancellationToken
        );

    /// <summary>One change at a time, by somebody who is an administrator at that moment.</summary>
    private async Task<StaffListOutcome> ActAsync(
        Guid actorId,
        Func<PortalDb, Task<(StaffListOutcome Outcome, AuditEvent? What)>> act,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await LockAsync(db, cancellationToken);
        var actor = await Listed(db).AsNoTracking().SingleOrDefaultAsync(p => p.Id == actorId, cancellationToken);
        if (actor is not { Role: StaffRole.Administrator })
            return StaffListOutcome.NotAllowed;
        var (outcome, what) = await act(db);
        if (what is not null)
            await audit.RecordAsync(db, what, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return outcome;
    }

    /// <summary>Two administrators who remove each other at once: the second must see that they are none any more.</summary>
    private static Task<int> LockAsync(PortalDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"lock table staff_people in share row exclusive mode", cancellationToken);

    private static IQueryable<StaffPerson> Listed(PortalDb db) =>
        db.StaffPeople.Where(person => person.RemovedAt == null);

    private AuditEvent Add(PortalDb db, byte[] key, string name, StaffRole role, Guid? actorId)
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
        return What(person.Id, AuditAction.StaffAdded, before: null, role, actorId);
    }

    private AuditEvent Change(StaffPerson person, AuditAction action, StaffRole? role, Guid? actorId)
    {
        var before = person.Role;
        if (role is { } other)
            person.Role = other;
        else
            person.RemovedAt = clock.GetUtcNow();
        return What(person.Id, action, before, role, actorId);
    }

    private static AuditEvent What(
        Guid staffId,
        AuditAction action,
        StaffRole? before,
        StaffRole? after,
        Guid? actorId
    ) =>
        new AuditEvent(
            actorId is { } actor ? AuditActor.Staff(actor) : AuditActor.System,
            action,
            AuditEvent.StaffSubject(staffId)
        )
            .With("before", before)
            .With("after", after);

    private ValueTask<byte[]> KeyOfAsync(string nationalId, CancellationToken cancellationToken) =>
        people.KeyOfAsync(new Applicant(nationalId, ApplicantType.Citizen), cancellationToken);

    private StaffMember Open(StaffPerson person) =>
        new(person.Id, sealer.OpenText(person.NameSealed), person.Role, person.AddedAt);
}
