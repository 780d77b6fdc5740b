using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MiniApp.Core.External.BizPortal;

/// <summary>Reading with the tolerance the contract asks for, and writing Thai as Thai.</summary>
internal static class BizPortalJson
{
    // Relaxed is safe here: this JSON goes to an API, never into a page.
    private static readonly JsonSerializerOptions Wire = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // A key given twice would be read differently by different readers.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static string Write(JsonNode node) => node.ToJsonString(Wire);

    public static HttpContent Body(JsonNode node) => Body(Write(node));

    /// <param name="json">Sent as it is.</param>
    public static HttpContent Body(string json)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <exception cref="JsonException">Not JSON, or with text that is no Unicode.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var node = JsonNode.Parse(utf8, documentOptions: Strict);
            ReadTexts(node);
            return node;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("Text that is no Unicode.", e);
        }
    }

    /// <exception cref="JsonException">Not JSON, or with text that is no Unicode.</exception>
    public static JsonNode? Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    /// <summary>Names and strings are decoded only when asked for: broken ones had better show here than in a page.</summary>
    private static void ReadTexts(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, member) in members)
                {
                    ReadTexts(member);
                }
                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    ReadTexts(item);
                }
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                value.GetValue<string>();
                break;
            default:
                break;
        }
    }

    /// <summary>A member by name, exactly as written or else in any letter case.</summary>
    public static JsonNode? Member(this JsonNode? node, string name)
    {
        if (node is not JsonObject members)
        {
            return null;
        }
        return members.TryGetPropertyValue(name, out var value)
            ? value
            : members.FirstOrDefault(m => string.Equals(m.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
    }

    /// <summary>A member that is a non-empty string or a number, as text; else null.</summary>
    public static string? Text(this JsonNode? node, string name) => node.Member(name).AsText();

    public static string? AsText(this JsonNode? node) =>
        node?.GetValueKind() switch
        {
            JsonValueKind.String when node.GetValue<string>() is { Length: > 0 } text => text,
            JsonValueKind.Number => node.ToJsonString(),
            _ => null,
        };

    /// <summary>A member that is a whole number or the text of one; else null.</summary>
    public static long? Number(this JsonNode? node, string name) =>
        long.TryParse(node.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
