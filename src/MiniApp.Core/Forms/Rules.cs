using System.Text.Json.Nodes;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Forms;

/// <summary>
/// Works out conditions and expressions. Three answers are possible, as in SQL: what hangs on a missing answer can't be told
/// (null). A field is shown only when its condition certainly holds; a check speaks only when it certainly fails.
/// </summary>
internal static class Rules
{
    public static bool? Holds(FieldScope scope, Condition condition)
    {
        if (condition.All is { } all)
        {
            return Every(all.Select(c => Holds(scope, c)));
        }
        if (condition.Any is { } any)
        {
            return !Every(any.Select(c => !Holds(scope, c)));
        }
        if (condition.Not is { } not)
        {
            return !Holds(scope, not);
        }
        if (condition.Distinct is { } columns)
        {
            return AreDistinct(scope, columns);
        }
        return condition.Field is { } path
            ? HoldsFor(scope, condition, path)
            : Compare(scope, condition, condition.Value is { } value ? Number(scope, value) : null);
    }

    /// <summary>Null when an answer it needs is missing, or the number is too large to handle.</summary>
    public static decimal? Number(FieldScope scope, Expression expression)
    {
        try
        {
            return Evaluate(scope, expression);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    // What is too large makes all that it is part of unknown: a sum without it would be wrong.
    private static decimal? Evaluate(FieldScope scope, Expression expression) =>
        expression switch
        {
            Expression.Number number => number.Value,
            Expression.Reference reference => Refer(scope, reference.Path),
            Expression.Worked worked => Work(scope, worked.Operation),
            _ => null,
        };

    private static bool? HoldsFor(FieldScope scope, Condition condition, string path)
    {
        var answer = Answer(scope, path);
        if (condition.Answered is { } answered)
        {
            return answered != JsonAnswer.IsMissing(answer);
        }
        if (condition.EqualTo is { } value)
        {
            return JsonAnswer.IsMissing(answer) ? null : IsAmong(answer, [value]);
        }
        if (condition.In is { } values)
        {
            return JsonAnswer.IsMissing(answer) ? null : IsAmong(answer, values);
        }
        return Compare(scope, condition, AsNumber(answer));
    }

    private static bool? Compare(FieldScope scope, Condition condition, decimal? left)
    {
        var (other, holds) = condition switch
        {
            { SameAs: { } o } => (o, (Func<int, bool>)(sign => sign == 0)),
            { AtLeast: { } o } => (o, sign => sign >= 0),
            { AtMost: { } o } => (o, sign => sign <= 0),
            { MoreThan: { } o } => (o, sign => sign > 0),
            { LessThan: { } o } => (o, sign => sign < 0),
            _ => (null, _ => false),
        };
        return left is { } l && other is not null && Number(scope, other) is { } r ? holds(l.CompareTo(r)) : null;
    }

    private static decimal? Work(FieldScope scope, Operation operation) =>
        operation switch
        {
            { Sum: { } terms } => Known(scope, terms, operation.Where).Sum(),
            { Max: { } terms } => Nullable(Known(scope, terms, operation.Where), Enumerable.Max),
            { Min: { } terms } => Nullable(Known(scope, terms, operation.Where), Enumerable.Min),
            { Product: { } factors } => Fold(scope, factors, (a, b) => a * b),
            { Difference: { } terms } => Fold(scope, terms, (a, b) => a - b),
            { Quotient: { } terms } => Fold(scope, terms, (a, b) => b == 0 ? null : a / b),
            { Count: { } path } => Count(scope, path, operation.Where),
            { Percent: { } percent, Of: { } whole } => Evaluate(scope, whole) * percent / 100,
            { Age: { } date } => Evaluate(scope, date) is { } born ? Years((int)born, scope.Form.Today) : null,
            _ => null,
        };

    private static decimal? Fold(FieldScope scope, IEnumerable<Expression> terms, Func<decimal, decimal, decimal?> step)
    {
        decimal? result = null;
        foreach (var (n, term) in terms.Index())
        {
            if (Evaluate(scope, term) is not { } number)
            {
                return null;
            }
            result = n == 0 ? number : step(result!.Value, number);
            if (result is null)
            {
                return null;
            }
        }
        return result;
    }

    /// <summary>The numbers that are there; a column stands for all its rows.</summary>
    private static List<decimal> Known(FieldScope scope, IEnumerable<Expression> terms, Condition? where)
    {
        var numbers = new List<decimal>();
        foreach (var term in terms)
        {
            if (term is Expression.Reference reference && Column(scope, reference.Path) is { } column)
            {
                numbers.AddRange(Rows(column.Rows, where).Select(row => AsNumber(column.Of(row))).OfType<decimal>());
            }
            else if (Evaluate(scope, term) is { } number)
            {
                numbers.Add(number);
            }
        }
        return numbers;
    }

    private static decimal? Nullable(List<decimal> numbers, Func<IEnumerable<decimal>, decimal> pick) =>
        numbers.Count == 0 ? null : pick(numbers);

    private static decimal Count(FieldScope scope, string path, Condition? where)
    {
        if (Field(scope, path) is not { } found || !found.Scope.IsVisible(found.Field))
        {
            return 0;
        }
        return found.Field.Type switch
        {
            FieldType.Group => Rows(scope.Form.RowsOf(found.Field), where).Count(),
            FieldType.Document => scope.Form.Documents.Count(d => d.FieldId == found.Field.Id),
            _ => found.Scope.ValueOf(found.Field) is JsonArray items ? items.Count : 0,
        };
    }

    private static IEnumerable<RowView> Rows(IEnumerable<RowView> rows, Condition? where) =>
        where is null ? rows : rows.Where(row => Holds(row, where) is true);

    private static decimal? Refer(FieldScope scope, string path)
    {
        if (path == "today")
        {
            return scope.Form.Today.DayNumber;
        }
        return ThaiDate.TryParseWire(path, out var date) ? date.DayNumber : AsNumber(Answer(scope, path));
    }

    /// <summary>The answer that a path names: of a field, or of a part of an address or a person.</summary>
    private static JsonNode? Answer(FieldScope scope, string path)
    {
        if (Field(scope, path) is { } found)
        {
            // For a document the answer is whether there is one.
            return found.Field.Type is FieldType.Document
                ? (found.Scope.IsVisible(found.Field) && Count(scope, path, null) > 0 ? JsonValue.Create(true) : null)
                : found.Scope.ValueOf(found.Field);
        }
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || Field(scope, path[..dot]) is not { } whole)
        {
            return null;
        }
        return Part(whole.Field, whole.Scope.ValueOf(whole.Field), path[(dot + 1)..]);
    }

    private static JsonNode? Part(FormField field, JsonNode? value, string part) =>
        // The number that goes with the other nationality is kept but not given.
        field.Type is FieldType.Person
        && value is not null
            ? PersonAnswer.FromJson(value).Given().ToJson()?[part]
            : (value as JsonObject)?[part];

    private static (FieldScope Scope, FormField Field)? Field(FieldScope scope, string id) =>
        scope.Find(id) is { } own ? (scope, own)
        : scope.Form.Find(id) is { } field ? (scope.Form, field)
        : null;

    private static GroupColumn? Column(FieldScope scope, string path)
    {
        var parts = path.Split('.');
        return
            parts.Length >= 2
            && scope.Form.Find(parts[0]) is { Type: FieldType.Group } group
            && scope.Form.FindColumn(group, parts[1]) is { } column
            ? new GroupColumn(scope.Form.RowsOf(group), column, parts.ElementAtOrDefault(2))
            : null;
    }

    private static bool AreDistinct(FieldScope scope, IEnumerable<string> columns)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return columns
            .Select(path => Column(scope, path))
            .OfType<GroupColumn>()
            .SelectMany(column => column.Rows.Select(column.Of))
            .Where(answer => !JsonAnswer.IsMissing(answer))
            .All(answer => seen.Add(AsText(answer)));
    }

    private static bool? Every(IEnumerable<bool?> conditions)
    {
        bool? result = true;
        foreach (var holds in conditions)
        {
            if (holds is false)
            {
                return false;
            }
            result = holds is null ? null : result;
        }
        return result;
    }

    private static bool IsAmong(JsonNode? answer, IReadOnlyList<string> values) =>
        answer is JsonArray many
            ? many.Any(item => values.Contains(AsText(item), StringComparer.Ordinal))
            : values.Contains(AsText(answer), StringComparer.Ordinal);

    /// <summary>Answers as authors write them in a condition.</summary>
    internal static string AsText(JsonNode? answer) =>
        JsonAnswer.Flag(answer) is { } flag ? (flag ? "true" : "false")
        : JsonAnswer.Number(answer) is { } number ? AnswerText.Invariant(number)
        : JsonAnswer.Text(answer) ?? (JsonAnswer.IsReadable(answer) ? answer?.ToJsonString() : null) ?? "";

    // Dates compare as the number of their day.
    private static decimal? AsNumber(JsonNode? answer) =>
        JsonAnswer.Number(answer)
        ?? (ThaiDate.TryParseWire(JsonAnswer.Text(answer), out var date) ? date.DayNumber : null);

    private static decimal Years(int born, DateOnly today)
    {
        var date = DateOnly.FromDayNumber(Math.Clamp(born, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
        var years = today.Year - date.Year;
        return date.AddYears(years) > today ? years - 1 : years;
    }

    private sealed record GroupColumn(IReadOnlyList<RowView> Rows, FormField Field, string? PartName)
    {
        public JsonNode? Of(RowView row) =>
            PartName is null ? row.ValueOf(Field) : Part(Field, row.ValueOf(Field), PartName);
    }
}
