using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

public sealed class FormViewTests
{
    [Fact]
    public void Visible_ChainOfFields_HidesAllThatHangOnAHiddenOne()
    {
        var form = FormFiles.Load(
            """
            { "id": "c", "type": "text", "visibleWhen": { "field": "b", "equalTo": "x" } },
            { "id": "b", "type": "text", "visibleWhen": { "field": "a", "equalTo": "x" } },
            { "id": "a", "type": "text" }
            """
        );
        Assert.Equal(["c", "b", "a"], Visible(form, """{ "a": "x", "b": "x" }"""));
        Assert.Equal(["b", "a"], Visible(form, """{ "a": "x" }"""));
        Assert.Equal(["a"], Visible(form, """{ "a": "y", "b": "x", "c": "z" }"""));
    }

    [Fact]
    public void Visible_Section_HidesItsFieldsAndAnEmptyStepIsPassedOver()
    {
        var json = FormFiles.Json("""{ "id": "a", "type": "yesNo" }""");
        var second = json["steps"]![0]!.DeepClone();
        second["id"] = "two";
        second["sections"]![0]!["id"] = "second";
        second["sections"]![0]!["fields"]![0]!["id"] = "b";
        second["sections"]![0]!["visibleWhen"] = new System.Text.Json.Nodes.JsonObject
        {
            ["field"] = "a",
            ["equalTo"] = true,
        };
        json["steps"]!.AsArray().Add(second);
        var form = FormFiles.Load(json);

        Assert.Equal(["one"], FormFiles.View(form, """{ "a": false, "b": true }""").VisibleSteps.Select(s => s.Id));
        Assert.Equal(["one", "two"], FormFiles.View(form, """{ "a": true }""").VisibleSteps.Select(s => s.Id));
        var hidden = FormFiles.View(form, """{ "a": false, "b": true }""");
        Assert.Null(hidden.ValueOf(form.FindField("b")!));
        Assert.Equal("two", hidden.StepOf("b")!.Id);
    }

    [Fact]
    public void Visible_Applicants_OfSectionAndField()
    {
        var form = FormFiles.Load(
            """
            { "id": "a", "type": "text", "applicants": ["juristic"] },
            { "id": "g", "type": "group", "group": { "fields": [
                { "id": "x", "type": "text", "applicants": ["citizen"] }, { "id": "y", "type": "text" }] } }
            """
        );
        var citizen = FormFiles.View(form, """{ "g": [{}] }""");
        var juristic = FormFiles.View(form, """{ "g": [{}] }""", ApplicantType.Juristic);
        var group = form.FindField("g")!;
        Assert.Equal(["g"], citizen.VisibleFields.Select(f => f.Id));
        Assert.Equal(["a", "g"], juristic.VisibleFields.Select(f => f.Id));
        Assert.Equal(["x", "y"], citizen.RowsOf(group)[0].VisibleFields.Select(f => f.Id));
        Assert.Equal(["y"], juristic.RowsOf(group)[0].VisibleFields.Select(f => f.Id));
    }

    [Fact]
    public void Rows_EachHasItsOwnVisibility_AndSeesTheForm()
    {
        var form = FormFiles.Load(
            """
            { "id": "all", "type": "yesNo" },
            { "id": "g", "type": "group", "group": { "fields": [
                { "id": "kind", "type": "choice", "options": [{ "value": "a" }, { "value": "b" }] },
                { "id": "why", "type": "text", "visibleWhen":
                    { "any": [{ "field": "kind", "equalTo": "b" }, { "field": "all", "equalTo": true }] } }] } }
            """
        );
        const string Rows = """ "g": [{ "_row": "r1", "kind": "a" }, { "_row": "r2", "kind": "b" }] """;

        Assert.Equal(["kind", "kind,why"], Columns($"{{{Rows}}}"));
        Assert.Equal(["kind,why", "kind,why"], Columns($$"""{ "all": true, {{Rows}} }"""));
        Assert.Equal("g-r2-", FormFiles.View(form, $"{{{Rows}}}").RowsOf(form.FindField("g")!)[1].IdPrefix);

        List<string> Columns(string answers) =>
            [
                .. FormFiles
                    .View(form, answers)
                    .RowsOf(form.FindField("g")!)
                    .Select(row => string.Join(',', row.VisibleFields.Select(f => f.Id))),
            ];
    }

    [Theory]
    [InlineData("""[{}, { "_row": "n1" }]""")]
    [InlineData("""[{ "_row": "n2" }, {}]""")]
    [InlineData("""[{ "_row": "a" }, { "_row": "a" }, { "_row": "n2" }]""")]
    [InlineData("""[{ "_row": "n3" }, { "_row": 5 }, { "_row": "../x" }, { "_row": "" }]""")]
    public void Rows_WhateverKeysTheyBring_AreToldApart(string rows)
    {
        var read = FormFiles.Answers($$"""{ "g": {{rows}} }""").Rows("g");
        Assert.Equal(read.Count, read.Select(row => row.Key).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void RequiredWhen_AsksOnlyWhenItCertainlyHolds()
    {
        var form = FormFiles.Load(
            """
            { "id": "a", "type": "yesNo" },
            { "id": "b", "type": "text", "requiredWhen": { "field": "a", "equalTo": true } }
            """
        );
        Assert.Empty(FormFiles.Check(form, "{}"));
        Assert.Empty(FormFiles.Check(form, """{ "a": false }"""));
        Assert.Equal(["b///: Enter “b”."], FormFiles.Check(form, """{ "a": true }"""));
    }

    [Fact]
    public void Options_WithARule_AreOfferedAndAcceptedOnlyThen()
    {
        var form = FormFiles.Load(
            """
            { "id": "now", "type": "choice", "options": [{ "value": "a" }, { "value": "b" }] },
            { "id": "next", "type": "choice", "options": [
                { "value": "a", "visibleWhen": { "not": { "field": "now", "equalTo": "a" } } },
                { "value": "b", "visibleWhen": { "not": { "field": "now", "equalTo": "b" } } }] }
            """
        );
        Assert.Equal(
            ["b"],
            FormFiles.View(form, """{ "now": "a" }""").OptionsOf(form.FindField("next")!).Select(o => o.Value)
        );
        Assert.Empty(FormFiles.Check(form, """{ "now": "a", "next": "b" }"""));
        Assert.StartsWith(
            "next",
            Assert.Single(FormFiles.Check(form, """{ "now": "a", "next": "a" }""")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Options_ThatHangOnEachOther_EndAllTheSame()
    {
        // Which options are offered decides nothing about what is shown, so this is no circle.
        var form = FormFiles.Load(
            """
            { "id": "p", "type": "choice", "options": [{ "value": "a", "visibleWhen": { "not": { "field": "q", "equalTo": "a" } } }, { "value": "b" }] },
            { "id": "q", "type": "choice", "options": [{ "value": "a", "visibleWhen": { "not": { "field": "p", "equalTo": "a" } } }, { "value": "b" }] }
            """
        );
        Assert.Empty(FormFiles.Check(form, """{ "p": "b", "q": "b" }"""));
        Assert.Equal(2, FormFiles.Check(form, """{ "p": "a", "q": "a" }""").Count);
    }

    [Fact]
    public void Checks_SpeakOnlyWhenCertain_AtTheirField_AndWhenTheyApply()
    {
        var form = FormFiles.Load(
            """
            { "id": "a", "type": "integer" }, { "id": "b", "type": "integer" }, { "id": "strict", "type": "yesNo" }
            """,
            """
            "checks": [
              { "require": { "field": "a", "lessThan": "b" }, "field": "b", "message": { "th": "ต้องมากกว่า", "en": "must be more" } },
              { "require": { "field": "a", "atLeast": 10 }, "field": "a", "when": { "field": "strict", "equalTo": true }, "message": { "th": "น้อยไป", "en": "too little" } }]
            """
        );
        Assert.Empty(FormFiles.Check(form, """{ "a": 5 }"""));
        Assert.Empty(FormFiles.Check(form, """{ "a": 5, "b": 6 }"""));
        Assert.Equal(["b///: must be more"], FormFiles.Check(form, """{ "a": 5, "b": 5 }"""));
        Assert.Equal(["b///: ต้องมากกว่า"], FormFiles.Check(form, """{ "a": 5, "b": 5 }""", "th-TH"));
        Assert.Equal(["a///: too little"], FormFiles.Check(form, """{ "a": 5, "strict": true }"""));
    }

    [Fact]
    public void ValidateOneField_OnlyThatFieldItsRowsAndItsChecks()
    {
        var form = FormFiles.Load(
            """
            { "id": "a", "type": "text", "required": true }, { "id": "b", "type": "text", "required": true },
            { "id": "off", "type": "yesNo" },
            { "id": "c", "type": "text", "required": true, "visibleWhen": { "field": "off", "equalTo": true } },
            { "id": "g", "type": "group", "group": { "fields": [{ "id": "x", "type": "text", "required": true }] } }
            """,
            """ "checks": [{ "require": { "field": "b", "answered": true }, "field": "a" }] """
        );
        var view = FormFiles.View(form, """{ "g": [{ "_row": "r1" }] }""");
        Assert.Equal(["a", "a"], FormValidator.Validate(view, form.FindField("a")!).Select(p => p.FieldId));
        var row = Assert.Single(FormValidator.Validate(view, form.FindField("g")!));
        Assert.Equal(("g", "r1", "x"), (row.FieldId, row.RowKey, row.ColumnId));
        // Nobody sees it, so nothing is wrong with it.
        Assert.Empty(FormValidator.Validate(view, form.FindField("c")!));
    }

    private static List<string> Visible(FormDefinition form, string answers) =>
        [.. FormFiles.View(form, answers).VisibleFields.Select(field => field.Id)];
}
