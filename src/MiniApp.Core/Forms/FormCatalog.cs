using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace MiniApp.Core.Forms;

/// <summary>
/// Every license form of this portal. A form with a problem is left out and named in <see cref="Problems"/>; the others
/// are served all the same.
/// </summary>
public sealed class FormCatalog
{
    private readonly FrozenDictionary<string, FormDefinition> _forms;

    private FormCatalog(IEnumerable<FormDefinition> forms, IReadOnlyList<FormProblem> problems)
    {
        _forms = forms.ToFrozenDictionary(form => form.Code, StringComparer.OrdinalIgnoreCase);
        Problems = problems;
    }

    public IReadOnlyCollection<FormDefinition> Forms => _forms.Values;

    public IReadOnlyList<FormProblem> Problems { get; }

    /// <summary>Finds a form by its code, in any letter case.</summary>
    public bool TryGet(string? code, [NotNullWhen(true)] out FormDefinition? form)
    {
        form = null;
        return code is not null && _forms.TryGetValue(code, out form);
    }

    /// <summary>Reads every <c>*.form.json</c> of <paramref name="directory"/>. Never throws for what is in the files.</summary>
    public static FormCatalog Load(string directory)
    {
        var problems = new List<FormProblem>();
        var forms = new Dictionary<string, FormDefinition>(StringComparer.OrdinalIgnoreCase);
        if (!Directory.Exists(directory))
        {
            problems.Add(
                new(
                    directory,
                    "$",
                    null,
                    "The directory does not exist.",
                    "Set Forms:Directory to the forms' directory."
                )
            );
            return new FormCatalog([], problems);
        }
        foreach (var path in Directory.EnumerateFiles(directory, "*.form.json").Order(StringComparer.Ordinal))
        {
            if (Read(path, problems) is not { } form)
            {
                continue;
            }
            if (!forms.TryAdd(form.Code, form))
            {
                problems.Add(
                    new(
                        Path.GetFileName(path),
                        "$.code",
                        null,
                        $"Another file already has the code '{form.Code}'.",
                        "Give each form its own code."
                    )
                );
            }
        }
        return new FormCatalog(forms.Values, problems);
    }

    private static FormDefinition? Read(string path, List<FormProblem> problems)
    {
        try
        {
            return Parse(Path.GetFileName(path), File.ReadAllBytes(path), problems);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            problems.Add(new(Path.GetFileName(path), "$", null, "The file can't be read.", "Check its permissions."));
            return null;
        }
    }

    /// <summary>Reads one form, adding what is wrong with it to <paramref name="problems"/>; null when anything is.</summary>
    internal static FormDefinition? Parse(string file, ReadOnlySpan<byte> json, List<FormProblem> problems)
    {
        // Editors on Windows may save a byte order mark.
        json = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
        try
        {
            var form = JsonSerializer.Deserialize<FormDefinition>(json, FormJson.Options);
            if (form is null)
            {
                problems.Add(new(file, "$", 1, "The file holds null.", "Write one form as a JSON object."));
                return null;
            }
            var found = FormChecks.Check(form);
            if (found.Count == 0)
            {
                return form;
            }
            var lines = FormJson.Lines(json);
            problems.AddRange(
                found.Select(p => p with { File = file, Line = lines.TryGetValue(p.Path, out var n) ? n : null })
            );
        }
        catch (JsonException broken)
        {
            var line = broken.LineNumber is { } number ? (int?)number + 1 : null;
            problems.Add(new(file, FormJson.PathOf(broken), line, Plain(broken.Message), FixFor(broken.Message)));
        }
        return null;
    }

    // System.Text.Json appends " Path: ... | LineNumber: ..." which FormProblem carries by itself.
    private static string Plain(string message)
    {
        var end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).Replace("MiniApp.Core.Forms.", "", StringComparison.Ordinal);
    }

    private static string FixFor(string message)
    {
        if (message.Contains("could not be mapped", StringComparison.Ordinal))
        {
            return "Remove the member or spell it as docs/forms.md does.";
        }
        if (message.Contains("missing required", StringComparison.Ordinal))
        {
            return "Add the named members; every text needs both th and en.";
        }
        return message.Contains("could not be converted", StringComparison.Ordinal)
            ? "Use one of the values that forms/form.schema.json lists for this member."
            : "Write valid JSON; an editor with forms/form.schema.json shows the place.";
    }
}
