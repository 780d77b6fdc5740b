using System.Globalization;
using System.Text.Json.Nodes;
using MiniApp.Core.Forms;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Tests.Forms;

/// <summary>Answers made up from a seed: good ones, the ways people write them, and near misses.</summary>
internal sealed class FuzzAnswers(int seed)
{
    private const string Letters = "กขคงจฉชซดตถทนบปผพฟมยรลวศสหอabcXYZ";
    private const string Nasty =
        " \u0000\u0007\n\r\t\u00A0\u200B\u200E\u202E\u2066\uD83D\uDE00\uFEFF\uE000๐๙09-+.,/@{}[]\"'\\<>&%$กัA";

    private readonly Random _random = new(seed);

    /// <summary>An answer that is right, as the portal keeps it.</summary>
    public JsonNode Valid(FieldType type) =>
        type switch
        {
            FieldType.Integer => JsonNode.Parse("1" + Digits(1, 18))!,
            FieldType.Decimal => JsonNode.Parse("0." + Digits(1, 10) + "1")!,
            FieldType.Money => JsonNode.Parse(Pick("", "-") + "1" + Digits(0, 14) + "." + Pick("25", "5", "01"))!,
            FieldType.Date => Date().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            FieldType.NationalId => NationalId(),
            FieldType.JuristicId => "0" + Digits(12),
            FieldType.Phone => "0" + Pick("6", "8", "9") + Digits(8),
            FieldType.Email =>
                $"{Word("abcdef0123._+-", 1, 12)}x@{Word("abc019", 1, 10)}.{Pick("com", "co.th", "in.th")}",
            FieldType.PostalCode => PostalCode(),
            FieldType.NameTitle => Pick("นาย", "นาง", "นางสาว", "ดอกเตอร์", "พันตำรวจเอก", "Baroness"),
            FieldType.Choice => Pick("a", "b", "c"),
            FieldType.Choices => new JsonArray([.. Some("a", "b", "c").Select(v => (JsonNode)v)]),
            FieldType.YesNo => _random.Next(2) == 0,
            FieldType.Acceptance => true,
            FieldType.Address => Address().ToJson(),
            FieldType.Location => new LocationAnswer(
                6 + Math.Round((decimal)_random.NextDouble() * 14, 6),
                98 + Math.Round((decimal)_random.NextDouble() * 7, 6)
            ).ToJson(),
            FieldType.Person => Person().ToJson()!,
            FieldType.Group => new JsonArray([.. Enumerable.Range(0, _random.Next(1, 4)).Select(Row)]),
            _ => string.Join(
                ' ',
                Enumerable.Range(0, _random.Next(1, 6)).Select(_ => Word(Letters + "0123456789.-()", 1, 12))
            ),
        };

    /// <summary>What somebody may type, paste or choose to mean this answer.</summary>
    public string Spell(FieldType type, JsonNode answer)
    {
        var text = type switch
        {
            FieldType.Integer or FieldType.Decimal => SpellNumber(JsonAnswer.Number(answer)!.Value, ""),
            FieldType.Money => SpellNumber(
                JsonAnswer.Number(answer)!.Value,
                Pick("", " บาท", "บาท", " baht", " THB", "฿")
            ),
            FieldType.Date => SpellDate(DateOnly.ParseExact((string)answer!, "yyyy-MM-dd")),
            FieldType.NationalId or FieldType.JuristicId => SpellId((string)answer!),
            FieldType.Phone => SpellPhone((string)answer!),
            FieldType.Choices => string.Join(Pick(",", ", "), answer.AsArray().Select(v => (string)v!)),
            FieldType.YesNo => (bool)answer
                ? Pick("true", "ใช่", "yes", "on", "1")
                : Pick("false", "ไม่", "ไม่ใช่", "no"),
            FieldType.Acceptance => Pick("true", "on"),
            FieldType.NameTitle => SpellTitle((string)answer!),
            FieldType.Location => Pick("{0}, {1}", "{0},{1}", "{0} {1}")
                .Replace("{0}", answer["latitude"]!.ToJsonString(), StringComparison.Ordinal)
                .Replace("{1}", answer["longitude"]!.ToJsonString(), StringComparison.Ordinal),
            FieldType.Address or FieldType.Person or FieldType.Group => answer.ToJsonString(),
            _ => (string)answer!,
        };
        if (IsNumeral(type))
        {
            text = ThaiNumerals(text);
        }
        // Between letters of a JSON text a blank would change its meaning.
        return type is FieldType.Address or FieldType.Person or FieldType.Group ? text : Stray(text);
    }

    /// <summary>A right answer with something changed, or some other JSON altogether.</summary>
    public JsonNode? NearMiss(FieldType type)
    {
        switch (_random.Next(10))
        {
            case 0:
                return Anything(3);
            case 1:
                return Valid(Enum.GetValues<FieldType>()[_random.Next(Enum.GetValues<FieldType>().Length)]);
            case 2:
                return Valid(type);
            default:
                return Mutate(Valid(type));
        }
    }

    private JsonNode? Mutate(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members when members.Count > 0:
                var name = members.Select(m => m.Key).ElementAt(_random.Next(members.Count));
                var changed = _random.Next(6) == 0 ? Anything(1) : Mutate(members[name]?.DeepClone());
                if (_random.Next(6) == 0)
                {
                    members.Remove(name);
                }
                else
                {
                    members[name] = changed;
                }
                return members;
            case JsonArray { Count: > 0 } items:
                var n = _random.Next(items.Count);
                items[n] = Mutate(items[n]?.DeepClone());
                if (_random.Next(4) == 0)
                {
                    items.Add(items[0]?.DeepClone());
                }
                return items;
            case JsonValue value when value.GetValueKind() is System.Text.Json.JsonValueKind.String:
                return MutateText((string)value!);
            case JsonValue value when value.GetValueKind() is System.Text.Json.JsonValueKind.Number:
                return MutateNumber(value.ToJsonString());
            default:
                return Anything(1);
        }
    }

    public string MutateText(string text)
    {
        var at = _random.Next(text.Length + 1);
        var character = Nasty[_random.Next(Nasty.Length)].ToString();
        return _random.Next(5) switch
        {
            0 => text.Insert(at, character),
            1 when text.Length > 0 => text.Remove(Math.Min(at, text.Length - 1), 1),
            2 when text.Length > 0 => text.Remove(Math.Min(at, text.Length - 1), 1)
                .Insert(Math.Min(at, text.Length - 1), Digits(1)),
            3 => text + new string('ก', _random.Next(600)),
            _ => text + text,
        };
    }

    private JsonNode MutateNumber(string number)
    {
        var text = _random.Next(6) switch
        {
            0 => number + Digits(1, 40),
            1 => number + "e" + _random.Next(-40, 40).ToString(CultureInfo.InvariantCulture),
            2 => number.Contains('.', StringComparison.Ordinal) ? number + "5" : number + "." + Digits(1, 40),
            3 => number.StartsWith('-') ? number[1..] : "-" + number,
            4 => "1e" + _random.Next(-400, 400).ToString(CultureInfo.InvariantCulture),
            _ => $"\"{number}\"",
        };
        return JsonNode.Parse(text)!;
    }

    private JsonNode? Anything(int depth)
    {
        string[] leaves =
        [
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1e400",
            "1e-400",
            "12.5",
            "\"\"",
            "\" \"",
            "\"a\"",
            "\"2024-02-30\"",
            "\"\\ud800\"",
            "\"10\"",
            "{}",
            "[]",
            "[null]",
            "{\"_row\":\"a\"}",
            "{\"a\":{\"\\ud800\":1}}",
            "1234567890123456789012345678901",
        ];
        if (depth == 0 || _random.Next(2) == 0)
        {
            return JsonNode.Parse(leaves[_random.Next(leaves.Length)]);
        }
        var name = Pick("detail", "provinceCode", "latitude", "firstName", "nationality", "line", "count", "_row");
        return _random.Next(2) == 0
            ? new JsonArray(Anything(depth - 1), Anything(depth - 1))
            : new JsonObject { [name] = Anything(depth - 1) };
    }

    private string SpellNumber(decimal number, string unit)
    {
        var text = number.ToString(
            Pick("0.##########################", "#,0.##########################"),
            CultureInfo.InvariantCulture
        );
        text =
            _random.Next(4) == 0 && !text.Contains('.', StringComparison.Ordinal)
                ? text + Pick(".00", ".", ".-")
                : text;
        return Pick("", "", number >= 0 ? "+" : "") + text + unit;
    }

    private string SpellDate(DateOnly date)
    {
        var year = date.Year + 543;
        string[] months =
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
        return _random.Next(5) switch
        {
            0 => FormattableString.Invariant($"{date.Day}/{date.Month}/{year}"),
            1 => FormattableString.Invariant($"{date.Day:00}-{date.Month:00}-{year}"),
            2 => FormattableString.Invariant($"{date.Day} {months[date.Month - 1]} {year}"),
            3 => FormattableString.Invariant($"{date.Day}.{date.Month}.{date.Year}"),
            _ => FormattableString.Invariant($"{date:yyyy-MM-dd}"),
        };
    }

    private string SpellId(string id) =>
        _random.Next(3) switch
        {
            0 => id,
            1 => $"{id[0]}-{id[1..5]}-{id[5..10]}-{id[10..12]}-{id[12]}",
            _ => $"{id[0]} {id[1..5]} {id[5..10]}\u2013{id[10..12]} {id[12]}",
        };

    private string SpellPhone(string phone) =>
        _random.Next(4) switch
        {
            0 => phone,
            1 => $"{phone[..3]}-{phone[3..6]}-{phone[6..]}",
            2 => $"+66 {phone[1..3]} {phone[3..6]} {phone[6..]}",
            _ => $"({phone[..3]}) {phone[3..]}",
        };

    private string SpellTitle(string title) =>
        title switch
        {
            "นาย" => Pick("นาย", "Mr.", "MR", " mister"),
            "นางสาว" => Pick("นางสาว", "น.ส.", "น. ส.", "Ms.", "miss"),
            "พันตำรวจเอก" => Pick("พ.ต.อ.", "พันตำรวจเอก"),
            _ => title,
        };

    private string ThaiNumerals(string text) =>
        _random.Next(2) == 0
            ? text
            : string.Concat(
                text.Select(c => char.IsAsciiDigit(c) && _random.Next(2) == 0 ? (char)('๐' + (c - '0')) : c)
            );

    private string Stray(string text)
    {
        text = Pick("", " ", "\u00A0", "\t", "\u200B", "\uFEFF") + text + Pick("", " ", "\n", "\u200B", "\u3000");
        return _random.Next(3) == 0
            ? text.Insert(_random.Next(text.Length + 1), Pick("\u200B", "\u2060", "\u00AD"))
            : text;
    }

    private JsonObject Row(int n) =>
        new()
        {
            [Answers.RowKey] = string.Create(CultureInfo.InvariantCulture, $"r{n}"),
            ["line"] = string.Create(CultureInfo.InvariantCulture, $"ก{n}{Word(Letters, 1, 5)}"),
            ["count"] = _random.Next(1, 100),
        };

    private PersonAnswer Person()
    {
        var person = new PersonAnswer("นาย", Word(Letters, 2, 8), Word(Letters, 2, 8));
        return _random.Next(2) == 0
            ? person with
            {
                NationalId = NationalId(),
                Nationality = _random.Next(2) == 0 ? "TH" : null,
            }
            : person with
            {
                Nationality = Pick("JP", "LA", "GB"),
                Passport = "A" + Digits(4, 19),
            };
    }

    private AddressAnswer Address()
    {
        var postal = ThaiAddresses.FindByPostalCode(Pick("10900", "50200", "83000", "90110", "10310"));
        var subdistrict = postal[_random.Next(postal.Count)];
        var district = ThaiAddresses.FindDistrict(subdistrict.DistrictCode)!;
        var province = ThaiAddresses.FindProvince(subdistrict.ProvinceCode)!;
        return new(
            Word(Letters, 1, 30),
            province.Code,
            province.Thai,
            district.Code,
            district.Thai,
            subdistrict.Code,
            subdistrict.Thai,
            subdistrict.PostalCode
        );
    }

    private DateOnly Date() => new DateOnly(1900, 1, 1).AddDays(_random.Next(60_000));

    private string PostalCode() => _random.Next(1, 10).ToString(CultureInfo.InvariantCulture) + Digits(4);

    private string NationalId()
    {
        var id = _random.Next(1, 9).ToString(CultureInfo.InvariantCulture) + Digits(11);
        return id + FuzzOracle.CheckDigit(id);
    }

    private string Digits(int least, int most) => Word("0123456789", least, most);

    private string Digits(int count) => Digits(count, count);

    private string Word(string alphabet, int least, int most) =>
        string.Concat(
            Enumerable.Range(0, _random.Next(least, most + 1)).Select(_ => alphabet[_random.Next(alphabet.Length)])
        );

    private string Pick(params string[] from) => from[_random.Next(from.Length)];

    private IEnumerable<string> Some(params string[] from)
    {
        _random.Shuffle(from);
        return from.Take(_random.Next(1, from.Length + 1));
    }

    private static bool IsNumeral(FieldType type) =>
        type
            is FieldType.Integer
                or FieldType.Decimal
                or FieldType.Money
                or FieldType.Date
                or FieldType.NationalId
                or FieldType.JuristicId
                or FieldType.Phone
                or FieldType.PostalCode
                or FieldType.Email
                or FieldType.Location;
}
