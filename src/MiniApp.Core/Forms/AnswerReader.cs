using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Forms;

/// <summary>Turns what a person typed into the answer's shape.</summary>
public static partial class AnswerReader
{
    // That a decimal surely keeps.
    private const int MostDigits = 28;

    private static readonly string[] YesWords = ["true", "yes", "on", "1", "ใช่"];
    private static readonly SearchValues<char> Invisible = SearchValues.Create("\u200B\u200C\u200D\u2060\uFEFF\u00AD");
    private static readonly string[] NoWords = ["false", "no", "off", "0", "ไม่", "ไม่ใช่"];

    /// <summary>
    /// The answer, in the shape that <see cref="Answers"/> describes; null for nothing typed. Numerals, blanks, separators
    /// and dates are normalised. What can't be understood stays as the text that was typed, so that nothing is lost and
    /// validation can say what is wrong. Never throws.
    /// </summary>
    public static JsonNode? Parse(FormField field, string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }
        var text = WithoutInvisible(typed).Trim();
        if (text.Length == 0)
        {
            return null;
        }
        return field.Type switch
        {
            FieldType.Text => ReadLine(field, text),
            FieldType.MultiLine => text.ReplaceLineEndings("\n"),
            FieldType.Email => ThaiDigits.ToArabic(text),
            FieldType.NameTitle => NameTitles.Normalise(OneLine(text)),
            FieldType.Location => GeoPoint.TryParse(text, out var point)
                ? new LocationAnswer(point.Latitude, point.Longitude).ToJson()
                : text,
            FieldType.Integer or FieldType.Decimal or FieldType.Money => ReadNumber(text),
            FieldType.Date => ThaiDate.TryParse(text, out var date) ? ThaiDate.ToWire(date) : text,
            FieldType.NationalId or FieldType.JuristicId or FieldType.PostalCode => Or(
                NationalId.Normalise(text),
                text
            ),
            FieldType.Phone => Or(ThaiPhone.Normalise(text), text),
            FieldType.Choices => new JsonArray([
                .. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(item => (JsonNode?)JsonValue.Create(item)),
            ]),
            FieldType.YesNo or FieldType.Acceptance => ReadFlag(text),
            FieldType.Address => ReadAddress(text),
            FieldType.Person or FieldType.Group => ReadJson(text),
            FieldType.Document or FieldType.Computed or FieldType.Note => null,
            _ => text,
        };
    }

    /// <summary>A text of one line. Thai numerals become Arabic ones where only those fit the pattern.</summary>
    private static string ReadLine(FormField field, string text)
    {
        var line = field.Characters is TextCharacters.English ? ThaiDigits.ToArabic(OneLine(text)) : OneLine(text);
        if (
            field.Pattern is not { } pattern
            || line.Length > TextRules.Limit(field)
            || FieldPattern.Matches(pattern, line)
        )
        {
            return line;
        }
        var arabic = ThaiDigits.ToArabic(line);
        return FieldPattern.Matches(pattern, arabic) ? arabic : line;
    }

    /// <summary>A part of a person, in the shape that <see cref="PersonAnswer"/> describes; null for nothing typed.</summary>
    public static string? ParsePart(string part, string? typed)
    {
        var text = WithoutInvisible(typed ?? "").Trim();
        if (text.Length == 0)
        {
            return null;
        }
        return part switch
        {
            "title" => NameTitles.Normalise(OneLine(text)),
            "nationalId" => Or(NationalId.Normalise(text), text),
            "passport" => Or(Passport.Normalise(text), text),
            _ => OneLine(text),
        };
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // Zero-width blanks and marks come along with what is pasted from web pages and PDFs. Between Thai letters they mean nothing.
    private static string WithoutInvisible(string text) =>
        text.AsSpan().IndexOfAny(Invisible) < 0 ? text : string.Concat(text.Where(c => !Invisible.Contains(c)));

    private static JsonNode? ReadJson(string text)
    {
        try
        {
            return JsonNode.Parse(text) is { } node and (JsonObject or JsonArray) && JsonAnswer.IsReadable(node)
                ? node
                : text;
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            return text;
        }
    }

    private static JsonNode ReadNumber(string typed)
    {
        var text = ThaiDigits.ToArabic(typed);
        foreach (var unit in new[] { "บาท", "baht", "THB", "฿" })
        {
            text = text.Replace(unit, "", StringComparison.OrdinalIgnoreCase);
        }
        text = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        // Prices are often written 150.- or 150,000.-
        text = text.EndsWith(".-", StringComparison.Ordinal) ? text[..^2] : text;
        if (!NumberSyntax().IsMatch(text))
        {
            return typed;
        }
        text = text.Replace(",", "", StringComparison.Ordinal);
        // More digits would be rounded without a word.
        return
            text.Count(char.IsAsciiDigit) <= MostDigits
            && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(Trimmed(number))
            : typed;
    }

    // 150.00 and 150 are the same answer and shall look the same on the wire.
    internal static decimal Trimmed(decimal number) => number / 1.0000000000000000000000000000m;

    private static JsonNode ReadFlag(string text)
    {
        if (YesWords.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }
        return NoWords.Contains(text, StringComparer.OrdinalIgnoreCase) ? false : text;
    }

    private static JsonObject ReadAddress(string text)
    {
        if (text.StartsWith('{'))
        {
            try
            {
                var node = JsonNode.Parse(text);
                if (JsonAnswer.IsReadable(node) && AddressAnswer.FromJson(node) is { IsEmpty: false } address)
                {
                    return address.ToJson();
                }
            }
            catch (Exception broken) when (broken is JsonException or ArgumentException)
            {
                // Then it is what somebody typed.
            }
        }
        return new AddressAnswer(Detail: text).ToJson();
    }

    private static string Or(string normalised, string typed) => normalised.Length == 0 ? typed : normalised;

    // Commas only where thousands are: 1,5 is nobody's 15.
    [GeneratedRegex(
        @"\A[-+]?([0-9]{1,28}|[0-9]{1,3}(,[0-9]{3}){1,8})(\.[0-9]{0,20})?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex NumberSyntax();
}
