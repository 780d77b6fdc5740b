using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using MiniApp.Core.Audit;
using MiniApp.Core.Thai;

namespace MiniApp.Web.Staff.Audit;

/// <summary>The audit's filters as they stand in the address and are typed: what can be read of them becomes the filter.</summary>
public sealed record AuditQuery(string? From, string? Until, string? Actor, string? Action, string? Subject)
{
    /// <summary>Names in the address and of form fields.</summary>
    public const string FromName = "from";
    public const string UntilName = "until";
    public const string ActorName = "actor";
    public const string ActionName = "action";
    public const string SubjectName = "subject";
    public const string BeforeName = "before";

    private const int Longest = 200;

    /// <summary>Fields that hold something that is no date.</summary>
    public IReadOnlyList<string> Problems { get; private init; } = [];

    public AuditFilter Filter { get; private init; } = new();

    public static AuditQuery Read(string? from, string? until, string? actor, string? action, string? subject)
    {
        var query = new AuditQuery(Trim(from), Trim(until), Trim(actor), Trim(action), Trim(subject));
        var (begin, end) = (DateOf(query.From), DateOf(query.Until));
        var known = Enum.TryParse<AuditAction>(query.Action, out var named) && Enum.IsDefined(named);
        return query with
        {
            Problems =
            [
                .. query.From is not null && begin is null ? [FromName] : Array.Empty<string>(),
                .. query.Until is not null && end is null ? [UntilName] : Array.Empty<string>(),
            ],
            Filter = new AuditFilter(
                begin is { } first ? StartOf(first) : null,
                // To the end of that day.
                end is { } last
                && last < DateOnly.MaxValue
                    ? StartOf(last.AddDays(1))
                    : null,
                query.Actor,
                known ? named : null,
                query.Subject
            ),
        };
    }

    public static AuditQuery Read(IFormCollection form) =>
        Read(form[FromName], form[UntilName], form[ActorName], form[ActionName], form[SubjectName]);

    public IEnumerable<KeyValuePair<string, string>> Pairs()
    {
        (string Name, string? Value)[] all =
        [
            (FromName, From),
            (UntilName, Until),
            (ActorName, Actor),
            (ActionName, Action),
            (SubjectName, Subject),
        ];
        return all.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Name, pair.Value!));
    }

    /// <param name="before">The page after this entry; null: the newest.</param>
    public string Url(long? before = null)
    {
        var pairs = Pairs().Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value));
        if (before is { } number)
            pairs = pairs.Append(new(BeforeName, number.ToString(CultureInfo.InvariantCulture)));
        return QueryHelpers.AddQueryString(StaffRoutes.Audit, pairs);
    }

    private static string? Trim(string? text) =>
        text?.Trim() is { Length: > 0 and <= Longest } trimmed ? trimmed : null;

    private static DateOnly? DateOf(string? text) =>
        ThaiDate.TryParseWire(text, out var date) || ThaiDate.TryParse(text, CultureInfo.CurrentUICulture, out date)
            ? date
            : null;

    private static DateTimeOffset StartOf(DateOnly day) =>
        new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), ThaiDate.BangkokOffset).ToUniversalTime();
}
