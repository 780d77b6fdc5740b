using System.Diagnostics;
using MiniApp.Core.Applicants;
using MiniApp.Core.Forms;
using MiniApp.TestKit;

namespace MiniApp.Bench;

/// <summary>
/// A form of 300 fields in 15 steps, one of them a group of 20 rows, all answered: checking all of it, and what one keystroke
/// asks for: which fields of its step are shown, and whether the one that changed is right.
/// </summary>
internal static class Forms
{
    private const string Name = "forms";
    private const int Steps = 15;
    private const int FieldsPerStep = 20;
    private const int Rounds = 400;
    private const double GoalMilliseconds = 5;

    public static async Task<IReadOnlyList<Row>> RunAsync(LocalSystem system)
    {
        var directory = Directory.CreateTempSubdirectory("miniapp-bench-");
        try
        {
            await BenchForms.WriteAsync(directory.FullName, Steps, FieldsPerStep, rows: true);
            var catalog = FormCatalog.Load(directory.FullName);
            if (!catalog.TryGet("mna005a", out var form))
                throw new InvalidOperationException(string.Join('\n', catalog.Problems));
            var answers = BenchForms.Fill(form);
            return Measure(form, answers);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static IReadOnlyList<Row> Measure(FormDefinition form, Answers answers)
    {
        var validator = new FormValidator(TimeProvider.System);
        var (whole, key) = (new List<double>(), new List<double>());
        for (var round = -Rounds; round < Rounds; round++) // the first half warms up
        {
            var started = Stopwatch.GetTimestamp();
            var problems = validator.Validate(form, answers, [], ApplicantType.Citizen);
            var validated = Stopwatch.GetTimestamp();
            var view = validator.View(form, answers, ApplicantType.Citizen);
            var shown = view.VisibleFieldsOf(form.Steps[0]).ToList();
            FormValidator.Validate(view, shown[1]);
            var done = Stopwatch.GetTimestamp();
            if (problems.Count > 0)
                throw new InvalidOperationException($"{problems.Count} answers are wrong, first {problems[0]}.");
            if (round < 0)
                continue;
            whole.Add(Stopwatch.GetElapsedTime(started, validated).TotalMilliseconds);
            key.Add(Stopwatch.GetElapsedTime(validated, done).TotalMilliseconds);
        }
        var (all, one) = (Sample.Median(whole), Sample.Median(key));
        return
        [
            Row.AtMost(Name, "checking 300 fields, a group of 20 rows", all, "ms", GoalMilliseconds),
            Row.Context(Name, "one key: a step of 20 seen, a field checked", one * 1e3, "µs"),
            Row.Context(Name, "one key ÷ the whole", one / all, "ratio"),
        ];
    }
}
