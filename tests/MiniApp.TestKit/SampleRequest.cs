using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MiniApp.Core.Thai;

namespace MiniApp.TestKit;

/// <summary>
/// A whole request as somebody types it (<c>*.answers.json</c>) and what Biz Portal must receive for it
/// (<c>*.expected.json</c>). Both files are written by hand, from what the license asks for. In them <c>{today}</c> is the
/// day of the test as it goes on the wire, <c>{todayTyped}</c> as people type it and <c>{todayRead}</c> as they read it.
/// </summary>
public sealed class SampleRequest
{
    private static readonly CultureInfo Thai = CultureInfo.GetCultureInfo("th-TH");

    private SampleRequest(JsonObject answers, JsonObject expected) => (Answers, Expected) = (answers, expected);

    /// <summary>The form's code, the persona, <c>steps</c> (what is typed, by field) and <c>documents</c>.</summary>
    public JsonObject Answers { get; }

    /// <summary><c>data</c>, <c>dataDescription</c> and <c>area</c>; see <see cref="JsonDifferences"/> for <c>*</c>.</summary>
    public JsonObject Expected { get; }

    public string FormCode => (string)Answers["form"]!;

    public string Persona => (string)Answers["persona"]!;

    /// <summary>What is typed, by field id, over all steps. A group is a list of rows, a person or an address an object.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> Typed =>
        Answers["steps"]!.AsObject().SelectMany(step => step.Value!.AsObject());

    /// <summary>Files to attach: <c>field</c>, <c>name</c>, <c>size</c> in bytes.</summary>
    public IEnumerable<JsonNode> Documents => Answers["documents"]!.AsArray().Select(file => file!);

    /// <param name="name">The files' name up to <c>.answers.json</c>.</param>
    public static SampleRequest Read(string name, DateOnly today) =>
        new(ReadFile($"{name}.answers.json", today), ReadFile($"{name}.expected.json", today));

    /// <summary>The profile that the sandbox has of a persona.</summary>
    public static JsonObject Profile(string persona)
    {
        var path = Path.Combine(Repository.Root, "src", "MiniApp.Sandbox", "Personas", "personas.json");
        return JsonNode.Parse(File.ReadAllText(path))!.AsArray().Single(p => (string?)p!["id"] == persona)![
            "profile"
        ]!.AsObject();
    }

    private static JsonObject ReadFile(string file, DateOnly today)
    {
        var text = File.ReadAllText(
            Path.Combine(Repository.Root, "tests", "MiniApp.Core.Tests", "Forms", "Forms", file)
        );
        text = text.Replace("{today}", ThaiDate.ToWire(today), StringComparison.Ordinal)
            .Replace("{todayTyped}", ThaiDate.FormatForEditing(today, Thai), StringComparison.Ordinal)
            .Replace("{todayRead}", ThaiDate.Format(today, Thai), StringComparison.Ordinal);
        return JsonNode.Parse(text)!.AsObject();
    }
}

/// <summary>Compares JSON field by field.</summary>
public static class JsonDifferences
{
    // Thai stays readable.
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// One line for each difference, with its path; empty when all is as expected. The order of members does not matter,
    /// that of lists does. <c>"*"</c> stands for any text that isn't empty.
    /// </summary>
    public static IReadOnlyList<string> Between(JsonNode? expected, JsonNode? actual) =>
        [.. Compare("$", expected, actual)];

    private static IEnumerable<string> Compare(string path, JsonNode? expected, JsonNode? actual)
    {
        switch (expected, actual)
        {
            case (JsonObject wanted, JsonObject got):
                return wanted
                    .Select(member => member.Key)
                    .Union(got.Select(member => member.Key))
                    .SelectMany(key =>
                        (wanted.ContainsKey(key), got.ContainsKey(key)) switch
                        {
                            (true, false) => [$"{path}.{key}: missing, expected {Show(wanted[key])}"],
                            (false, true) => [$"{path}.{key}: not expected: {Show(got[key])}"],
                            _ => Compare($"{path}.{key}", wanted[key], got[key]),
                        }
                    );
            case (JsonArray wanted, JsonArray got) when wanted.Count == got.Count:
                return wanted.SelectMany(
                    (item, n) => Compare(string.Create(CultureInfo.InvariantCulture, $"{path}[{n}]"), item, got[n])
                );
            default:
                var same =
                    JsonNode.DeepEquals(expected, actual)
                    || ((string?)(expected as JsonValue)?.ToString() == "*" && actual?.ToString() is { Length: > 0 });
                return same ? [] : [$"{path}: expected {Show(expected)}, got {Show(actual)}"];
        }
    }

    private static string Show(JsonNode? node) => node?.ToJsonString(Readable) ?? "null";
}
