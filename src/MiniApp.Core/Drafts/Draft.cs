using MiniApp.Core.Applicants;

namespace MiniApp.Core.Drafts;

public enum DraftState
{
    /// <summary>Being filled in.</summary>
    Open,

    /// <summary>Handed to a submission: read-only from here on.</summary>
    Submitted,
}

/// <summary>A license request being filled in. Answers and prefill record are sealed JSON.</summary>
public sealed partial class Draft
{
    public required Guid Id { get; init; }

    /// <summary>Keyed hash of the applicant's identity: see <see cref="Security.PersonKeys"/>.</summary>
    public required byte[] Person { get; init; }
    public required ApplicantType ApplicantType { get; init; }
    public required string FormCode { get; init; }
    public required string FormVersion { get; init; }
    public required byte[] AnswersSealed { get; set; }
    public required byte[] PrefillSealed { get; set; }
    public DraftState State { get; private set; }

    /// <summary>Index of the last step the applicant has opened.</summary>
    public int FurthestStep { get; private set; }

    /// <summary>Counts saved changes.</summary>
    public int Revision { get; private set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The fields that may be changed while officers look at it; null: every one, as nobody does.</summary>
    public string[]? OpenFields { get; private set; }

    /// <summary>Records that these fields changed.</summary>
    /// <exception cref="InvalidOperationException">The draft was submitted.</exception>
    /// <exception cref="DraftLockedException">Officers have it, and one of these is not to be changed.</exception>
    public void Touch(IReadOnlyCollection<string> fieldIds, DateTimeOffset at)
    {
        if (State != DraftState.Open)
            throw new InvalidOperationException("A submitted draft cannot change.");
        DraftLockedException.ThrowUnlessOpen(OpenFields, fieldIds);
        Revision++;
        UpdatedAt = at;
    }

    /// <summary>It is with officers: only these fields may be changed.</summary>
    public void OpenOnly(IReadOnlyCollection<string> fieldIds) => OpenFields = [.. fieldIds];

    /// <summary>Officers do not have it any more.</summary>
    public void OpenEverything() => OpenFields = null;

    public void ReachStep(int index) => FurthestStep = Math.Max(FurthestStep, index);

    public void MarkSubmitted() => State = DraftState.Submitted;

    /// <summary>A refused request may be mended and sent again.</summary>
    public void Reopen() => State = DraftState.Open;
}

/// <summary>Officers have the draft, and this is not to be changed meanwhile.</summary>
public sealed class DraftLockedException() : Exception("The draft is being checked.")
{
    /// <param name="open">The fields that may be changed; null: every one.</param>
    internal static void ThrowUnlessOpen(IReadOnlyCollection<string>? open, IEnumerable<string> fieldIds)
    {
        if (open is not null && fieldIds.Except(open, StringComparer.Ordinal).Any())
            throw new DraftLockedException();
    }
}
