using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MiniApp.Core.Forms;

/// <summary>
/// Something about the answers that holds, does not hold, or can't be told yet because an answer is missing. Exactly one of
/// these forms: <c>field</c> or <c>value</c> with one comparison; <c>all</c>, <c>any</c>, <c>not</c>; <c>distinct</c>.
/// </summary>
/// <param name="Field">Id of a field, or <c>field.part</c> of an address or person; within a group a column of the same row.</param>
/// <param name="Value">A number or date worked out from answers.</param>
/// <param name="EqualTo">The answer: text, the value of an option (one of several), a number, true or false.</param>
/// <param name="In">The answer is one of these.</param>
/// <param name="Answered">There is an answer, or there is none.</param>
/// <param name="SameAs">Compares numbers or dates, as do the next four.</param>
/// <param name="Distinct">Columns (<c>group.column</c>, <c>group.column.part</c>), also of several groups, no two answers of which are the same.</param>
public sealed record Condition(
    string? Field = null,
    Expression? Value = null,
    [property: JsonConverter(typeof(ScalarConverter))] string? EqualTo = null,
    [property: JsonConverter(typeof(ScalarListConverter))] IReadOnlyList<string>? In = null,
    bool? Answered = null,
    Expression? SameAs = null,
    Expression? AtLeast = null,
    Expression? AtMost = null,
    Expression? MoreThan = null,
    Expression? LessThan = null,
    IReadOnlyList<Condition>? All = null,
    IReadOnlyList<Condition>? Any = null,
    Condition? Not = null,
    IReadOnlyList<string>? Distinct = null
);

/// <summary>A number or date worked out from answers. In JSON a number, a reference or date as a string, or an <see cref="Operation"/>.</summary>
[JsonConverter(typeof(ExpressionConverter))]
public abstract record Expression
{
    /// <summary>A plain number.</summary>
    public sealed record Number(decimal Value) : Expression;

    /// <summary>A field's id, <c>group.column</c>, <c>today</c>, or a date as <c>yyyy-MM-dd</c>.</summary>
    public sealed record Reference(string Path) : Expression;

    public sealed record Worked(Operation Operation) : Expression;
}

/// <summary>
/// One way to work a number out; exactly one of the members, but <paramref name="Where"/> goes with <c>count</c> and with
/// columns, and <paramref name="Of"/> with <c>percent</c>. Missing answers count as nothing in sum, max and min.
/// </summary>
/// <param name="Count">Rows of this group, files of this document field, or chosen options of this field.</param>
/// <param name="Where">Only rows for which this holds.</param>
/// <param name="Percent">So many hundredths of <paramref name="Of"/>.</param>
/// <param name="Age">Whole years from this date until today.</param>
public sealed record Operation(
    IReadOnlyList<Expression>? Sum = null,
    IReadOnlyList<Expression>? Product = null,
    IReadOnlyList<Expression>? Difference = null,
    IReadOnlyList<Expression>? Quotient = null,
    IReadOnlyList<Expression>? Max = null,
    IReadOnlyList<Expression>? Min = null,
    string? Count = null,
    Condition? Where = null,
    decimal? Percent = null,
    Expression? Of = null,
    Expression? Age = null
);

internal sealed class ExpressionConverter : JsonConverter<Expression>
{
    public override Expression Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Number when reader.TryGetDecimal(out var number) => new Expression.Number(number),
            JsonTokenType.String => new Expression.Reference(reader.GetString()!),
            JsonTokenType.StartObject => new Expression.Worked(ReadOperation(ref reader, options)),
            _ => throw new JsonException(
                "A number, the name of a field, or an operation such as sum is expected here."
            ),
        };

    // The serializer only knows the path up to here; what goes wrong further in brings the rest of it along.
    private static Operation ReadOperation(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize<Operation>(ref reader, options)!;
        }
        catch (JsonException broken)
        {
            throw new JsonException(broken.Message, null, broken.LineNumber, broken.BytePositionInLine, broken)
            {
                Data = { [FormJson.InnerPath] = FormJson.PathOf(broken)[1..] },
            };
        }
    }

    public override void Write(Utf8JsonWriter writer, Expression value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case Expression.Number number:
                writer.WriteNumberValue(number.Value);
                break;
            case Expression.Reference reference:
                writer.WriteStringValue(reference.Path);
                break;
            case Expression.Worked worked:
                JsonSerializer.Serialize(writer, worked.Operation, options);
                break;
        }
    }
}

/// <summary>Lets authors write <c>true</c> and <c>5</c> where an answer is a flag or a number.</summary>
internal sealed class ScalarConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            JsonTokenType.Number when reader.TryGetDecimal(out var number) => number.ToString(
                "0.############################",
                CultureInfo.InvariantCulture
            ),
            _ => throw new JsonException("A text, a number, true or false is expected here."),
        };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}

internal sealed class ScalarListConverter : JsonConverter<IReadOnlyList<string>>
{
    private static readonly ScalarConverter Item = new();

    public override IReadOnlyList<string> Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            throw new JsonException("A list of answers is expected here.");
        }
        var items = new List<string>();
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            items.Add(Item.Read(ref reader, typeof(string), options));
        }
        return items;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var item in value)
        {
            writer.WriteStringValue(item);
        }
        writer.WriteEndArray();
    }
}
