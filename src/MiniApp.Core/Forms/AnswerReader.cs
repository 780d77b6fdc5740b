using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Forms;

/// <summary>Turns what a person typed into the answer's shape.</summary>
public static partial class AnswerReader
{
    private static readonly string[] YesWords = ["true", "yes", "on", "1", "ใช่"];
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
        var text = typed.Trim();
        return field.Type switch
        {
            FieldType.MultiLine => text.ReplaceLineEndings("\n"),
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
            FieldType.Document => null,
            _ => text,
        };
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
        return decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(Trimmed(number))
            : typed;
    }

    // 150.00 and 150 are the same answer and shall look the same on the wire.
    private static decimal Trimmed(decimal number) => number / 1.0000000000000000000000000000m;

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
                var address = AddressAnswer.FromJson(JsonNode.Parse(text));
                if (!address.IsEmpty)
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
