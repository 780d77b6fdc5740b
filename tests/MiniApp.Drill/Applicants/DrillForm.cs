using System.Globalization;
using MiniApp.TestKit.Circuits;

namespace MiniApp.Drill.Applicants;

/// <summary>The fields of <c>forms/drill.form.json</c>, how each is answered, and how its answer is read from the page.</summary>
internal static class DrillForm
{
    public const string DocumentField = "plan";

    public static readonly IReadOnlyDictionary<string, string[]> Steps = new Dictionary<string, string[]>(
        StringComparer.Ordinal
    )
    {
        ["shop"] = ["shopName", "signName", "owner", "manager", "kind", "seats"],
        ["work"] = ["water", "waste", "kitchen", "safety", "contact", "delivery"],
    };

    public static readonly IReadOnlyList<string> Fields = [.. Steps.Values.SelectMany(fields => fields)];

    private static readonly string[] Words =
    [
        "ก๋วยเตี๋ยว",
        "ข้าวผัด",
        "ส้มตำ",
        "น้ำปู",
        "ครัวไฟ",
        "shop",
        "Ying's",
        "ห้อง",
    ];

    /// <summary>Another answer each time.</summary>
    public static string NewValue(string fieldId, Random random) =>
        fieldId switch
        {
            "seats" => new[] { "few", "some", "many" }[random.Next(3)],
            "delivery" => random.Next(2) == 0 ? "true" : "false",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"{Words[random.Next(Words.Length)]} {random.Next(1_000_000)} {Words[random.Next(Words.Length)]}"
            ),
        };

    /// <summary>The answer that the page shows; null when it shows none.</summary>
    public static string? Shown(CircuitPage page, string fieldId)
    {
        var text =
            fieldId == "delivery"
                ? page.Find(node => node["name"] == "f-delivery" && node.Has("checked"))?["value"]
                : page.ById("f-" + fieldId)?["value"];
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>The control that takes this value.</summary>
    public static PageNode? Control(CircuitPage page, string fieldId, string value) =>
        fieldId == "delivery"
            ? page.Find(node => node["name"] == "f-delivery" && node["value"] == value)
            : page.ById("f-" + fieldId);
}
