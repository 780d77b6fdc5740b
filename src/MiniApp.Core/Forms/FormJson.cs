using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MiniApp.Core.Forms;

/// <summary>How form files are read: strictly, since a misspelled member would silently drop a rule.</summary>
internal static class FormJson
{
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>Key in <see cref="Exception.Data"/> of a JsonException for the end of its path.</summary>
    public const string InnerPath = "innerPath";

    /// <summary>Where reading failed, as a JSON path from the top.</summary>
    public static string PathOf(JsonException broken) => (broken.Path ?? "$") + broken.Data[InnerPath];

    /// <summary>Line (from 1) of every value in a JSON text, by its path.</summary>
    public static Dictionary<string, int> Lines(ReadOnlySpan<byte> json)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(
            json,
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
        );
        var frames = new Stack<Frame>();
        var name = "$";
        var counted = 0;
        var line = 1;
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            line += json[counted..start].Count((byte)'\n');
            counted = start;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = $"{frames.Peek().Path}.{reader.GetString()}";
                    lines[name] = line;
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    frames.Pop();
                    continue;
            }
            if (frames.TryPeek(out var parent) && parent.IsArray)
            {
                name = FormattableString.Invariant($"{parent.Path}[{parent.Next++}]");
            }
            lines.TryAdd(name, line);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                frames.Push(new Frame(name, reader.TokenType is JsonTokenType.StartArray));
            }
        }
        return lines;
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            AllowDuplicateProperties = false,
            ReadCommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver
            {
                Modifiers = { RequireWhatIsNotNullable, AllowSchema },
            },
        };
        options.MakeReadOnly();
        return options;
    }

    private static void RequireWhatIsNotNullable(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { } parameter)
            {
                property.IsRequired = !parameter.IsNullable && !parameter.HasDefaultValue;
            }
        }
    }

    // Editors want "$schema" at the top; it says nothing to us.
    private static void AllowSchema(JsonTypeInfo type)
    {
        if (type.Type == typeof(FormDefinition))
        {
            var schema = type.CreateJsonPropertyInfo(typeof(string), "$schema");
            schema.Set = static (_, _) => { };
            type.Properties.Add(schema);
        }
    }

    private sealed class Frame(string path, bool isArray)
    {
        public string Path { get; } = path;
        public bool IsArray { get; } = isArray;
        public int Next { get; set; }
    }
}
