using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

/// <summary>Holds forms/form.schema.json, which editors use, against the types that the portal reads.</summary>
public sealed class FormSchemaTests
{
    private static readonly JsonDocumentOptions Loose = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private static readonly JsonObject Schema = JsonNode
        .Parse(File.ReadAllText(Path.Combine(TestForms.Directory, "form.schema.json")))!
        .AsObject();

    private static readonly SchemaReader Reader = new(Schema);

    public static TheoryData<string> Forms { get; } =
    [.. Directory.EnumerateFiles(TestForms.Directory, "*.form.json").Select(path => Path.GetFileName(path))];

    [Theory]
    [InlineData("form", typeof(FormDefinition))]
    [InlineData("step", typeof(FormStep))]
    [InlineData("section", typeof(FormSection))]
    [InlineData("field", typeof(FormField))]
    [InlineData("option", typeof(FieldOption))]
    [InlineData("group", typeof(GroupRule))]
    [InlineData("check", typeof(FormCheck))]
    [InlineData("condition", typeof(Condition))]
    [InlineData("operation", typeof(Operation))]
    [InlineData("document", typeof(DocumentRule))]
    [InlineData("text", typeof(LocalizedText))]
    public void Definition_HasTheMembersOfItsType(string name, Type type)
    {
        var definition = Schema["$defs"]![name]!;
        // Members without a setter are computed (Fields) and never read from a file.
        var members = FormJson
            .Options.GetTypeInfo(type)
            .Properties.Where(p => p.Set is not null || p.AssociatedParameter is not null)
            .ToList();

        Assert.Equal(
            members.Select(m => m.Name).Order(StringComparer.Ordinal),
            definition["properties"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            members.Where(m => m.IsRequired).Select(m => m.Name).Order(StringComparer.Ordinal),
            definition["required"]!.AsArray().Select(n => n!.GetValue<string>()).Order(StringComparer.Ordinal)
        );
        Assert.False(definition["additionalProperties"]!.GetValue<bool>());
    }

    [Fact]
    public void Definition_EveryMember_SaysWhatItIs()
    {
        var silent =
            from definition in Schema["$defs"]!.AsObject()
            from member in definition.Value!["properties"]?.AsObject() ?? []
            where Described(member.Value!) is null
            select $"{definition.Key}.{member.Key}";

        Assert.Empty(silent);

        static JsonNode? Described(JsonNode member) =>
            member["description"] ?? Schema["$defs"]![((string?)member["$ref"])?[8..] ?? ""]?["description"];
    }

    [Fact]
    public void Enumerations_ListEveryValue()
    {
        AssertListed<FieldType>(Schema["$defs"]!["field"]!["properties"]!["type"]!);
        AssertListed<TextCharacters>(Schema["$defs"]!["field"]!["properties"]!["characters"]!);
        AssertListed<ChoiceDisplay>(Schema["$defs"]!["field"]!["properties"]!["display"]!);
        AssertListed<NumberFormat>(Schema["$defs"]!["field"]!["properties"]!["format"]!);
        AssertListed<NoteTone>(Schema["$defs"]!["field"]!["properties"]!["tone"]!);
        AssertListed<GroupDisplay>(Schema["$defs"]!["group"]!["properties"]!["display"]!);
        AssertListed<ReviewSetting>(Schema["$defs"]!["form"]!["properties"]!["review"]!);
        AssertListed<ApplicantType>(Schema["$defs"]!["applicants"]!["items"]!);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Schema_FormOfThisRepository_IsAccepted(string file)
    {
        var form = JsonNode.Parse(File.ReadAllText(Path.Combine(TestForms.Directory, file)), documentOptions: Loose);

        Assert.Empty(Reader.Refused(form));
    }

    [Fact]
    public void Schema_SmallestForm_IsAccepted() => Assert.Empty(Reader.Refused(TestForms.Minimal()));

    [Theory]
    [InlineData("""{"type": "choice"}""")]
    [InlineData("""{"type": "txt"}""")]
    [InlineData("""{"type": "group"}""")]
    [InlineData("""{"type": "computed"}""")]
    [InlineData("""{"type": "document"}""")]
    [InlineData("""{"type": null}""")]
    [InlineData("""{"label": "Name"}""")]
    [InlineData("""{"label": {"th": "ชื่อ"}}""")]
    [InlineData("""{"label": {"th": "ชื่อ", "en": " "}}""")]
    [InlineData("""{"id": "today"}""")]
    [InlineData("""{"id": "1st"}""")]
    [InlineData("""{"requierd": true}""")]
    [InlineData("""{"required": "yes"}""")]
    [InlineData("""{"options": [{"value": "a", "label": {"th": "ก", "en": "a"}}]}""")]
    [InlineData("""{"min": 1}""")]
    [InlineData("""{"earliest": "today"}""")]
    [InlineData("""{"type": "date", "latest": "tomorrow"}""")]
    [InlineData("""{"maxLength": 0}""")]
    [InlineData("""{"pattern": "[0-9]+"}""")]
    [InlineData("""{"display": "list"}""")]
    [InlineData("""{"inWords": true}""")]
    [InlineData("""{"tone": "warning"}""")]
    [InlineData("""{"locked": true}""")]
    [InlineData("""{"prefill": "addresses[x]"}""")]
    [InlineData("""{"prefill": {}}""")]
    [InlineData("""{"prefill": {"citizens": "email"}}""")]
    [InlineData("""{"sendAs": "a..b"}""")]
    [InlineData("""{"type": "note", "required": true}""")]
    [InlineData("""{"visibleWhen": {"field": "agree"}}""")]
    [InlineData("""{"visibleWhen": {"equalTo": true}}""")]
    [InlineData("""{"visibleWhen": {"field": "agree", "equalTo": true, "answered": true}}""")]
    [InlineData("""{"visibleWhen": {"field": "agree", "equalTo": true, "all": []}}""")]
    [InlineData("""{"visibleWhen": {"value": 5, "equalTo": 5}}""")]
    [InlineData("""{"visibleWhen": {"value": {"sum": [1], "max": [2]}, "atLeast": 5}}""")]
    [InlineData("""{"visibleWhen": {"value": {"percent": 3}, "atLeast": 5}}""")]
    [InlineData("""{"visibleWhen": {}}""")]
    public void SchemaAndPortal_SpoiltField_AreOfOneMind(string members)
    {
        var form = TestForms.Minimal();
        var field = form["steps"]![0]!["sections"]![0]!["fields"]![0]!;
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
        {
            field[name] = value?.DeepClone();
        }

        Assert.NotEmpty(Reader.Refused(form));
        Assert.Null(FormReader.Read("x", Encoding.UTF8.GetBytes(form.ToJsonString()), []));
    }

    [Theory]
    [InlineData(
        """{"type": "choice", "options": [{"value": "a", "label": {"th": "ก", "en": "a"}}], "display": "search"}"""
    )]
    [InlineData("""{"type": "date", "earliest": "today-3m", "latest": "2030-12-31"}""")]
    [InlineData("""{"type": "money", "min": 0, "max": 5, "inWords": true}""")]
    [InlineData("""{"type": "note", "required": null, "tone": "warning"}""")]
    [InlineData(
        """{"type": "computed", "required": null, "compute": {"percent": 3, "of": {"count": "rows"}}, "format": "money"}"""
    )]
    [InlineData(
        """{"visibleWhen": {"any": [{"field": "agree", "in": [true, false]}, {"not": {"field": "agree", "answered": true}}]}}"""
    )]
    [InlineData("""{"prefill": {"citizen": "addresses[0].building"}, "locked": true, "sendAs": "a.b"}""")]
    public void SchemaAndPortal_GoodField_AreOfOneMind(string members)
    {
        var form = TestForms.Minimal();
        var fields = form["steps"]![0]!["sections"]![0]!["fields"]!.AsArray();
        fields.Add(
            JsonNode.Parse(
                """
                { "id": "rows", "type": "group", "label": { "th": "แถว", "en": "Rows" },
                  "group": { "fields": [{ "id": "cell", "type": "text", "label": { "th": "ช่อง", "en": "Cell" } }] } }
                """
            )
        );
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
        {
            if (value is null)
                fields[0]!.AsObject().Remove(name);
            else
                fields[0]![name] = value.DeepClone();
        }

        var problems = new List<FormProblem>();
        Assert.NotNull(FormReader.Read("x", Encoding.UTF8.GetBytes(form.ToJsonString()), problems));
        Assert.Empty(problems);
        Assert.Empty(Reader.Refused(form));
    }

    private static void AssertListed<T>(JsonNode node)
        where T : struct, Enum =>
        Assert.Equal(
            Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName).Order(StringComparer.Ordinal),
            node["enum"]!.AsArray().Select(n => n!.GetValue<string>()).Order(StringComparer.Ordinal)
        );
}
