using System.Globalization;
using System.Text.Json.Nodes;
using MiniApp.Core.Forms;
using MiniApp.TestKit;

namespace MiniApp.Bench;

/// <summary>
/// Made-up forms of a given size, under the code of a form that the sandbox knows: texts, numbers, dates, choices, people,
/// addresses and computed fields in turn, a third of them with a rule.
/// </summary>
internal static class BenchForms
{
    private const string File = "mna005a.form.json";

    /// <param name="rows">Whether the last field of the form is a group.</param>
    public static async Task WriteAsync(string directory, int steps, int fieldsPerStep, bool rows)
    {
        var form = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(Path.Combine(Repository.Root, "forms", File)))!;
        form.AsObject().Remove("area");
        form.AsObject().Remove("checks");
        var pages = new JsonArray();
        for (var step = 0; step < steps; step++)
        {
            var ids = Enumerable.Range(step * fieldsPerStep, fieldsPerStep);
            var fields = ids.Select(n => rows && n == steps * fieldsPerStep - 1 ? Group() : Field(n));
            pages.Add(
                new JsonObject
                {
                    ["id"] = Text($"step{step}"),
                    ["title"] = Words("ขั้นตอน", step),
                    ["sections"] = new JsonArray(
                        new JsonObject
                        {
                            ["id"] = Text($"section{step}"),
                            ["title"] = Words("ส่วน", step),
                            ["fields"] = new JsonArray([.. fields]),
                        }
                    ),
                }
            );
        }
        form["steps"] = pages;
        await System.IO.File.WriteAllTextAsync(Path.Combine(directory, File), form.ToJsonString());
    }

    /// <summary>An answer to every field, right ones; the group has twenty rows.</summary>
    public static Answers Fill(FormDefinition form)
    {
        var answers = new Answers();
        foreach (var field in form.Fields.Where(field => field.IsAnswered))
            answers.Set(field.Id, Answer(field));
        return answers;
    }

    private static JsonNode Answer(FormField field) =>
        field.Type switch
        {
            FieldType.Group => AnswerRow.WriteAll(Enumerable.Range(0, 20).Select(n => Row(field, n)))!,
            FieldType.YesNo => true,
            FieldType.Person => new JsonObject
            {
                ["title"] = "นาย",
                ["firstName"] = "สมมติ",
                ["lastName"] = "ทดลอง",
                ["nationalId"] = "1234567890121",
            },
            FieldType.Address => new AddressAnswer(
                "99/9",
                "10",
                "กรุงเทพมหานคร",
                "1030",
                "จตุจักร",
                "103001",
                "ลาดยาว",
                "10900"
            ).ToJson(),
            FieldType.Money => 1250.5m,
            FieldType.Date => "2020-01-31",
            FieldType.Phone => "0810000001",
            FieldType.Choice => field.Options![0].Value,
            _ => "ตัวอย่าง",
        };

    private static AnswerRow Row(FormField group, int n)
    {
        var row = AnswerRow.New();
        foreach (var column in group.Group!.Fields.Where(column => column.IsAnswered))
            row.Answers.Set(column.Id, column.Id == "code" ? Text($"{10000 + n}") : Answer(column));
        return row;
    }

    private static JsonObject Field(int n)
    {
        var field = new JsonObject { ["id"] = Text($"f{n}"), ["label"] = Words("คำถามข้อ", n) };
        (string Name, JsonNode Value)[] members = (n % 10) switch
        {
            0 => [("type", "yesNo")],
            1 => [("type", "text"), ("required", true), ("characters", "thai")],
            2 => [("type", "money"), ("min", 0), ("inWords", true)],
            3 => [("type", "date"), ("earliest", "today-100y")],
            4 => [("type", "choice"), ("options", Options()), ("required", true)],
            5 => [("type", "phone"), ("hint", Words("คำแนะนำ", n))],
            6 => [("type", "address"), ("required", true)],
            7 => [("type", "person")],
            8 => [("type", "text"), ("pattern", "[ก-๙ ]+"), ("patternMessage", Words("ภาษาไทย", n))],
            _ => [("type", "computed"), ("compute", new JsonObject { ["sum"] = new JsonArray(Text($"f{n - 7}"), 1) })],
        };
        foreach (var (name, value) in members)
            field[name] = value;
        if (n % 10 is 3 or 5 or 8)
            field["visibleWhen"] = new JsonObject { ["field"] = Text($"f{n / 10 * 10}"), ["equalTo"] = true };
        return field;
    }

    private static JsonObject Group() =>
        new()
        {
            ["id"] = "rows",
            ["type"] = "group",
            ["label"] = Words("รายการ", 0),
            ["group"] = new JsonObject
            {
                ["unique"] = new JsonArray("code"),
                ["fields"] = new JsonArray(
                    new JsonObject
                    {
                        ["id"] = "code",
                        ["type"] = "text",
                        ["label"] = Words("รหัส", 0),
                        ["required"] = true,
                    },
                    new JsonObject
                    {
                        ["id"] = "amount",
                        ["type"] = "money",
                        ["label"] = Words("จำนวนเงิน", 0),
                    },
                    new JsonObject
                    {
                        ["id"] = "manager",
                        ["type"] = "person",
                        ["label"] = Words("ผู้จัดการ", 0),
                    },
                    new JsonObject
                    {
                        ["id"] = "from",
                        ["type"] = "date",
                        ["label"] = Words("ตั้งแต่", 0),
                    }
                ),
            },
        };

    private static JsonArray Options() =>
        new([
            .. "abcde".Select(c =>
                (JsonNode)new JsonObject { ["value"] = c.ToString(), ["label"] = Words("ตัวเลือก", c) }
            ),
        ]);

    private static JsonObject Words(string thai, int n) =>
        new() { ["th"] = Text($"{thai} {n}"), ["en"] = Text($"Number {n}") };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
