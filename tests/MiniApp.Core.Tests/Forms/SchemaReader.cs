using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MiniApp.Core.Tests.Forms;

/// <summary>
/// The part of JSON Schema 2020-12 that forms/form.schema.json uses: no library that knows that draft restores here. It
/// throws for a keyword it doesn't know, so that the schema can't outgrow it unnoticed.
/// </summary>
internal sealed class SchemaReader(JsonObject root)
{
    private static readonly string[] Silent = ["$schema", "$defs", "title", "description", "default", "then", "else"];

    /// <summary>Paths of what the schema refuses; empty when it accepts.</summary>
    public IReadOnlyList<string> Refused(JsonNode? value) => [.. Check(root, value, "$")];

    private IEnumerable<string> Check(JsonNode schema, JsonNode? value, string path)
    {
        if (schema.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
        {
            return schema.GetValue<bool>() ? [] : [path];
        }
        var keywords = schema.AsObject();
        return keywords.Where(k => !Silent.Contains(k.Key)).SelectMany(k => Keyword(k.Key, k.Value!, keywords));

        IEnumerable<string> Keyword(string name, JsonNode argument, JsonObject all) =>
            name switch
            {
                "$ref" => Check(Resolve((string)argument!), value, path),
                "type" => Unless(Types(argument).Any(type => IsType(type, value))),
                "enum" => Unless(argument.AsArray().Any(item => JsonNode.DeepEquals(item, value))),
                "const" => Unless(JsonNode.DeepEquals(argument, value)),
                "minLength" => Unless(Text(value) is not { } text || text.Length >= (int)argument),
                "pattern" => Unless(Text(value) is not { } text || Regex.IsMatch(text, (string)argument!)),
                "minimum" => Unless(Number(value) is not { } number || number >= Number(argument)),
                "minItems" => Unless(value is not JsonArray items || items.Count >= (int)argument),
                "uniqueItems" => Unless(
                    value is not JsonArray items || items.DistinctBy(i => i?.ToJsonString()).Count() == items.Count
                ),
                "minProperties" => Unless(value is not JsonObject members || members.Count >= (int)argument),
                "items" => (value as JsonArray ?? []).SelectMany(
                    (item, n) => Check(argument, item, string.Create(CultureInfo.InvariantCulture, $"{path}[{n}]"))
                ),
                "required" => Unless(value is not JsonObject members || Names(argument).All(members.ContainsKey)),
                "dependentRequired" => Unless(
                    value is not JsonObject members
                        || argument
                            .AsObject()
                            .All(rule => !members.ContainsKey(rule.Key) || Names(rule.Value!).All(members.ContainsKey))
                ),
                "properties" => (value as JsonObject ?? [])
                    .Where(member => argument[member.Key] is not null)
                    .SelectMany(member => Check(argument[member.Key]!, member.Value, $"{path}.{member.Key}")),
                "additionalProperties" => (value as JsonObject ?? [])
                    .Where(member => all["properties"]?[member.Key] is null)
                    .Select(member => $"{path}.{member.Key}"),
                "allOf" => argument.AsArray().SelectMany(inner => Check(inner!, value, path)),
                "anyOf" => Unless(argument.AsArray().Any(inner => Accepts(inner!))),
                "oneOf" => Unless(argument.AsArray().Count(inner => Accepts(inner!)) == 1),
                "not" => Unless(!Accepts(argument)),
                "if" => all[Accepts(argument) ? "then" : "else"] is { } branch ? Check(branch, value, path) : [],
                _ => throw new NotSupportedException($"The schema uses {name}."),
            };

        bool Accepts(JsonNode inner) => !Check(inner, value, path).Any();

        IEnumerable<string> Unless(bool holds) => holds ? [] : [path];
    }

    private JsonNode Resolve(string reference) =>
        reference[2..].Split('/').Aggregate((JsonNode)root, (node, name) => node[name]!);

    private static IEnumerable<string> Types(JsonNode type) => type is JsonArray ? Names(type) : [(string)type!];

    private static IEnumerable<string> Names(JsonNode names) => names.AsArray().Select(name => (string)name!);

    private static string? Text(JsonNode? value) =>
        value?.GetValueKind() is JsonValueKind.String ? (string)value! : null;

    private static decimal? Number(JsonNode? value) =>
        value?.GetValueKind() is JsonValueKind.Number
            ? decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture)
            : null;

    private static bool IsType(string type, JsonNode? value) =>
        type switch
        {
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "string" => value?.GetValueKind() is JsonValueKind.String,
            "number" => Number(value) is not null,
            "integer" => Number(value) is { } number && decimal.Truncate(number) == number,
            "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
            _ => throw new NotSupportedException($"The schema has the type {type}."),
        };
}
