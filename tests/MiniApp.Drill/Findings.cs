using MiniApp.Drill.Applicants;

namespace MiniApp.Drill;

internal enum FindingKind
{
    LostAnswer,
    LostDocument,
    LostSubmission,
    Doubled,
    Unknown,

    /// <summary>Pressed the button, and in the end nothing was sent and nobody is told a number.</summary>
    NotSent,

    /// <summary>Got no further for minutes, whatever came of it later.</summary>
    Stuck,
}

/// <summary>One thing that went wrong, with ids to find out why: never an answer, never a person's number.</summary>
internal sealed record Finding(FindingKind Kind, int Applicant, Guid? DraftId, string What, DateTimeOffset At);

internal sealed class Findings
{
    private readonly Lock _gate = new();
    private readonly List<Finding> _all = [];

    public IReadOnlyList<Finding> All
    {
        get
        {
            lock (_gate)
                return [.. _all];
        }
    }

    public void Add(FindingKind kind, Ledger ledger, string what)
    {
        lock (_gate)
            _all.Add(new Finding(kind, ledger.Number, ledger.DraftId, what, TimeProvider.System.GetUtcNow()));
    }
}
