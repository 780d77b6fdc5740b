using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using MiniApp.Core.Forms;
using MiniApp.Core.Thai;

namespace MiniApp.Web.Shell.Fields;

/// <summary>Title, names and nationality, which decides whether the ID number or the passport is asked for.</summary>
internal sealed class PersonField : TitledField
{
    private PersonAnswer Person => Scope.Answers.Person(Field.Id);

    protected override string? Title => Person.Title;

    // Nothing said means Thai, and is shown as that.
    private string? NationalityName =>
        Nationalities.Find(Person.Nationality ?? PersonAnswer.Thai)?.NameFor(CultureInfo.CurrentUICulture)
        ?? Person.Nationality;

    internal override void Draw(RenderTreeBuilder builder) => FieldParts.Group(builder, this, BuildRenderTree);

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        var person = Person;
        builder.OpenElement(0, "div");
        builder.AddAttribute(1, "class", "person");
        FieldParts.Part(builder, this, "title", T["Person.Title"], DrawTitle, wide: true);
        TextPart(builder, "firstName", T["Person.FirstName"], person.FirstName, SetFirstName);
        TextPart(builder, "lastName", T["Person.LastName"], person.LastName, SetLastName);
        FieldParts.Part(builder, this, "nationality", T["Person.Nationality"], DrawNationality);
        if (person.IsThai)
        {
            var shown = person.NationalId is { } id ? NationalId.Format(id) : null;
            TextPart(builder, "nationalId", T["Person.NationalId"], shown, SetNationalId);
        }
        else
        {
            TextPart(builder, "passport", T["Person.Passport"], person.Passport, SetPassport);
        }
        builder.CloseElement();
    }

    private void DrawTitle(RenderTreeBuilder builder) =>
        DrawTitle(builder, FieldParts.Control(this, "title", "select", null, TypedChanged));

    private void DrawNationality(RenderTreeBuilder builder) =>
        FieldParts.Search(
            builder,
            TextBox("nationality", NationalityName, SetNationality),
            all: SuggestionEndpoints.AllNationalities(),
            typed: true
        );

    private void TextPart(
        RenderTreeBuilder builder,
        string part,
        string label,
        string? value,
        Func<ChangeEventArgs, Task> changed
    ) => FieldParts.Part(builder, this, part, label, inner => TextBox(part, value, changed).Draw(inner));

    private FieldControl TextBox(string part, string? value, Func<ChangeEventArgs, Task> changed) =>
        FieldParts.Control(this, part, "input", value, changed) with
        {
            Type = "text",
            Autocomplete = "off",
            Spellcheck = "false",
            InputMode = part is "nationalId" ? "numeric" : null,
        };

    protected override Task SetTitle(string? title) => Set("title", title);

    private Task SetFirstName(ChangeEventArgs e) => Set("firstName", e.Value as string);

    private Task SetLastName(ChangeEventArgs e) => Set("lastName", e.Value as string);

    private Task SetNationality(ChangeEventArgs e) => Set("nationality", e.Value as string);

    private Task SetNationalId(ChangeEventArgs e) => Set("nationalId", e.Value as string);

    private Task SetPassport(ChangeEventArgs e) => Set("passport", e.Value as string);

    // A number typed under another nationality is kept: only the one that is asked is sent.
    private Task Set(string part, string? typed)
    {
        var value = AnswerReader.ParsePart(part, typed);
        var person = part switch
        {
            "title" => Person with { Title = value },
            "firstName" => Person with { FirstName = value },
            "lastName" => Person with { LastName = value },
            "nationality" => Person with { Nationality = Nationalities.Resolve(value)?.Code ?? value },
            "nationalId" => Person with { NationalId = value },
            _ => Person with { Passport = value },
        };
        return Change(person.ToJson());
    }
}
