using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace MiniApp.Core.Forms;

/// <summary>
/// Every license form of this portal. A form with a problem is left out and named in <see cref="Problems"/>; the others
/// are served all the same. May be read again at any time, from any thread: whoever holds a definition keeps it.
/// </summary>
public sealed class FormCatalog
{
    private readonly Lock _reading = new();
    private readonly string _directory;
    private volatile State _state = new([], FrozenDictionary<string, FormDefinition>.Empty, []);

    private FormCatalog(string directory) => _directory = directory;

    public IReadOnlyCollection<FormDefinition> Forms => _state.Forms.Values;

    public IReadOnlyList<FormProblem> Problems => _state.Problems;

    /// <summary>Where the files lie.</summary>
    public string Directory => _directory;

    /// <summary>Served forms with the text of their files.</summary>
    internal IEnumerable<FormFile> Files => _state.Files.Where(file => file.IsServed(_state.Forms));

    /// <summary>
    /// Forms are new, gone, different, or have other problems than before. Raised on whatever thread noticed:
    /// a component goes through <c>InvokeAsync</c>, and takes its handler off again when it is disposed of.
    /// </summary>
    public event EventHandler<FormsChangedEventArgs>? Changed;

    /// <summary>Finds a form by its code, in any letter case.</summary>
    public bool TryGet(string? code, [NotNullWhen(true)] out FormDefinition? form)
    {
        form = null;
        return code is not null && _state.Forms.TryGetValue(code, out form);
    }

    /// <summary>What is wrong with the file of one form; empty when it is served as it stands.</summary>
    public IReadOnlyList<FormProblem> ProblemsOf(string code)
    {
        var state = _state;
        var files = state
            .Files.Where(file => string.Equals(file.Code, code, StringComparison.OrdinalIgnoreCase))
            .Select(file => file.Name)
            .ToHashSet(StringComparer.Ordinal);
        return [.. state.Problems.Where(problem => files.Contains(problem.File))];
    }

    /// <summary>Reads every <c>*.form.json</c> of <paramref name="directory"/>. Never throws for what is in the files.</summary>
    public static FormCatalog Load(string directory)
    {
        var catalog = new FormCatalog(directory);
        catalog.Reload();
        return catalog;
    }

    /// <summary>
    /// Reads again what has changed. Of a file that is broken now the last good form is served on; that of a file that is
    /// gone no longer.
    /// </summary>
    public void Reload()
    {
        HashSet<string> changed;
        lock (_reading)
        {
            var before = _state;
            _state = Read(before);
            changed = Differences(before, _state);
        }
        if (changed.Count > 0)
        {
            Changed?.Invoke(this, new FormsChangedEventArgs(changed));
        }
    }

    private State Read(State before)
    {
        if (!System.IO.Directory.Exists(_directory))
        {
            var gone = new FormProblem(
                _directory,
                "$",
                null,
                "The directory does not exist.",
                "Set Forms:Directory to the forms' directory."
            );
            return before with { Problems = [gone] };
        }
        var known = before.Files.ToDictionary(file => file.Name, StringComparer.Ordinal);
        var files = System
            .IO.Directory.EnumerateFiles(_directory, "*.form.json")
            .Order(StringComparer.Ordinal)
            .Select(path => FormFile.Read(path, known.GetValueOrDefault(Path.GetFileName(path))))
            .ToList();
        var problems = files.SelectMany(file => file.Problems).ToList();
        var forms = new Dictionary<string, FormDefinition>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files.Where(file => file.Form is not null))
        {
            if (!forms.TryAdd(file.Form!.Code, file.Form))
            {
                var first = files.First(other => ReferenceEquals(other.Form, forms[file.Form.Code]));
                problems.Add(
                    new(
                        file.Name,
                        "$.code",
                        file.LineOf("$.code"),
                        $"{first.Name} already has the code '{file.Form.Code}'.",
                        "Give each form its own code."
                    )
                );
            }
        }
        return new State(files, forms.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase), problems);
    }

    private static HashSet<string> Differences(State before, State after)
    {
        var codes = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var code in before.Forms.Keys.Concat(after.Forms.Keys))
        {
            if (!ReferenceEquals(before.Forms.GetValueOrDefault(code), after.Forms.GetValueOrDefault(code)))
            {
                codes.Add(code);
            }
        }
        var files = before.Problems.Except(after.Problems).Concat(after.Problems.Except(before.Problems));
        var names = files.Select(problem => problem.File).ToHashSet(StringComparer.Ordinal);
        codes.UnionWith(
            before.Files.Concat(after.Files).Where(file => names.Contains(file.Name)).Select(file => file.Code)
        );
        return codes;
    }

    private sealed record State(
        IReadOnlyList<FormFile> Files,
        FrozenDictionary<string, FormDefinition> Forms,
        IReadOnlyList<FormProblem> Problems
    );
}

/// <param name="codes">The forms it is about.</param>
public sealed class FormsChangedEventArgs(IReadOnlySet<string> codes) : EventArgs
{
    /// <summary>Holds a code in any letter case.</summary>
    public IReadOnlySet<string> Codes => codes;
}
