using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace MiniApp.Core.Forms;

/// <summary>
/// Holds a form file against the types that it is read into: unknown and missing members, values of the wrong kind. All at
/// once, where the serializer would stop at the first, and in words for somebody with a text editor. What can be guessed is
/// mended in place, for the checks that come after.
/// </summary>
internal sealed class FormShape
{
    private readonly List<FormProblem> _problems = [];

    /// <param name="mended">The form as it was probably meant; changes <paramref name="root"/>.</param>
    public static List<FormProblem> Check(JsonNode? root, out JsonNode? mended)
    {
        var shape = new FormShape();
        mended = shape.CheckValue(typeof(FormDefinition), root, "$");
        return shape._problems;
    }

    /// <returns>The value as it was probably meant; null when nothing can be guessed.</returns>
    private JsonNode? CheckValue(Type type, JsonNode? value, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (value is null)
        {
            return Wrong(path, "There is nothing here.", "Give a value, or remove the member.");
        }
        if (type.IsEnum)
        {
            return CheckEnum(type, value, path);
        }
        if (type == typeof(string))
        {
            return CheckText(value, path);
        }
        if (type == typeof(bool))
        {
            return value.GetValueKind() is JsonValueKind.True or JsonValueKind.False
                ? value
                : Wrong(path, "Yes or no is expected here.", "Write true or false, without quotes.");
        }
        if (type == typeof(decimal) || type == typeof(int) || type == typeof(long))
        {
            return IsNumber(type, value)
                ? value
                : Wrong(path, "A number is expected here.", "Write digits without quotes and commas, e.g. 10000.");
        }
        if (type == typeof(PrefillPaths))
        {
            return CheckPrefill(value, path);
        }
        if (type == typeof(Expression))
        {
            return CheckExpression(value, path);
        }
        return ItemType(type) is { } item ? CheckList(item, value, path) : CheckObject(type, value, path);
    }

    private JsonNode? CheckObject(Type type, JsonNode value, string path)
    {
        if (value is not JsonObject members)
        {
            if (type == typeof(LocalizedText) && JsonAnswer.Text(value) is { } text)
            {
                Wrong(path, "The text is there in one language only.", "Write { \"th\": \"…\", \"en\": \"…\" }.");
                return new JsonObject { ["th"] = text, ["en"] = text };
            }
            return Wrong(path, "An object is expected here.", "Write { … } with members.");
        }
        var known = FormJson.Members(FormJson.Options.GetTypeInfo(type)).ToList();
        foreach (var (name, inner) in members.ToList())
        {
            if (Meant(known, members, name, path) is { } member)
            {
                CheckMember(members, member, inner, $"{path}.{name}");
            }
        }
        foreach (var member in known.Where(m => m.IsRequired && !members.ContainsKey(m.Name)))
        {
            var missing = $"{path}.{member.Name}";
            if (!_problems.Exists(p => p.Path == missing))
            {
                Wrong(missing, $"'{member.Name}' is missing.", $"Add it: {Example(member.PropertyType, member.Name)}.");
            }
            members[member.Name] = Placeholder(member.PropertyType);
        }
        return members;
    }

    private void CheckMember(JsonObject members, JsonPropertyInfo member, JsonNode? value, string path)
    {
        if (value is null && member.IsSetNullable && !member.IsRequired)
        {
            return;
        }
        var meant = member.CustomConverter switch
        {
            ScalarConverter => CheckScalar(value, path),
            ScalarListConverter => CheckList(typeof(ScalarConverter), value, path),
            _ => CheckValue(member.PropertyType, value, path),
        };
        if (!ReferenceEquals(meant, value))
        {
            members.Remove(member.Name);
            if (meant is not null)
            {
                members[member.Name] = meant;
            }
        }
    }

    /// <summary>The member that a name stands for; one that is misspelled gets its right name.</summary>
    private JsonPropertyInfo? Meant(List<JsonPropertyInfo> known, JsonObject members, string name, string path)
    {
        if (known.Find(m => m.Name == name) is { } exact)
        {
            return exact;
        }
        var near = NearestName.Find(name, known.Select(m => m.Name).Where(n => n[0] != '$'));
        var taken = near is not null && members.ContainsKey(near);
        Wrong(
            $"{path}.{name}",
            $"'{name}' is not known here.",
            near is null ? $"Remove it; what may stand here is {string.Join(", ", known.Select(m => m.Name))}."
                : taken ? $"Did you mean '{near}'? That is there already: remove one of them."
                : $"Did you mean '{near}'?"
        );
        members.Remove(name, out var value);
        if (near is null || taken)
        {
            return null;
        }
        members[near] = value;
        return known.Find(m => m.Name == near);
    }

    private JsonArray? CheckList(Type item, JsonNode? value, string path)
    {
        if (value is not JsonArray items)
        {
            Wrong(path, "A list is expected here.", "Write [ … ], also around a single item.");
            return null;
        }
        foreach (var (n, element) in items.ToList().Index())
        {
            var itemPath = FormattableString.Invariant($"{path}[{n}]");
            var meant =
                item == typeof(ScalarConverter) ? CheckScalar(element, itemPath) : CheckValue(item, element, itemPath);
            if (!ReferenceEquals(meant, element))
            {
                items[n] = meant;
            }
        }
        return items;
    }

    private JsonNode? CheckEnum(Type type, JsonNode value, string path)
    {
        var names = Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName).ToList();
        var text = JsonAnswer.Text(value);
        if (text is not null && names.Contains(text))
        {
            return value;
        }
        var near = text is null ? null : NearestName.Find(text, names);
        Wrong(
            path,
            $"{value.ToJsonString(Readable)} is not one of the values that may stand here.",
            NearestName.Suggest(text ?? "", names, $"Allowed are {string.Join(", ", names)}.")
        );
        return near is null ? null : JsonValue.Create(near);
    }

    private JsonNode? CheckText(JsonNode value, string path)
    {
        if (value.GetValueKind() is JsonValueKind.String)
        {
            return value;
        }
        var said = value is JsonValue ? value.ToJsonString() : "…";
        Wrong(path, "A text is expected here.", $"Put it in double quotes: \"{said}\".");
        return value is JsonValue ? JsonValue.Create(said) : null;
    }

    private JsonNode? CheckScalar(JsonNode? value, string path) =>
        value?.GetValueKind()
            is JsonValueKind.String
                or JsonValueKind.Number
                or JsonValueKind.True
                or JsonValueKind.False
            ? value
            : Wrong(path, "An answer is expected here.", "Write a text in quotes, a number, true or false.");

    private JsonNode? CheckPrefill(JsonNode value, string path)
    {
        if (value is not JsonObject members)
        {
            return value.GetValueKind() is JsonValueKind.String
                ? value
                : Wrong(path, "A path is expected here.", "Write \"email\", or one for each: { \"citizen\": \"…\" }.");
        }
        foreach (var (name, inner) in members)
        {
            if (name is not ("citizen" or "juristic"))
            {
                return Wrong(
                    $"{path}.{name}",
                    $"'{name}' is not known here.",
                    NearestName.Suggest(name, ["citizen", "juristic"], "A prefill has citizen and juristic.")
                );
            }
            if (inner?.GetValueKind() is not JsonValueKind.String)
            {
                return Wrong($"{path}.{name}", "A path is expected here.", "Write for example \"email\".");
            }
        }
        return members;
    }

    private JsonNode? CheckExpression(JsonNode value, string path) =>
        value switch
        {
            JsonObject => CheckObject(typeof(Operation), value, path),
            JsonValue when value.GetValueKind() is JsonValueKind.String => value,
            JsonValue when IsNumber(typeof(decimal), value) => value,
            _ => Wrong(
                path,
                "A number is expected here.",
                "Write a number, the id of a field in quotes, or an operation: { \"sum\": [\"a\", \"b\"] }."
            ),
        };

    private JsonNode? Wrong(string path, string message, string fix)
    {
        _problems.Add(new("", path, null, message, fix));
        return null;
    }

    private static bool IsNumber(Type type, JsonNode value) =>
        JsonAnswer.Number(value) is { } number
        && (
            type == typeof(decimal)
            || (
                decimal.Truncate(number) == number
                && (
                    type == typeof(long)
                        ? number is >= long.MinValue and <= long.MaxValue
                        : number is >= int.MinValue and <= int.MaxValue
                )
                // 1e3 and 5.0 are whole numbers, but the serializer will not have them.
                && value.ToJsonString().All(c => char.IsAsciiDigit(c) || c == '-')
            )
        );

    private static Type? ItemType(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? type.GetGenericArguments()[0]
            : null;

    private static string Example(Type type, string name) =>
        type == typeof(LocalizedText) ? $"\"{name}\": {{ \"th\": \"…\", \"en\": \"…\" }}"
        : ItemType(type) is not null ? $"\"{name}\": [ … ]"
        : type == typeof(string) || type.IsEnum ? $"\"{name}\": \"…\""
        : type.IsValueType ? $"\"{name}\": 1"
        : $"\"{name}\": {{ … }}";

    // Stands in for what is missing, so that the rest can be checked.
    private static JsonNode? Placeholder(Type type) =>
        type == typeof(LocalizedText) ? new JsonObject { ["th"] = "?", ["en"] = "?" }
        : type == typeof(string) ? JsonValue.Create("missing" + Guid.NewGuid().ToString("N")[..8])
        : null;

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
