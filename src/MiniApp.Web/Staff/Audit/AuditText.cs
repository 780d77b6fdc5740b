using Microsoft.Extensions.Localization;
using MiniApp.Core.Audit;
using MiniApp.Web.Resources;

namespace MiniApp.Web.Staff.Audit;

/// <summary>How entries of the audit read.</summary>
internal static class AuditText
{
    private const int ShownOfAHash = 12;

    public static string Actor(AuditLine line, IStringLocalizer<Text> texts) =>
        line.ActorName ?? Actor(line.Actor, texts);

    /// <summary>Somebody whose name is not known.</summary>
    public static string Actor(string actor, IStringLocalizer<Text> texts) =>
        actor == AuditActor.System.Text ? texts["Audit.BySystem"]
        : AuditActor.StaffIdOf(actor) is not null ? texts["Audit.Former"]
        : texts["Audit.Person"];

    public static string Action(AuditLine line, IStringLocalizer<Text> texts) =>
        texts[line.Action is { } action ? $"Audit.Action{action}" : "Audit.Unknown"];

    public static IEnumerable<(string Name, string Value)> Details(AuditLine line, IStringLocalizer<Text> texts) =>
        line.Details.Select(detail =>
        {
            var name = texts[$"Audit.Detail{detail.Key}"];
            return (name.ResourceNotFound ? detail.Key : name.Value, Value(detail.Value, texts));
        });

    private static string Value(string value, IStringLocalizer<Text> texts)
    {
        // Codes that people read often have words; any other is shown as it is.
        var word = string.Concat(value.Split(' ').Where(part => part.Length > 0).Select(Capital));
        foreach (var kind in (string[])["Staff.Role", "Audit.Why", "Audit.Action"])
            if (texts[kind + word] is { ResourceNotFound: false } text)
                return text;
        return value.Length > 2 * ShownOfAHash && value.All(char.IsAsciiHexDigit) ? value[..ShownOfAHash] + "…" : value;
    }

    private static string Capital(string part) => char.ToUpperInvariant(part[0]) + part[1..];
}
