using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MiniApp.Core.Applicants;
using MiniApp.Core.External.Hcm;
using MiniApp.Core.Security;
using MiniApp.Core.Storage;
using MiniApp.Core.Thai;

namespace MiniApp.Core.IdentityUpdates;

/// <summary>
/// Which account at HCM is whose: from settings, else as the person named it. A name alone opens nothing: HCM's record behind
/// it must have the national ID of the one who scans.
/// </summary>
public sealed class HcmUsers(
    IDbContextFactory<PortalDb> databases,
    ISealer sealer,
    PersonKeys people,
    IOptions<HcmOptions> options,
    TimeProvider clock
)
{
    /// <returns>The user name; null where nobody has said it yet.</returns>
    public async Task<string?> FindAsync(Guid staffId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await KeyOfAsync(db, staffId, cancellationToken) is not { } person)
            return null;
        foreach (var employee in options.Value.Employees)
        {
            var key = await KeyOfAsync(employee.NationalId, cancellationToken);
            if (person.SequenceEqual(key))
                return employee.Username;
        }
        var named = await db.HcmUsers.AsNoTracking().SingleOrDefaultAsync(u => u.Person == person, cancellationToken);
        return named is null ? null : sealer.OpenText(named.UsernameSealed);
    }

    /// <summary>Remembers what the person typed.</summary>
    /// <returns>False where it can be no user name.</returns>
    public async Task<bool> NameAsync(Guid staffId, string? typed, CancellationToken cancellationToken)
    {
        var username = typed?.Trim();
        if (!HcmUsername.IsValid(username))
            return false;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await KeyOfAsync(db, staffId, cancellationToken) is not { } person)
            return false;
        var named = await db.HcmUsers.SingleOrDefaultAsync(user => user.Person == person, cancellationToken);
        if (named is null)
            db.HcmUsers.Add(named = new HcmUser { Person = person, UsernameSealed = [] });
        named.UsernameSealed = sealer.SealText(username!);
        named.ConfirmedAt = null;
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>HCM's record behind the name has the national ID that ThaiD said.</summary>
    public async Task ConfirmAsync(Guid staffId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var person = await KeyOfAsync(db, staffId, cancellationToken);
        DateTimeOffset? now = clock.GetUtcNow();
        await db
            .HcmUsers.Where(user => user.Person == person && user.ConfirmedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.ConfirmedAt, now), cancellationToken);
    }

    /// <summary>Whether this national ID is that of the person who is signed in.</summary>
    public async Task<bool> IsAsync(Guid staffId, string nationalId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var person = await KeyOfAsync(db, staffId, cancellationToken);
        var scanned = await KeyOfAsync(nationalId, cancellationToken);
        return person is not null && person.SequenceEqual(scanned);
    }

    private static Task<byte[]?> KeyOfAsync(PortalDb db, Guid staffId, CancellationToken cancellationToken) =>
        db
            .StaffPeople.Where(person => person.Id == staffId)
            .Select(person => (byte[]?)person.Person)
            .SingleOrDefaultAsync(cancellationToken);

    private async Task<byte[]> KeyOfAsync(string nationalId, CancellationToken cancellationToken) =>
        await people.KeyOfAsync(
            new Applicant(NationalId.Normalise(nationalId), ApplicantType.Citizen),
            cancellationToken
        );
}
