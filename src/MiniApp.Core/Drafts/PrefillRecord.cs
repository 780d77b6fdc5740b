using System.Text.Json.Nodes;

namespace MiniApp.Core.Drafts;

public enum PrefillOutcome
{
    /// <summary>The profile was read; what it had is in the answers.</summary>
    Filled,

    /// <summary>Biz Portal could not be asked: the applicant types everything.</summary>
    Unavailable,

    /// <summary>The draft came from Biz Portal as it was saved there.</summary>
    Reopened,
}

/// <summary>Where the first answers of a draft came from.</summary>
/// <param name="FieldIds">Fields that the profile filled.</param>
/// <param name="ApplicantName">The applicant's name in the profile, where it was known.</param>
/// <param name="Values">What the profile said, by field id: it is kept when the applicant answers otherwise.</param>
public sealed record PrefillRecord(
    PrefillOutcome Outcome,
    DateTimeOffset At,
    IReadOnlyList<string> FieldIds,
    string? ApplicantName = null,
    JsonObject? Values = null
);
