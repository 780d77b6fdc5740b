using System.Text.Encodings.Web;
using System.Text.Json;

namespace MiniApp.Bench;

/// <summary>Results go to standard output; what is under way goes to standard error.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Say(string what) => Console.Error.WriteLine($"· {what}");

    /// <summary><c>[{bench, name, value, unit, goal, ok}]</c>; goal and ok are null for numbers that only explain.</summary>
    public static void WriteJson(IEnumerable<Row> rows) =>
        Console.WriteLine(
            JsonSerializer.Serialize(rows.Select(row => row with { Value = Math.Round(row.Value, 4) }), Json)
        );

    public static void WriteTable(IEnumerable<Row> rows)
    {
        List<string[]> lines =
        [
            ["bench", "name", "value", "unit", "goal", "ok"],
        ];
        foreach (var row in rows)
        {
            var ok = row.Ok is { } met ? (met ? "yes" : "NO") : "";
            lines.Add([row.Bench, row.Name, Row.Text(row.Value), row.Unit, row.Goal ?? "", ok]);
        }
        var widths = Enumerable.Range(0, 6).Select(column => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
            Console.WriteLine(
                string.Join("  ", line.Select((cell, i) => i == 2 ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i])))
                    .TrimEnd()
            );
    }
}
