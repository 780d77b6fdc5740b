using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

public sealed class FormCatalogTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("forms").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Load_FormsOfThisRepository_HaveNoProblem()
    {
        var catalog = FormCatalog.Load(TestForms.Directory);

        Assert.Empty(catalog.Problems);
        Assert.True(catalog.TryGet("MNA005A", out var form));
        Assert.Equal("1001", form.ApplicationId);
        Assert.Equal(4, form.Steps.Count);
        Assert.Equal([ApplicantType.Citizen, ApplicantType.Juristic], form.Applicants);
        Assert.True(form.Fields.Count() >= 18);
        Assert.Equal(new PrefillPaths("identityName", null), form.FindField("applicantName")!.Prefill);
        Assert.Equal(new PrefillPaths("email", "email"), form.FindField("email")!.Prefill);
    }

    [Fact]
    public void Load_MissingDirectory_IsAProblem()
    {
        var catalog = FormCatalog.Load(Path.Combine(_directory, "nowhere"));

        Assert.Empty(catalog.Forms);
        Assert.Contains("does not exist", Assert.Single(catalog.Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("other")]
    public void TryGet_UnknownCode_IsFalse(string? code) =>
        Assert.False(FormCatalog.Load(TestForms.Directory).TryGet(code, out _));

    [Fact]
    public void Load_OneBadForm_LeavesTheOthers()
    {
        Write("a.form.json", TestForms.Minimal());
        File.WriteAllText(Path.Combine(_directory, "b.form.json"), "{ not json");

        var catalog = FormCatalog.Load(_directory);

        Assert.Single(catalog.Forms);
        var problem = Assert.Single(catalog.Problems);
        Assert.Equal("b.form.json", problem.File);
        Assert.Equal(1, problem.Line);
    }

    [Fact]
    public void Load_CommentsSchemaAndByteOrderMark_AreRead()
    {
        File.WriteAllText(
            Path.Combine(_directory, "a.form.json"),
            "\uFEFF// a comment\n"
                + TestForms.Minimal().ToJsonString().Insert(1, "\"$schema\": \"./form.schema.json\",")
        );

        Assert.Empty(FormCatalog.Load(_directory).Problems);
    }

    [Fact]
    public void Load_SameCodeTwice_KeepsTheFirstFile()
    {
        Write("a.form.json", TestForms.Minimal());
        Write("b.form.json", TestForms.Minimal());

        var catalog = FormCatalog.Load(_directory);

        Assert.Single(catalog.Forms);
        Assert.Equal(("b.form.json", "$.code"), (catalog.Problems[0].File, catalog.Problems[0].Path));
    }

    [Fact]
    public void Load_MisspelledMember_NamesFilePathAndLine()
    {
        File.WriteAllText(
            Path.Combine(_directory, "a.form.json"),
            TestForms.Minimal().ToString().Replace("\"required\"", "\"requierd\"", StringComparison.Ordinal)
        );

        var problem = Assert.Single(FormCatalog.Load(_directory).Problems);

        Assert.Contains("requierd", problem.Message + problem.Path, StringComparison.Ordinal);
        Assert.StartsWith("$.steps[0].sections[0].fields[0]", problem.Path, StringComparison.Ordinal);
        Assert.True(problem.Line > 10);
    }

    [Theory]
    [InlineData("$.code", "code", "\"Has Space\"")]
    [InlineData("$.applicants", "applicants", "[]")]
    [InlineData("$.title.en", "title", """{"th": "ก", "en": " "}""")]
    [InlineData("$.steps", "steps", "[]")]
    [InlineData("$.area", "area", "\"nowhere\"")]
    [InlineData("$.area", "area", "\"name\"")]
    public void Load_FormMemberWrong_IsNamed(string path, string member, string json) =>
        AssertProblem(path, form => form[member] = JsonNode.Parse(json));

    [Theory]
    [InlineData("id", "id", "\"1st\"")]
    [InlineData("label.th", "label", """{"th": "", "en": "x"}""")]
    [InlineData("maxLength", "maxLength", "0")]
    [InlineData("min", "min", "1")]
    [InlineData("max", "max", "1")]
    [InlineData("pattern", "pattern", "\"[\"")]
    [InlineData("pattern", "pattern", "\"(?=x)\"")]
    [InlineData("options", "type", "\"choice\"")]
    [InlineData("options", "options", """[{"value": "a", "label": {"th": "ก", "en": "a"}}]""")]
    [InlineData("document", "type", "\"document\"")]
    [InlineData("document", "document", """{"types": ["pdf"], "maxBytes": 1, "maxCount": 1}""")]
    [InlineData("prefill", "prefill", "\"addresses[x]\"")]
    [InlineData("prefill", "prefill", "{}")]
    [InlineData("visibleWhen.field", "visibleWhen", """{"field": "nothing", "equalTo": "x"}""")]
    [InlineData("visibleWhen.equalTo", "visibleWhen", """{"field": "agree", "equalTo": "yes"}""")]
    [InlineData("applicants", "applicants", "[\"juristic\"]")]
    public void Load_FieldMemberWrong_IsNamedWithItsLine(string path, string member, string json)
    {
        var problem = AssertProblem(
            $"$.steps[0].sections[0].fields[0].{path}",
            form => form["steps"]![0]!["sections"]![0]!["fields"]![0]![member] = JsonNode.Parse(json)
        );
        Assert.NotEmpty(problem.Fix);
    }

    [Fact]
    public void Load_FieldThatHangsOnItself_IsACircle()
    {
        var problem = AssertProblem(
            "$.steps[0].sections[0].fields[0]",
            form =>
                form["steps"]![0]!["sections"]![0]!["fields"]![0]!["visibleWhen"] = JsonNode.Parse(
                    """{"field": "name", "equalTo": "x"}"""
                )
        );
        Assert.Contains("name → name", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("type", "\"txt\"", "type", "Did you mean 'text'?")]
    [InlineData("type", "\"password\"", "type", "text, multiLine, integer")]
    [InlineData("requierd", "true", "requierd", "Did you mean 'required'?")]
    [InlineData("hnit", """{"th": "ก", "en": "a"}""", "hnit", "Did you mean 'hint'?")]
    [InlineData("colour", "\"red\"", "colour", "what may stand here is id, type, label")]
    [InlineData("required", "\"yes\"", "required", "true or false, without quotes")]
    [InlineData("maxLength", "\"100\"", "maxLength", "without quotes")]
    [InlineData("earliest", "5", "earliest", "\"5\"")]
    [InlineData("label", "\"ชื่อ\"", "label", "\"en\"")]
    [InlineData("label", """{"th": "ก"}""", "label.en", "\"en\": \"…\"")]
    [InlineData("options", """{"value": "a"}""", "options", "[ … ]")]
    [InlineData("visibleWhen", """{"field": "agere", "equalTo": true}""", "visibleWhen.field", "Did you mean 'agree'?")]
    [InlineData("visibleWhen", """{"field": "agree", "equalsTo": true}""", "visibleWhen.equalsTo", "'equalTo'")]
    [InlineData("prefill", """{"citizens": "email"}""", "prefill.citizens", "Did you mean 'citizen'?")]
    [InlineData("requiredWhen", """{"value": {"sums": [1]}, "atLeast": 1}""", "requiredWhen.value.sums", "'sum'")]
    [InlineData("applicants", """["citizen", null]""", "applicants[1]", "remove")]
    public void Load_Slip_SaysWhatWouldBeRight(string member, string json, string path, string fix)
    {
        var problem = AssertProblem(
            $"$.steps[0].sections[0].fields[0].{path}",
            form => form["steps"]![0]!["sections"]![0]!["fields"]![0]![member] = JsonNode.Parse(json)
        );
        Assert.Contains(fix, problem.Fix, StringComparison.Ordinal);
        Assert.NotNull(problem.Line);
        Assert.Single(FormCatalog.Load(_directory).Problems);
    }

    [Fact]
    public void Load_SeveralSlips_AreAllNamedAtOnce()
    {
        var form = TestForms.Minimal();
        var fields = form["steps"]![0]!["sections"]![0]!["fields"]!;
        form["applicationId"] = 1001;
        form.Remove("version");
        form["area"] = "nowhere";
        fields[0]!["requierd"] = true;
        fields[0]!["min"] = 1;
        fields[1]!["type"] = "yesno";
        fields[1]!["label"]!.AsObject().Remove("en");
        fields[1]!["visibleWhen"] = JsonNode.Parse("""{"field": "nmae", "answered": true}""");
        Write("a.form.json", form);

        var problems = FormCatalog.Load(_directory).Problems;

        Assert.Equal(
            [
                "$.applicationId",
                "$.area",
                "$.steps[0].sections[0].fields[0].min",
                "$.steps[0].sections[0].fields[0].requierd",
                "$.steps[0].sections[0].fields[1].label.en",
                "$.steps[0].sections[0].fields[1].type",
                "$.steps[0].sections[0].fields[1].visibleWhen.field",
                "$.version",
            ],
            problems.Select(p => p.Path).Order(StringComparer.Ordinal)
        );
        Assert.All(problems, p => Assert.NotNull(p.Line));
    }

    [Theory]
    [InlineData("{\n  \"code\": \"a\"\n  \"version\": \"1\"\n}", 3, "comma")]
    [InlineData("{\n  “code”: 1\n}", 2, "straight double quotes")]
    [InlineData("{\n  \"code\": “a”\n}", 2, "curly")]
    [InlineData("{\n  \"code\" \"a\"\n}", 2, "\"name\": value")]
    [InlineData("{\n  \"code\": \"a\",\n  \"code\": \"b\"\n}", 3, "Remove one")]
    [InlineData("{\n  \"code\": \"a\"\n", 3, "Close every")]
    [InlineData("{\n  \"code\": \"\\ud800\"\n}", 2, "UTF-8")]
    [InlineData("", 1, "one form")]
    [InlineData("null", 1, "Give a value")]
    public void Load_NoJson_NamesTheLineInPlainWords(string text, int line, string fix)
    {
        File.WriteAllText(Path.Combine(_directory, "a.form.json"), text);

        var problem = FormCatalog.Load(_directory).Problems[0];

        Assert.Equal(line, problem.Line);
        Assert.Contains(fix, problem.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingMember_NamesTheLineOfTheObjectThatLacksIt()
    {
        var problem = AssertProblem(
            "$.steps[0].sections[0].fields[1].label",
            form => form["steps"]![0]!["sections"]![0]!["fields"]![1]!.AsObject().Remove("label")
        );
        var lines = File.ReadAllLines(Path.Combine(_directory, "a.form.json"));
        Assert.Contains("agree", lines[problem.Line!.Value], StringComparison.Ordinal);
    }

    [Fact]
    public void Load_IdUsedTwiceInOtherLetterCase_IsNamed()
    {
        var problem = AssertProblem(
            "$.steps[0].sections[0].fields[1].id",
            form => form["steps"]![0]!["sections"]![0]!["fields"]![1]!["id"] = "NAME"
        );
        var lines = File.ReadAllLines(Path.Combine(_directory, "a.form.json"));
        Assert.Contains("NAME", lines[problem.Line!.Value - 1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("type", "\"txt\"")]
    [InlineData("type", "0")]
    [InlineData("label", "null")]
    [InlineData("label", """{"th": "ก"}""")]
    [InlineData("prefill", "5")]
    [InlineData("prefill", """{"citizens": "a"}""")]
    public void Load_FieldOfWrongShape_IsRefused(string member, string json)
    {
        var form = TestForms.Minimal();
        form["steps"]![0]!["sections"]![0]!["fields"]![0]![member] = JsonNode.Parse(json);
        Write("a.form.json", form);

        var catalog = FormCatalog.Load(_directory);

        Assert.Empty(catalog.Forms);
        Assert.NotNull(Assert.Single(catalog.Problems).Line);
    }

    private FormProblem AssertProblem(string path, Action<JsonObject> spoil)
    {
        var form = TestForms.Minimal();
        spoil(form);
        Write("a.form.json", form);

        var catalog = FormCatalog.Load(_directory);

        Assert.Empty(catalog.Forms);
        return Assert.Single(catalog.Problems, p => p.Path == path);
    }

    private void Write(string file, JsonObject form) =>
        File.WriteAllText(Path.Combine(_directory, file), form.ToString());
}
