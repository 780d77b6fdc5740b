using System.Text.Json;
using MiniApp.Sandbox.BizPortal;
using MiniApp.Sandbox.ThaiD;

namespace MiniApp.Sandbox.Faults;

/// <summary>One fault on the switchboard.</summary>
/// <param name="Route"><c>[METHOD ]path</c>, matched by prefix, letter case ignored; missing: every call.</param>
/// <param name="Kind">One of <see cref="FaultKinds.All"/>.</param>
/// <param name="Value">Milliseconds, HTTP status, bytes per second, or the message of an envelope, by kind.</param>
/// <param name="Times">Calls it still hits; null: until it is cleared.</param>
/// <param name="Probability">0 to 1 for each matching call, thrown with the seeded dice; null: always.</param>
/// <param name="Seconds">How long it stays on the switchboard; null: until it is cleared or used up.</param>
internal sealed record FaultRule(
    string? Route,
    string Kind,
    JsonElement? Value,
    int? Times,
    double? Probability,
    double? Seconds = null
)
{
    /// <summary>Set when it is put on the switchboard.</summary>
    public DateTimeOffset? Until { get; init; }

    public bool Matches(string method, string path)
    {
        var route = (Route ?? "").Trim();
        var space = route.IndexOf(' ', StringComparison.Ordinal);
        if (space > 0)
        {
            if (!route[..space].Equals(method, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
            route = route[(space + 1)..].Trim();
        }
        return path.StartsWith(route, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Of several alike a call meets one, and of those that decide what is answered as well.</summary>
    public bool Hides(FaultRule other) =>
        (DecidesAnswer && other.DecidesAnswer) || (Kind == other.Kind && Route == other.Route);

    private bool DecidesAnswer => Kind is not (FaultKinds.Latency or FaultKinds.ExpireTokens or FaultKinds.IdToken);

    public int Number(int fallback) =>
        Value is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : fallback;
}

/// <summary>The kinds of fault, named as in the control API.</summary>
internal static class FaultKinds
{
    public const string Latency = "latency";
    public const string Status = "status";
    public const string Envelope = "envelope";
    public const string Reset = "reset";
    public const string DropReply = "drop-reply";
    public const string SlowBody = "slow-body";
    public const string Garbage = "garbage";
    public const string ExpireTokens = "expire-tokens";
    public const string Outage = "outage";

    /// <summary>ThaiD's token answer is wrong in the way that the value names; see <see cref="IdTokenFaults"/>.</summary>
    public const string IdToken = "id-token";

    public static readonly string[] All =
    [
        Latency,
        Status,
        Envelope,
        Reset,
        DropReply,
        SlowBody,
        Garbage,
        ExpireTokens,
        Outage,
        IdToken,
    ];

    private static readonly FieldRule[] Fields =
    [
        new("route", Required: false, JsonValueKind.String),
        new("kind", Required: true, JsonValueKind.String),
        new("value", Required: false, JsonValueKind.Number, JsonValueKind.String),
        new("times", Required: false, JsonValueKind.Number),
        new("probability", Required: false, JsonValueKind.Number),
        new("seconds", Required: false, JsonValueKind.Number),
    ];

    /// <summary>Reads and checks a list of rules.</summary>
    public static List<FaultRule> Parse(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw new ContractException(
                400,
                "the body must be a list of {route, kind, value?, times?, probability?, seconds?}"
            );
        }
        return [.. list.EnumerateArray().Select(ParseOne)];
    }

    private static FaultRule ParseOne(JsonElement rule)
    {
        StrictJson.Check(rule, "a fault", Fields);
        var kind = rule.Text("kind")!;
        if (!All.Contains(kind))
        {
            throw new ContractException(400, $"unknown kind '{kind}'; known: {string.Join(", ", All)}");
        }
        JsonElement? value = rule.TryGetProperty("value", out var v) && v.ValueKind != JsonValueKind.Null ? v : null;
        var parsed = new FaultRule(
            rule.Text("route"),
            kind,
            value,
            Times(rule, kind),
            Probability(rule),
            rule.TryGetProperty("seconds", out var seconds) && seconds.ValueKind == JsonValueKind.Number
                ? seconds.GetDouble()
                : null
        );
        var needsNumber = kind is Latency or Status or SlowBody;
        if (needsNumber && parsed.Number(-1) < 0)
        {
            throw new ContractException(400, $"'{kind}' needs a whole number from 0 as value");
        }
        if (
            kind == IdToken
            && (value is not { ValueKind: JsonValueKind.String } how || !IdTokenFaults.All.Contains(how.GetString()))
        )
        {
            throw new ContractException(400, $"'{kind}' needs one of {string.Join(", ", IdTokenFaults.All)} as value");
        }
        if ((kind == Status && parsed.Number(0) is < 200 or > 599) || (kind == SlowBody && parsed.Number(0) == 0))
        {
            throw new ContractException(400, $"'{kind}' can't have this value");
        }
        return parsed;
    }

    /// <summary>Expiring tokens is one event, so it happens once unless told otherwise.</summary>
    private static int? Times(JsonElement rule, string kind) =>
        !rule.TryGetProperty("times", out var times) || times.ValueKind == JsonValueKind.Null
            ? kind == ExpireTokens
                ? 1
                : null
            : times.TryGetInt32(out var count) && count > 0
                ? count
                : throw new ContractException(400, "times must be a whole number from 1");

    private static double? Probability(JsonElement rule) =>
        !rule.TryGetProperty("probability", out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.GetDouble() is >= 0 and <= 1 and var probability ? probability
        : throw new ContractException(400, "probability must be from 0 to 1");
}
