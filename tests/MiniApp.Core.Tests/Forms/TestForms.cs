using System.Globalization;
using System.Text.Json.Nodes;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

internal static class TestForms
{
    public static string Directory { get; } = Path.Combine(AppContext.BaseDirectory, "forms");

    public static FormDefinition FoodPlace { get; } =
        FormCatalog.Load(Directory).TryGet("mna005a", out var form)
            ? form
            : throw new InvalidOperationException("mna005a is missing");

    /// <summary>A form with these fields in one section, for everybody.</summary>
    public static FormDefinition With(params FormField[] fields) =>
        new(
            "tiny",
            new("เล็ก", "Tiny"),
            null,
            "1",
            "T1",
            "1",
            [ApplicantType.Citizen, ApplicantType.Juristic],
            null,
            null,
            [
                new FormStep(
                    "one",
                    new("หนึ่ง", "One"),
                    null,
                    [new FormSection("only", new("ส่วน", "Section"), null, fields)]
                ),
            ]
        );

    /// <summary>The smallest good form: one text, one yes/no; for citizens.</summary>
    public static JsonObject Minimal() =>
        JsonNode
            .Parse(
                """
                {
                  "code": "tiny",
                  "title": { "th": "เล็ก", "en": "Tiny" },
                  "applicationId": "1", "serviceNo": "T1", "version": "1",
                  "applicants": ["citizen"],
                  "steps": [{
                    "id": "one", "title": { "th": "หนึ่ง", "en": "One" },
                    "sections": [{
                      "id": "only", "title": { "th": "ส่วน", "en": "Section" },
                      "fields": [
                        { "id": "name", "type": "text", "label": { "th": "ชื่อ", "en": "Name" }, "required": true },
                        { "id": "agree", "type": "yesNo", "label": { "th": "ตกลง", "en": "Agree" } }
                      ]
                    }]
                  }]
                }
                """
            )!
            .AsObject();
}

/// <summary>Sets both cultures for a test and puts them back.</summary>
internal sealed class Culture : IDisposable
{
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;
    private readonly CultureInfo _uiCulture = CultureInfo.CurrentUICulture;

    public Culture(string name)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name);
    }

    public void Dispose()
    {
        CultureInfo.CurrentCulture = _culture;
        CultureInfo.CurrentUICulture = _uiCulture;
    }
}
