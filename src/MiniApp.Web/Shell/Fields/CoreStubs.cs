// Stand-ins with the signatures of MiniApp.Core; this file goes when the real ones arrive.
#pragma warning disable
using System.Globalization;
using System.Text.Json.Nodes;

namespace MiniApp.Core.Forms
{
    public sealed record FieldProblem(string FieldId, string Message, string? Part = null);

    public static class AnswerReader
    {
        public static JsonNode? Parse(FormField field, string? typed) =>
            string.IsNullOrWhiteSpace(typed) ? null : JsonValue.Create(typed);
    }

    public static class AnswerText
    {
        public static string ForEditing(FormField field, JsonNode? value, CultureInfo culture) =>
            value?.ToString() ?? "";
    }
}

namespace MiniApp.Core.Thai
{
    public sealed record AddressArea(string Code, string Th, string En, string? PostalCode = null);

    public static class ThaiAddresses
    {
        public static IReadOnlyList<AddressArea> Provinces { get; } =
        [new("10", "กรุงเทพมหานคร", "Bangkok"), new("50", "เชียงใหม่", "Chiang Mai")];

        public static IReadOnlyList<AddressArea> Districts(string provinceCode) =>
            provinceCode switch
            {
                "10" => [new("1001", "พระนคร", "Phra Nakhon"), new("1007", "ปทุมวัน", "Pathum Wan")],
                "50" => [new("5001", "เมืองเชียงใหม่", "Mueang Chiang Mai")],
                _ => [],
            };

        public static IReadOnlyList<AddressArea> Subdistricts(string districtCode) =>
            districtCode switch
            {
                "1001" => [new("100101", "พระบรมมหาราชวัง", "Phra Borom Maha Ratchawang", "10200")],
                "1007" =>
                [
                    new("100701", "รองเมือง", "Rong Mueang", "10330"),
                    new("100702", "วังใหม่", "Wang Mai", "10330"),
                ],
                "5001" => [new("500108", "สุเทพ", "Suthep", "50200")],
                _ => [],
            };
    }
}
