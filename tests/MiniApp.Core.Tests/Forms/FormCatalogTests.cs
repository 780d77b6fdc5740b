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
    [InlineData("visibleWhen.field", "visibleWhen", """{"field": "name", "equalTo": "x"}""")]
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
