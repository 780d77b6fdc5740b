using System.Text.Json;
using System.Text.Json.Nodes;

namespace MiniApp.Core.Forms;

/// <summary>Reads a form file and says everything that is wrong with it, at once.</summary>
internal static class FormReader
{
    /// <summary>Reads one form, adding what is wrong with it to <paramref name="problems"/>; null when anything is. Never throws.</summary>
    public static FormDefinition? Read(string file, ReadOnlySpan<byte> json, List<FormProblem> problems)
    {
        // Editors on Windows may save a byte order mark.
        json = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
        try
        {
            var lines = FormLines.Read(json);
            var found = Check(json, lines, out var form);
            problems.AddRange(
                found.Select(p => p with { File = file, Line = lines.Of(p.Path) }).OrderBy(p => p.Line ?? 0)
            );
            return found.Count == 0 ? form : null;
        }
        catch (JsonException broken)
        {
            var line = broken.LineNumber is { } number ? (int?)number + 1 : null;
            var (message, fix) = InPlainWords(broken.Message);
            problems.Add(new(file, FormJson.PathOf(broken), line, message, fix));
            return null;
        }
    }

    private static List<FormProblem> Check(ReadOnlySpan<byte> json, FormLines lines, out FormDefinition? form)
    {
        form = null;
        if (lines.Repeated.Count > 0)
        {
            return
            [
                .. lines.Repeated.Select(path => new FormProblem(
                    "",
                    path,
                    null,
                    "This is there twice.",
                    "Remove one."
                )),
            ];
        }
        var root = JsonNode.Parse(json, documentOptions: FormJson.DocumentOptions);
        var shape = FormShape.Check(root, out var mended);
        if (shape.Count == 0)
        {
            form = JsonSerializer.Deserialize<FormDefinition>(json, FormJson.Options)!;
            return [.. FormChecks.Check(form)];
        }
        // What can be guessed is mended, so that one misspelling does not hide the other problems.
        var others = Deserialize(mended) is { } guessed ? FormChecks.Check(guessed) : [];
        return
        [
            .. shape,
            .. others.Where(other =>
                !shape.Exists(known => Within(other.Path, known.Path) || Within(known.Path, other.Path))
            ),
        ];
    }

    private static FormDefinition? Deserialize(JsonNode? mended)
    {
        try
        {
            return mended.Deserialize<FormDefinition>(FormJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Within(string path, string outer) =>
        path.StartsWith(outer, StringComparison.Ordinal)
        && (path.Length == outer.Length || path[outer.Length] is '.' or '[');

    /// <summary>What the JSON reader says, for people who have never heard of tokens.</summary>
    private static (string Message, string Fix) InPlainWords(string message)
    {
        (string Said, string Message, string Fix)[] words =
        [
            (
                "start of a property name",
                "The name of a member is expected here.",
                "Write it in straight double quotes, \"name\": value; remove a stray comma or bracket."
            ),
            (
                "start of a value",
                "A value is expected here.",
                "Put texts in straight double quotes, not curly ones; numbers, true and false stand without."
            ),
            (
                "invalid after a value",
                "Something is missing here or on the line before.",
                "Put a comma between two members, and close objects with } and lists with ]."
            ),
            (
                "without a matching open",
                "This bracket closes nothing that is open here.",
                "Close what was opened last first, objects with } and lists with ]; or remove a bracket too many."
            ),
            ("after a property name", "A colon is expected here.", "Write \"name\": value."),
            (
                "JSON string",
                "The text is not written right.",
                "Close it with a double quote on the same line; within it a line break is written \\n, a quote \\\", a backslash \\\\."
            ),
            ("end of string", "A text is not closed.", "End it with a double quote."),
            ("no Unicode text", "The text holds characters that do not exist.", "Save the file as UTF-8."),
            ("does not contain any JSON", "The file is empty.", "Write one form as an object: { … }."),
            ("after a single JSON value", "There is something after the end of the form.", "Remove it."),
            ("maximum configured depth", "The rules are nested too deeply.", "Say it in fewer levels, at most 64."),
            ("depth to be zero", "The file ends too early.", "Close every { with } and every [ with ]."),
            ("end of data", "The file ends too early.", "Close every { with } and every [ with ]."),
        ];
        var known = Array.Find(words, w => message.Contains(w.Said, StringComparison.Ordinal));
        return known.Said is null ? (Plain(message), "Write it as docs/forms.md shows.") : (known.Message, known.Fix);
    }

    // System.Text.Json appends where it happened, which FormProblem carries by itself.
    private static string Plain(string message)
    {
        var end = message.IndexOf(" Path: ", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).Replace("MiniApp.Core.Forms.", "", StringComparison.Ordinal);
    }
}
