using System.Text.Json.Nodes;
using MiniApp.Core.External.BizPortal;

namespace MiniApp.Core.External.Hcm;

/// <summary>Where a record says it lies. Ids are opaque, so this is the only way to it. [F]</summary>
internal static class HcmLinks
{
    /// <returns>Address and state of the record; null without a usable link.</returns>
    public static (Uri Self, string? ETag)? SelfOf(JsonNode item, Uri root)
    {
        var self = (item.Member("links") as JsonArray)?.FirstOrDefault(link => link.Text("rel") == "self");
        return Uri.TryCreate(self.Text("href"), UriKind.Absolute, out var at) && IsWithin(root, at)
            ? (at, TagOf(self.Member("properties").Text("changeIndicator")))
            : null;
    }

    /// <summary>The portal's credentials and people's data go along: never to another host, nor to another part of this one.</summary>
    public static bool IsWithin(Uri root, Uri at) =>
        at.Scheme == root.Scheme
        && at.Port == root.Port
        && string.Equals(at.IdnHost, root.IdnHost, StringComparison.OrdinalIgnoreCase)
        && at.UserInfo.Length == 0
        && at.AbsolutePath.StartsWith(root.AbsolutePath, StringComparison.Ordinal);

    /// <summary>The change indicator is the entity tag without its quotes.</summary>
    private static string? TagOf(string? indicator) =>
        indicator is null || indicator.Any(c => c is < '!' or > '~') ? null
        : indicator[0] is '"' || indicator.StartsWith("W/", StringComparison.Ordinal) ? indicator
        : $"\"{indicator}\"";
}
