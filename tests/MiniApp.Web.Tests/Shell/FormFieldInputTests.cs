using System.Text.Json.Nodes;
using Bunit;
using MiniApp.Core.Forms;

namespace MiniApp.Web.Tests.Shell;

public sealed class FormFieldInputTests : ShellContext
{
    [Theory]
    [InlineData(7, "input[type=radio]", 7)]
    [InlineData(8, "select#f-q option", 9)]
    public void Choice_SevenOrMoreOptions_RadiosOrList(int options, string selector, int found)
    {
        var rendered = RenderField(Field(FieldType.Choice, options: options));

        Assert.Equal(found, rendered.FindAll(selector).Count);
    }

    [Fact]
    public void Choice_Chosen_ReportsTheValue()
    {
        var rendered = RenderField(Field(FieldType.Choice, options: 3));

        rendered.FindAll("input[type=radio]")[1].Change("o2");

        Assert.Equal("\"o2\"", Json(Assert.Single(Changes).Value));
        Assert.True(rendered.FindAll("input[type=radio]")[1].HasAttribute("checked"));
    }

    [Fact]
    public void Select_BackToTheFirstLine_RemovesTheAnswer()
    {
        Answers.Set("q", "o3");
        var rendered = RenderField(Field(FieldType.Choice, options: 9));

        rendered.Find("select").Change("");

        Assert.Null(Assert.Single(Changes).Value);
    }

    [Fact]
    public void Choices_TickedInAnyOrder_KeptInTheOrderOfTheForm()
    {
        var rendered = RenderField(Field(FieldType.Choices, options: 3));

        rendered.FindAll("input")[2].Change(true);
        rendered.FindAll("input")[0].Change(true);

        Assert.Equal("""["o1","o3"]""", Json(Changes[^1].Value));
    }

    [Fact]
    public void Choices_LastTickRemoved_RemovesTheAnswer()
    {
        var rendered = RenderField(Field(FieldType.Choices, options: 2));
        rendered.FindAll("input")[0].Change(true);

        rendered.FindAll("input")[0].Change(false);

        Assert.Null(Changes[^1].Value);
    }

    [Fact]
    public void YesNo_No_IsAnAnswer()
    {
        var rendered = RenderField(Field(FieldType.YesNo));
        Assert.Empty(rendered.FindAll("input[checked]"));

        rendered.Find("input[value=false]").Change("false");

        Assert.Equal("false", Json(Assert.Single(Changes).Value));
        Assert.Equal("false", rendered.Find("input[checked]").GetAttribute("value"));
    }

    [Fact]
    public void Acceptance_TakenBack_RemovesTheAnswer()
    {
        var rendered = RenderField(Field(FieldType.Acceptance));

        rendered.Find("#f-q").Change(true);
        rendered.Find("#f-q").Change(false);

        Assert.Equal("true", Json(Changes[0].Value));
        Assert.Null(Changes[1].Value);
    }

    [Fact]
    public void Text_NotUnderstoodNumber_StaysAsTyped()
    {
        var rendered = RenderField(Field(FieldType.Integer));

        rendered.Find("#f-q").Change("สิบสอง");

        Assert.Equal("สิบสอง", rendered.Find("#f-q").GetAttribute("value"));
    }

    [Fact]
    public void Text_WithError_IsTiedToItsMessageAndHint()
    {
        var rendered = RenderField(Field(FieldType.NationalId), new FieldProblem("q", "ไม่ครบ 13 หลัก"));

        var input = rendered.Find("input");
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Equal("f-q-hint f-q-error", input.GetAttribute("aria-describedby"));
        Assert.Contains("ไม่ครบ 13 หลัก", rendered.Find("#f-q-error").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(rendered.Find("#f-q-hint").TextContent);
    }

    [Fact]
    public void Text_ErrorOfAnotherField_IsNotShown()
    {
        var rendered = RenderField(Field(FieldType.Text), new FieldProblem("other", "ผิด"));

        Assert.False(rendered.Find("input").HasAttribute("aria-invalid"));
        Assert.Empty(rendered.Find("#f-q-error").TextContent.Trim());
    }

    [Theory]
    [InlineData(FieldType.Choice)]
    [InlineData(FieldType.YesNo)]
    public void Radios_WithError_TieItToTheGroup(FieldType type)
    {
        var rendered = RenderField(Field(type, options: 2), new FieldProblem("q", "เลือกหนึ่งข้อ"));

        var group = rendered.Find("fieldset#f-q");
        Assert.Equal("radiogroup", group.GetAttribute("role"));
        Assert.Equal("true", group.GetAttribute("aria-invalid"));
        Assert.Equal("f-q-error", group.GetAttribute("aria-describedby"));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void Label_OptionalField_SaysSo(bool required, int marks)
    {
        var rendered = RenderField(Field(FieldType.Text, required));

        Assert.Equal(marks, rendered.FindAll("label .optional").Count);
    }

    [Theory]
    [InlineData(FieldType.NationalId, "numeric")]
    [InlineData(FieldType.Money, "decimal")]
    [InlineData(FieldType.Phone, "tel")]
    [InlineData(FieldType.Email, "email")]
    [InlineData(FieldType.Text, null)]
    public void Text_ByType_AsksForTheRightKeyboard(FieldType type, string? inputMode)
    {
        var rendered = RenderField(Field(type));

        Assert.Equal(inputMode, rendered.Find("input").GetAttribute("inputmode"));
        Assert.NotEqual("number", rendered.Find("input").GetAttribute("type"));
    }

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void EveryType_EachControl_HasALabel(FieldType type)
    {
        var rendered = RenderField(Field(type, options: 3));

        foreach (var control in rendered.FindAll("input, select, textarea"))
        {
            var labelled =
                control.Closest("label") is not null
                || (control.Id is { } id && rendered.FindAll("label").Any(l => l.GetAttribute("for") == id));
            Assert.True(labelled, control.OuterHtml);
        }
    }

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void EveryType_ScriptInEveryText_IsOnlyText(FieldType type)
    {
        const string Script = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'>";
        var words = new LocalizedText(Script, Script);
        var column = new FormField("c", FieldType.Text, words, Hint: words);
        var field = Field(type) with
        {
            Label = words,
            Hint = words,
            Options = [new FieldOption("o1", words), new FieldOption("o2", words)],
            Group = type == FieldType.Group ? new GroupRule([column], Noun: words) : null,
        };
        Answers.Set(
            "q",
            type switch
            {
                FieldType.Group => JsonNode.Parse("""[{"_row":"a","c":"<script>"}]"""),
                FieldType.Address => new AddressAnswer(Script, Script, Script).ToJson(),
                FieldType.Person => new PersonAnswer(Script, Script, Script, Script, Script, Script).ToJson(),
                _ => JsonValue.Create(Script),
            }
        );
        string[] parts = ["", "detail", "province", "title", "firstName"];

        var rendered = RenderField(
            field,
            p => p.Add(f => f.Provenance, Script).Add(f => f.RegistryText, Script).Add(f => f.Locked, true),
            [.. parts.Select(part => new FieldProblem("q", Script, part.Length == 0 ? null : part))]
        );

        Assert.Empty(rendered.FindAll("script, img, [onerror]"));
        Assert.Contains(
            Script,
            rendered.Nodes.OfType<AngleSharp.Dom.IElement>().First().TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Choice_ValueThatIsNotOffered_IsNoAnswer()
    {
        var rendered = RenderField(Field(FieldType.Choice, options: 3));

        rendered.FindAll("input[type=radio]")[1].Change("o9");

        Assert.Empty(Changes);
    }

    public static TheoryData<FieldType> AllTypes => [.. Enum.GetValues<FieldType>()];
}
