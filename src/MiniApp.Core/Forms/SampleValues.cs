using System.Globalization;
using System.Text.Json.Nodes;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Forms;

/// <summary>Invented answers to single fields.</summary>
internal static class SampleValues
{
    private const string Digits = "1234567890";

    /// <summary>The first invented answer that the field takes; null when none does, as with an unusual pattern.</summary>
    /// <param name="n">Which of several: rows of a group want different answers.</param>
    /// <param name="everything">All options and yes, rather than the first and no.</param>
    public static JsonNode? Find(FieldScope scope, FormField field, int n, bool everything) =>
        Candidates(scope, field, n, everything)
            .FirstOrDefault(value => !FormValidator.Check(new FieldAnswer(scope, field, value, [])).Any());

    /// <summary>Answers worth trying where a check between fields is not content; some the field may not take.</summary>
    public static IEnumerable<JsonNode?> Others(FieldScope scope, FormField field) =>
        field.Type switch
        {
            FieldType.Integer or FieldType.Decimal or FieldType.Money => Numbers(field, 0).Select(Node),
            FieldType.YesNo or FieldType.Acceptance => [true, false],
            // A check list may want every box ticked.
            FieldType.Choices => scope
                .OptionsOf(field)
                .Select(o => (JsonNode)new JsonArray(o.Value))
                .Append(Choices(scope.OptionsOf(field), everything: true)),
            FieldType.Date => Dates(field, scope.Form.Today, 0)
                .Concat(Dates(field, scope.Form.Today, 400))
                .Select(Node),
            FieldType.Choice => Candidates(scope, field, 0, everything: false),
            _ => Enumerable.Range(0, 3).SelectMany(n => Candidates(scope, field, n, everything: false).Take(1)),
        };

    private static IEnumerable<JsonNode?> Candidates(FieldScope scope, FormField field, int n, bool everything) =>
        field.Type switch
        {
            FieldType.Text or FieldType.MultiLine => Texts(field, n).Select(Node),
            FieldType.Integer or FieldType.Decimal or FieldType.Money => Numbers(field, n).Select(Node),
            FieldType.Date => Dates(field, scope.Form.Today, n).Select(Node),
            FieldType.NationalId => [Identity("31001000020", n)],
            FieldType.JuristicId => [Identity("01055670001", n)],
            FieldType.Phone => [string.Create(CultureInfo.InvariantCulture, $"08{10000001 + n}")],
            FieldType.Email =>
            [
                string.Create(CultureInfo.InvariantCulture, $"sample{(n == 0 ? "" : n)}@example.invalid"),
            ],
            FieldType.PostalCode => ["50200"],
            FieldType.NameTitle => [NameTitles.Common[n % NameTitles.Common.Count].Thai],
            FieldType.Choice => Turned(scope.OptionsOf(field), n).Select(o => (JsonNode)o.Value),
            FieldType.Choices => [Choices(scope.OptionsOf(field), everything)],
            FieldType.YesNo => [everything, !everything],
            FieldType.Acceptance => [true],
            FieldType.Address => [Address()],
            FieldType.Location => [new LocationAnswer(13.756331m, 100.501765m).ToJson()],
            FieldType.Person => [Person(n)],
            _ => [],
        };

    private static JsonArray Choices(IReadOnlyList<FieldOption> options, bool everything) =>
        [.. options.Take(everything ? options.Count : 1).Select(o => (JsonNode)o.Value)];

    private static IEnumerable<string> Texts(FormField field, int n)
    {
        var plain = field.Characters is TextCharacters.English ? "Sample" : "ตัวอย่าง";
        var number = n == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {n + 1}");
        yield return Fit(plain + number, field);
        if (field.Pattern is null)
        {
            yield break;
        }
        // Digits and letters in usual arrangements, of every usual length.
        var digits = string.Concat(Enumerable.Range(0, 3).Select(_ => Digits[(n % 9)..] + Digits[..(n % 9)]));
        yield return "Sample" + number;
        foreach (var length in Enumerable.Range(1, 30))
        {
            var some = digits[..length];
            yield return some;
            yield return new string('A', length);
            yield return new string('a', length);
            yield return new string('ก', length);
            foreach (var start in new[] { "A", "AB", "ABC", "A-", "0", "ก", "กข ", "1กข ", "9", "02", "08" })
            {
                yield return start + some;
            }
            foreach (var middle in new[] { "-", "/", ".", "/2569", ":00" })
            {
                yield return middle.Length > 1 ? some + middle : $"{some}{middle}{digits[..1]}";
                yield return $"{digits[..1]}{middle}{some}";
                yield return $"{some}{middle}{some}";
            }
        }
    }

    /// <summary>As long as the field wants it.</summary>
    private static string Fit(string text, FormField field)
    {
        while (text.Length < field.MinLength)
        {
            text += " " + text;
        }
        return text.Length > TextRules.Limit(field) ? text[..TextRules.Limit(field)].TrimEnd() : text;
    }

    private static IEnumerable<decimal> Numbers(FormField field, int n)
    {
        decimal[] usual =
        [
            1 + n,
            field.Min + n ?? 0,
            field.Max - n ?? 0,
            0,
            2,
            5,
            10,
            100,
            1000,
            100000,
            1000000,
            100000000,
        ];
        return usual
            .Append(decimal.Ceiling(field.Min ?? 0) + n)
            .Where(number => !(number < field.Min) && !(number > field.Max))
            .Distinct();
    }

    private static IEnumerable<string> Dates(FormField field, DateOnly today, int n)
    {
        var limits =
            from text in new[] { field.Latest, field.Earliest }
            where DateLimit.TryParse(text, out _)
            select DateLimit.TryParse(text, out var limit) ? limit.On(today) : today;
        return limits
            .Prepend(today)
            .SelectMany(date => new[] { date.AddDays(-n), date.AddDays(n) })
            .Distinct()
            .Select(ThaiDate.ToWire);
    }

    /// <summary>A number of 13 digits with its check digit.</summary>
    private static string Identity(string eleven, int n)
    {
        var start = (long.Parse(eleven, CultureInfo.InvariantCulture) * 10 + 2 + n)
            .ToString(CultureInfo.InvariantCulture)
            .PadLeft(12, '0');
        return Digits.Select(check => start + check).First(id => NationalId.HasCheckDigit(id));
    }

    private static JsonObject Person(int n) =>
        new PersonAnswer(
            NameTitles.Common[n % 2].Thai,
            n % 2 == 0 ? "สมชาย" : "สมหญิง",
            string.Create(CultureInfo.InvariantCulture, $"ตัวอย่าง{(n == 0 ? "" : n + 1)}"),
            PersonAnswer.Thai,
            Identity("31001000021", n)
        ).ToJson()!;

    private static JsonObject Address()
    {
        var subdistrict = ThaiAddresses.FindByPostalCode("50200")[0];
        var district = ThaiAddresses.FindDistrict(subdistrict.DistrictCode)!;
        var province = ThaiAddresses.FindProvince(subdistrict.ProvinceCode)!;
        return new AddressAnswer(
            "99/9 ถนนตัวอย่าง",
            province.Code,
            province.Thai,
            district.Code,
            district.Thai,
            subdistrict.Code,
            subdistrict.Thai,
            "50200"
        ).ToJson();
    }

    private static IEnumerable<T> Turned<T>(IReadOnlyList<T> items, int n) =>
        items.Count == 0 ? [] : items.Skip(n % items.Count).Concat(items.Take(n % items.Count));

    private static JsonNode? Node(decimal number) => JsonValue.Create(number);

    private static JsonNode? Node(string text) => JsonValue.Create(text);
}
