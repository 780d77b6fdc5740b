using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using MiniApp.Core.Thai;

namespace MiniApp.Web.Shell.Fields;

/// <summary>A field with a title before a name: the common ones in a list, and a text box for any other.</summary>
public abstract class TitledField : FieldInput
{
    private bool _other;

    /// <summary>The title in Thai, or as it was typed.</summary>
    protected abstract string? Title { get; }

    /// <summary>The title that was chosen or typed, not yet normalised; null for none.</summary>
    protected abstract Task SetTitle(string? title);

    private bool IsCommon => NameTitles.Common.Any(title => title.Thai == Title);

    private bool IsOther => _other || (Title is not null && !IsCommon);

    /// <param name="part">The list as one of the field's controls, or alone: what it is called and told.</param>
    private protected void DrawTitle(RenderTreeBuilder builder, FieldControl part)
    {
        var chosen = IsOther ? OptionMarkup.OtherTitle : Title;
        var list = part with
        {
            Value = chosen,
            Changed = ChooseTitleAsync,
            Class = "input w-20",
            Autocomplete = "off",
            Disabled = Locked,
            Options = OptionMarkup.Titles(chosen, T["NameTitle.Choose"], T["NameTitle.Other"]),
        };
        list.Draw(builder);
        if (!IsOther)
            return;
        var id = part.Id + "-other";
        builder.OpenElement(200, "div");
        builder.AddAttribute(201, "class", "part reveal");
        builder.AddMarkupContent(202, FieldMarkup.Label(id, T["NameTitle.OtherLabel"]));
        var box = part with
        {
            Element = "input",
            Id = id,
            Value = IsCommon ? null : Title,
            Changed = TypeTitleAsync,
            Class = "input w-20",
            Type = "text",
            MaxLength = 40,
            ReadOnly = Locked,
            Required = null,
        };
        box.Draw(builder);
        builder.CloseElement();
    }

    private Task ChooseTitleAsync(ChangeEventArgs e)
    {
        var value = e.Value as string;
        _other = value == OptionMarkup.OtherTitle;
        return SetTitle(_other || string.IsNullOrEmpty(value) ? null : value);
    }

    private Task TypeTitleAsync(ChangeEventArgs e) => SetTitle(e.Value as string);
}

/// <summary>A title alone.</summary>
internal sealed class NameTitleField : TitledField
{
    protected override string? Title => Scope.Answers.Text(Field.Id);

    protected override Task SetTitle(string? title) => ChangeTyped(title);

    protected override void BuildRenderTree(RenderTreeBuilder builder) =>
        DrawTitle(
            builder,
            new("select", Id, null, TypedChanged)
            {
                DescribedBy = DescribedBy,
                Invalid = AriaInvalid,
                Required = AriaRequired,
            }
        );
}
