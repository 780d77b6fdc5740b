using System.Globalization;
using System.Text.Json.Nodes;
using MiniApp.Core.Thai;

namespace MiniApp.Core.Forms;

/// <summary>An answer for which the form has no place any more.</summary>
/// <param name="FieldId">The field it was given to; of a row its group.</param>
/// <param name="Label">What was asked, as far as it is known.</param>
/// <param name="Text">What was answered, as people read it.</param>
public sealed record AnswerSetAside(string FieldId, LocalizedText Label, LocalizedText Text);

/// <summary>Answers of an older version of a form, held against the form as it is now.</summary>
public static class FormFit
{
    private static readonly CultureInfo Thai = CultureInfo.GetCultureInfo("th-TH");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>
    /// What no longer fits: its field, column or option is gone, or the field asks for something else now. The answers
    /// themselves stay as they are; an answer to a field that is gone does no harm there.
    /// </summary>
    /// <param name="begunWith">The version that the draft was begun with; null when it can't be read any more.</param>
    public static IReadOnlyList<AnswerSetAside> SetAside(
        FormDefinition current,
        FormDefinition? begunWith,
        Answers answers
    ) => [.. Misfits(answers, current.FindField, id => begunWith?.FindField(id))];

    private static IEnumerable<AnswerSetAside> Misfits(
        Answers answers,
        Func<string, FormField?> now,
        Func<string, FormField?> then
    )
    {
        foreach (var id in answers.FieldIds)
        {
            var value = answers[id];
            if (JsonAnswer.IsMissing(value))
            {
                continue;
            }
            var (field, old) = (now(id), then(id));
            var known = old ?? field;
            if (field is { Group: not null } && value is JsonArray && (old is null || old.Type is FieldType.Group))
            {
                foreach (var misfit in RowMisfits(field, old, value))
                {
                    yield return misfit;
                }
            }
            else if (Misfit(field, old, value!) is { } part)
            {
                yield return new(id, known?.Label ?? new(id, id), Read(known, part));
            }
        }
    }

    private static IEnumerable<AnswerSetAside> RowMisfits(FormField field, FormField? old, JsonNode? value)
    {
        foreach (var (n, row) in AnswerRow.ReadAll(value).Index())
        {
            var misfits = Misfits(
                row.Answers,
                id => field.Group!.Fields.FirstOrDefault(column => column.Id == id),
                id => old?.Group?.Fields.FirstOrDefault(column => column.Id == id)
            );
            foreach (var misfit in misfits)
            {
                yield return new(
                    field.Id,
                    new(
                        string.Create(CultureInfo.InvariantCulture, $"{field.Label.Th} {n + 1}: {misfit.Label.Th}"),
                        string.Create(CultureInfo.InvariantCulture, $"{field.Label.En} {n + 1}: {misfit.Label.En}")
                    ),
                    misfit.Text
                );
            }
        }
    }

    /// <summary>The part of an answer that has no place in the field; null when all of it has.</summary>
    private static JsonNode? Misfit(FormField? field, FormField? old, JsonNode value)
    {
        if (field is null || !field.IsAnswered || field.Type is FieldType.Document)
        {
            return value;
        }
        if (field.Type is FieldType.Choices && value is JsonArray chosen)
        {
            var gone = chosen.Where(item => !IsOption(field, item)).Select(item => item?.DeepClone()).ToArray();
            return gone.Length == 0 ? null : new JsonArray(gone);
        }
        return HasPlace(field, old, value) ? null : value;
    }

    private static bool HasPlace(FormField field, FormField? old, JsonNode value)
    {
        var sameKind = old is null || Kind(old.Type) == Kind(field.Type);
        // What could not be understood as a number, date or place stays as the text that was typed.
        var typed = sameKind && IsText(value);
        return Kind(field.Type) switch
        {
            FieldType.Choice => IsOption(field, value),
            FieldType.YesNo => JsonAnswer.Flag(value) is not null,
            FieldType.Address => sameKind && AddressAnswer.FromJson(value) != AddressAnswer.Empty,
            FieldType.Person => sameKind && PersonAnswer.FromJson(value) != PersonAnswer.Empty,
            FieldType.Location => typed || LocationAnswer.FromJson(value) is not null,
            FieldType.Decimal => typed || JsonAnswer.Number(value) is not null,
            FieldType.Date => typed || ThaiDate.TryParseWire(JsonAnswer.Text(value), out _),
            FieldType.Text => IsText(value),
            _ => false,
        };
    }

    /// <summary>One type for all whose answers have the same shape.</summary>
    private static FieldType Kind(FieldType type) =>
        type switch
        {
            FieldType.Integer or FieldType.Money => FieldType.Decimal,
            FieldType.Acceptance => FieldType.YesNo,
            FieldType.MultiLine
            or FieldType.NationalId
            or FieldType.JuristicId
            or FieldType.Phone
            or FieldType.Email
            or FieldType.PostalCode
            or FieldType.NameTitle => FieldType.Text,
            _ => type,
        };

    private static bool IsText(JsonNode value) => JsonAnswer.Text(value) is not null;

    private static bool IsOption(FormField field, JsonNode? value) =>
        JsonAnswer.Text(value) is { } text && (field.Options ?? []).Any(option => option.Value == text);

    private static LocalizedText Read(FormField? field, JsonNode value) =>
        field is null
            ? new(Plain(value), Plain(value))
            : new(AnswerText.ForReading(field, value, Thai), AnswerText.ForReading(field, value, English));

    // Nothing is known of the field: whatever stands in the answer, in its order.
    private static string Plain(JsonNode? value) =>
        value switch
        {
            JsonArray items => string.Join(", ", items.Select(Plain)),
            JsonObject members => string.Join(
                " ",
                members.Where(m => m.Key != Answers.RowKey).Select(m => Plain(m.Value)).Where(text => text.Length > 0)
            ),
            null => "",
            _ => Rules.AsText(value),
        };
}
