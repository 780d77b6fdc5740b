using System.Text.Json.Nodes;
using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

public sealed class FormFitTests
{
    private static readonly FieldOption Rent = new("rent", new("เช่า", "Rented"));
    private static readonly FieldOption Own = new("own", new("เป็นเจ้าของ", "Owned"));

    [Fact]
    public void SetAside_SameForm_IsNothing()
    {
        var answers = Of(
            """
            { "name": "ก", "right": "own", "kinds": ["rent", "own"], "n": 5, "typed": "ห้า", "on": "2026-01-31",
              "yes": true, "home": { "detail": "1" }, "rows": [{ "_row": "a", "cell": "x" }], "empty": "" }
            """
        );
        var form = TestForms.With(
            Field("name", FieldType.Text),
            Choice("right", FieldType.Choice, Own, Rent),
            Choice("kinds", FieldType.Choices, Own, Rent),
            Field("n", FieldType.Integer),
            Field("typed", FieldType.Money),
            Field("on", FieldType.Date),
            Field("yes", FieldType.YesNo),
            Field("home", FieldType.Address),
            Group("rows", Field("cell", FieldType.Text))
        );

        Assert.Empty(FormFit.SetAside(form, form, answers));
        Assert.Empty(FormFit.SetAside(form, null, answers));
    }

    [Fact]
    public void SetAside_FieldGone_IsReadAsTheOldFormAsked()
    {
        var answers = Of("""{ "opened": "2026-01-31", "name": "ก" }""");
        var before = TestForms.With(Field("opened", FieldType.Date), Field("name", FieldType.Text));
        var now = TestForms.With(Field("name", FieldType.Text));

        var aside = Assert.Single(FormFit.SetAside(now, before, answers));

        Assert.Equal(
            new AnswerSetAside("opened", new("ถาม opened", "Ask opened"), new("31 มกราคม 2569", "31 January 2026")),
            aside
        );
        Assert.NotNull(answers["opened"]);
    }

    [Fact]
    public void SetAside_FieldGoneAndOldFormUnknown_HasItsIdAndPlainText()
    {
        var answers = Of("""{ "home": { "detail": "99/9", "province": "เชียงใหม่" }, "old": ["a", "b"] }""");

        var aside = FormFit.SetAside(TestForms.With(Field("name", FieldType.Text)), null, answers);

        Assert.Equal(["home", "old"], aside.Select(a => a.Label.Th));
        Assert.Equal(["99/9 เชียงใหม่", "a, b"], aside.Select(a => a.Text.Th));
    }

    [Fact]
    public void SetAside_OptionGone_NamesItByItsOldLabel()
    {
        var answers = Of("""{ "right": "rent", "kinds": ["own", "rent"] }""");
        var before = TestForms.With(
            Choice("right", FieldType.Choice, Own, Rent),
            Choice("kinds", FieldType.Choices, Own, Rent)
        );
        var now = TestForms.With(Choice("right", FieldType.Choice, Own), Choice("kinds", FieldType.Choices, Own));

        var aside = FormFit.SetAside(now, before, answers);

        Assert.Equal([("right", "Rented"), ("kinds", "Rented")], aside.Select(a => (a.FieldId, a.Text.En)));
    }

    [Theory]
    [InlineData(FieldType.Text, FieldType.MultiLine, "\"x\"", true)]
    [InlineData(FieldType.Text, FieldType.Date, "\"x\"", false)]
    [InlineData(FieldType.Text, FieldType.Date, "\"2026-01-31\"", true)]
    [InlineData(FieldType.Text, FieldType.Integer, "\"x\"", false)]
    [InlineData(FieldType.Integer, FieldType.Money, "5", true)]
    [InlineData(FieldType.Integer, FieldType.Money, "\"five\"", true)]
    [InlineData(FieldType.Integer, FieldType.Text, "5", false)]
    [InlineData(FieldType.Text, FieldType.YesNo, "\"yes\"", false)]
    [InlineData(FieldType.YesNo, FieldType.Acceptance, "true", true)]
    [InlineData(FieldType.YesNo, FieldType.Text, "true", false)]
    [InlineData(FieldType.Address, FieldType.Person, """{"detail": "1"}""", false)]
    [InlineData(FieldType.Text, FieldType.Computed, "\"x\"", false)]
    [InlineData(FieldType.Text, FieldType.Group, "\"x\"", false)]
    [InlineData(FieldType.Text, FieldType.Note, "\"x\"", false)]
    public void SetAside_TypeChanged_KeepsWhatHasTheSameShape(FieldType before, FieldType now, string json, bool kept)
    {
        var answers = new Answers();
        answers.Set("it", JsonNode.Parse(json));
        var current = now is FieldType.Group ? Group("it", Field("cell", FieldType.Text)) : Field("it", now);

        var aside = FormFit.SetAside(TestForms.With(current), TestForms.With(Field("it", before)), answers);

        Assert.Equal(kept, aside.Count == 0);
        Assert.All(aside, a => Assert.NotEmpty(a.Text.Th));
    }

    [Fact]
    public void SetAside_ColumnGone_NamesRowAndColumn()
    {
        var answers = Of(
            """{ "rows": [{ "_row": "a", "cell": "x" }, { "_row": "b", "cell": "y", "licence": "12345" }] }"""
        );
        var before = TestForms.With(Group("rows", Field("cell", FieldType.Text), Field("licence", FieldType.Text)));
        var now = TestForms.With(Group("rows", Field("cell", FieldType.Text)));

        var aside = Assert.Single(FormFit.SetAside(now, before, answers));

        Assert.Equal(("rows", "Ask rows 2: Ask licence", "12345"), (aside.FieldId, aside.Label.En, aside.Text.En));
    }

    private static Answers Of(string json) => Answers.FromJson(JsonNode.Parse(json)!.AsObject());

    private static FormField Field(string id, FieldType type) => new(id, type, new($"ถาม {id}", $"Ask {id}"));

    private static FormField Choice(string id, FieldType type, params FieldOption[] options) =>
        Field(id, type) with
        {
            Options = options,
        };

    private static FormField Group(string id, params FormField[] columns) =>
        Field(id, FieldType.Group) with
        {
            Group = new GroupRule(columns),
        };
}
