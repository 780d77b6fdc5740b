using System.Globalization;
using System.Text.Json.Nodes;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Forms;

/// <summary>Answers as text: for a control that people type in, and for pages and letters that they read.</summary>
public static class AnswerText
{
    /// <summary>
    /// What a control shows: what <see cref="AnswerReader.Parse"/> reads back into the same answer. Choices are joined
    /// with commas; of an address it is the detail, the other parts have controls of their own.
    /// </summary>
    public static string ForEditing(FormField field, JsonNode? node, CultureInfo culture)
    {
        var text = JsonAnswer.Text(node);
        return field.Type switch
        {
            FieldType.Integer or FieldType.Decimal or FieldType.Money when JsonAnswer.Number(node) is { } number =>
                Plain(number),
            FieldType.Date when ThaiDate.TryParseWire(text, out var date) => ThaiDate.FormatForEditing(date, culture),
            FieldType.NationalId or FieldType.JuristicId when text is not null => NationalId.Format(text),
            FieldType.Phone when text is not null => ThaiPhone.Format(text),
            FieldType.Choices when node is JsonArray => string.Join(',', Items(node)),
            FieldType.YesNo or FieldType.Acceptance when JsonAnswer.Flag(node) is { } flag => flag ? "true" : "false",
            FieldType.Address when node is JsonObject => AddressAnswer.FromJson(node).Detail ?? "",
            FieldType.Location when LocationAnswer.FromJson(node) is { } at => new GeoPoint(
                at.Latitude,
                at.Longitude
            ).Format(),
            _ => Raw(node),
        };
    }

    /// <summary>What people read: dates with the month's name, money with two decimals, the options' labels.</summary>
    public static string ForReading(FormField field, JsonNode? node, CultureInfo culture) =>
        field.Type switch
        {
            FieldType.Date when ThaiDate.TryParseWire(JsonAnswer.Text(node), out var date) => ThaiDate.Format(
                date,
                culture
            ),
            FieldType.Money when JsonAnswer.Number(node) is { } money => Money(money, field.InWords),
            FieldType.Computed when JsonAnswer.Number(node) is { } number => Computed(field, number),
            FieldType.Person when node is JsonObject => PersonLine(PersonAnswer.FromJson(node), culture),
            FieldType.Group when node is JsonArray => string.Join('\n', RowLines(field, node, culture)),
            FieldType.Choice when JsonAnswer.Text(node) is { } value => Label(field, value, culture),
            FieldType.Choices when node is JsonArray => string.Join(
                ", ",
                Items(node).Select(v => Label(field, v, culture))
            ),
            FieldType.YesNo when JsonAnswer.Flag(node) is { } yes => FormMessages.Get(culture, yes ? "Yes" : "No"),
            FieldType.Acceptance when JsonAnswer.Flag(node) is { } yes => FormMessages.Get(
                culture,
                yes ? "Accepted" : "NotAccepted"
            ),
            FieldType.Address when node is JsonObject => AddressLine(AddressAnswer.FromJson(node), culture),
            _ => ForEditing(field, node, culture),
        };

    /// <summary>An address in one line, with แขวง and เขต in Bangkok, ตำบล and อำเภอ elsewhere.</summary>
    public static string AddressLine(AddressAnswer address, CultureInfo culture)
    {
        string?[] parts;
        if (ThaiDate.IsThai(culture))
        {
            var bangkok = address.ProvinceCode == "10";
            parts =
            [
                address.Detail,
                Prefixed(bangkok ? "แขวง" : "ตำบล", address.Subdistrict),
                Prefixed(bangkok ? "เขต" : "อำเภอ", address.District),
                Prefixed(bangkok ? "" : "จังหวัด", address.Province),
                address.PostalCode,
            ];
            return string.Join(' ', parts.Where(part => !string.IsNullOrWhiteSpace(part)));
        }
        parts =
        [
            address.Detail,
            ThaiAddresses.FindSubdistrict(address.SubdistrictCode)?.English ?? address.Subdistrict,
            ThaiAddresses.FindDistrict(address.DistrictCode)?.English ?? address.District,
            ThaiAddresses.FindProvince(address.ProvinceCode)?.English ?? address.Province,
        ];
        return $"{string.Join(", ", parts.Where(part => !string.IsNullOrWhiteSpace(part)))} {address.PostalCode}".Trim();
    }

    /// <summary>A person in one line: name, nationality where it is not Thai, number.</summary>
    public static string PersonLine(PersonAnswer person, CultureInfo culture)
    {
        var nationality = person.IsThai ? null : Nationalities.Find(person.Nationality!)?.NameFor(culture);
        var number = person.IsThai
            ? person.NationalId is { } id
                ? NationalId.Format(id)
                : null
            : person.Passport;
        return string.Join(", ", new[] { person.FullName, nationality, number }.Where(part => part is { Length: > 0 }));
    }

    /// <summary>One line for each row, with the labels of what was answered.</summary>
    private static IEnumerable<string> RowLines(FormField field, JsonNode node, CultureInfo culture)
    {
        foreach (var (n, row) in AnswerRow.ReadAll(node).Index())
        {
            var answers =
                from column in field.Group?.Fields ?? []
                let text = ForReading(column, row.Answers[column.Id], culture)
                where text.Length > 0
                select $"{column.Label.For(culture)} {text}";
            yield return string.Create(CultureInfo.InvariantCulture, $"{n + 1}. {string.Join("; ", answers)}");
        }
    }

    private static string Computed(FormField field, decimal number) =>
        field.Format switch
        {
            NumberFormat.Money => Money(number, field.InWords),
            NumberFormat.Percent => number
                .ToString("#,0.## %", CultureInfo.InvariantCulture)
                .Replace(" %", "%", StringComparison.Ordinal),
            _ => Plain(number),
        };

    private static string Money(decimal money, bool inWords)
    {
        var digits = money.ToString("#,0.00", CultureInfo.InvariantCulture);
        return inWords ? $"{digits} ({ThaiBahtText.Format(money)})" : digits;
    }

    /// <summary>A number as it is written in a form file or JSON.</summary>
    internal static string Invariant(decimal number) =>
        number.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>A number with thousands separators and only the decimals it has.</summary>
    internal static string Plain(decimal number) =>
        number.ToString("#,0.############################", CultureInfo.InvariantCulture);

    /// <summary>A file size for people, e.g. <c>50 MB</c>.</summary>
    internal static string Size(long bytes) =>
        bytes >= 1024 * 1024
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024m * 1024m):0.#} MB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024m:0.#} KB");

    private static string? Prefixed(string prefix, string? name) =>
        string.IsNullOrWhiteSpace(name) ? null : prefix + name;

    private static IEnumerable<string> Items(JsonNode node) => node.AsArray().Select(JsonAnswer.Text).OfType<string>();

    private static string Label(FormField field, string value, CultureInfo culture) =>
        field.Options?.FirstOrDefault(option => option.Value == value)?.Label.For(culture) ?? value;

    private static string Raw(JsonNode? node) =>
        node switch
        {
            null => "",
            _ when !JsonAnswer.IsReadable(node) => "",
            JsonValue value => JsonAnswer.Text(value) ?? value.ToJsonString(),
            _ => node.ToJsonString(),
        };
}
