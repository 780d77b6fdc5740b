using System.Text.Json.Nodes;
using MiniApp.TestKit;

namespace MiniApp.Browser.Tests.Running;

/// <summary>The form definition that these tests fill in, read as its author wrote it.</summary>
public static class TestForm
{
    public const string Code = "mna005a";

    private static readonly JsonObject Definition = JsonNode
        .Parse(File.ReadAllText(Path.Combine(Repository.Root, "forms", $"{Code}.form.json")))!
        .AsObject();

    public static IReadOnlyList<string> Steps { get; } =
    [.. Definition["steps"]!.AsArray().Select(step => (string)step!["id"]!)];

    public static string StepTitle(string id, bool thai) => Titled(Step(id)["title"]!, thai);

    public static string Label(string fieldId, bool thai) =>
        Titled(
            Definition["steps"]!
                .AsArray()
                .SelectMany(step => FieldsOf(step!))
                .Single(field => (string)field["id"]! == fieldId)["label"]!,
            thai
        );

    public static IEnumerable<JsonObject> FieldsOf(string stepId) => FieldsOf(Step(stepId));

    private static JsonNode Step(string id) =>
        Definition["steps"]!.AsArray().Single(step => (string)step!["id"]! == id)!;

    private static IEnumerable<JsonObject> FieldsOf(JsonNode step) =>
        step["sections"]!
            .AsArray()
            .SelectMany(section => section!["fields"]!.AsArray())
            .Select(field => field!.AsObject());

    private static string Titled(JsonNode text, bool thai) => (string)text[thai ? "th" : "en"]!;
}
