using System.Text;
using System.Text.Json;

namespace MiniApp.Core.Forms;

/// <summary>One file of the catalog, as it was last read.</summary>
/// <param name="Name">File name without directory.</param>
/// <param name="Json">The bytes it held; null when it could not be read.</param>
/// <param name="Form">The newest good form that the file has held since the start.</param>
/// <param name="FormJson">The text of <paramref name="Form"/>.</param>
internal sealed record FormFile(
    string Name,
    byte[]? Json,
    FormDefinition? Form,
    byte[]? FormJson,
    IReadOnlyList<FormProblem> Problems
)
{
    private const string Ending = ".form.json";

    /// <summary>The form's code; of a file that never was a form, its name.</summary>
    public string Code => Form?.Code ?? Name[..^Ending.Length];

    /// <summary>The text of the form that is served.</summary>
    public string Text => Encoding.UTF8.GetString(FormJson ?? []).TrimStart('\uFEFF');

    public bool IsServed(IReadOnlyDictionary<string, FormDefinition> forms) =>
        Form is not null && forms.TryGetValue(Form.Code, out var served) && ReferenceEquals(served, Form);

    public int? LineOf(string path)
    {
        try
        {
            return FormLines.Read(Encoding.UTF8.GetBytes(Text)).Of(path);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <param name="before">What was known of the file. If nothing changed it comes back as it is.</param>
    public static FormFile Read(string path, FormFile? before)
    {
        var name = Path.GetFileName(path);
        byte[] json;
        try
        {
            json = File.ReadAllBytes(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            var problem = new FormProblem(name, "$", null, "The file can't be read.", "Check its permissions.");
            return new FormFile(name, null, before?.Form, before?.FormJson, [problem]);
        }
        if (before?.Json is { } known && json.AsSpan().SequenceEqual(known))
        {
            return before;
        }
        var problems = new List<FormProblem>();
        return FormReader.Read(name, json, problems) is { } form
            ? new FormFile(name, json, form, json, [])
            : new FormFile(name, json, before?.Form, before?.FormJson, problems);
    }
}
