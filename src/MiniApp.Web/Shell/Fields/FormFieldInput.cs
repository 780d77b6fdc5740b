using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.Localization;
using MiniApp.Core.Forms;
using MiniApp.Web.Resources;

namespace MiniApp.Web.Shell.Fields;

/// <summary>One field as a component, for pages that show a few; its parameters are those of <see cref="FieldInput"/>.</summary>
public sealed class FormFieldInput : ComponentBase
{
    private FieldInputs? _inputs;

    [Parameter, EditorRequired]
    public FormField Field { get; set; } = null!;

    [Parameter, EditorRequired]
    public FieldScope Scope { get; set; } = null!;

    [Parameter]
    public IReadOnlyList<FieldProblem> Errors { get; set; } = [];

    [Parameter]
    public EventCallback<AnswerChange> OnChange { get; set; }

    [Parameter]
    public string? Provenance { get; set; }

    [Parameter]
    public bool Locked { get; set; }

    [Parameter]
    public string? RegistryText { get; set; }

    [Parameter]
    public Func<RowView, FormField, bool>? ColumnLocked { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    private IStringLocalizer<Text> Texts { get; set; } = null!;

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        _inputs ??= new(this, Texts);
        var input = _inputs.Of(Field, Scope);
        input.Errors = Errors;
        input.OnChange = OnChange;
        input.Provenance = Provenance;
        input.Locked = Locked;
        input.RegistryText = RegistryText;
        input.ColumnLocked = ColumnLocked;
        input.ChildContent = ChildContent;
        input.Draw(builder);
    }
}
