using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MiniApp.Core.Forms;

/// <summary>A path into a profile: names with dots and indexes, <c>addresses[0].building</c>.</summary>
internal sealed partial class ProfilePath
{
    /// <summary>What profiles are known to hold; some hold more.</summary>
    public static readonly string[] Common =
    [
        "identityId",
        "identityName",
        "email",
        "addresses",
        "citizenInformation.birthDate",
        "juristicInformation.juristicType",
        "juristicInformation.juristicNameEN",
        "juristicInformation.standardText",
        "juristicInformation.registerCapital",
        "juristicInformation.registerDate",
        "juristicInformation.committees",
    ];

    private readonly IReadOnlyList<(string? Name, int Index)> _parts;

    private ProfilePath(IReadOnlyList<(string? Name, int Index)> parts) => _parts = parts;

    public static bool TryParse(string text, [NotNullWhen(true)] out ProfilePath? path)
    {
        path = null;
        if (!Syntax().IsMatch(text))
        {
            return false;
        }
        var parts = new List<(string?, int)>();
        foreach (Match part in Part().Matches(text))
        {
            parts.Add(
                part.Groups["index"] is { Success: true } index
                    ? (null, int.Parse(index.Value, CultureInfo.InvariantCulture))
                    : (part.Value, 0)
            );
        }
        path = new ProfilePath(parts);
        return true;
    }

    /// <summary>What is there, or null. Names match in any letter case, since profiles differ between deployments.</summary>
    public JsonNode? Find(JsonObject profile)
    {
        JsonNode? node = profile;
        foreach (var (name, index) in _parts)
        {
            node = (node, name) switch
            {
                (JsonObject members, not null) => Member(members, name),
                (JsonArray items, null) => index < items.Count ? items[index] : null,
                _ => null,
            };
        }
        return node;
    }

    private static JsonNode? Member(JsonObject members, string name) =>
        members.TryGetPropertyValue(name, out var exact)
            ? exact
            : members.FirstOrDefault(m => string.Equals(m.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    [GeneratedRegex(
        @"\A[A-Za-z_][A-Za-z0-9_]*(\[[0-9]{1,3}\])*(\.[A-Za-z_][A-Za-z0-9_]*(\[[0-9]{1,3}\])*)*\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Syntax();

    [GeneratedRegex(
        @"[A-Za-z_][A-Za-z0-9_]*|\[(?<index>[0-9]{1,3})\]",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Part();
}
