using System.Text.Json.Nodes;
using MiniApp.Core.Forms;

namespace MiniApp.Core.Tests.Forms;

internal static class TestForms
{
    public static string Directory { get; } = Path.Combine(AppContext.BaseDirectory, "forms");

    public static FormDefinition FoodPlace { get; } =
        FormCatalog.Load(Directory).TryGet("mna005a", out var form)
            ? form
            : throw new InvalidOperationException("mna005a is missing");

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
