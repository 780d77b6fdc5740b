using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniApp.Core.Forms;
using MiniApp.Web.Resources;

namespace MiniApp.Web.Shell.Fields;

/// <summary>What all controls of a field have in common.</summary>
public abstract class FieldInput : ComponentBase
{
    [Parameter, EditorRequired]
    public FormField Field { get; set; } = null!;

    /// <summary>The form or row that the field stands in. Answers are written only by the page, in <see cref="OnChange"/>.</summary>
    [Parameter, EditorRequired]
    public FieldScope Scope { get; set; } = null!;

    /// <summary>Problems of this field; those of other fields are passed over, so a page may hand over all it has.</summary>
    [Parameter]
    public IReadOnlyList<FieldProblem> Errors { get; set; } = [];

    /// <summary>Raised when a control is left or chosen, not on each key.</summary>
    [Parameter]
    public EventCallback<AnswerChange> OnChange { get; set; }

    /// <summary>Where a prefilled answer came from, as a sentence.</summary>
    [Parameter]
    public string? Provenance { get; set; }

    /// <summary>What the register filled in and the form does not let anybody change: shown, with the reason, not editable.</summary>
    [Parameter]
    public bool Locked { get; set; }

    /// <summary>What the register has, as people read it, where the applicant answered something else.</summary>
    [Parameter]
    public string? RegistryText { get; set; }

    /// <summary>Of a group: which columns of a row are <see cref="Locked"/>.</summary>
    [Parameter]
    public Func<RowView, FormField, bool>? ColumnLocked { get; set; }

    /// <summary>The upload panel of a document field.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    protected internal IStringLocalizer<Text> T { get; set; } = null!;

    /// <summary>The field's id within the page: of a column it begins with group and row.</summary>
    protected internal string Key => Scope.IdPrefix + Field.Id;

    protected string Id => FieldIds.Control(Key);

    protected internal bool Required => Scope.IsRequired(Field);

    /// <summary>Messages about the field as a whole.</summary>
    protected internal IEnumerable<string> Messages => MessagesOf(null);

    protected bool Invalid => Messages.Any();

    protected string? AriaInvalid => Invalid ? "true" : null;

    protected string? AriaRequired => Required ? "true" : null;

    protected internal string? Hint => Field.Hint?.ToString() ?? DefaultHint;

    protected internal string? DescribedBy =>
        FieldIds.Join(
            Hint is { Length: > 0 } ? FieldIds.Hint(Key) : null,
            Invalid ? FieldIds.Error(Key) : null,
            HasSource ? FieldIds.Source(Key) : null
        );

    /// <summary>Whether something is to be said about where the answer came from.</summary>
    protected internal bool HasSource => Locked || Provenance is { Length: > 0 } || RegistryText is { Length: > 0 };

    protected internal IEnumerable<string> MessagesOf(string? part) =>
        Errors
            .Where(e =>
                string.Equals(FieldIds.KeyOf(e), Key, StringComparison.Ordinal)
                && string.Equals(e.Part, part, StringComparison.Ordinal)
            )
            .Select(e => e.Message);

    protected string? InvalidOf(string part) => MessagesOf(part).Any() ? "true" : null;

    protected string? DescriptionOf(string part) => MessagesOf(part).Any() ? FieldIds.PartError(Key, part) : null;

    // Whatever a browser sends: a locked answer stays.
    protected Task Change(JsonNode? value) =>
        Locked ? Task.CompletedTask : OnChange.InvokeAsync(new AnswerChange(Field.Id, value));

    /// <summary>The answer as it is typed.</summary>
    protected string Typed => AnswerText.ForEditing(Field, Scope.Answers[Field.Id], CultureInfo.CurrentUICulture);

    protected Task ChangeTyped(string? typed) => Change(AnswerReader.Parse(Field, typed));

    private string? DefaultHint =>
        Field.Type switch
        {
            FieldType.Date => T["Form.DateHint"].Value,
            FieldType.NationalId => T["Form.NationalIdHint"].Value,
            FieldType.JuristicId => T["Form.JuristicIdHint"].Value,
            FieldType.Phone => T["Form.PhoneHint"].Value,
            FieldType.Email => T["Form.EmailHint"].Value,
            FieldType.PostalCode => T["Form.PostalCodeHint"].Value,
            FieldType.Location => T["Location.Hint"].Value,
            _ => null,
        };
}
