using System.Globalization;
using System.Text.Json.Nodes;
using MiniApp.Drill.Applicants;
using MiniApp.Drill.Faults;

namespace MiniApp.Drill;

/// <param name="Applied">Faults by kind.</param>
/// <param name="Missed">How many found nothing to break: no connection to cut, no call of their kind any more.</param>
/// <param name="Hits">How many calls the sandbox's faults hit, by the sandbox's names.</param>
/// <param name="Busy">From the first applicant to the last.</param>
/// <param name="Whole">With the quiet minute.</param>
internal sealed record DrillResult(
    DrillOptions Options,
    IReadOnlyList<Ledger> Ledgers,
    IReadOnlyDictionary<DrillFault, int> Applied,
    int Missed,
    JsonObject Hits,
    IReadOnlyList<Finding> Findings,
    TimeSpan Busy,
    TimeSpan Whole
)
{
    private const int MostListed = 50;

    public bool IsClean => Findings.Count == 0;

    public int Count(FindingKind kind) => Findings.Count(finding => finding.Kind == kind);

    public void Print(TextWriter to)
    {
        Row(
            "submissions",
            $"{Ledgers.Count(ledger => ledger.RequestId is not null)} received, {Ledgers.Count(ledger => ledger.Abandoned)} left unfinished on purpose"
        );
        Row(
            "answers acknowledged",
            $"{Ledgers.Sum(ledger => ledger.Fields.Values.Count(field => field.Acknowledged is not null))}"
        );
        Row("documents acknowledged", $"{Ledgers.Count(ledger => ledger.Document is { Acknowledged: true })}");
        Row("faults", $"{Options.Faults} played, {Missed} of them found nothing to break any more");
        foreach (var (fault, count) in Applied.OrderBy(pair => pair.Key))
            Row($"  {fault}", $"{count}");
        Row("calls hit at the sandbox", $"{string.Join(", ", Hits.Select(hit => $"{hit.Key} {hit.Value}"))}");
        Row("lost answers", $"{Count(FindingKind.LostAnswer)}");
        Row("lost documents", $"{Count(FindingKind.LostDocument)}");
        Row("lost submissions", $"{Count(FindingKind.LostSubmission)}");
        Row("doubled", $"{Count(FindingKind.Doubled)}");
        Row("unknown after 60 s", $"{Count(FindingKind.Unknown)}");
        Row("not sent in the end", $"{Count(FindingKind.NotSent)}");
        Row("stuck", $"{Count(FindingKind.Stuck)}");
        Row("duration", $"{Busy:hh\\:mm\\:ss}, with reconciliation {Whole:hh\\:mm\\:ss}");
        Row("seed", $"{Options.Seed}");
        foreach (var finding in Findings.Take(MostListed))
            to.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{finding.Kind}: applicant {finding.Applicant}, draft {finding.DraftId}, {finding.At:HH:mm:ss.fff}: {finding.What}"
                )
            );
        if (Findings.Count > MostListed)
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… and {Findings.Count - MostListed} more"));

        void Row(string name, FormattableString value) =>
            to.WriteLine($"{name, -26}{value.ToString(CultureInfo.InvariantCulture)}");
    }
}
