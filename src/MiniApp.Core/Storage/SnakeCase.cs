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
        where TEnum : struct, Enum
    {
        var names = Enum.GetValues<TEnum>().ToDictionary(value => value, value => Of(value.ToString()));
        var values = names.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
        return new(value => names[value], text => values[text]);
    }
}
