using System.Globalization;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Forms;

/// <summary>
/// Dates as registries write them: ISO with or without a time, or <c>yyyyMMdd</c> in Buddhist years, where an unknown
/// month or day is 00 and makes the whole date unknown to us.
/// </summary>
internal static class ProfileDate
{
    public static bool TryRead(string? text, out DateOnly date)
    {
        date = default;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }
        text = text.Trim();
        if (text.Length == 8 && ThaiDigits.AreDigits(text))
        {
            return TryMake(text[..4], text[4..6], text[6..], out date);
        }
        if (text.Length > 10 && text[10] is 'T' or ' ' && text[4] == '-')
        {
            // The day as the registry wrote it; an offset would only move it.
            text = text[..10];
        }
        return text.Length == 10 && text[4] == '-' && text[7] == '-'
            ? TryMake(text[..4], text[5..7], text[8..], out date)
            : ThaiDate.TryParse(text, CultureInfo.GetCultureInfo("th"), out date);
    }

    private static bool TryMake(string year, string month, string day, out DateOnly date)
    {
        date = default;
        if (!TryNumber(year, out var y) || !TryNumber(month, out var m) || !TryNumber(day, out var d))
        {
            return false;
        }
        y = y >= 2400 ? y - ThaiDate.BuddhistOffset : y;
        if (y is < 1800 or > 2200 || m is < 1 or > 12 || d < 1 || d > DateTime.DaysInMonth(y, m))
        {
            return false;
        }
        date = new DateOnly(y, m, d);
        return true;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
