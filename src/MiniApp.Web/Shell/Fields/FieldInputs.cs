using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using MiniApp.Core.Forms;
using MiniApp.Web.Resources;

namespace MiniApp.Web.Shell.Fields;

/// <summary>
/// The fields that a component draws in its own tree. They stay the same from one drawing to the next, so that what somebody
/// began in one of them lasts, and that Blazor knows the handlers again.
/// </summary>
/// <param name="page">The component, which is drawn again after each event.</param>
internal sealed class FieldInputs(IHandleEvent page, IStringLocalizer<Text> texts)
{
    /// <summary>More options than this become a drop-down list, unless the form says otherwise.</summary>
    public const int MostRadios = 7;

    // A field or row that is gone stays here until the page is left: a few bytes, and it may come back.
    private readonly Dictionary<string, FieldInput> _known = new(StringComparer.Ordinal);

    /// <summary>The field as it is now; set what else is known and draw it. Several go into one fragment: their keys only
    /// hold beside each other.</summary>
    public FieldInput Of(FormField field, FieldScope scope)
    {
        var key = scope.IdPrefix + field.Id;
        if (!_known.TryGetValue(key, out var input) || !ReferenceEquals(input.Field, field))
            _known[key] = input = New(field);
        input.Use(field, scope, page, texts);
        return input;
    }

    private static FieldInput New(FormField field) =>
        field.Type switch
        {
            FieldType.Choice => UsesRadios(field) ? new RadioField() : new SelectField(),
            FieldType.YesNo => new RadioField(),
            FieldType.Choices => new CheckboxesField(),
            FieldType.Acceptance => new AcceptanceField(),
            FieldType.Address => new AddressField(),
            FieldType.Document => new DocumentField(),
            FieldType.NameTitle => new NameTitleField(),
            FieldType.Person => new PersonField(),
            FieldType.Location => new ComponentInput(typeof(LocationField)),
            FieldType.Group => new ComponentInput(typeof(GroupField)),
            FieldType.Computed => new ComputedField(),
            FieldType.Note => new NoteField(),
            _ => new TextField(),
        };

    private static bool UsesRadios(FormField field) =>
        field.Display is { } display ? display == ChoiceDisplay.Radio : field.Options is not { Count: > MostRadios };
}
