// Stand-ins with the signatures of MiniApp.Core; this file goes when the real ones arrive.
#pragma warning disable
using System.Globalization;
using System.Text.Json.Nodes;

namespace MiniApp.Core.Forms
{
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
