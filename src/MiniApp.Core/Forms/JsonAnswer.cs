using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MiniApp.Core.Forms;

/// <summary>Reads single answers without ever throwing, whatever JSON a draft brings.</summary>
internal static class JsonAnswer
{
    public static string? Text(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() is JsonValueKind.String ? value.ToString() : null;

    public static bool? Flag(JsonNode? node) =>
        node is JsonValue value
            ? value.GetValueKind() switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => null,
            }
            : null;

    /// <summary>Null also for a number that a decimal can't hold.</summary>
    public static decimal? Number(JsonNode? node) =>
        node is JsonValue value
        && value.GetValueKind() is JsonValueKind.Number
        && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>True when nothing was answered: no value, blank text, nothing chosen, an address without a part.</summary>
    public static bool IsMissing(JsonNode? node) =>
        node switch
        {
            null => true,
            JsonArray array => array.Count == 0,
            JsonObject => AddressAnswer.FromJson(node).IsEmpty,
            _ => Text(node) is { } text && string.IsNullOrWhiteSpace(text),
        };
}
