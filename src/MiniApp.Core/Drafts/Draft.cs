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

    /// <summary>Records that something in the draft changed.</summary>
    /// <exception cref="InvalidOperationException">The draft was submitted.</exception>
    public void Touch(DateTimeOffset at)
    {
        if (State != DraftState.Open)
            throw new InvalidOperationException("A submitted draft cannot change.");
        Revision++;
        UpdatedAt = at;
    }

    public void ReachStep(int index) => FurthestStep = Math.Max(FurthestStep, index);

    public void MarkSubmitted() => State = DraftState.Submitted;

    /// <summary>A refused request may be mended and sent again.</summary>
    public void Reopen() => State = DraftState.Open;
}
