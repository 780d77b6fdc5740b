using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.Localization;
using MiniApp.Core.Forms;
using MiniApp.Web.Resources;

namespace MiniApp.Web.Shell.Fields;

/// <summary>
/// One question of a form: label, hint, messages and the control that suits its type. Drawn into the page's own tree by
/// <see cref="FieldInputs"/>, which keeps it while the page is open: a component for each field would cost every open page
/// some kilobytes more. Razor writes only the control; what stands around it is <see cref="Draw"/>'s.
/// </summary>
public abstract class FieldInput : IHandleEvent
{
    private IHandleEvent _page = null!;

    public FormField Field { get; private set; } = null!;

    /// <summary>The form or row that the field stands in. Answers are written only by the page, in <see cref="OnChange"/>.</summary>
    public FieldScope Scope { get; private set; } = null!;

    /// <summary>Problems of this field; those of other fields are passed over, so a page may hand over all it has.</summary>
    public IReadOnlyList<FieldProblem> Errors { get; set; } = [];

    /// <summary>Raised when a control is left or chosen, not on each key.</summary>
    public EventCallback<AnswerChange> OnChange { get; set; }

    /// <summary>Where a prefilled answer came from, as a sentence.</summary>
    public string? Provenance { get; set; }

    /// <summary>What the register filled in and the form does not let anybody change: shown, with the reason, not editable.</summary>
    public bool Locked { get; set; }

    /// <summary>What the register has, as people read it, where the applicant answered something else.</summary>
    public string? RegistryText { get; set; }

    /// <summary>Of a group: which columns of a row are <see cref="Locked"/>.</summary>
    public Func<RowView, FormField, bool>? ColumnLocked { get; set; }

    /// <summary>The upload panel of a document field.</summary>
    public RenderFragment? ChildContent { get; set; }

    protected internal IStringLocalizer<Text> T { get; private set; } = null!;

    /// <summary>The field's id within the page: of a column it begins with group and row.</summary>
    protected internal string Key => Scope.IdPrefix + Field.Id;

    protected internal string Id => FieldMarkup.IdOf(this);

    protected internal bool Required => Scope.IsRequired(Field);

    /// <summary>Messages about the field as a whole.</summary>
    protected internal IEnumerable<string> Messages => MessagesOf(null);

    protected internal bool Invalid => Messages.Any();

    protected internal string? AriaInvalid => Invalid ? "true" : null;

    protected internal string? AriaRequired => Required ? "true" : null;

    protected internal string? Hint => Field.Hint?.ToString() ?? DefaultHint;

    protected internal string? DescribedBy =>
        FieldMarkup.DescribedBy(this, Hint is { Length: > 0 }, Invalid, HasSource);

    /// <summary>Whether something is to be said about where the answer came from.</summary>
    protected internal bool HasSource => Locked || Provenance is { Length: > 0 } || RegistryText is { Length: > 0 };

    /// <summary>What the page knows now; called before each <see cref="Draw"/>.</summary>
    internal void Use(FormField field, FieldScope scope, IHandleEvent page, IStringLocalizer<Text> texts) =>
        (Field, Scope, _page, T) = (field, scope, page, texts);

    /// <summary>Draws everything of the field as one keyed element.</summary>
    internal virtual void Draw(RenderTreeBuilder builder) => FieldParts.Frame(builder, this, BuildRenderTree);

    /// <summary>The control alone; by this name Razor writes it.</summary>
    protected virtual void BuildRenderTree(RenderTreeBuilder builder) { }

    Task IHandleEvent.HandleEventAsync(EventCallbackWorkItem item, object? arg) => _page.HandleEventAsync(item, arg);

    protected internal IEnumerable<string> MessagesOf(string? part) =>
        Errors
            .Where(e =>
                string.Equals(FieldIds.KeyOf(e), Key, StringComparison.Ordinal)
                && string.Equals(e.Part, part, StringComparison.Ordinal)
            )
            .Select(e => e.Message);

    // Whatever a browser sends: a locked answer stays.
    protected internal Task Change(JsonNode? value) =>
        Locked ? Task.CompletedTask : OnChange.InvokeAsync(new AnswerChange(Field.Id, value));

    /// <summary>The answer as it is typed.</summary>
    protected internal string Typed =>
        AnswerText.ForEditing(Field, Scope.Answers[Field.Id], CultureInfo.CurrentUICulture);

    protected internal Task ChangeTyped(string? typed) => Change(AnswerReader.Parse(Field, typed));

    protected Task TypedChanged(ChangeEventArgs e) => ChangeTyped(e.Value as string);

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
