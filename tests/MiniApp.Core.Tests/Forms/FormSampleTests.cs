using System.Text;
using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

public sealed class FormSampleTests
{
    private static readonly DateOnly Today = new(2026, 8, 15);

    public static TheoryData<string, ApplicantType, bool> Forms
    {
        get
        {
            var data = new TheoryData<string, ApplicantType, bool>();
            foreach (var form in FormCatalog.Load(TestForms.Directory).Forms)
            foreach (var type in form.Applicants)
            {
                data.Add(form.Code, type, true);
                data.Add(form.Code, type, false);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Of_FormOfThisRepository_PassesItsRules(string code, ApplicantType type, bool everything)
    {
        Assert.True(FormCatalog.Load(TestForms.Directory).TryGet(code, out var form));

        Assert.Empty(FormSample.Of(form, type, Today, everything).Problems);
    }

    [Theory]
    [InlineData("""{"type": "text", "minLength": 40, "maxLength": 45}""")]
    [InlineData("""{"type": "text", "maxLength": 3}""")]
    [InlineData("""{"type": "text", "characters": "english"}""")]
    [InlineData("""{"type": "text", "pattern": "[0-9]{5}"}""")]
    [InlineData("""{"type": "text", "pattern": "[A-Z]{2}[0-9]{6}"}""")]
    [InlineData("""{"type": "text", "pattern": "[0-9]{1,4}/25[0-9]{2}"}""")]
    [InlineData("""{"type": "text", "pattern": "[0-9]{2}-[0-9]{2}"}""")]
    [InlineData("""{"type": "multiLine", "minLength": 300}""")]
    [InlineData("""{"type": "integer", "min": -7, "max": -3}""")]
    [InlineData("""{"type": "integer", "min": 2.5}""")]
    [InlineData("""{"type": "money", "min": 1000000}""")]
    [InlineData("""{"type": "date", "earliest": "today+30d"}""")]
    [InlineData("""{"type": "date", "latest": "today-20y"}""")]
    [InlineData("""{"type": "date", "earliest": "2030-01-01", "latest": "2030-01-01"}""")]
    [InlineData("""{"type": "person"}""")]
    [InlineData("""{"type": "location"}""")]
    [InlineData("""{"type": "nameTitle"}""")]
    [InlineData("""{"type": "address"}""")]
    [InlineData("""{"type": "document", "document": {"types": ["jpg"], "maxBytes": 10, "maxCount": 1}}""")]
    public void Of_OneField_PassesItsRules(string members)
    {
        var form = Form($$"""[{{members.Insert(1, Labelled("one", required: true))}}]""");

        var sample = FormSample.Of(form, ApplicantType.Citizen, Today, everything: false);

        Assert.Empty(sample.Problems);
        Assert.Equal(1, sample.Answers.FieldIds.Count() + sample.Attachments.Count);
    }

    [Fact]
    public void Of_ImpossiblePattern_SaysWhatIsLeft()
    {
        var form = Form($$"""[{ {{Labelled("one", required: true)}} "type": "text", "pattern": "xyzzy[0-9]{77}" }]""");

        var sample = FormSample.Of(form, ApplicantType.Citizen, Today, everything: true);

        Assert.Equal("one", Assert.Single(sample.Problems).FieldId);
    }

    [Fact]
    public void Of_GroupWithUniqueColumns_HasRowsThatDiffer()
    {
        var form = Form(
            $$"""
            [{ {{Labelled("rows", required: true)}} "type": "group", "group": {
              "min": 4, "unique": ["who.nationalId", "no", "name"],
              "fields": [
                { {{Labelled("who", required: true)}} "type": "person" },
                { {{Labelled("no", required: true)}} "type": "text", "pattern": "[0-9]{5}" },
                { {{Labelled("name", required: true)}} "type": "text" }
              ] } }]
            """
        );

        var sample = FormSample.Of(form, ApplicantType.Citizen, Today, everything: false);

        Assert.Empty(sample.Problems);
        Assert.Equal(4, sample.Answers.Rows("rows").Count);
    }

    [Fact]
    public void Of_ChecksBetweenFields_AreMended()
    {
        var form = Form(
            $$"""
            [
              { {{Labelled("capital", required: true)}} "type": "money", "min": 1000 },
              { {{Labelled("guarantee", required: true)}} "type": "money" },
              { {{Labelled("people", required: true)}} "type": "group", "group": { "fields": [
                { {{Labelled("signs", required: true)}} "type": "yesNo" } ] } }
            ]
            """,
            """
            [
              { "require": { "field": "guarantee", "atLeast": { "percent": 3, "of": "capital" } }, "field": "guarantee", "message": { "th": "น้อยไป", "en": "Too little" } },
              { "require": { "value": { "count": "people", "where": { "field": "signs", "equalTo": true } }, "atLeast": 1 }, "field": "people", "message": { "th": "ไม่มีผู้ลงนาม", "en": "Nobody signs" } }
            ]
            """
        );

        Assert.Empty(FormSample.Of(form, ApplicantType.Citizen, Today, everything: false).Problems);
    }

    [Fact]
    public void Of_Twice_IsTheSame()
    {
        string Sample() =>
            FormSample
                .Of(TestForms.FoodPlace, ApplicantType.Juristic, Today, everything: true)
                .Answers.ToJson()
                .ToJsonString();

        Assert.Equal(Sample(), Sample());
    }

    private static string Labelled(string id, bool required) =>
        $$"""
            "id": "{{id}}", "label": { "th": "ช่อง", "en": "Field" }, "required": {{(required ? "true" : "false")}},
            """;

    private static FormDefinition Form(string fields, string checks = "[]")
    {
        var json = TestForms.Minimal();
        var items = JsonNode.Parse(fields)!.AsArray();
        foreach (var pattern in items.SelectMany(Patterned).ToList())
        {
            pattern["patternMessage"] = JsonNode.Parse("""{ "th": "ไม่ตรงแบบ", "en": "Odd" }""");
        }
        json["steps"]![0]!["sections"]![0]!["fields"] = items;
        json["checks"] = JsonNode.Parse(checks);
        var problems = new List<FormProblem>();
        var form = FormReader.Read("x", Encoding.UTF8.GetBytes(json.ToJsonString()), problems);
        Assert.Empty(problems);
        return form!;

        static IEnumerable<JsonObject> Patterned(JsonNode? field) =>
            (field!["group"]?["fields"]?.AsArray() ?? [])
                .Append(field)
                .Select(f => f!.AsObject())
                .Where(f => f.ContainsKey("pattern"));
    }
}
