using Microsoft.AspNetCore.Components.Rendering;
using MiniApp.Core.Forms;

namespace MiniApp.Web.Shell.Fields;

/// <summary>One question of a form: label, hint, error and the control that suits its type.</summary>
public sealed class FormFieldInput : FieldInput
{
    /// <summary>More options than this become a drop-down list, unless the form says otherwise.</summary>
    public const int MostRadios = 7;

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenComponent(0, ComponentFor(Field));
        builder.AddComponentParameter(1, nameof(Field), Field);
        builder.AddComponentParameter(2, nameof(Scope), Scope);
        builder.AddComponentParameter(3, nameof(Errors), Errors);
        builder.AddComponentParameter(4, nameof(OnChange), OnChange);
        builder.AddComponentParameter(5, nameof(Provenance), Provenance);
        builder.AddComponentParameter(6, nameof(Locked), Locked);
        builder.AddComponentParameter(7, nameof(RegistryText), RegistryText);
        builder.AddComponentParameter(8, nameof(ColumnLocked), ColumnLocked);
        builder.AddComponentParameter(9, nameof(ChildContent), ChildContent);
        builder.CloseComponent();
    }

    private static Type ComponentFor(FormField field) =>
        field.Type switch
        {
            FieldType.Choice => UsesRadios(field) ? typeof(RadioField) : typeof(SelectField),
            FieldType.YesNo => typeof(RadioField),
            FieldType.Choices => typeof(CheckboxesField),
            FieldType.Acceptance => typeof(AcceptanceField),
            FieldType.Address => typeof(AddressField),
            FieldType.Document => typeof(DocumentField),
            FieldType.NameTitle => typeof(NameTitleField),
            FieldType.Person => typeof(PersonField),
            FieldType.Location => typeof(LocationField),
            FieldType.Group => typeof(GroupField),
            FieldType.Computed => typeof(ComputedField),
            FieldType.Note => typeof(NoteField),
            _ => typeof(TextField),
        };

    private static bool UsesRadios(FormField field) =>
        field.Display is { } display ? display == ChoiceDisplay.Radio : field.Options is not { Count: > MostRadios };
}
