using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MiniApp.Core.Staff;

namespace MiniApp.Core.Audit;

/// <summary>Who did it, as the audit writes it.</summary>
public readonly record struct AuditActor(string Text)
{
    internal const string StaffPrefix = "staff:";
    internal const string PersonPrefix = "person:";

    /// <summary>The portal by itself: a setting, a time that is over.</summary>
    public static AuditActor System { get; } = new("system");

    public static AuditActor Staff(Guid staffId) => new($"{StaffPrefix}{staffId}");

    /// <param name="person">Key of the person: see <see cref="Security.PersonKeys"/>.</param>
    public static AuditActor Person(byte[] person) => new(PersonPrefix + Convert.ToHexStringLower(person));

    /// <returns>Null for anybody but staff.</returns>
    public static Guid? StaffIdOf(string actor) =>
        actor.StartsWith(StaffPrefix, StringComparison.Ordinal)
        && Guid.TryParseExact(actor[StaffPrefix.Length..], "D", out var id)
            ? id
            : null;
}

/// <summary>One thing that was done, before it has its place in the chain.</summary>
/// <param name="Subject">What it was done to, e.g. <c>staff:…</c>, <c>document:…</c>; null where it is the draft itself.</param>
/// <param name="DraftId">The draft it is about: its applicant may see the entry.</param>
public sealed partial record AuditEvent(
    AuditActor Actor,
    AuditAction Action,
    string? Subject = null,
    Guid? DraftId = null
)
{
    private readonly SortedDictionary<string, string> _details = new(StringComparer.Ordinal);

    /// <summary>By staff: with the role they had at that moment.</summary>
    public static AuditEvent By(LiveStaff staff, AuditAction action, string? subject = null, Guid? draftId = null) =>
        new AuditEvent(AuditActor.Staff(staff.StaffId), action, subject, draftId).With("role", staff.Role);

    public static string StaffSubject(Guid staffId) => $"{AuditActor.StaffPrefix}{staffId}";

    public static string PersonSubject(byte[] person) => AuditActor.Person(person).Text;

    /// <summary>
    /// Something to know besides: codes, counts, versions, field ids. Never an answer, a name or an ID number; what looks like
    /// one is blotted out, as nothing can be taken out of the chain afterwards.
    /// </summary>
    /// <param name="value">Null: left out.</param>
    public AuditEvent With(string name, object? value)
    {
        if (Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text)
            _details[name] = IdNumber().Replace(text, "[…]");
        return this;
    }

    internal string DetailsJson() => JsonSerializer.Serialize(_details);

    [GeneratedRegex(@"\d([\s-]?\d){12}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IdNumber();
}
