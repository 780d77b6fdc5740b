using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace MiniApp.Web.Shell.Fields;

/// <summary>
/// What every field is made of, written frame by frame: an open page keeps each frame, and what Razor would write for the same
/// is twice as many.
/// </summary>
internal static class FieldParts
{
    /// <summary>Label, hint and messages around a single control.</summary>
    /// <param name="head">Instead of these three, where the label stands by the control.</param>
    public static void Frame(RenderTreeBuilder builder, FieldInput of, RenderFragment control, string? head = null)
    {
        builder.OpenElement(0, "div");
        builder.SetKey(of.Field.Id);
        builder.AddAttribute(1, "class", ClassOf(of));
        builder.AddMarkupContent(2, head ?? FieldMarkup.Head(of, "label"));
        builder.AddContent(3, control);
        if (of.HasSource)
            builder.AddMarkupContent(4, FieldMarkup.Source(of));
        builder.CloseElement();
    }

    /// <summary>Legend, hint and messages around several controls that answer one question together.</summary>
    /// <param name="role"><c>radiogroup</c>, which unlike a plain group can be required and invalid; else null.</param>
    public static void Group(RenderTreeBuilder builder, FieldInput of, RenderFragment? controls, string? role = null)
    {
        builder.OpenElement(10, "fieldset");
        builder.SetKey(of.Field.Id);
        builder.AddAttribute(11, "id", of.Id);
        builder.AddAttribute(12, "class", ClassOf(of));
        builder.AddAttribute(13, "role", role);
        builder.AddAttribute(14, "disabled", of.Locked);
        builder.AddAttribute(15, "aria-describedby", of.DescribedBy);
        builder.AddAttribute(16, "aria-required", role is null ? null : of.AriaRequired);
        builder.AddAttribute(17, "aria-invalid", role is null ? null : of.AriaInvalid);
        builder.AddMarkupContent(18, FieldMarkup.Head(of, "legend"));
        builder.AddContent(19, controls);
        if (of.HasSource)
            builder.AddMarkupContent(20, FieldMarkup.Source(of));
        builder.CloseElement();
    }

    /// <summary>One of several controls of a field, with a label and messages of its own.</summary>
    /// <param name="wide">Over the whole width, also where two parts stand beside each other.</param>
    public static void Part(
        RenderTreeBuilder builder,
        FieldInput of,
        string part,
        string label,
        RenderFragment control,
        bool wide = false
    )
    {
        builder.OpenElement(30, "div");
        builder.SetKey(part);
        builder.AddAttribute(
            31,
            "class",
            (wide, of.MessagesOf(part).Any()) switch
            {
                (false, false) => "field part",
                (true, false) => "field part wide",
                (false, true) => "field part invalid",
                (true, true) => "field part wide invalid",
            }
        );
        builder.AddMarkupContent(32, FieldMarkup.PartHead(of, part, label));
        control(builder);
        builder.CloseElement();
    }

    /// <summary>A control of a part, with what is said about it.</summary>
    public static FieldControl Control(
        FieldInput of,
        string part,
        string element,
        string? value,
        Func<ChangeEventArgs, Task> changed
    )
    {
        var invalid = of.MessagesOf(part).Any();
        return new(element, FieldMarkup.IdOf(of, part), value, changed)
        {
            DescribedBy = invalid ? FieldIds.PartError(of.Key, part) : null,
            Invalid = invalid ? "true" : null,
            Required = of.AriaRequired,
        };
    }

    /// <summary>
    /// Gives a select, or a text box with suggestions, a box to search in: js/search-select.js, once it is there, finds these
    /// elements by their name. Without it they work as what they are.
    /// </summary>
    /// <param name="all">Address of suggestions for a text box, all of which are fetched once: <c>[{value, text, search}]</c>.</param>
    /// <param name="find">The same for suggestions that are searched on the server; what was typed is added at the end.</param>
    /// <param name="typed">The text box also takes what is not among the suggestions.</param>
    public static void Search(
        RenderTreeBuilder builder,
        FieldControl control,
        string? all = null,
        string? find = null,
        bool typed = false
    )
    {
        builder.OpenElement(100, "search-select");
        builder.AddAttribute(101, "data-all", all);
        builder.AddAttribute(102, "data-find", find);
        builder.AddAttribute(103, "data-typed", typed ? "" : null);
        control.Draw(builder);
        builder.CloseElement();
    }

    private static string ClassOf(FieldInput of) =>
        (of.Invalid, of.Locked) switch
        {
            (false, false) => "field",
            (true, false) => "field invalid",
            (false, true) => "field locked",
            (true, true) => "field invalid locked",
        };
}
