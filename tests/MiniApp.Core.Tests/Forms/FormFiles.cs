using System.Globalization;
using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

/// <summary>Forms written as their authors write them, without what a test doesn't care about.</summary>
internal static class FormFiles
{
    public static DateOnly Today { get; } = new(2026, 11, 20);

    /// <summary>A form whose one section holds these fields; labels, messages and the like are filled in.</summary>
    /// <param name="fields">JSON: the fields, with commas between.</param>
    /// <param name="members">JSON: further members of the form, with commas between.</param>
    public static JsonObject Json(string fields, string members = "")
    {
        var form = TestForms.Minimal();
        form["applicants"] = new JsonArray("citizen", "juristic");
        foreach (var (name, value) in JsonNode.Parse($"{{{members}}}")!.AsObject())
        {
            form[name] = value?.DeepClone();
        }
        form["steps"]![0]!["sections"]![0]!["fields"] = JsonNode.Parse($"[{fields}]");
        Complete(form);
        return form;
    }

    /// <summary>The form as the portal would serve it; fails when it has problems.</summary>
    public static FormDefinition Load(string fields, string members = "") => Load(Json(fields, members));

    public static FormDefinition Load(JsonObject form)
    {
        var catalog = Read(form.ToString());
        Assert.Empty(catalog.Problems.Select(problem => problem.ToString()));
        return catalog.Forms.Single();
    }

    public static IReadOnlyList<FormProblem> Problems(JsonObject form) => Read(form.ToString()).Problems;

    public static FormCatalog Read(string json) => Read(System.Text.Encoding.UTF8.GetBytes(json));

    public static FormCatalog Read(byte[] json)
    {
        var directory = Directory.CreateTempSubdirectory("forms");
        try
        {
            File.WriteAllBytes(Path.Combine(directory.FullName, "a.form.json"), json);
            return FormCatalog.Load(directory.FullName);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    public static Answers Answers(string json) =>
        Core.Forms.Answers.FromJson(JsonNode.Parse(json, documentOptions: new() { MaxDepth = 64 })!.AsObject());

    public static FormView View(
        FormDefinition form,
        string answers = "{}",
        ApplicantType applicant = ApplicantType.Citizen,
        DateOnly? today = null,
        params AttachedDocument[] documents
    ) => new(form, Answers(answers), applicant, today ?? Today, documents);

    /// <summary>What is wrong, as <c>field/row/column/part: message</c> in English.</summary>
    public static List<string> Check(FormDefinition form, string answers, string? culture = null)
    {
        using var _ = new Culture(culture ?? "en-GB");
        return
        [
            .. FormValidator
                .Validate(View(form, answers))
                .Select(p => $"{p.FieldId}/{p.RowKey}/{p.ColumnId}/{p.Part}: {p.Message}"),
        ];
    }

    private static void Complete(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray items:
                items.ToList().ForEach(Complete);
                break;
            case JsonObject members:
                var isText = members.ContainsKey("th");
                foreach (var (_, value) in members.ToList())
                {
                    Complete(value);
                }
                var name = (string?)(
                    members["id"] ?? (members.ContainsKey("label") ? null : members["value"]) as JsonValue
                );
                if (!isText && name is not null && !members.ContainsKey("title") && !IsCondition(members))
                {
                    members.TryAdd("label", Text(name));
                }
                if (members.ContainsKey("require"))
                {
                    members.TryAdd("message", Text("wrong"));
                }
                if (members.ContainsKey("pattern"))
                {
                    members.TryAdd("patternMessage", Text("pattern"));
                }
                break;
        }
    }

    private static bool IsCondition(JsonObject members) =>
        !members.ContainsKey("id")
        && members.Select(m => m.Key).Any(key => key is "sameAs" or "atLeast" or "atMost" or "moreThan" or "lessThan");

    private static JsonObject Text(string english) =>
        new() { ["th"] = string.Create(CultureInfo.InvariantCulture, $"ช่อง {english}"), ["en"] = english };
}
