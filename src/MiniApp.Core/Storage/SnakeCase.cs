using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MiniApp.Core.Storage;

/// <summary>The schema is written by hand in SQL's own spelling; the model follows it.</summary>
internal static class SnakeCase
{
    public static void UseSnakeCaseColumns<T>(this EntityTypeBuilder<T> entity)
        where T : class
    {
        foreach (var property in entity.Metadata.GetProperties())
            property.SetColumnName(Of(property.Name));
    }

    /// <summary>Enum member as text, e.g. <c>NotSent</c> as <c>not_sent</c>.</summary>
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }
        return text.ToString();
    }

    public static PropertyBuilder<TEnum> StoredAsText<TEnum>(this PropertyBuilder<TEnum> property)
        where TEnum : struct, Enum => property.HasConversion(TextOf<TEnum>());

    /// <inheritdoc cref="StoredAsText{TEnum}(PropertyBuilder{TEnum})"/>
    public static PropertyBuilder<TEnum?> StoredAsText<TEnum>(this PropertyBuilder<TEnum?> property)
        where TEnum : struct, Enum => property.HasConversion(TextOf<TEnum>());

    private static ValueConverter<TEnum, string> TextOf<TEnum>()
        where TEnum : struct, Enum => new(value => StoredText<TEnum>.Of(value), text => StoredText<TEnum>.Read(text));
}

/// <summary>Members of an enum as they stand in the database.</summary>
internal static class StoredText<TEnum>
    where TEnum : struct, Enum
{
    private static readonly Dictionary<TEnum, string> Names = Enum.GetValues<TEnum>()
        .ToDictionary(value => value, value => SnakeCase.Of(value.ToString()));

    private static readonly Dictionary<string, TEnum> Values = Names.ToDictionary(
        pair => pair.Value,
        pair => pair.Key,
        StringComparer.Ordinal
    );

    public static string Of(TEnum value) => Names[value];

    public static TEnum Read(string text) => Values[text];
}
