using System.Collections;

namespace MiniApp.Core.Forms;

/// <content>What would make every other check, or the portal later on, stumble or take too long.</content>
internal sealed partial class FormChecks
{
    /// <summary>Fields and columns of one form. Rules may hang on each other in one long chain, which is walked on the stack.</summary>
    private const int MostFields = 2000;

    /// <summary>Rows within rows within rows multiply: a hundred of each would be a million.</summary>
    private const int MostWheres = 2;

    /// <summary>null in a list, which the serializer lets through although the list's type does not.</summary>
    /// <returns>The JSON paths.</returns>
    private static IEnumerable<string> Holes(object value, string path) =>
        value switch
        {
            string => [],
            Expression.Worked worked => Holes(worked.Operation, path),
            IEnumerable list => list.Cast<object?>()
                .SelectMany(
                    (item, n) =>
                    {
                        var itemPath = FormattableString.Invariant($"{path}[{n}]");
                        return item is null ? [itemPath] : Holes(item, itemPath);
                    }
                ),
            _ when value.GetType() is { IsClass: true } type && type.Assembly == typeof(FormChecks).Assembly =>
                type.GetProperties()
                    // Not what is worked out from the others, such as the fields of a step.
                    .Where(property => property.CanWrite)
                    .Select(property => (Name: Camel(property.Name), Value: property.GetValue(value)))
                    .Where(member => member.Value is not null)
                    .SelectMany(member => Holes(member.Value!, $"{path}.{member.Name}")),
            _ => [],
        };

    /// <returns>Whether the form is small enough to be looked at further.</returns>
    private bool CheckBounds()
    {
        var holes = Holes(_form, "$").ToList();
        holes.ForEach(path => Add(path, "There is nothing here.", "Remove the stray null or comma."));
        if (holes.Count > 0)
        {
            return false;
        }
        var fields = _form.Fields.Sum(field => 1 + (field.Group?.Fields.Count ?? 0));
        Require(
            fields <= MostFields,
            "$.steps",
            FormattableString.Invariant($"The form has {fields} fields."),
            FormattableString.Invariant($"Keep to {MostFields}, columns included; nobody answers more.")
        );
        return fields <= MostFields;
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
