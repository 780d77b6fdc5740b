using System.Text.Json;

namespace MiniApp.Sandbox.State;

/// <summary>A MiniApp as Biz Portal has it registered.</summary>
/// <param name="ApplicationId">Number that Create must carry. [D]</param>
/// <param name="ServiceNo">What <c>x-serviceno</c> must say. [F]</param>
/// <param name="Version">Current version; <c>x-version</c> may name an older one.</param>
/// <param name="ApplicationKey">Secret for Login; null: made at first start and kept with the data.</param>
public sealed record SandboxApplication(
    string ApplicationId,
    string ServiceNo,
    string Version,
    string? ApplicationKey = null,
    string? TitleTh = null,
    string? TitleEn = null,
    IReadOnlyList<string>? Applicants = null
);

/// <summary>Reads what the sandbox needs from form definitions; everything else in them is the portal's business.</summary>
internal static class ApplicationCatalog
{
    public static readonly SandboxApplication BuiltIn = new("1001", "MNA005A", "1", TitleTh: "mna005a");

    public static IReadOnlyDictionary<string, SandboxApplication> Load(string? formsDirectory)
    {
        var found = new Dictionary<string, SandboxApplication>(StringComparer.OrdinalIgnoreCase);
        if (formsDirectory is not null && Directory.Exists(formsDirectory))
        {
            foreach (var file in Directory.EnumerateFiles(formsDirectory, "*.form.json").Order(StringComparer.Ordinal))
            {
                var (code, application) = Read(file);
                found[code] = application;
            }
        }
        if (found.Count == 0)
        {
            found["mna005a"] = BuiltIn;
        }
        return found;
    }

    private static (string Code, SandboxApplication Application) Read(string file)
    {
        using var document = JsonDocument.Parse(
            File.ReadAllBytes(file),
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
        );
        var root = document.RootElement;
        var code = Text(root, "code") ?? Path.GetFileName(file).Split('.')[0];
        return (
            code,
            new SandboxApplication(
                Text(root, "applicationId") ?? throw new InvalidDataException($"{file} has no applicationId."),
                Text(root, "serviceNo") ?? code.ToUpperInvariant(),
                Text(root, "version") ?? "1",
                TitleTh: Title(root, "th"),
                TitleEn: Title(root, "en"),
                Applicants: Applicants(root)
            )
        );
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;

    private static string? Title(JsonElement root, string language) =>
        root.TryGetProperty("title", out var title) && title.ValueKind == JsonValueKind.Object
            ? Text(title, language)
            : null;

    private static List<string>? Applicants(JsonElement root) =>
        root.TryGetProperty("applicants", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(x => x.ValueKind == JsonValueKind.String).Select(x => x.GetString()!)]
            : null;
}
