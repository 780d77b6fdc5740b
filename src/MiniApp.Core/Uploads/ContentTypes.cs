namespace MiniApp.Core.Uploads;

/// <summary>The content type of a document. The browser's own word is taken only where the extension says nothing.</summary>
internal static class ContentTypes
{
    private const string Unknown = "application/octet-stream";

    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        ["pdf"] = "application/pdf",
        ["jpg"] = "image/jpeg",
        ["jpeg"] = "image/jpeg",
        ["png"] = "image/png",
        ["heic"] = "image/heic",
        ["docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ["xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ["zip"] = "application/zip",
    };

    public static string Of(string name, string? claimed)
    {
        if (ByExtension.TryGetValue(FileNames.Extension(name), out var known))
            return known;
        return System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(claimed, out var parsed)
            ? parsed.MediaType ?? Unknown
            : Unknown;
    }
}
