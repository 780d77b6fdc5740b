using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace MiniApp.Sandbox.BizPortal;

/// <summary>One field that a JSON body may have.</summary>
/// <param name="Kinds">What the value may be.</param>
internal sealed record FieldRule(string Name, bool Required, params JsonValueKind[] Kinds);

/// <summary>Reads bodies and refuses whatever the contract doesn't list.</summary>
internal static class StrictJson
{
    private const int MaxBytes = 32 * 1024 * 1024;

    private static readonly JsonDocumentOptions NoDuplicates = new() { AllowDuplicateProperties = false };

    /// <summary>The body as an object with only the fields listed. <c>application/json-patch+json</c> is accepted as well. [F]</summary>
    public static async Task<JsonElement> Read(HttpContext context, params FieldRule[] fields)
    {
        var contentType = context.Request.ContentType;
        if (
            !MediaTypeHeaderValue.TryParse(contentType, out var type)
            || type.MediaType.Value?.ToLowerInvariant() is not ("application/json" or "application/json-patch+json")
        )
        {
            throw new ContractException(415, $"content type '{contentType}' is not application/json");
        }
        if (context.Request.ContentLength > MaxBytes)
        {
            throw new ContractException(413, "the JSON body is larger than 32 MB");
        }
        JsonElement body;
        try
        {
            using var document = await JsonDocument.ParseAsync(
                context.Request.Body,
                NoDuplicates,
                context.RequestAborted
            );
            body = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new ContractException(400, $"the body is not valid JSON: {e.Message}");
        }
        Check(body, "the body", fields);
        return body;
    }

    /// <summary>The object must hold every required field, no unknown one, and values of the kinds listed.</summary>
    public static void Check(JsonElement body, string where, params FieldRule[] fields)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw new ContractException(400, $"{where} must be a JSON object");
        }
        foreach (var property in body.EnumerateObject())
        {
            var rule = Array.Find(fields, f => f.Name == property.Name);
            if (rule is null)
            {
                throw new ContractException(
                    400,
                    $"unknown field '{property.Name}' in {where}; known: {string.Join(", ", fields.Select(f => f.Name))}"
                );
            }
            var isNull = property.Value.ValueKind == JsonValueKind.Null;
            if (isNull ? rule.Required : !rule.Kinds.Contains(property.Value.ValueKind))
            {
                throw new ContractException(
                    400,
                    $"field '{rule.Name}' in {where} must be {string.Join(" or ", rule.Kinds)}, not {property.Value.ValueKind}"
                );
            }
        }
        var missing = Array.Find(fields, f => f.Required && !body.TryGetProperty(f.Name, out _));
        if (missing is not null)
        {
            throw new ContractException(400, $"field '{missing.Name}' is missing in {where}");
        }
    }

    /// <summary>JSON inside a JSON string [D], or the object itself [F].</summary>
    public static JsonElement Unwrap(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return value;
        }
        try
        {
            using var document = JsonDocument.Parse(value.GetString()!, NoDuplicates);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new ContractException(400, $"'{name}' is a string but holds no valid JSON: {e.Message}");
        }
    }
}
