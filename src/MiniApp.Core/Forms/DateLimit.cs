using System.Globalization;
using System.Text.RegularExpressions;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Forms;

/// <summary>First or last date a field takes: <c>2026-01-31</c>, <c>today</c>, <c>today+30d</c>, <c>today-3m</c>, <c>today-20y</c>.</summary>
internal readonly partial record struct DateLimit(DateOnly? Fixed, char Unit, int Offset)
{
    public static bool TryParse(string? text, out DateLimit limit)
    {
        limit = default;
        if (text is null)
        {
            return false;
        }
        if (ThaiDate.TryParseWire(text, out var date))
        {
            limit = new DateLimit(date, 'd', 0);
            return true;
        }
        if (Syntax().Match(text) is not { Success: true } match)
        {
            return false;
        }
        limit = match.Groups["n"] is { Success: true } number
            ? new DateLimit(
                null,
                match.Groups["unit"].Value[0],
                int.Parse(match.Groups["sign"].Value + number.Value, CultureInfo.InvariantCulture)
            )
            : new DateLimit(null, 'd', 0);
        return true;
    }

    public DateOnly On(DateOnly today) =>
        (Fixed, Unit) switch
        {
            ({ } date, _) => date,
            (_, 'm') => today.AddMonths(Offset),
            (_, 'y') => today.AddYears(Offset),
            _ => today.AddDays(Offset),
        };

    [GeneratedRegex(
        @"\Atoday((?<sign>[+-])(?<n>[0-9]{1,3})(?<unit>[dmy]))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Syntax();
}
