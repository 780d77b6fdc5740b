namespace MiniApp.Core.Forms;

/// <content>Circles: whether a field is shown, or what it comes to, must not hang on itself, however long the way round.</content>
internal sealed partial class FormChecks
{
    private void CheckCircles()
    {
        var needs = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, section, field) in Places())
        {
            needs[field.Id] = Needs(section, field);
            paths[field.Id] = path;
        }
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in needs.Keys)
        {
            if (Circle(start, needs, done, []) is { } circle)
            {
                Add(
                    paths[circle[0]],
                    $"The rules run in a circle: {string.Join(" → ", circle)}.",
                    "Break the circle: each field may only depend on fields that do not depend on it."
                );
                return;
            }
        }
    }

    private IEnumerable<(string Path, FormSection Section, FormField Field)> Places()
    {
        foreach (var (s, step) in _form.Steps.Index())
        {
            foreach (var (n, section) in step.Sections.Index())
            {
                foreach (var (f, field) in section.Fields.Index())
                {
                    yield return (
                        FormattableString.Invariant($"$.steps[{s}].sections[{n}].fields[{f}]"),
                        section,
                        field
                    );
                }
            }
        }
    }

    /// <summary>
    /// Form fields that must be known first. A group stands for its columns too, which is stricter than need be, but a circle
    /// through rows is never worth its confusion.
    /// </summary>
    private static HashSet<string> Needs(FormSection section, FormField field)
    {
        var needs = new HashSet<string>(StringComparer.Ordinal);
        Collect(section.VisibleWhen, needs);
        Collect(field, needs);
        foreach (var column in field.Group?.Fields ?? [])
        {
            var own = new HashSet<string>(StringComparer.Ordinal);
            Collect(column, own);
            if (HangsOnItself(field.Group!, column))
            {
                needs.Add(field.Id);
            }
            // Columns of the same row are no form fields.
            own.ExceptWith(field.Group!.Fields.Select(c => c.Id));
            needs.UnionWith(own);
        }
        return needs;
    }

    private static bool HangsOnItself(GroupRule group, FormField column)
    {
        var needs = group
            .Fields.DistinctBy(c => c.Id, StringComparer.Ordinal)
            .ToDictionary(
                c => c.Id,
                c =>
                {
                    var own = new HashSet<string>(StringComparer.Ordinal);
                    Collect(c, own);
                    return own;
                },
                StringComparer.Ordinal
            );
        return Circle(column.Id, needs, [], []) is not null;
    }

    private static void Collect(FormField field, HashSet<string> needs)
    {
        Collect(field.VisibleWhen, needs);
        Collect(field.Compute, needs);
    }

    internal static void Collect(Condition? condition, HashSet<string> needs)
    {
        if (condition is null)
        {
            return;
        }
        if (condition.Field is { } reference)
        {
            needs.Add(Root(reference));
        }
        foreach (var inner in (condition.All ?? []).Concat(condition.Any ?? []).Append(condition.Not))
        {
            Collect(inner, needs);
        }
        needs.UnionWith((condition.Distinct ?? []).Select(Root));
        foreach (
            var expression in new[]
            {
                condition.Value,
                condition.SameAs,
                condition.AtLeast,
                condition.AtMost,
                condition.MoreThan,
                condition.LessThan,
            }
        )
        {
            Collect(expression, needs);
        }
    }

    internal static void Collect(Expression? expression, HashSet<string> needs)
    {
        if (expression is Expression.Reference { Path: var path })
        {
            needs.Add(Root(path));
        }
        if (expression is not Expression.Worked { Operation: var operation })
        {
            return;
        }
        IEnumerable<Expression?> terms =
        [
            .. operation.Sum ?? [],
            .. operation.Max ?? [],
            .. operation.Min ?? [],
            .. operation.Product ?? [],
            .. operation.Difference ?? [],
            .. operation.Quotient ?? [],
            operation.Of,
            operation.Age,
        ];
        foreach (var term in terms)
        {
            Collect(term, needs);
        }
        if (operation.Count is { } count)
        {
            needs.Add(Root(count));
        }
        Collect(operation.Where, needs);
    }

    private static string Root(string reference) => reference.Split('.')[0];

    /// <returns>The circle, its first member again at the end; null when there is none.</returns>
    private static List<string>? Circle(
        string field,
        Dictionary<string, HashSet<string>> needs,
        HashSet<string> done,
        List<string> way
    )
    {
        if (way.IndexOf(field) is var first and >= 0)
        {
            return [.. way[first..], field];
        }
        if (done.Contains(field) || !needs.TryGetValue(field, out var next))
        {
            return null;
        }
        way.Add(field);
        foreach (var needed in next)
        {
            if (Circle(needed, needs, done, way) is { } circle)
            {
                return circle;
            }
        }
        way.RemoveAt(way.Count - 1);
        done.Add(field);
        return null;
    }
}
