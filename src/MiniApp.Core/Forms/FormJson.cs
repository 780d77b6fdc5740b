using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MiniApp.Core.Forms;

/// <summary>How form files are read: strictly, since a misspelled member would silently drop a rule.</summary>
internal static class FormJson
{
    public static JsonSerializerOptions Options { get; } = CreateOptions(JsonUnmappedMemberHandling.Disallow);

    /// <summary>For forms that were good once: members that are no longer known are passed over.</summary>
    public static JsonSerializerOptions Lenient { get; } = CreateOptions(JsonUnmappedMemberHandling.Skip);

    /// <summary>How a form file is read as plain JSON, as generously as <see cref="Options"/> does.</summary>
    public static JsonDocumentOptions DocumentOptions { get; } =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Key in <see cref="Exception.Data"/> of a JsonException for the end of its path.</summary>
    public const string InnerPath = "innerPath";

    /// <summary>Where reading failed, as a JSON path from the top.</summary>
    public static string PathOf(JsonException broken) => (broken.Path ?? "$") + broken.Data[InnerPath];

    private static JsonSerializerOptions CreateOptions(JsonUnmappedMemberHandling unknown)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = unknown,
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

    /// <summary>Members that a file may give; others are computed.</summary>
    public static IEnumerable<JsonPropertyInfo> Members(JsonTypeInfo type) =>
        type.Properties.Where(member => member.Set is not null || member.AssociatedParameter is not null);

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
}
