using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.Localization;
using MiniApp.Core.Forms;
using MiniApp.Web.Resources;

namespace MiniApp.Web.Shell.Fields;

/// <summary>A field that needs more than to be drawn: services, or to do something once it is on the screen.</summary>
public abstract class FieldComponent : ComponentBase
{
    [Parameter, EditorRequired]
    public FieldInput Input { get; set; } = null!;

    protected FormField Field => Input.Field;

    protected FieldScope Scope => Input.Scope;

    protected IStringLocalizer<Text> T => Input.T;

    protected string Key => Input.Key;

    protected string Id => Input.Id;

    protected bool Locked => Input.Locked;

    protected Task Change(JsonNode? value) => Input.Change(value);
}

/// <summary>Draws a field as a component of its own.</summary>
/// <param name="component">A <see cref="FieldComponent"/>.</param>
internal sealed class ComponentInput(Type component) : FieldInput
{
    internal override void Draw(RenderTreeBuilder builder)
    {
        builder.OpenComponent(0, component);
        builder.SetKey(Field.Id);
        builder.AddComponentParameter(1, nameof(FieldComponent.Input), this);
        builder.CloseComponent();
    }
}
