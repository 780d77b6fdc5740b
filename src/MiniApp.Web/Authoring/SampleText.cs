using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;
using MiniApp.Core.Thai;

namespace MiniApp.Web.Authoring;

/// <summary>A sample of a form as JSON, for reading.</summary>
internal static class SampleText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        // It goes to a console, where escaped Thai would help nobody.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <returns>The text, and a line for each answer that could not be made up.</returns>
    public static (string Text, IReadOnlyList<string> Left) Of(
        FormDefinition form,
        ApplicantType type,
        TimeProvider clock
    )
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en-GB");
        var sample = FormSample.Of(form, type, ThaiDate.Today(clock), everything: true);
        var payload = sample.Payload(form, type, clock.GetUtcNow());
        var left = sample.Problems.Select(Line).ToList();
        var json = new JsonObject
        {
            ["form"] = form.Code,
            ["version"] = form.Version,
            ["applicant"] = type.ToString().ToLowerInvariant(),
            ["couldNotBeMadeUp"] = left.Count == 0 ? null : new JsonArray([.. left.Select(line => (JsonNode)line)]),
            ["answers"] = sample.Answers.ToJson(),
            ["payload"] = ToJson(payload),
        };
        if (left.Count == 0)
            json.Remove("couldNotBeMadeUp");
        return (json.ToJsonString(Options), left);
    }

    public static string Readable(SubmissionPayload payload) => ToJson(payload).ToJsonString(Options);

    private static JsonObject ToJson(SubmissionPayload payload) =>
        new()
        {
            ["data"] = payload.Data,
            ["dataDescription"] = payload.DataDescription,
            ["area"] = JsonSerializer.SerializeToNode(payload.Area, JsonSerializerOptions.Web),
        };

    private static string Line(FieldProblem problem)
    {
        var place = problem.ColumnId is null ? problem.FieldId : $"{problem.FieldId}.{problem.ColumnId}";
        return $"{place}: no sample passes. {problem.Message}";
    }
}
