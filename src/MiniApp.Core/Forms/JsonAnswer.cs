using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MiniApp.Core.Forms;

/// <summary>Reads single answers without ever throwing, whatever JSON a draft brings.</summary>
internal static class JsonAnswer
{
    private static readonly JsonSerializerOptions ObjectOptions = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
    };

    /// <summary>Null also for a string that is no Unicode text: half a surrogate pair passes a JSON parser.</summary>
    public static string? Text(JsonNode? node)
    {
        if (node is not JsonValue value || value.GetValueKind() is not JsonValueKind.String)
        {
            return null;
        }
        try
        {
            return value.GetValue<string>();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>False when some string in it is no Unicode text, or a name stands twice: such JSON can't be written again.</summary>
    public static bool IsReadable(JsonNode? node)
    {
        try
        {
            return node switch
            {
                JsonArray array => array.All(IsReadable),
                JsonObject members => members.All(member => IsReadable(member.Value)),
                JsonValue value when value.GetValueKind() is JsonValueKind.String => Text(value) is not null,
                _ => true,
            };
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    public static bool? Flag(JsonNode? node) =>
        node is JsonValue value
            ? value.GetValueKind() switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => null,
            }
            : null;

    /// <summary>Null also for a number that a decimal can't hold as it is written.</summary>
    public static decimal? Number(JsonNode? node) =>
        node is JsonValue value
        && value.GetValueKind() is JsonValueKind.Number
        && value.ToJsonString() is var text
        && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && (IsShort(text) || Significant(text) == Significant(AnswerText.Invariant(number)))
            ? number
            : null;

    // Every number that people can type here: it is never rounded.
    private static bool IsShort(string number) => number.Length <= 28 && number.AsSpan().IndexOfAny('e', 'E') < 0;

    private static string Significant(string number) =>
        number.Split('e', 'E')[0].Replace(".", "", StringComparison.Ordinal).Trim('-', '0');

    /// <summary>A member of an object as text; null when it is missing, blank or no string.</summary>
    public static string? Part(JsonNode? node, string name) =>
        node is JsonObject members && Text(members[name]) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    public static JsonObject ToObject<T>(T value) => (JsonObject)JsonSerializer.SerializeToNode(value, ObjectOptions)!;

    /// <summary>True when nothing was answered: no value, blank text, nothing chosen, an object of which no member is answered.</summary>
    public static bool IsMissing(JsonNode? node) =>
        node switch
        {
            null => true,
            JsonArray array => array.Count == 0,
            JsonObject members => members.All(member => member.Key == Answers.RowKey || IsMissing(member.Value)),
            _ => Text(node) is { } text && string.IsNullOrWhiteSpace(text),
        };
}
