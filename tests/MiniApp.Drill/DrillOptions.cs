using System.Globalization;
using MiniApp.Drill.Faults;

namespace MiniApp.Drill;

/// <summary>What a drill does.</summary>
/// <param name="Submissions">How many applicants go all the way; each is another person with one request.</param>
/// <param name="Faults">How many faults are spread over their way.</param>
/// <param name="Seed">Decides what is typed, by whom, and which faults come in which order.</param>
/// <param name="Nodes">Portal nodes, at least two: one may be killed at any time.</param>
/// <param name="AtOnce">Applicants at work at the same time.</param>
/// <param name="ForgetKeys">The sandbox forgets idempotency keys and spent codes: the drill must then find doubles.</param>
/// <param name="Keep">Logs and data stay on disk, for looking into what was found.</param>
internal sealed record DrillOptions(
    int Submissions = 20,
    int Faults = 20,
    int Seed = 1,
    int Nodes = 2,
    int AtOnce = 200,
    bool ForgetKeys = false,
    bool Keep = false
)
{
    /// <summary>Plays faults of this kind only.</summary>
    public DrillFault? Only { get; init; }

    public const string Usage =
        "Usage: scripts/drill [--submissions N] [--faults N] [--seed N] [--nodes N] [--applicants N at once] [--only KIND] [--forget-keys] [--keep]";

    /// <summary>Null when an argument is not known or its number makes no sense.</summary>
    public static DrillOptions? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new DrillOptions();
        while (arguments.Length > 0)
        {
            var taken = 1;
            if (arguments[0] == "--forget-keys")
                options = options with { ForgetKeys = true };
            else if (arguments[0] == "--keep")
                options = options with { Keep = true };
            else if (arguments is ["--only", var kind, ..] && Enum.TryParse<DrillFault>(kind, out var only))
                (options, taken) = (options with { Only = only }, 2);
            else if (
                arguments is [var name, var text, ..]
                && Number(text) is { } n
                && options.With(name, n) is { } next
            )
                (options, taken) = (next, 2);
            else
                return null;
            arguments = arguments[taken..];
        }
        return options;
    }

    private DrillOptions? With(string name, int n) =>
        name switch
        {
            "--submissions" when n > 0 => this with { Submissions = n },
            "--faults" => this with { Faults = n },
            "--seed" => this with { Seed = n },
            "--nodes" when n >= 2 => this with { Nodes = n },
            "--applicants" when n > 0 => this with { AtOnce = n },
            _ => null,
        };

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
}
