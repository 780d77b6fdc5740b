using System.Globalization;

namespace MiniApp.Core.Thai;

/// <summary>
/// Dates as people in Thailand write them, and as systems do. Never asks a culture's calendar: that of th-TH is
/// Buddhist, and would print <c>yyyy-MM-dd</c> as 2569 and read 2026 as 1483.
/// </summary>
public static class ThaiDate
{
    /// <summary>Years between the Buddhist and the Gregorian count.</summary>
    public const int BuddhistOffset = 543;

    /// <summary>Bangkok time; Thailand has no daylight saving.</summary>
    public static TimeSpan BangkokOffset { get; } = TimeSpan.FromHours(7);

    /// <summary><c>yyyy-MM-dd</c>, Gregorian.</summary>
    public static string ToWire(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="ToWire"/> writes. Without TryParseExact, which compares by culture: rules ask this of every date.</summary>
    public static bool TryParseWire(string? text, out DateOnly date)
    {
        date = default;
        if (
            text is not { Length: 10 }
            || text[4] != '-'
            || text[7] != '-'
            || Digits(text, 0, 4) is not ({ } year and > 0)
            || Digits(text, 5, 2) is not ({ } month and >= 1 and <= 12)
            || Digits(text, 8, 2) is not ({ } day and >= 1)
            || day > DateTime.DaysInMonth(year, month)
        )
            return false;
        date = new DateOnly(year, month, day);
        return true;
    }

    private static int? Digits(string text, int from, int count)
    {
        var number = 0;
        foreach (var letter in text.AsSpan(from, count))
        {
            if (!char.IsAsciiDigit(letter))
                return null;
            number = (number * 10) + (letter - '0');
        }
        return number;
    }

    /// <summary>Today in Bangkok.</summary>
    public static DateOnly Today(TimeProvider time) =>
        DateOnly.FromDateTime(time.GetUtcNow().ToOffset(BangkokOffset).DateTime);

    /// <summary>Reads what a person typed, in the current UI culture; see <see cref="ThaiDateReader"/>.</summary>
    public static bool TryParse(string? typed, out DateOnly date) =>
        TryParse(typed, CultureInfo.CurrentUICulture, out date);

    /// <inheritdoc cref="ThaiDateReader.TryRead"/>
    public static bool TryParse(string? typed, CultureInfo culture, out DateOnly date) =>
        ThaiDateReader.TryRead(typed, IsThai(culture), out date);

    /// <summary><c>15 สิงหาคม 2569</c> or <c>15 August 2026</c>; short <c>15 ส.ค. 2569</c> or <c>15 Aug 2026</c>.</summary>
    public static string Format(DateOnly date, CultureInfo culture, bool shortMonth = false)
    {
        var months = (IsThai(culture), shortMonth) switch
        {
            (true, true) => MonthNames.ThaiShort,
            (true, false) => MonthNames.Thai,
            (false, true) => MonthNames.EnglishShort,
            (false, false) => MonthNames.English,
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{date.Day} {months[date.Month - 1]} {YearFor(date, culture)}"
        );
    }

    /// <summary><c>สิงหาคม 2569</c> or <c>August 2026</c>.</summary>
    public static string FormatMonth(int year, int month, CultureInfo culture)
    {
        var name = (IsThai(culture) ? MonthNames.Thai : MonthNames.English)[month - 1];
        return $"{name} {FormatYear(year, culture)}";
    }

    /// <summary><c>2569</c> or <c>2026</c>.</summary>
    public static string FormatYear(int year, CultureInfo culture) =>
        (IsThai(culture) ? year + BuddhistOffset : year).ToString(CultureInfo.InvariantCulture);

    /// <summary>As people type it: <c>15/8/2569</c> or <c>15/8/2026</c>.</summary>
    public static string FormatForEditing(DateOnly date, CultureInfo culture) =>
        string.Create(CultureInfo.InvariantCulture, $"{date.Day}/{date.Month}/{YearFor(date, culture)}");

    /// <summary>Date and time in Bangkok: <c>20 พ.ย. 2569 14:32 น.</c> or <c>20 Nov 2026 14:32</c>.</summary>
    public static string Format(DateTimeOffset moment, CultureInfo culture)
    {
        var local = moment.ToOffset(BangkokOffset);
        var date = Format(DateOnly.FromDateTime(local.DateTime), culture, shortMonth: true);
        return $"{date} {FormatTime(moment, culture)}";
    }

    /// <summary>Time in Bangkok: <c>14:32 น.</c> or <c>14:32</c>.</summary>
    public static string FormatTime(DateTimeOffset moment, CultureInfo culture)
    {
        var time = moment.ToOffset(BangkokOffset).ToString("HH:mm", CultureInfo.InvariantCulture);
        return IsThai(culture) ? $"{time} น." : time;
    }

    /// <summary>Thai unless English was chosen, as everywhere in the portal.</summary>
    internal static bool IsThai(CultureInfo culture) =>
        !string.Equals(culture.TwoLetterISOLanguageName, "en", StringComparison.Ordinal);

    private static int YearFor(DateOnly date, CultureInfo culture) =>
        IsThai(culture) ? date.Year + BuddhistOffset : date.Year;
}

internal static class MonthNames
{
    public static readonly string[] Thai =
    [
        "มกราคม",
        "กุมภาพันธ์",
        "มีนาคม",
        "เมษายน",
        "พฤษภาคม",
        "มิถุนายน",
        "กรกฎาคม",
        "สิงหาคม",
        "กันยายน",
        "ตุลาคม",
        "พฤศจิกายน",
        "ธันวาคม",
    ];

    public static readonly string[] ThaiShort =
    [
        "ม.ค.",
        "ก.พ.",
        "มี.ค.",
        "เม.ย.",
        "พ.ค.",
        "มิ.ย.",
        "ก.ค.",
        "ส.ค.",
        "ก.ย.",
        "ต.ค.",
        "พ.ย.",
        "ธ.ค.",
    ];

    public static readonly string[] English =
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];

    public static readonly string[] EnglishShort =
    [
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
    ];
}
