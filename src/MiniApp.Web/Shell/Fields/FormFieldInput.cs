using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using MiniApp.Core.Forms;

namespace MiniApp.Web.Shell.Fields;

/// <summary>One question of a form: label, hint, error and the control that suits its type.</summary>
public sealed class FormFieldInput : FieldInput
{
    /// <summary>More options than this become a drop-down list, unless the form says otherwise.</summary>
    public const int MostRadios = 7;

    protected override void BuildRenderTree(RenderTreeBuilder builder) =>
        Of(Field, Scope, Errors, OnChange, Provenance, RegistryText, Locked, ColumnLocked, ChildContent)(builder);

    /// <summary>
    /// The same without a component of its own: each costs a circuit about two kilobytes for as long as the page is open,
    /// and a step may have dozens of fields. Several of them belong into one fragment: their keys only hold beside each other.
    /// </summary>
    internal static RenderFragment Of(
        FormField field,
        FieldScope scope,
        IReadOnlyList<FieldProblem> errors,
        EventCallback<AnswerChange> onChange,
        string? provenance = null,
        string? registryText = null,
        bool locked = false,
        Func<RowView, FormField, bool>? columnLocked = null,
        RenderFragment? childContent = null
    ) =>
        builder =>
        {
            builder.OpenComponent(0, ComponentFor(field));
            builder.SetKey(field.Id);
            builder.AddComponentParameter(1, nameof(Field), field);
            builder.AddComponentParameter(2, nameof(Scope), scope);
            builder.AddComponentParameter(3, nameof(Errors), errors);
            builder.AddComponentParameter(4, nameof(OnChange), onChange);
            builder.AddComponentParameter(5, nameof(Provenance), provenance);
            builder.AddComponentParameter(6, nameof(RegistryText), registryText);
            builder.AddComponentParameter(7, nameof(Locked), locked);
            builder.AddComponentParameter(8, nameof(ColumnLocked), columnLocked);
            builder.AddComponentParameter(9, nameof(ChildContent), childContent);
            builder.CloseComponent();
        };

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
