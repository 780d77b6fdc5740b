using System.Globalization;

namespace MiniApp.Core.Thai;

/// <summary>Reads dates that people type.</summary>
internal static class ThaiDateReader
{
    private const int LongestText = 60;

    // A year from here on is Buddhist: 2400 BE is 1857.
    private const int FirstBuddhistYear = 2400;

    private static readonly string[] Ignored = ["วันที่", "เดือน", "พ.ศ.", "พศ.", "พศ", "ค.ศ.", "คศ.", "คศ", "ปี"];

    /// <summary>
    /// Day, month, year in this order: <c>15/8/2569</c>, <c>15-8-69</c>, <c>15 ส.ค. 69</c>, <c>15 สิงหาคม 2569</c>,
    /// <c>15082569</c>, also in Thai numerals, or year first as in <c>2026-08-15</c>. A year before 2400 is Gregorian.
    /// A year of two digits is Buddhist (2500 to 2599) and understood only in Thai, where nobody writes it otherwise.
    /// </summary>
    public static bool TryRead(string? typed, bool thai, out DateOnly date)
    {
        date = default;
        if (string.IsNullOrWhiteSpace(typed) || typed.Length > LongestText)
        {
            return false;
        }
        var text = ThaiDigits.ToArabic(typed);
        foreach (var word in Ignored)
        {
            text = text.Replace(word, " ", StringComparison.Ordinal);
        }
        var parts = Split(text);
        return parts.Count switch
        {
            1 => FromDigits(parts[0], thai, out date),
            3 when parts[0].Length == 4 => FromParts(parts[2], parts[1], parts[0], thai, out date),
            3 when !char.IsAsciiDigit(parts[0][0]) => FromParts(parts[1], parts[0], parts[2], thai, out date),
            3 => FromParts(parts[0], parts[1], parts[2], thai, out date),
            _ => false,
        };
    }

    private static bool FromDigits(string digits, bool thai, out DateOnly date)
    {
        date = default;
        return ThaiDigits.AreDigits(digits)
            && digits.Length switch
            {
                8 => FromParts(digits[..2], digits[2..4], digits[4..], thai, out date)
                    || FromParts(digits[6..], digits[4..6], digits[..4], thai, out date),
                6 => FromParts(digits[..2], digits[2..4], digits[4..], thai, out date),
                _ => false,
            };
    }

    private static bool FromParts(string day, string month, string year, bool thai, out DateOnly date)
    {
        date = default;
        if (!TryNumber(day, 2, out var d) || !TryMonth(month, out var m) || !TryYear(year, thai, out var y))
        {
            return false;
        }
        if (d < 1 || d > DateTime.DaysInMonth(y, m))
        {
            return false;
        }
        date = new DateOnly(y, m, d);
        return true;
    }

    private static bool TryYear(string text, bool thai, out int year)
    {
        if (!TryNumber(text, 4, out year))
        {
            return false;
        }
        if (text.Length == 2 && thai)
        {
            year += 2500;
        }
        if (year >= FirstBuddhistYear)
        {
            year -= ThaiDate.BuddhistOffset;
        }
        return text.Length is 2 or 4 && year is >= 1800 and < FirstBuddhistYear;
    }

    private static bool TryMonth(string text, out int month)
    {
        if (TryNumber(text, 2, out month))
        {
            return month is >= 1 and <= 12;
        }
        var name = text.Replace(".", "", StringComparison.Ordinal);
        month = 1 + Array.FindIndex(MonthNames.ThaiShort, m => m.Replace(".", "", StringComparison.Ordinal) == name);
        if (month == 0 && name.Length >= 3)
        {
            // People also write มกรา, สิงหา, Sept.
            month = 1 + Array.FindIndex(MonthNames.Thai, m => m.StartsWith(name, StringComparison.Ordinal));
        }
        if (month == 0 && name.Length >= 3)
        {
            month =
                1 + Array.FindIndex(MonthNames.English, m => m.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        }
        return month > 0;
    }

    private static bool TryNumber(string text, int longest, out int number)
    {
        number = 0;
        return text.Length > 0
            && text.Length <= longest
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    // Runs of digits and runs of letters; a dot belongs to a month's name and separates numbers.
    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            var ends = i == text.Length || Kind(text[i]) != Kind(text[start]);
            if (!ends)
            {
                continue;
            }
            if (i > start && Kind(text[start]) is not ' ')
            {
                parts.Add(text[start..i]);
            }
            start = i;
        }
        return JoinAbbreviations(parts);
    }

    // "ส.ค." falls into ส and ค at its dots.
    private static List<string> JoinAbbreviations(List<string> parts)
    {
        for (var i = parts.Count - 1; i > 0; i--)
        {
            if (Kind(parts[i][0]) == 'a' && Kind(parts[i - 1][0]) == 'a')
            {
                parts[i - 1] += parts[i];
                parts.RemoveAt(i);
            }
        }
        return parts;
    }

    private static char Kind(char c) =>
        c switch
        {
            >= '0' and <= '9' => '0',
            ' ' or '\u00A0' or '\u200B' or '/' or '-' or ',' or '.' or '\u2013' or '\u2212' or '\t' => ' ',
            _ => 'a',
        };
}
