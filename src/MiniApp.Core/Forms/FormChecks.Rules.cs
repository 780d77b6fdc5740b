using MiniApp.Core.Thai;

namespace MiniApp.Core.Forms;

/// <content>Conditions, expressions and checks: that they are well formed, name what exists, and run in no circle.</content>
internal sealed partial class FormChecks
{
    private static readonly string[] AddressParts =
    [
        "detail",
        "provinceCode",
        "province",
        "districtCode",
        "district",
        "subdistrictCode",
        "subdistrict",
        "postalCode",
    ];

    private int _wheres;

    private void CheckChecks(string path, IReadOnlyList<FormCheck>? checks, FormField? group)
    {
        foreach (var (n, check) in (checks ?? []).Index())
        {
            var checkPath = FormattableString.Invariant($"{path}.checks[{n}]");
            CheckText($"{checkPath}.message", check.Message);
            CheckCondition($"{checkPath}.require", check.Require, group);
            CheckCondition($"{checkPath}.when", check.When, group);
            Require(
                group is null
                    ? _form.FindField(check.Field) is not null
                    : group.Group!.Fields.Any(column => column.Id == check.Field),
                $"{checkPath}.field",
                $"There is no field '{check.Field}' to show the message at.",
                Suggest(
                    check.Field,
                    group?.Group!.Fields ?? _form.Fields,
                    group is null ? "Name a field of this form." : "Name a column of this group."
                )
            );
        }
    }

    /// <param name="group">The group in whose rows the condition is worked out; null for the form as a whole.</param>
    private void CheckCondition(string path, Condition? condition, FormField? group)
    {
        if (condition is null)
        {
            return;
        }
        var forms = Given(
            (nameof(condition.Field), condition.Field),
            (nameof(condition.Value), condition.Value),
            (nameof(condition.All), condition.All),
            (nameof(condition.Any), condition.Any),
            (nameof(condition.Not), condition.Not),
            (nameof(condition.Distinct), condition.Distinct)
        );
        if (forms.Count != 1)
        {
            Add(
                path,
                $"A condition says one thing; this says {Said(forms)}.",
                "Give one of field, value, all, any, not, distinct."
            );
            return;
        }
        CheckComparison(path, condition, group);
        foreach (var (name, list) in new[] { ("all", condition.All), ("any", condition.Any) })
        {
            Require(list is not { Count: 0 }, $"{path}.{name}", "The list is empty.", "Add a condition.");
            foreach (var (n, inner) in (list ?? []).Index())
            {
                CheckCondition(FormattableString.Invariant($"{path}.{name}[{n}]"), inner, group);
            }
        }
        CheckCondition($"{path}.not", condition.Not, group);
        foreach (var (n, column) in (condition.Distinct ?? []).Index())
        {
            CheckColumn(FormattableString.Invariant($"{path}.distinct[{n}]"), column);
        }
    }

    private void CheckComparison(string path, Condition condition, FormField? group)
    {
        var answers = Given(
            (nameof(condition.EqualTo), condition.EqualTo),
            (nameof(condition.In), condition.In),
            (nameof(condition.Answered), condition.Answered)
        );
        var numbers = Given(
            (nameof(condition.SameAs), condition.SameAs),
            (nameof(condition.AtLeast), condition.AtLeast),
            (nameof(condition.AtMost), condition.AtMost),
            (nameof(condition.MoreThan), condition.MoreThan),
            (nameof(condition.LessThan), condition.LessThan)
        );
        List<string> given = [.. answers, .. numbers];
        if (condition.Field is null && condition.Value is null)
        {
            Require(given.Count == 0, path, $"There is nothing to compare with {Said(given)}.", "Add field or value.");
            return;
        }
        Require(
            given.Count == 1,
            path,
            $"A condition compares once; this says {Said(given)}.",
            "Give one of equalTo, in, answered, sameAs, atLeast, atMost, moreThan, lessThan."
        );
        Require(
            condition.Value is null || answers.Count == 0,
            path,
            "A value is a number or a date.",
            "Compare it with sameAs, atLeast, atMost, moreThan or lessThan."
        );
        if (condition.Field is { } reference && FindReference($"{path}.field", reference, group) is { } field)
        {
            Require(
                numbers.Count == 0 || HasParts(reference) || IsNumberOrDate(field),
                $"{path}.field",
                $"'{reference}' is neither a number nor a date, so nothing is more or less than it.",
                "Compare it with equalTo, in or answered."
            );
            CheckPossible($"{path}.equalTo", field, reference, condition.EqualTo);
            foreach (var (n, value) in (condition.In ?? []).Index())
            {
                CheckPossible(FormattableString.Invariant($"{path}.in[{n}]"), field, reference, value);
            }
        }
        CheckKinds(path, condition, group);
        CheckExpression($"{path}.value", condition.Value, group);
        CheckExpression($"{path}.sameAs", condition.SameAs, group);
        CheckExpression($"{path}.atLeast", condition.AtLeast, group);
        CheckExpression($"{path}.atMost", condition.AtMost, group);
        CheckExpression($"{path}.moreThan", condition.MoreThan, group);
        CheckExpression($"{path}.lessThan", condition.LessThan, group);
    }

    /// <summary>A date is never more or less than a number; such a rule would not say what its author meant.</summary>
    private void CheckKinds(string path, Condition condition, FormField? group)
    {
        var other =
            condition.SameAs ?? condition.AtLeast ?? condition.AtMost ?? condition.MoreThan ?? condition.LessThan;
        var left = condition.Field is { } field
            ? IsDate(new Expression.Reference(field), group)
            : IsDate(condition.Value, group);
        Require(
            left is null || IsDate(other, group) is not { } right || left == right,
            path,
            "A date is compared with a number.",
            "Compare dates with a date field, today or \"2026-01-31\", and numbers with numbers."
        );
    }

    /// <summary>Whether it is a date (true) or a number (false); null where that hangs on more than its name.</summary>
    private bool? IsDate(Expression? expression, FormField? group) =>
        expression switch
        {
            Expression.Number => false,
            Expression.Reference { Path: var path } when path == "today" || ThaiDate.TryParseWire(path, out _) => true,
            Expression.Reference { Path: var path } => Named(path, group)?.Type switch
            {
                FieldType.Date => true,
                FieldType.Integer or FieldType.Decimal or FieldType.Money => false,
                _ => null,
            },
            _ => null,
        };

    private static bool IsNumberOrDate(FormField field) =>
        field.Type is FieldType.Integer or FieldType.Decimal or FieldType.Money or FieldType.Date or FieldType.Computed;

    private static bool HasParts(string reference) => reference.Contains('.', StringComparison.Ordinal);

    /// <summary>A value that no answer can have is a misspelling.</summary>
    private void CheckPossible(string path, FormField field, string reference, string? value)
    {
        if (value is null || HasParts(reference))
        {
            return;
        }
        var possible = field.Type switch
        {
            FieldType.YesNo or FieldType.Acceptance or FieldType.Document => value is "true" or "false",
            FieldType.Choice or FieldType.Choices => field.Options?.Any(o => o.Value == value) ?? false,
            FieldType.Address or FieldType.Person or FieldType.Group or FieldType.Location => false,
            _ => value.Length > 0,
        };
        Require(
            possible,
            path,
            $"'{value}' is never an answer to '{reference}'.",
            NearestName.Suggest(value, (field.Options ?? []).Select(option => option.Value), PossibleAnswers(field))
        );
    }

    private static string PossibleAnswers(FormField field) =>
        field switch
        {
            { Options: { } options } => $"Its options are {string.Join(", ", options.Select(option => option.Value))}.",
            { Type: FieldType.Group } => "Ask with answered, or count its rows.",
            _ when PartsOf(field).Any() =>
                $"Name one of its parts: {string.Join(", ", PartsOf(field).Select(part => $"{field.Id}.{part}"))}.",
            _ => "Write true or false, without quotes.",
        };

    private void CheckExpression(string path, Expression? expression, FormField? group, bool columns = false)
    {
        switch (expression)
        {
            case Expression.Reference { Path: var reference }
                when reference != "today" && !ThaiDate.TryParseWire(reference, out _):
                if (columns && IsColumn(reference))
                {
                    Require(
                        CheckColumn(path, reference) is not { } column
                            || reference.Split('.').Length > 2
                            || IsNumberOrDate(column),
                        path,
                        $"'{reference}' is a column of neither numbers nor dates.",
                        "Name a column of numbers, or count the rows of the group."
                    );
                }
                else if (FindReference(path, reference, group) is { } field && !HasParts(reference))
                {
                    Require(
                        IsNumberOrDate(field),
                        path,
                        $"'{reference}' is neither a number nor a date.",
                        columns ? "Name a number, a date, or a column as group.column." : "Name a number or a date."
                    );
                }
                break;
            case Expression.Worked { Operation: var operation }:
                CheckOperation(path, operation, group);
                break;
        }
    }

    private void CheckOperation(string path, Operation operation, FormField? group)
    {
        var lists = new (string Name, IReadOnlyList<Expression>? Terms, bool Columns)[]
        {
            ("sum", operation.Sum, true),
            ("max", operation.Max, true),
            ("min", operation.Min, true),
            ("product", operation.Product, false),
            ("difference", operation.Difference, false),
            ("quotient", operation.Quotient, false),
        };
        var given = Given([
            .. lists.Select(list => (list.Name, (object?)list.Terms)),
            (nameof(operation.Count), operation.Count),
            (nameof(operation.Percent), operation.Percent),
            (nameof(operation.Age), operation.Age),
        ]);
        if (given.Count != 1)
        {
            Add(
                path,
                $"One operation at a time; this says {Said(given)}.",
                "Give one of sum, max, min, product, difference, quotient, count, percent, age."
            );
            return;
        }
        foreach (var (name, terms, columns) in lists)
        {
            Require(terms is not { Count: 0 }, $"{path}.{name}", "The list is empty.", "Add a number or a field.");
            foreach (var (n, term) in (terms ?? []).Index())
            {
                CheckExpression(FormattableString.Invariant($"{path}.{name}[{n}]"), term, group, columns);
            }
        }
        Require(
            operation.Percent is null == operation.Of is null,
            $"{path}.of",
            "percent and of go together.",
            "Write for example percent 3 of a field."
        );
        CheckExpression($"{path}.of", operation.Of, group);
        CheckExpression($"{path}.age", operation.Age, group);
        CheckWhere(path, operation, group);
    }

    private void CheckWhere(string path, Operation operation, FormField? group)
    {
        var counted = operation.Count is { } count ? FindReference($"{path}.count", count, group) : null;
        Require(
            operation.Count is null
                || counted is null or { Type: FieldType.Group or FieldType.Document or FieldType.Choices },
            $"{path}.count",
            $"'{operation.Count}' has nothing to count.",
            "Name a group, a document or a field with several choices."
        );
        if (operation.Where is null)
        {
            return;
        }
        var columns = (operation.Sum ?? operation.Max ?? operation.Min ?? [])
            .OfType<Expression.Reference>()
            .Select(term => term.Path.Split('.')[0])
            .Select(_form.FindField);
        var rows = columns.Append(counted).FirstOrDefault(field => field is { Type: FieldType.Group });
        if (rows is null)
        {
            Add($"{path}.where", "There are no rows to choose among.", "Use where with a group or a column of one.");
            return;
        }
        _wheres++;
        Require(
            _wheres <= MostWheres,
            $"{path}.where",
            "These rows are chosen by rows that are chosen by rows.",
            "Work out the inner part in a computed column and use that."
        );
        CheckCondition($"{path}.where", operation.Where, rows);
        _wheres--;
    }

    /// <summary>The field that a reference leads to, reporting one that leads nowhere.</summary>
    private FormField? FindReference(string path, string reference, FormField? group)
    {
        var parts = reference.Split('.');
        var field = Named(parts[0], group);
        var leads =
            field is not null
            && field.Type is not FieldType.Note
            && (parts.Length == 1 || (parts.Length == 2 && IsPart(field, parts[1])));
        if (leads)
        {
            return field;
        }
        Add(
            path,
            $"'{reference}' leads to no answer.",
            SuggestReference(
                reference,
                group,
                "Name a field of this form, or a part of an address or a person, e.g. place.provinceCode."
            )
        );
        return null;
    }

    private FormField? Named(string id, FormField? group) =>
        group?.Group?.Fields.FirstOrDefault(column => column.Id == id) ?? _form.FindField(id);

    /// <returns>The column, when there is one.</returns>
    private FormField? CheckColumn(string path, string reference)
    {
        var parts = reference.Split('.');
        var column = parts.Length is 2 or 3
            ? _form.FindField(parts[0])?.Group?.Fields.FirstOrDefault(c => c.Id == parts[1])
            : null;
        if (column is not null && (parts.Length == 2 || IsPart(column, parts[2])))
        {
            return column;
        }
        Add(
            path,
            $"'{reference}' is no column.",
            SuggestReference(
                reference,
                group: null,
                "Name a group and its column, e.g. managers.licenseNo, or a part of it, e.g. managers.person.nationalId."
            )
        );
        return null;
    }

    private string SuggestReference(string reference, FormField? group, string otherwise) =>
        NearestName.Suggest(
            reference,
            References(group?.Group?.Fields ?? []).Concat(References(_form.Fields)),
            otherwise
        );

    /// <summary>Everything that a rule may name.</summary>
    private static IEnumerable<string> References(IEnumerable<FormField> fields) =>
        fields.SelectMany(field =>
            PartsOf(field)
                .Concat(References(field.Group?.Fields ?? []))
                .Select(inner => $"{field.Id}.{inner}")
                .Prepend(field.Id)
        );

    private bool IsColumn(string reference) =>
        HasParts(reference) && _form.FindField(reference.Split('.')[0]) is { Type: FieldType.Group };

    private static bool IsPart(FormField field, string part) => PartsOf(field).Contains(part);

    private static IEnumerable<string> PartsOf(FormField field) =>
        field.Type switch
        {
            FieldType.Address => AddressParts,
            FieldType.Person => PersonAnswer.Parts,
            FieldType.Location => ["latitude", "longitude"],
            _ => [],
        };

    private static List<string> Given(params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var given = new List<string>();
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                given.Add(char.ToLowerInvariant(name[0]) + name[1..]);
            }
        }
        return given;
    }

    private static string Said(List<string> names) => names.Count == 0 ? "nothing" : string.Join(" and ", names);
}
