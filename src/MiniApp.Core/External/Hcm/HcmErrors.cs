using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MiniApp.Core.External.BizPortal;

namespace MiniApp.Core.External.Hcm;

/// <summary>What HCM said, from each of the three shapes its errors have. [F]</summary>
internal static class HcmErrors
{
    private const int Longest = 500;

    /// <returns>Null where the body says nothing to people: empty, or a page of some proxy.</returns>
    public static string? Message(ReadOnlySpan<byte> body)
    {
        JsonNode? node;
        try
        {
            node = BizPortalJson.Parse(body);
        }
        catch (JsonException)
        {
            return Plain(Encoding.UTF8.GetString(body));
        }
        var details = (node.Member("o:errorDetails") as JsonArray)?.Select(d => d.Text("detail") ?? d.Text("title"));
        return Plain(
            details?.Where(d => d is not null).ToList() is { Count: > 0 } all
                ? string.Join("; ", all)
                : node.Text("detail") ?? node.Text("title") ?? node.AsText()
        );
    }

    private static string? Plain(string? text)
    {
        var trimmed = text?.Trim();
        return trimmed is not { Length: > 0 } || trimmed[0] is '<' or '{' or '['
            ? null
            : trimmed[..Math.Min(trimmed.Length, Longest)];
    }
}
