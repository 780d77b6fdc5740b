using System.Text.Json.Nodes;
using Bunit;
using MiniApp.Core.Forms;

namespace MiniApp.Web.Tests.Shell;

public sealed class GroupFieldTests : ShellContext
{
    private static readonly FormField Name = new("name", FieldType.Text, new("ชื่อ", "Name"), Required: true);
    private static readonly FormField Foreign = new("foreign", FieldType.YesNo, new("ต่างชาติ", "Foreign"));
    private static readonly FormField Passport = new(
        "passport",
        FieldType.Text,
        new("หนังสือเดินทาง", "Passport"),
        VisibleWhen: new Condition("foreign", EqualTo: "true")
    );

    private readonly BunitJSModuleInterop _script;

    public GroupFieldTests()
    {
        _script = JSInterop.SetupModule("/js/fields.js");
        _script.SetupVoid("focus", _ => true).SetVoidResult();
    }

    [Fact]
    public void Add_TellsAllRowsAndFocusesTheNewOne()
    {
        Answers.Set("q", Rows(("a", "หนึ่ง")));
        var rendered = RenderField(Group());

        rendered.Find("#group-q-add").Click();

        var rows = Answers.Rows("q");
        Assert.Equal(2, rows.Count);
        Assert.Equal(("a", "หนึ่ง"), (rows[0].Key, rows[0].Answers.Text("name")));
        Assert.Equal($"row-q-{rows[1].Key}", LastFocus());
        Assert.NotNull(rendered.Find($"#f-q-{rows[1].Key}-name"));
        Assert.Contains("กรรมการลำดับที่ 2", rendered.Find("[role=status]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void AnswerInARow_ChangesOnlyThatRow()
    {
        Answers.Set("q", Rows(("a", "หนึ่ง"), ("b", "สอง")));
        var rendered = RenderField(Group());

        rendered.Find("#f-q-b-name").Change(" สาม ");

        Assert.Equal(
            """[{"name":"หนึ่ง","_row":"a"},{"name":"สาม","_row":"b"}]""",
            JsonNode.Parse(Json(Assert.Single(Changes).Value)!)!.ToJsonString(Readable)
        );
    }

    [Fact]
    public void Removed_CanBeBroughtBackToItsPlace()
    {
        Answers.Set("q", Rows(("a", "หนึ่ง"), ("b", "สอง"), ("c", "สาม")));
        var rendered = RenderField(Group());

        rendered.Find("[aria-label='ลบ กรรมการลำดับที่ 2']").Click();

        Assert.Equal(["a", "c"], Keys());
        Assert.Equal("row-q-c", LastFocus());
        rendered.Find("#group-q-undo").Click();
        Assert.Equal(["a", "b", "c"], Keys());
        Assert.Equal("สอง", Answers.Rows("q")[1].Answers.Text("name"));
        Assert.Equal("row-q-b", LastFocus());
        Assert.Empty(rendered.FindAll("#group-q-undo"));
    }

    [Fact]
    public void LastRowRemoved_NoAnswerAndFocusOnAdd()
    {
        Answers.Set("q", Rows(("a", "หนึ่ง")));
        var rendered = RenderField(Group());

        rendered.Find("[aria-label='ลบ กรรมการลำดับที่ 1']").Click();

        Assert.Null(Assert.Single(Changes).Value);
        Assert.Equal("group-q-add", LastFocus());
        Assert.NotNull(rendered.Find(".rows-none"));
    }

    [Fact]
    public void Moved_KeepsKeysAndTheFocusOnTheButton()
    {
        Answers.Set("q", Rows(("a", "หนึ่ง"), ("b", "สอง")));
        var rendered = RenderField(Group());

        rendered.Find("[aria-label='เลื่อน กรรมการลำดับที่ 2 ขึ้น']").Click();

        Assert.Equal(["b", "a"], Keys());
        Assert.Equal("row-q-b-up", LastFocus());
        Assert.Equal("true", rendered.Find("#row-q-b-up").GetAttribute("aria-disabled"));
        rendered.Find("#row-q-b-up").Click();
        Assert.Single(Changes);
    }

    [Fact]
    public void RowsAtTheLimit_AddIsDisabledAndSaysWhy()
    {
        Answers.Set("q", Rows(("a", "หนึ่ง"), ("b", "สอง")));
        var rendered = RenderField(Group(max: 2));

        var add = rendered.Find("#group-q-add");
        Assert.True(add.HasAttribute("disabled"));
        Assert.Contains(
            "2",
            rendered.Find("#" + add.GetAttribute("aria-describedby")).TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void RowProblem_StandsAtItsControlAndGroupProblemAtTheGroup()
    {
        Answers.Set("q", Rows(("a", "หนึ่ง"), ("b", "สอง")));
        var rendered = RenderField(
            Group(),
            new FieldProblem("q", "ชื่อผิด", null, "b", "name"),
            new FieldProblem("q", "ต้องมีสามคน")
        );

        Assert.Equal("true", rendered.Find("#f-q-b-name").GetAttribute("aria-invalid"));
        Assert.False(rendered.Find("#f-q-a-name").HasAttribute("aria-invalid"));
        Assert.Contains("ชื่อผิด", rendered.Find("#f-q-b-name-error").TextContent, StringComparison.Ordinal);
        Assert.Contains("ต้องมีสามคน", rendered.Find("#f-q-error").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("ชื่อผิด", rendered.Find("#f-q-error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void ColumnRule_LooksAtItsOwnRow()
    {
        Answers.Set("q", Rows(("a", "หนึ่ง"), ("b", "สอง")));
        var rendered = RenderField(Group());

        rendered.Find("#f-q-b-foreign input[value=true]").Change("true");

        Assert.NotNull(rendered.Find("#f-q-b-passport"));
        Assert.Empty(rendered.FindAll("#f-q-a-passport"));
    }

    [Fact]
    public void Table_HeadsAreTheLabelsOfColumnsThatSomeRowShows()
    {
        Answers.Set("q", Rows(("a", "หนึ่ง"), ("b", "สอง")));
        var rendered = RenderField(Group(display: GroupDisplay.Table));

        Assert.Equal(
            ["ลำดับ", "ชื่อ", "ต่างชาติ", "จัดการรายการ"],
            rendered.FindAll("thead th").Select(h => h.TextContent)
        );
        Assert.Equal(2, rendered.FindAll("tbody tr[role=row]").Count);
        Assert.Equal("f-q-legend", rendered.Find("table").GetAttribute("aria-labelledby"));
        Assert.NotNull(rendered.Find("#f-q-legend"));
    }

    [Fact]
    public void Table_WithAColumnTooWide_IsCards()
    {
        Answers.Set("q", Rows(("a", "หนึ่ง")));
        var person = new FormField("p", FieldType.Person, new("คน", "Person"));

        var rendered = RenderField(Group(display: GroupDisplay.Table, columns: [Name, person]));

        Assert.Empty(rendered.FindAll("table"));
        Assert.NotNull(rendered.Find("#f-q-a-p-lastName"));
    }

    [Fact]
    public void Locked_HasNoButtonsAndTakesNoAnswers()
    {
        Answers.Set("q", Rows(("a", "หนึ่ง")));
        var rendered = RenderField(Group(), p => p.Add(f => f.Locked, true));

        Assert.True(rendered.Find("fieldset").HasAttribute("disabled"));
        Assert.Empty(rendered.FindAll("button"));
        rendered.Find("#f-q-a-name").Change("อื่น");
        Assert.Empty(Changes);
    }

    [Fact]
    public void LockedColumn_OnlyThatControlIsReadOnlyAndTakesNoAnswer()
    {
        Answers.Set("q", Rows(("a", "หนึ่ง"), ("b", "สอง")));
        var rendered = RenderField(
            Group(),
            p => p.Add(f => f.ColumnLocked, (row, column) => row.Key == "a" && column == Name)
        );

        Assert.True(rendered.Find("#f-q-a-name").HasAttribute("readonly"));
        Assert.False(rendered.Find("#f-q-b-name").HasAttribute("readonly"));
        rendered.Find("#f-q-a-name").Change("อื่น");
        Assert.Empty(Changes);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private string[] Keys() => [.. Answers.Rows("q").Select(row => row.Key)];

    private string? LastFocus() => (string?)_script.Invocations["focus"][^1].Arguments[0];

    private static FormField Group(
        int? max = null,
        GroupDisplay display = GroupDisplay.Cards,
        IReadOnlyList<FormField>? columns = null
    ) =>
        Field(FieldType.Group) with
        {
            Group = new(
                columns ?? [Name, Foreign, Passport],
                Max: max,
                Display: display,
                Noun: new("กรรมการ", "Director")
            ),
        };

    private static JsonArray Rows(params (string Key, string Name)[] rows) =>
        [
            .. rows.Select(row =>
                (JsonNode)new JsonObject { ["name"] = row.Name, [Core.Forms.Answers.RowKey] = row.Key }
            ),
        ];
}
