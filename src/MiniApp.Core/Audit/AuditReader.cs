using Microsoft.EntityFrameworkCore;
using MiniApp.Core.Security;
using MiniApp.Core.Staff;
using MiniApp.Core.Storage;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Audit;

/// <summary>Which entries; null: any.</summary>
/// <param name="Until">Not itself.</param>
/// <param name="Actor">See <see cref="AuditActor"/>.</param>
/// <param name="Subject">A subject to the letter, or the id of a draft.</param>
public sealed record AuditFilter(
    DateTimeOffset? From = null,
    DateTimeOffset? Until = null,
    string? Actor = null,
    AuditAction? Action = null,
    string? Subject = null
);

/// <summary>One entry, readable.</summary>
/// <param name="ActorName">Of staff, also of those who left; null for anybody else.</param>
/// <param name="SubjectName">The same for somebody it was done to.</param>
public sealed record AuditLine(
    long Sequence,
    DateTimeOffset At,
    string Actor,
    string? ActorName,
    AuditAction? Action,
    string? Subject,
    string? SubjectName,
    Guid? DraftId,
    IReadOnlyDictionary<string, string> Details,
    string Hash
);

/// <summary>What the agency did with somebody's draft, as that person is told.</summary>
/// <param name="Role">Of whoever did it; null: the portal itself.</param>
/// <param name="Reference">Number of the (last) entry: with it the agency knows who it was.</param>
/// <param name="Times">How often on that day.</param>
public sealed record DraftAccess(DateTimeOffset At, StaffRole? Role, AuditAction Action, long Reference, int Times);

/// <summary>Reads the audit. Nothing here proves it: see <see cref="AuditVerifier"/>.</summary>
public sealed class AuditReader(IDbContextFactory<PortalDb> databases, ISealer sealer)
{
    private static readonly Dictionary<string, AuditAction> Actions = Enum.GetValues<AuditAction>()
        .ToDictionary(action => SnakeCase.Of(action.ToString()), StringComparer.Ordinal);

    /// <summary>What a person is told about: not how the agency shares its work out.</summary>
    private static readonly string[] Told =
    [
        .. new[]
        {
            AuditAction.Opened,
            AuditAction.Downloaded,
            AuditAction.Exported,
            AuditAction.LookedUp,
            AuditAction.Commented,
            AuditAction.Decided,
        }.Select(action => SnakeCase.Of(action.ToString())),
    ];

    /// <returns>Newest first.</returns>
    /// <param name="before">Only entries with a lower number: the last of the page before.</param>
    public async Task<IReadOnlyList<AuditLine>> ListAsync(
        AuditFilter filter,
        long? before,
        int count,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var entries = await Where(db.AuditEntries.AsNoTracking(), filter)
            .Where(entry => before == null || entry.Sequence < before)
            .OrderByDescending(entry => entry.Sequence)
            .Take(count)
            .ToListAsync(cancellationToken);
        var ids = entries
            .SelectMany(entry => new[] { entry.Actor, entry.Subject ?? "" })
            .Select(AuditActor.StaffIdOf)
            .OfType<Guid>()
            .Distinct()
            .ToList();
        var names = await db
            .StaffPeople.AsNoTracking()
            .Where(person => ids.Contains(person.Id))
            .ToDictionaryAsync(person => person.Id, person => sealer.OpenText(person.NameSealed), cancellationToken);
        return [.. entries.Select(entry => Line(entry, names))];
    }

    public async Task<int> CountAsync(AuditFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await Where(db.AuditEntries, filter).CountAsync(cancellationToken);
    }

    /// <summary>Who of the agency opened somebody's data, and when; newest first.</summary>
    /// <param name="person">Whose draft it must be; for anybody else's the answer is as for one that is not there.</param>
    public async Task<IReadOnlyList<DraftAccess>> ForDraftAsync(
        byte[] person,
        Guid draftId,
        CancellationToken cancellationToken
    )
    {
        const int Most = 500;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (!await db.Drafts.AnyAsync(d => d.Id == draftId && d.Person == person, cancellationToken))
            return [];
        var entries = await db
            .AuditEntries.AsNoTracking()
            .Where(entry =>
                entry.DraftId == draftId
                && entry.Actor.StartsWith(AuditActor.StaffPrefix)
                && Told.Contains(entry.Action)
            )
            .OrderByDescending(entry => entry.Sequence)
            .Take(Most)
            .ToListAsync(cancellationToken);
        return
        [
            .. entries
                .GroupBy(entry => (entry.Actor, entry.Action, entry.At.ToOffset(ThaiDate.BangkokOffset).Date))
                .Select(same => Access(same.First(), same.Count())),
        ];
    }

    private static DraftAccess Access(AuditEntry latest, int times) =>
        new(
            latest.At,
            latest.ReadDetails().TryGetValue("role", out var text) && Enum.TryParse<StaffRole>(text, out var role)
                ? role
                : null,
            Actions[latest.Action],
            latest.Sequence,
            times
        );

    private static IQueryable<AuditEntry> Where(IQueryable<AuditEntry> entries, AuditFilter filter)
    {
        if (filter.From is { } from)
            entries = entries.Where(entry => entry.At >= from);
        if (filter.Until is { } until)
            entries = entries.Where(entry => entry.At < until);
        if (filter.Actor is { } actor)
            entries = entries.Where(entry => entry.Actor == actor);
        if (filter.Action is { } action)
        {
            var written = SnakeCase.Of(action.ToString());
            entries = entries.Where(entry => entry.Action == written);
        }
        if (filter.Subject is not { } subject)
            return entries;
        return Guid.TryParse(subject, out var draftId)
            ? entries.Where(entry => entry.DraftId == draftId)
            : entries.Where(entry => entry.Subject == subject);
    }

    private static AuditLine Line(AuditEntry entry, Dictionary<Guid, string> names) =>
        new(
            entry.Sequence,
            entry.At,
            entry.Actor,
            NameOf(entry.Actor, names),
            // Null: whoever wrote it was no portal that we know.
            Actions.TryGetValue(entry.Action, out var action)
                ? action
                : null,
            entry.Subject,
            NameOf(entry.Subject, names),
            entry.DraftId,
            entry.ReadDetails(),
            Convert.ToHexStringLower(entry.Hash)
        );

    private static string? NameOf(string? who, Dictionary<Guid, string> names) =>
        who is not null && AuditActor.StaffIdOf(who) is { } id ? names.GetValueOrDefault(id) : null;
}
