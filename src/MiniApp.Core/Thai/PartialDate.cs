using System.Globalization;
using System.Runtime.InteropServices;

namespace MiniApp.Core.Thai;

/// <summary>What the comparison of a date with one that may be known in part says.</summary>
public enum DateAgreement
{
    /// <summary>Nothing is known on one of the two sides.</summary>
    Unknown,

    /// <summary>What is known agrees, and something is not known.</summary>
    PartlyKnown,

    /// <summary>Year, month and day are known and the same.</summary>
    Same,

    /// <summary>A part that is known is another.</summary>
    Different,
}

/// <summary>
/// A date whose day, month or even year may be unknown, as the population register has them: <c>25380000</c> is somebody born
/// in 1995 of whom no more is known. Years are Gregorian here, as everywhere in the portal.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PartialDate
{
    private const int FirstYear = 1800;
    private const int LastYear = 2200;

    private PartialDate(int? year, int? month, int? day) => (Year, Month, Day) = (year, month, day);

    public int? Year { get; }

    /// <summary>1 to 12.</summary>
    public int? Month { get; }

    /// <summary>1 to 31.</summary>
    public int? Day { get; }

    public bool IsUnknown => (Year, Month, Day) == default;

    /// <summary>The whole date, or null when a part is unknown.</summary>
    public DateOnly? Whole => (Year, Month, Day) is ({ } y, { } m, { } d) ? new DateOnly(y, m, d) : null;

    /// <summary>Reads <c>yyyymmdd</c> in Buddhist years; parts of zeros, a blank text and <c>0</c> are unknown.</summary>
    /// <returns>False for anything that is no such date: also for a day that the month does not have.</returns>
    public static bool TryReadBuddhist(string? text, out PartialDate date)
    {
        date = default;
        text = text?.Trim() ?? "";
        if (text.All(c => c == '0') && text.Length <= 8)
            return true;
        if (text.Length != 8 || !ThaiDigits.AreDigits(text))
            return false;
        var (year, month, day) = (Part(text[..4]), Part(text[4..6]), Part(text[6..]));
        var gregorian = year - ThaiDate.BuddhistOffset;
        // A year that nobody said is taken for a leap year, a month for a long one: the day may be right.
        if (
            gregorian is < FirstYear or > LastYear
            || month > 12
            || day > DateTime.DaysInMonth(gregorian ?? 2000, month ?? 1)
        )
            return false;
        date = new PartialDate(gregorian, month, day);
        return true;
    }

    public DateAgreement CompareWith(DateOnly? other)
    {
        if (other is not { } date || IsUnknown)
            return DateAgreement.Unknown;
        if ((Year ?? date.Year) != date.Year || (Month ?? date.Month) != date.Month || (Day ?? date.Day) != date.Day)
            return DateAgreement.Different;
        return Whole is null ? DateAgreement.PartlyKnown : DateAgreement.Same;
    }

    /// <summary>Most often a date of birth: not for logs.</summary>
    public override string ToString() => nameof(PartialDate);

    private static int? Part(string digits) =>
        int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) is > 0 and var number ? number : null;
}
