using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MiniApp.Core.Forms;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.Forms;

/// <summary>Every example in docs/forms.md is read as an author would have it read.</summary>
public sealed partial class FormGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "forms.md"));

    private static readonly List<(string Kind, string Text)> Examples =
    [
        .. Example().Matches(Guide).Select(m => (m.Groups["kind"].Value, m.Groups["json"].Value)),
    ];

    public static TheoryData<int> All { get; } = [.. Enumerable.Range(0, Examples.Count)];

    [Theory]
    [MemberData(nameof(All))]
    public void Guide_Example_IsAGoodForm(int n)
    {
        var (kind, text) = Examples[n];
        var form = kind switch
        {
            "form" => JsonNode.Parse(text)!.AsObject(),
            "fields" => WithFields(text),
            "checks" => WithChecks(text),
            _ => throw new NotSupportedException($"An example of {kind}"),
        };

        var problems = new List<FormProblem>();
        FormReader.Read("docs/forms.md", Encoding.UTF8.GetBytes(form.ToJsonString()), problems);
        Assert.Empty(problems);
    }

    [Fact]
    public void Guide_EveryTypeAndMember_IsExplained()
    {
        var schema = JsonNode.Parse(FormSchema.Text)!["$defs"]!;
        var names = new[] { "form", "section", "field", "group", "condition", "operation", "document", "check" }
            .SelectMany(name => schema[name]!["properties"]!.AsObject().Select(member => member.Key))
            .Concat(Enum.GetNames<FieldType>().Select(name => char.ToLowerInvariant(name[0]) + name[1..]))
            .Distinct();

        Assert.All(names, name => Assert.Matches($@"[`""]{Regex.Escape(name)}\b", Guide));
        Assert.True(Examples.Count > 12);
    }

    private static JsonObject WithFields(string fields)
    {
        var form = TestForms.Minimal();
        form["applicants"] = new JsonArray("citizen", "juristic");
        form["steps"]![0]!["sections"]![0]!["fields"] = JsonNode.Parse(fields);
        return form;
    }

    // Checks speak of the fields of examples before them.
    private static JsonObject WithChecks(string checks)
    {
        var fields = new JsonArray([
            .. Examples
                .Where(example => example.Kind == "fields")
                .SelectMany(example => JsonNode.Parse(example.Text)!.AsArray())
                .Where(field => (string?)field!["id"] is "managers" or "capital" or "revenue")
                .Select(field => field!.DeepClone()),
            JsonNode.Parse(
                """{"id": "guarantee", "type": "money", "label": {"th": "หลักประกัน", "en": "Guarantee"}}"""
            ),
        ]);
        var form = WithFields(fields.ToJsonString());
        form["checks"] = JsonNode.Parse(checks);
        return form;
    }

    [GeneratedRegex(
        @"^```json (?<kind>\w+)\n(?<json>.*?)^```",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Example();
}
