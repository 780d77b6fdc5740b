using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MiniApp.Core.Forms;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Tests.Forms;

/// <summary>Which answers are right, worked out another way than the portal does.</summary>
internal static class FuzzOracle
{
    private static readonly BigInteger LargestDecimal = BigInteger.Pow(2, 96) - 1;

    public static bool Accepts(FieldType type, JsonNode? answer) =>
        IsNothing(answer)
        || (type is FieldType.Acceptance && IsKind(answer, JsonValueKind.False))
        || type switch
        {
            FieldType.Text => Text(answer) is { Length: <= 500 } text && IsPlain(text, ""),
            FieldType.MultiLine => Text(answer) is { Length: <= 4000 } text && IsPlain(text, "\n\r\t"),
            FieldType.NameTitle => Text(answer) is { Length: <= 50 } text && IsPlain(text, ""),
            FieldType.Integer => Scale(answer) is 0,
            FieldType.Decimal => Scale(answer) is not null,
            FieldType.Money => Scale(answer) is <= 2,
            FieldType.Date => IsDate(Text(answer)),
            FieldType.NationalId => IsNationalId(Text(answer)),
            FieldType.JuristicId => Is(answer, "^0[0-9]{12}$"),
            FieldType.Phone => Is(answer, "^(0[689][0-9]{8}|0[23457][0-9]{7})$"),
            FieldType.PostalCode => Is(answer, "^[1-9][0-9]{4}$"),
            FieldType.Email => IsEmail(Text(answer)),
            FieldType.Choice => Text(answer) is "a" or "b" or "c",
            FieldType.Choices => answer is JsonArray items
                && items.All(item => Text(item) is "a" or "b" or "c")
                && items.Select(Text).ToHashSet().Count == items.Count,
            FieldType.YesNo => IsKind(answer, JsonValueKind.True) || IsKind(answer, JsonValueKind.False),
            FieldType.Acceptance => IsKind(answer, JsonValueKind.True),
            FieldType.Address => IsAddress(answer),
            FieldType.Location => IsPlace(answer),
            FieldType.Person => IsPerson(answer),
            FieldType.Group => answer is JsonArray { Count: <= 100 } rows && rows.All(IsRow),
            _ => true,
        };

    /// <summary>Each digit counts as often as its place from the right, the check digit once; together a multiple of 11.</summary>
    public static string CheckDigit(string first12) =>
        Enumerable
            .Range(0, 10)
            .Select(d => d.ToString(CultureInfo.InvariantCulture))
            .First(d => ElevenDivides(first12 + d));

    private static bool ElevenDivides(string id)
    {
        var sum = id[..12].Select((c, i) => (c - '0') * (13 - i)).Sum();
        // 11 minus the rest may be 10 or 11; only its last digit is printed.
        return (sum + (id[12] - '0')) % 11 is 0 or 10 or 1
            && (11 - sum % 11).ToString(CultureInfo.InvariantCulture)[^1] == id[12];
    }

    private static bool IsNationalId(string? id) =>
        id is not null && Regex.IsMatch(id, "^[1-8][0-9]{12}$") && !id.EndsWith('\n') && ElevenDivides(id);

    private static bool IsNothing(JsonNode? node) =>
        node switch
        {
            null => true,
            JsonArray items => items.Count == 0,
            JsonObject members => members.All(m => m.Key == "_row" || IsNothing(m.Value)),
            _ => Text(node) is { } text && text.All(char.IsWhiteSpace),
        };

    private static bool IsKind(JsonNode? node, JsonValueKind kind) => node is JsonValue && node.GetValueKind() == kind;

    private static string? Text(JsonNode? node)
    {
        try
        {
            return IsKind(node, JsonValueKind.String) ? node!.GetValue<string>() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool Is(JsonNode? node, string pattern) =>
        Text(node) is { } text && Regex.IsMatch(text, pattern) && !text.EndsWith('\n');

    private static bool IsPlain(string text, string alsoAllowed)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return false;
                }
                i++;
                continue;
            }
            var bad =
                (char.IsControl(text[i]) && !alsoAllowed.Contains(text[i], StringComparison.Ordinal))
                || text[i] is (>= '\uE000' and <= '\uF8FF') or '\uFFFD'
                || text[i] is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
            if (bad)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Decimals of a number that the portal can keep exactly; null for any other.</summary>
    private static int? Scale(JsonNode? node)
    {
        if (!IsKind(node, JsonValueKind.Number))
        {
            return null;
        }
        var match = Regex.Match(node!.ToJsonString(), @"^-?(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$");
        var fraction = match.Groups[2].Value;
        var digits = BigInteger.Parse(match.Groups[1].Value + fraction, CultureInfo.InvariantCulture);
        var exponent = int.Parse("0" + match.Groups[3].Value.TrimStart('+', '-'), CultureInfo.InvariantCulture);
        var scale = fraction.Length - (match.Groups[3].Value.StartsWith('-') ? -exponent : exponent);
        if (digits.IsZero)
        {
            return 0;
        }
        for (; scale > 0 && digits % 10 == 0; scale--)
        {
            digits /= 10;
        }
        if (scale < -40)
        {
            return null;
        }
        for (; scale < 0; scale++)
        {
            digits *= 10;
        }
        return digits <= LargestDecimal && scale <= 28 ? scale : null;
    }

    private static bool IsDate(string? text)
    {
        if (
            text is not { Length: 10 }
            || !text.All(c => c is '-' or (>= '0' and <= '9'))
            || text[4] != '-'
            || text[7] != '-'
        )
        {
            return false;
        }
        var parts = text.Split('-');
        if (parts.Length != 3)
        {
            return false;
        }
        var (y, m, d) = (int.Parse(parts[0], null), int.Parse(parts[1], null), int.Parse(parts[2], null));
        int[] days =
        [
            31,
            y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) ? 29 : 28,
            31,
            30,
            31,
            30,
            31,
            31,
            30,
            31,
            30,
            31,
        ];
        return y is >= 1850 and <= 2200 && m is >= 1 and <= 12 && d >= 1 && d <= days[m - 1];
    }

    private static bool IsEmail(string? text)
    {
        if (text is null || text.Length > 254 || !IsPlain(text, "") || text.Any(char.IsWhiteSpace))
        {
            return false;
        }
        var halves = text.Split('@');
        if (halves.Length != 2 || halves[0].Length is 0 or > 64 || halves[0].IndexOfAny([.. "<>\"(),;:\\"]) >= 0)
        {
            return false;
        }
        var names = halves[1].Split('.');
        return names.Length > 1
            && names.All(n =>
                n.Length is > 0 and <= 63
                && n.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
                && n[0] != '-'
                && n[^1] != '-'
            )
            && (names[^1].All(char.IsAsciiLetter) && names[^1].Length is >= 2 and <= 24);
    }

    private static bool IsAddress(JsonNode? node)
    {
        if (node is not JsonObject address)
        {
            return false;
        }
        var (province, district, subdistrict) = (
            Part(address, "provinceCode"),
            Part(address, "districtCode"),
            Part(address, "subdistrictCode")
        );
        return Part(address, "detail") is { Length: <= 300 } detail
            && IsPlain(detail, "\n\r\t")
            && ThaiAddresses.Provinces.Any(p => p.Code == province)
            && ThaiAddresses.FindSubdistrict(subdistrict) is { } found
            && found.DistrictCode == district
            && found.ProvinceCode == province
            && Is(address["postalCode"], "^[1-9][0-9]{4}$");
    }

    private static bool IsPlace(JsonNode? node) =>
        node is JsonObject place
        && Scale(place["latitude"]) is not null
        && Scale(place["longitude"]) is not null
        && Within(place["latitude"]!, 5.6, 20.5)
        && Within(place["longitude"]!, 97.3, 105.7);

    // A place is rounded to six decimals before it is looked up.
    private static bool Within(JsonNode node, double least, double most) =>
        double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture) is var degrees
        && Math.Round(degrees, 6, MidpointRounding.AwayFromZero) >= least
        && Math.Round(degrees, 6, MidpointRounding.AwayFromZero) <= most;

    private static bool IsPerson(JsonNode? node)
    {
        if (node is not JsonObject person)
        {
            return false;
        }
        var nationality = Part(person, "nationality");
        return Part(person, "title") is { Length: <= 50 } title
            && IsPlain(title, "")
            && Part(person, "firstName") is { Length: <= 100 } first
            && IsPlain(first, "")
            && Part(person, "lastName") is { Length: <= 100 } last
            && IsPlain(last, "")
            && (
                nationality is null or "TH"
                    ? IsNationalId(Part(person, "nationalId"))
                    : Nationalities.All.Any(n => n.Code == nationality) && Is(person["passport"], "^[A-Z0-9]{5,20}$")
            );
    }

    private static bool IsRow(JsonNode? node) =>
        node is JsonObject row
        && Accepts(FieldType.Text, row["line"])
        && !IsNothing(row["line"])
        && Accepts(FieldType.Integer, row["count"]);

    private static string? Part(JsonObject node, string name) =>
        Text(node[name]) is { } text && text.Trim().Length > 0 ? text : null;
}
