using System.Text.Json.Nodes;
using Bunit;
using MiniApp.Core.Applicants;
using MiniApp.Core.Drafts;
using MiniApp.Core.Forms;
using MiniApp.Core.Uploads;
using MiniApp.Web.Applicant.Confirm;

namespace MiniApp.Web.Tests.Shell;

public sealed class AnswerSummaryTests : ShellContext
{
    private static readonly FormField Name = new("name", FieldType.Text, new("ชื่อ", "Name"));
    private static readonly FormField Signs = new("signs", FieldType.YesNo, new("ลงนาม", "Signs"));
    private static readonly FormField Power = new(
        "power",
        FieldType.MultiLine,
        new("อำนาจ", "Power"),
        VisibleWhen: new Condition("signs", EqualTo: "true")
    );

    [Fact]
    public void Group_EachRowUnderItsName_WithoutWhatItsRulesHide()
    {
        Answers.Set("q", TwoRows());

        var rendered = Summary(Group(GroupDisplay.Cards));

        var rows = rendered.FindAll(".row-answers > li");
        Assert.Equal(["กรรมการลำดับที่ 1", "กรรมการลำดับที่ 2"], rows.Select(r => r.QuerySelector("h3")!.TextContent));
        Assert.Equal(["ชื่อ", "ลงนาม", "อำนาจ"], rows[0].QuerySelectorAll("dt").Select(t => t.TextContent));
        Assert.Equal("หนึ่ง\nสอง", rows[0].QuerySelectorAll("dd .lines")[2].TextContent);
        Assert.Equal(["ชื่อ", "ลงนาม"], rows[1].QuerySelectorAll("dt").Select(t => t.TextContent));
    }

    [Fact]
    public void Group_AsATable_HasHeadsAndARowForEach()
    {
        Answers.Set("q", TwoRows());

        var rendered = Summary(
            Group(GroupDisplay.Table) with
            {
                Group = Group(GroupDisplay.Table).Group! with { Fields = [Name, Signs] },
            }
        );

        Assert.Equal(["ลำดับ", "ชื่อ", "ลงนาม"], rendered.FindAll("thead th").Select(h => h.TextContent));
        Assert.Equal(2, rendered.FindAll("tbody tr").Count);
    }

    [Fact]
    public void RowProblem_StandsInItsRowOnly()
    {
        Answers.Set("q", TwoRows());

        var rendered = Summary(
            Group(GroupDisplay.Cards),
            problems: [new("q", "ใส่ชื่อ", null, "b", "name"), new("q", "ต้องมีสามคน")]
        );

        var rows = rendered.FindAll(".row-answers > li");
        Assert.DoesNotContain("ใส่ชื่อ", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("ใส่ชื่อ", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Equal("ต้องมีสามคน", rendered.Find(".summary-value > .field-error .lines").TextContent);
    }

    [Fact]
    public void Notes_AreLeftOutAndComputedFieldsHaveNoLinkToChange()
    {
        Others.Add(Field(FieldType.Note) with { Id = "note", Label = new("อ่านก่อน", "Read this") });
        var three = new Expression.Worked(new Core.Forms.Operation(Sum: [new Expression.Number(3)]));

        var rendered = Summary(Field(FieldType.Computed) with { Compute = three });

        Assert.DoesNotContain("อ่านก่อน", rendered.Markup, StringComparison.Ordinal);
        Assert.Equal("3", rendered.Find(".lines").TextContent);
        Assert.Empty(rendered.FindAll(".summary-change"));
    }

    [Fact]
    public void OtherThanTheRegister_SaysWhatTheRegisterHas()
    {
        Answers.Set("q", "ชื่อใหม่");

        var rendered = Summary(Field(FieldType.Text), registry: _ => "ชื่อเดิม");

        Assert.Contains("ในทะเบียน: ชื่อเดิม", rendered.Find(".field-source").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void SmallPictures_AreShown_OtherFilesHaveASign()
    {
        var rendered = Summary(
            Field(FieldType.Document),
            files:
            [
                File("a.png", "image/png", 1000),
                File("b.jpg", "image/jpeg", 40_000_000),
                File("c.pdf", "application/pdf", 1000),
            ]
        );

        var files = rendered.FindAll(".thumb");
        Assert.Equal("lazy", files[0].QuerySelector("img")!.GetAttribute("loading"));
        Assert.Equal(
            files[0].QuerySelector("a")!.GetAttribute("href"),
            files[0].QuerySelector("img")!.GetAttribute("src")
        );
        Assert.All(files.Skip(1), file => Assert.Null(file.QuerySelector("img")));
        Assert.All(files.Skip(1), file => Assert.NotNull(file.QuerySelector("svg")));
    }

    private IRenderedComponent<AnswerSummary> Summary(
        FormField field,
        IReadOnlyList<FieldProblem>? problems = null,
        Func<FormField, string?>? registry = null,
        IReadOnlyList<Attachment>? files = null
    )
    {
        var view = ScopeOf(field);
        var draft = new OpenDraft(
            Guid.NewGuid(),
            view.Definition,
            ApplicantType.Citizen,
            Answers,
            new PrefillRecord(PrefillOutcome.Filled, DateTimeOffset.UnixEpoch, []),
            DraftState.Open,
            0,
            1,
            false,
            null,
            DateTimeOffset.UnixEpoch,
            files ?? []
        );
        return Render<AnswerSummary>(p =>
            p.Add(s => s.Draft, draft)
                .Add(s => s.View, view)
                .Add(s => s.Problems, problems ?? [])
                .Add(s => s.CanChange, true)
                .Add(s => s.RegistryOf, registry)
        );
    }

    private static Attachment File(string name, string type, long size) =>
        new(Guid.NewGuid(), "q", name, type, size, "file-" + name, DateTimeOffset.UnixEpoch);

    private static FormField Group(GroupDisplay display) =>
        Field(FieldType.Group) with
        {
            Group = new([Name, Signs, Power], Display: display, Noun: new("กรรมการ", "Director")),
        };

    private static JsonArray TwoRows() =>
        [
            new JsonObject
            {
                ["name"] = "เอ",
                ["signs"] = true,
                ["power"] = "หนึ่ง\nสอง",
                [Core.Forms.Answers.RowKey] = "a",
            },
            new JsonObject
            {
                ["signs"] = false,
                ["power"] = "ซ่อน",
                [Core.Forms.Answers.RowKey] = "b",
            },
        ];
}
