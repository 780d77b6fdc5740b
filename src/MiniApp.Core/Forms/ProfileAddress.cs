using System.Text.Json;
using System.Text.Json.Nodes;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Forms;

/// <summary>
/// An address of a profile: <c>addressNo, building, floorNo, roomNo, villageName, villageNo|moo, soi, road, subDistrict,
/// district, province, postCode</c>. Names become codes where that is certain; the others stay in the detail, for the
/// person to sort out.
/// </summary>
internal static class ProfileAddress
{
    public static AddressAnswer Read(JsonNode node)
    {
        if (node is not JsonObject members)
        {
            return JsonAnswer.Text(node) is { } line && !string.IsNullOrWhiteSpace(line)
                ? new AddressAnswer(Detail: line.Trim())
                : AddressAnswer.Empty;
        }
        var (province, district, subdistrict) = (Get("province"), Get("district"), Get("subDistrict"));
        var match = ThaiAddresses.Resolve(province, district, subdistrict);
        string?[] detail =
        [
            Get("addressNo"),
            With("ห้อง", Get("roomNo")),
            With("ชั้น", Get("floorNo")),
            With("อาคาร", Get("building")),
            With("หมู่บ้าน", Get("villageName")),
            With("หมู่ที่", Get("villageNo") ?? Get("moo"), "หมู่", "ม."),
            With("ซอย", Get("soi"), "ซ."),
            With("ถนน", Get("road"), "ถ."),
            match.Subdistrict is null ? subdistrict : null,
            match.District is null ? district : null,
            match.Province is null ? province : null,
        ];
        var text = string.Join(' ', detail.Where(part => part is not null));
        return new AddressAnswer(
            text.Length == 0 ? null : text,
            match.Province?.Code,
            match.Province?.Thai,
            match.District?.Code,
            match.District?.Thai,
            match.Subdistrict?.Code,
            match.Subdistrict?.Thai,
            PostalCode(Get("postCode") ?? Get("postalCode"), match.Subdistrict)
        );

        string? Get(string name)
        {
            var found = members
                .FirstOrDefault(m => string.Equals(m.Key, name, StringComparison.OrdinalIgnoreCase))
                .Value;
            var value =
                found is JsonValue number && number.GetValueKind() is JsonValueKind.Number
                    ? number.ToJsonString()
                    : JsonAnswer.Text(found);
            // Registries write a dash where there is nothing.
            return string.IsNullOrWhiteSpace(value) || value.Trim() is "-" or "–" ? null : value.Trim();
        }
    }

    private static string? PostalCode(string? text, Subdistrict? subdistrict)
    {
        var code = NationalId.Normalise(text);
        return PostalCodeRules.IsPostalCode(code) ? code : subdistrict?.PostalCode;
    }

    private static string? With(string word, string? value, params string[] alreadyThere)
    {
        if (value is null)
        {
            return null;
        }
        return alreadyThere.Prepend(word).Any(w => value.StartsWith(w, StringComparison.Ordinal))
            ? value
            : $"{word} {value}";
    }
}
