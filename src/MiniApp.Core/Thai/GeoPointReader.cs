using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MiniApp.Core.Thai;

/// <summary>Finds a place in what people type or paste. Time grows with the length of the text only.</summary>
internal static class GeoPointReader
{
    private const int MaxLength = 2000;

    private const RegexOptions Linear =
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    // At most 15 digits behind the point fit a decimal with room to spare.
    private const string Fraction = @"(\.[0-9]{1,15})?";

    private const string LinkPair =
        $@"(?<first>-?[0-9]{{1,3}}{Fraction})\s*(,|!4d)\s*(?<second>-?[0-9]{{1,3}}{Fraction})";

    // Letters behind the numbers, before them, or none; one pattern for all would take the second letter for the first.
    private static readonly Regex[] Pairs =
    [
        new($@"^\s*{Angle("first")}{Letter("first")}\s*[,;/]?\s*{Angle("second")}{Letter("second")}\s*$", Linear),
        new($@"^\s*{Letter("first")}{Angle("first")}[,;/]?\s*{Letter("second")}{Angle("second")}$", Linear),
        new($@"^\s*{Angle("first")}([,;/]\s*|\s){Angle("second")}$", Linear),
    ];

    // The pin of a place, what was searched for, and last the middle of the map, which may lie beside it.
    private static readonly Regex[] InLinks =
    [
        new("!3d" + LinkPair, Linear),
        new(@"[?&](q|query|ll|sll|daddr|destination|center)=(loc:)?\s*" + LinkPair, Linear),
        new(@"/(search|place|dir)/\s*" + LinkPair, Linear),
        new("@" + LinkPair, Linear),
        new("^geo:" + LinkPair, Linear | RegexOptions.IgnoreCase),
    ];

    private static readonly Regex Labels = new(
        @"(latitude|longitude|lat|long|lng|lon|ละติจูด|ลองจิจูด|ลองติจูด|พิกัด|gps)\s*[.:=]?",
        Linear | RegexOptions.IgnoreCase
    );

    public static GeoPoint? Read(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed) || typed.Length > MaxLength)
        {
            return null;
        }
        var text = ThaiDigits.ToArabic(typed).Trim();
        return IsLink(text) ? ReadLink(text) : ReadPair(Labels.Replace(text, " "));
    }

    private static bool IsLink(string text) =>
        text.Contains("://", StringComparison.Ordinal)
        || text.StartsWith("geo:", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("www.", StringComparison.OrdinalIgnoreCase)
        || text.Contains("maps.", StringComparison.OrdinalIgnoreCase)
        || text.Contains("/maps", StringComparison.OrdinalIgnoreCase);

    private static GeoPoint? ReadLink(string text)
    {
        var link = Uri.UnescapeDataString(text).Replace('+', ' ');
        foreach (var pattern in InLinks)
        {
            var match = pattern.Match(link);
            if (match.Success)
            {
                return Place(Number(match.Groups["first"].Value), Number(match.Groups["second"].Value));
            }
        }
        return null;
    }

    private static GeoPoint? ReadPair(string text)
    {
        var plain = Plainly(text);
        var match = Pairs.Select(pattern => pattern.Match(plain)).FirstOrDefault(m => m.Success);
        if (match is null || ReadAngle(match, "first") is not { } first || ReadAngle(match, "second") is not { } second)
        {
            return null;
        }
        return (first.Axis, second.Axis) switch
        {
            (' ', ' ') => Place(first.Degrees, second.Degrees),
            ('N', 'E') => Exactly(first.Degrees, second.Degrees),
            ('E', 'N') => Exactly(second.Degrees, first.Degrees),
            _ => null,
        };
    }

    // Axis: N for latitude, E for longitude, blank where nothing was said.
    private static (decimal Degrees, char Axis)? ReadAngle(Match match, string name)
    {
        var letter = match.Groups[name + "Letter"].Value;
        var sign = match.Groups[name + "Sign"].Value;
        var whole = match.Groups[name + "Degrees"].Value;
        var minutes = match.Groups[name + "Minutes"];
        var seconds = match.Groups[name + "Seconds"];
        if (
            (letter.Length > 0 && sign.Length > 0)
            || (minutes.Success && whole.Contains('.', StringComparison.Ordinal))
            || (seconds.Success && minutes.Value.Contains('.', StringComparison.Ordinal))
            || Number(minutes.Value) >= 60
            || Number(seconds.Value) >= 60
        )
        {
            return null;
        }
        var degrees = Number(whole) + (Number(minutes.Value) / 60m) + (Number(seconds.Value) / 3600m);
        var axis = letter switch
        {
            "N" or "S" => 'N',
            "E" or "W" => 'E',
            _ => ' ',
        };
        return (letter is "S" or "W" || sign == "-" ? -degrees : degrees, axis);
    }

    private static string Letter(string name) => $@"(?<{name}Letter>[NSEW])\s*";

    // Degrees, or degrees and minutes, or all three.
    private static string Angle(string name) =>
        $$"""(?<{{name}}Sign>[+-])?\s*(?<{{name}}Degrees>[0-9]{1,3}{{Fraction}})\s*°?\s*"""
        + $$"""((?<{{name}}Minutes>[0-9]{1,2}{{Fraction}})\s*'\s*((?<{{name}}Seconds>[0-9]{1,2}{{Fraction}})\s*"\s*)?)?""";

    private static GeoPoint? Place(decimal latitude, decimal longitude)
    {
        var asWritten = Exactly(latitude, longitude);
        return asWritten is { IsInThailand: true } || Exactly(longitude, latitude) is not { IsInThailand: true } swapped
            ? asWritten
            : swapped;
    }

    private static GeoPoint? Exactly(decimal latitude, decimal longitude) =>
        Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180 ? new GeoPoint(latitude, longitude) : null;

    private static decimal Number(string digits) =>
        digits.Length == 0 ? 0 : decimal.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);

    // One sign for each of the many that mean degree, minute, second and minus; blanks around letters.
    private static string Plainly(string text)
    {
        var plain = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            plain.Append(
                c switch
                {
                    '′' or '\u2019' or '\u2018' or '\u00B4' or '`' or '\u02B9' or '\u02BC' => "'",
                    '″' or '\u201D' or '\u201C' or '\u201E' or '\u02BA' or '"' => "\" ",
                    'º' or '˚' or '\u00B0' or '\u2070' => "°",
                    '\u2212' or '\u2013' or '\u2010' or '\u2011' => "-",
                    '\uFF0C' or '\u3001' => ",",
                    '(' or ')' or '[' or ']' or '\u200B' or '\u200E' or '\u200F' or '\uFEFF' => " ",
                    'n' or 'N' => " N ",
                    's' or 'S' => " S ",
                    'e' or 'E' => " E ",
                    'w' or 'W' => " W ",
                    _ => c.ToString(),
                }
            );
        }
        return plain.Replace("''", "\" ").ToString();
    }
}
