using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MiniApp.Core.Thai;

/// <summary>Finds a place in what people type or paste. Time grows with the length of the text only.</summary>
internal static class GeoPointReader
{
    private const int MaxLength = 2000;

    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    // Six groups: letter, sign, degrees, minutes, seconds, letter. At most 15 digits fit a decimal with room to spare.
    private const string Angle =
        @"([NSEW])?\s*([+-])?\s*([0-9]{1,3}(?:\.[0-9]{0,15})?)\s*°?\s*"
        + @"(?:([0-9]{1,2}(?:\.[0-9]{1,15})?)\s*'\s*(?:([0-9]{1,2}(?:\.[0-9]{1,15})?)\s*""\s*)?)?([NSEW])?";

    private const string Plain = @"(-?[0-9]{1,3}(?:\.[0-9]{1,15})?)";

    private static readonly Regex Pair = new($@"^\s*{Angle}(?:\s*[,;/]\s*|\s+){Angle}\s*$", Linear);

    // The pin of a place, what was searched for, and last the middle of the map, which may lie beside it.
    private static readonly Regex[] InLinks =
    [
        new($"!3d{Plain}!4d{Plain}", Linear),
        new($@"[?&](?:q|query|ll|sll|daddr|destination|center)=(?:loc:)?\s*{Plain}\s*,\s*{Plain}", Linear),
        new($@"/(?:search|place|dir)/\s*{Plain}\s*,\s*{Plain}", Linear),
        new($@"@{Plain},\s*{Plain}", Linear),
        new($@"^geo:{Plain},{Plain}", Linear),
    ];

    private static readonly Regex Labels = new(
        @"(?:latitude|longitude|lat|long|lng|lon|ละติจูด|ลองจิจูด|ลองติจูด|พิกัด|gps)\s*[.:=]?",
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
                return Place(Number(match.Groups[1].Value), Number(match.Groups[2].Value));
            }
        }
        return null;
    }

    private static GeoPoint? ReadPair(string text)
    {
        var match = Pair.Match(Plainly(text));
        if (
            !match.Success
            || ReadAngle(match, 1) is not { } first
            || ReadAngle(match, 7) is not { } second
            || first.Axis == ' ' != (second.Axis == ' ')
        )
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
    private static (decimal Degrees, char Axis)? ReadAngle(Match match, int group)
    {
        var before = match.Groups[group].Value;
        var after = match.Groups[group + 5].Value;
        var letter = before + after;
        var sign = match.Groups[group + 1].Value;
        var whole = match.Groups[group + 2].Value;
        var minutes = Number(match.Groups[group + 3].Value);
        var seconds = Number(match.Groups[group + 4].Value);
        var hasMinutes = match.Groups[group + 3].Success;
        if (
            letter.Length > 1
            || (letter.Length == 1 && sign.Length == 1)
            || (hasMinutes && whole.Contains('.', StringComparison.Ordinal))
            || minutes >= 60
            || seconds >= 60
        )
        {
            return null;
        }
        var degrees = Number(whole) + (minutes / 60m) + (seconds / 3600m);
        var axis = letter switch
        {
            "N" or "S" => 'N',
            "E" or "W" => 'E',
            _ => ' ',
        };
        return (letter is "S" or "W" || sign == "-" ? -degrees : degrees, axis);
    }

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
