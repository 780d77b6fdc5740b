using System.Text.Json.Nodes;

namespace MiniApp.Sandbox.Hcm;

/// <summary>The employees of <c>hcm-employees.json</c>, which is compiled in. Some of them have the ThaiD app: see its people.</summary>
internal static class HcmEmployees
{
    public static readonly string[] Lists = ["names", "legislativeInfo", "addresses", "nationalIdentifiers"];

    // Long before today, so that the first change makes a second row.
    private static readonly DateOnly Hired = new(2015, 10, 1);

    public static IReadOnlyList<HcmWorker> Load()
    {
        using var stream =
            typeof(HcmEmployees).Assembly.GetManifestResourceStream("hcm-employees.json")
            ?? throw new InvalidOperationException("hcm-employees.json is not compiled in.");
        return [.. JsonNode.Parse(stream)!.AsArray().Select((node, n) => Read(node!.AsObject(), n))];
    }

    private static HcmWorker Read(JsonObject employee, int n)
    {
        var key = (string)employee["id"]!;
        return new HcmWorker(
            key,
            HcmWorkers.OpaqueId(key),
            (string)employee["username"]!,
            (bool?)employee["suspended"] ?? false,
            300_000_006_400_000 + (n * 37) + 12,
            HcmWorkers.Text(105_200 + n),
            1,
            (string?)employee["dateOfBirth"],
            Lists.ToDictionary(list => list, list => Children(employee, key, list), StringComparer.Ordinal)
        );
    }

    private static IReadOnlyList<HcmChild> Children(JsonObject employee, string key, string list) =>
        [
            .. (employee[list] as JsonArray ?? []).Select(
                (fields, n) =>
                    new HcmChild(
                        HcmWorkers.OpaqueId(FormattableString.Invariant($"{key}/{list}/{n}")),
                        1,
                        [new HcmRow(Hired, HcmWorkers.EndOfTime, (JsonObject)fields!.DeepClone())]
                    )
            ),
        ];

    /// <summary>Which ThaiD person has which account: what the settings of a portal may know beforehand.</summary>
    public static IEnumerable<(string Id, string Username)> Accounts() => Load().Select(w => (w.Key, w.Username));
}
