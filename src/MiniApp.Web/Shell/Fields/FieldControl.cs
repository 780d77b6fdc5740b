using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace MiniApp.Web.Shell.Fields;

/// <summary>
/// A text box, a text area or a list. Its value follows the answer as with <c>@bind</c>, for a third of the memory: the
/// handler is the field's own method and stays the same from one drawing to the next.
/// </summary>
/// <param name="Element"><c>input</c>, <c>textarea</c> or <c>select</c>.</param>
/// <param name="Changed">A method of the field.</param>
internal readonly record struct FieldControl(
    string Element,
    string Id,
    string? Value,
    Func<ChangeEventArgs, Task> Changed
)
{
    public string Class { get; init; } = "input";

    public string? Type { get; init; }

    public string? InputMode { get; init; }

    public string? Autocomplete { get; init; }

    public string? Spellcheck { get; init; }

    public int? MaxLength { get; init; }

    public string? Rows { get; init; }

    public bool ReadOnly { get; init; }

    public bool Disabled { get; init; }

    public string? DescribedBy { get; init; }

    public string? Invalid { get; init; }

    public string? Required { get; init; }

    /// <summary>Says the value of a list to js/search-select.js too.</summary>
    public bool SaysValue { get; init; }

    /// <summary>Of a list; the only content.</summary>
    public RenderFragment? Options { get; init; }

    public void Draw(RenderTreeBuilder builder)
    {
        var value = string.IsNullOrEmpty(Value) ? null : Value;
        builder.OpenElement(100, Element);
        builder.AddAttribute(1, "id", Id);
        builder.AddAttribute(2, "class", Class);
        builder.AddAttribute(3, "type", Type);
        builder.AddAttribute(4, "inputmode", InputMode);
        builder.AddAttribute(5, "autocomplete", Autocomplete);
        builder.AddAttribute(6, "spellcheck", Spellcheck);
        builder.AddAttribute(7, "maxlength", MaxLength?.ToString(CultureInfo.InvariantCulture));
        builder.AddAttribute(8, "rows", Rows);
        builder.AddAttribute(9, "readonly", ReadOnly);
        builder.AddAttribute(10, "disabled", Disabled);
        builder.AddAttribute(11, "data-value", SaysValue ? value : null);
        builder.AddAttribute(12, "aria-describedby", DescribedBy);
        builder.AddAttribute(13, "aria-invalid", Invalid);
        builder.AddAttribute(14, "aria-required", Required);
        builder.AddAttribute(15, "value", value);
        builder.AddAttribute(16, "onchange", Changed);
        builder.SetUpdatesAttributeName("value");
        Options?.Invoke(builder);
        builder.CloseElement();
    }
}
