using System.Text.Json.Nodes;

namespace MiniApp.Core.Forms;

/// <summary>One field with its answer, as the rules see it.</summary>
/// <param name="Scope">The form or the row in which the field stands.</param>
internal sealed record FieldAnswer(
    FieldScope Scope,
    FormField Field,
    JsonNode? Value,
    IReadOnlyList<AttachedDocument> Documents
)
{
    public string Label => Field.Label.ToString();

    public string? Text => JsonAnswer.Text(Value);

    public decimal? Number => JsonAnswer.Number(Value);

    public AddressAnswer Address => AddressAnswer.FromJson(Value);

    public PersonAnswer Person => PersonAnswer.FromJson(Value);

    public bool IsMissing =>
        Field.Type switch
        {
            FieldType.Document => Documents.Count == 0,
            FieldType.Acceptance => JsonAnswer.IsMissing(Value) || JsonAnswer.Flag(Value) is false,
            _ => JsonAnswer.IsMissing(Value),
        };

    /// <summary>A message that begins with the field's label.</summary>
    public string Say(string key, params object[] values) => FormMessages.Current(key, [Label, .. values]);
}
