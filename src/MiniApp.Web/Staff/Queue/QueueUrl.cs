using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using MiniApp.Core.Reviews;

namespace MiniApp.Web.Staff.Queue;

/// <summary>
/// The queue's filters as they stand in its address, so that a filtered queue can be kept as a bookmark and the back button
/// works. An ID number that is searched for stands there only as the keyed hash it is found by.
/// </summary>
public sealed record QueueUrl(QueueFilter Filter, QueueCursor? After)
{
    private const string Mine = "me";
    private const string Nobodys = "none";

    public static QueueUrl Read(
        string? form,
        string? state,
        string? officer,
        string? province,
        bool overdue,
        string? text,
        string? person,
        string? sort,
        string? after
    ) =>
        new(
            new QueueFilter(
                NullIfEmpty(form),
                Enum.TryParse<ReviewState>(state, ignoreCase: true, out var known) ? known : null,
                officer switch
                {
                    Mine => QueueOfficer.Me,
                    Nobodys => QueueOfficer.Nobody,
                    _ => Guid.TryParse(officer, out _) ? QueueOfficer.Somebody : QueueOfficer.Anybody,
                },
                Guid.TryParse(officer, out var id) ? id : null,
                NullIfEmpty(province),
                overdue,
                NullIfEmpty(text),
                NullIfEmpty(person),
                sort == "newest" ? QueueSort.Newest : QueueSort.Due
            ),
            ReadCursor(after)
        );

    /// <summary>The address of the queue as it is filtered here.</summary>
    public override string ToString()
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal);
        Add("form", Filter.FormCode);
        Add("state", Filter.State?.ToString().ToLowerInvariant());
        Add("officer", OfficerText);
        Add("province", Filter.Province);
        Add("overdue", Filter.Overdue ? "true" : null);
        Add("text", Filter.Text);
        Add("person", Filter.Person);
        Add("sort", Filter.Sort == QueueSort.Newest ? "newest" : null);
        Add(
            "after",
            After is { } at ? string.Create(CultureInfo.InvariantCulture, $"{at.At.UtcTicks}.{at.Number}") : null
        );
        return QueryHelpers.AddQueryString(StaffRoutes.Home, query);

        void Add(string name, string? value)
        {
            if (value is not null)
                query[name] = value;
        }
    }

    /// <summary>As the officer's choice is called in the address; null: anybody.</summary>
    public string? OfficerText =>
        Filter.Officer switch
        {
            QueueOfficer.Me => Mine,
            QueueOfficer.Nobody => Nobodys,
            QueueOfficer.Somebody => Filter.OfficerId?.ToString(),
            _ => null,
        };

    /// <summary>From its beginning, filtered as <paramref name="change"/> says.</summary>
    public QueueUrl With(Func<QueueFilter, QueueFilter> change) => new(change(Filter), null);

    private static QueueCursor? ReadCursor(string? text) =>
        text?.Split('.') is [var ticks, var number]
        && long.TryParse(ticks, CultureInfo.InvariantCulture, out var at)
        && at is >= 0 and <= 3155378975999999999
        && long.TryParse(number, CultureInfo.InvariantCulture, out var last)
            ? new QueueCursor(new DateTimeOffset(at, TimeSpan.Zero), last)
            : null;

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
