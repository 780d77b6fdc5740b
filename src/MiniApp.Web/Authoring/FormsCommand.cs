using System.Text;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;

namespace MiniApp.Web.Authoring;

/// <summary>Tools for authors of forms, on the command line: <c>forms lint|list|schema|sample</c>. No database needed.</summary>
internal sealed class FormsCommand(TextWriter output, TextWriter errors, TimeProvider clock)
{
    private const int Good = 0;
    private const int Problems = 1;
    private const int Misused = 2;

    private const string Usage = """
        Usage: forms <tool> [--directory <forms>]
          lint [file or directory]          checks forms; exit code 1 when something is wrong
          list                              lists forms
          schema                            prints the JSON Schema of form files
          sample <code> [citizen|juristic]  prints made-up answers and what would be sent
        Without --directory: the nearest directory "forms", else the one beside the program.
        """;

    /// <summary>Whether these arguments of the program are for an author's tool rather than for the portal.</summary>
    public static bool IsMeant(string[] args) => args is ["forms", ..];

    public static int RunOnConsole(string[] args)
    {
        // Thai labels, also where the system's own encoding knows none.
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new FormsCommand(Console.Out, Console.Error, TimeProvider.System).Run(args);
    }

    /// <returns>Exit code: 0 all well, 1 problems in the forms, 2 not understood.</returns>
    public int Run(string[] args)
    {
        var words = args.Skip(1).ToList();
        string? directory = null;
        if (words.IndexOf("--directory") is var at and >= 0)
        {
            if (at == words.Count - 1)
                return Misuse("--directory needs a path.");
            directory = words[at + 1];
            words.RemoveRange(at, 2);
        }
        return words switch
        {
            ["lint"] => Lint(Locate(directory)),
            ["lint", var path] => Lint(path),
            ["list"] => List(Locate(directory)),
            ["schema"] => Print(FormSchema.Text.TrimEnd()),
            ["sample", var code] => Sample(Locate(directory), code, type: null),
            ["sample", var code, "citizen"] => Sample(Locate(directory), code, ApplicantType.Citizen),
            ["sample", var code, "juristic"] => Sample(Locate(directory), code, ApplicantType.Juristic),
            ["--help" or "-h" or "help"] => Print(Usage),
            [] => Misuse("Which tool?"),
            _ => Misuse($"'{string.Join(' ', words)}' is not understood."),
        };
    }

    private static string Locate(string? directory) =>
        FormsDirectory.Locate(directory ?? "forms", Environment.CurrentDirectory, around: true);

    private int Lint(string path)
    {
        if (!Directory.Exists(path) && !File.Exists(path))
            return Misuse($"There is no file or directory '{path}'.");
        var directory = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        var only = Directory.Exists(path) ? null : Path.GetFileName(path);
        if (only?.EndsWith(".form.json", StringComparison.Ordinal) == false)
            return Misuse($"A form's file is called something.form.json; '{only}' would never be read.");
        var catalog = FormCatalog.Load(directory);
        var problems = catalog.Problems.Where(problem => only is null || problem.File == only).ToList();
        foreach (var problem in problems)
            output.WriteLine(
                $"{Path.Combine(directory, problem.File)}:{problem.Line ?? 1}: {problem.Path}: {problem.Message} {problem.Fix}"
            );
        var files = only is null ? Directory.EnumerateFiles(directory, "*.form.json").Count() : 1;
        output.WriteLine(
            $"{Count(files, "form")} in {only ?? directory}, {(problems.Count == 0 ? "no problem" : Count(problems.Count, "problem"))}."
        );
        return problems.Count == 0 && files > 0 ? Good : Problems;
    }

    private int List(string directory)
    {
        var catalog = FormCatalog.Load(directory);
        string[][] rows =
        [
            ["code", "version", "applicants", "steps", "fields", "title"],
            .. catalog
                .Forms.OrderBy(form => form.Code, StringComparer.Ordinal)
                .Select(form =>
                    (string[])
                        [
                            form.Code,
                            form.Version,
                            string.Join(", ", form.Applicants.Select(a => a.ToString().ToLowerInvariant())),
                            $"{form.Steps.Count}",
                            $"{form.Fields.Sum(field => 1 + (field.Group?.Fields.Count ?? 0))}",
                            form.Title.En,
                        ]
                ),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(n => rows.Max(row => row[n].Length)).ToArray();
        foreach (var row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, n) => cell.PadRight(widths[n]))).TrimEnd());
        return Complain(catalog);
    }

    private int Sample(string directory, string code, ApplicantType? type)
    {
        var catalog = FormCatalog.Load(directory);
        if (!catalog.TryGet(code, out var form))
        {
            errors.WriteLine($"There is no form '{code}' in {directory} that could be used.");
            Complain(catalog);
            return Problems;
        }
        if (type is { } asked && !form.Applicants.Contains(asked))
            return Misuse($"A {asked.ToString().ToLowerInvariant()} applicant may not apply with {form.Code}.");
        var (text, left) = SampleText.Of(form, type ?? form.Applicants[0], clock);
        output.WriteLine(text);
        foreach (var problem in left)
            errors.WriteLine(problem);
        return left.Count == 0 ? Good : Problems;
    }

    private int Complain(FormCatalog catalog)
    {
        foreach (var problem in catalog.Problems)
            errors.WriteLine(problem);
        return catalog.Problems.Count == 0 ? Good : Problems;
    }

    private int Print(string text)
    {
        output.WriteLine(text);
        return Good;
    }

    private int Misuse(string what)
    {
        errors.WriteLine(what);
        errors.WriteLine(Usage);
        return Misused;
    }

    private static string Count(int count, string thing) => $"{count} {thing}{(count == 1 ? "" : "s")}";
}
