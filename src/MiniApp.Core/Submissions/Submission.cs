namespace MiniApp.Core.Submissions;

public enum SubmissionState
{
    /// <summary>May be confirmed: nothing was sent, or what was sent was certainly not handled.</summary>
    Ready,

    /// <summary>The code is being checked.</summary>
    Confirming,

    /// <summary>On its way to Biz Portal.</summary>
    Sending,

    /// <summary>Biz Portal gave a request number.</summary>
    Accepted,

    /// <summary>Biz Portal understood and refused.</summary>
    Refused,

    /// <summary>No answer, or none that can be read: Biz Portal may have it. Never sent again blindly.</summary>
    Unknown,
}

/// <summary>
/// The sending of one draft. The order of states is held here and once more by PostgreSQL, whose trigger also writes the
/// record of each change (migration 0005).
/// </summary>
public sealed class Submission
{
    private static readonly Dictionary<SubmissionState, SubmissionState[]> Legal = new()
    {
        [SubmissionState.Ready] = [SubmissionState.Confirming],
        [SubmissionState.Confirming] = [SubmissionState.Ready, SubmissionState.Sending],
        [SubmissionState.Sending] =
        [
            SubmissionState.Ready,
            SubmissionState.Accepted,
            SubmissionState.Refused,
            SubmissionState.Unknown,
        ],
        [SubmissionState.Refused] = [SubmissionState.Ready],
        [SubmissionState.Unknown] = [SubmissionState.Accepted, SubmissionState.Ready],
        [SubmissionState.Accepted] = [],
    };

    public required Guid Id { get; init; }

    /// <summary>
    /// Goes with the request to Biz Portal, the same over every repetition. A new one only after a refusal: the mended
    /// request is another one.
    /// </summary>
    public required Guid Key { get; set; }
    public required Guid DraftId { get; init; }
    public required byte[] Person { get; init; }

    /// <summary>The session it was confirmed in.</summary>
    public Guid? SessionId { get; set; }

    /// <summary>Since when Biz Portal is known to have ended that session; null while it is good.</summary>
    public DateTimeOffset? SessionOverAt { get; set; }
    public SubmissionState State { get; private set; }

    /// <summary>Why <see cref="State"/> changes now; PostgreSQL moves it to the record.</summary>
    public string? Cause { get; private set; }

    /// <summary>SHA-256 of what the applicant had checked.</summary>
    public required byte[] ContentHash { get; set; }

    /// <summary>The request byte for byte, with the code, sealed: from before it is sent until its outcome is known.</summary>
    public byte[]? RequestSealed { get; set; }

    /// <summary>What was sent without the code, sealed: for staff when the outcome is unknown.</summary>
    public byte[]? PayloadSealed { get; set; }
    public string? RequestId { get; private set; }

    /// <summary>What Biz Portal said when it refused last, sealed: it may quote input.</summary>
    public byte[]? UpstreamMessageSealed { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Whoever holds it works on the submission; see <see cref="SubmissionLease"/>.</summary>
    public Guid? Claim { get; set; }
    public DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>How often Biz Portal was asked what became of it.</summary>
    public int Lookups { get; private set; }
    public DateTimeOffset? NextLookupAt { get; private set; }
    public string? LastLookup { get; private set; }
    public List<SubmissionTransition> Transitions { get; } = [];

    /// <summary>What the applicant may quote on the telephone: the beginning of <see cref="Key"/>.</summary>
    public string Reference => ReferenceOf(Key);

    public static string ReferenceOf(Guid key)
    {
        var digits = key.ToString("N").ToUpperInvariant();
        return $"{digits[..4]}-{digits[4..8]}";
    }

    /// <exception cref="InvalidOperationException">The transition is not a legal one.</exception>
    public void MoveTo(SubmissionState next, string cause, DateTimeOffset at)
    {
        if (!Legal[State].Contains(next))
            throw new InvalidOperationException($"A submission cannot go from {State} to {next}.");
        State = next;
        Cause = cause;
        UpdatedAt = at;
        if (next is not (SubmissionState.Sending or SubmissionState.Unknown))
            RequestSealed = null;
        if (next is not (SubmissionState.Confirming or SubmissionState.Sending))
            (Claim, LeaseUntil) = (null, null);
    }

    public void Accept(string requestId, string cause, DateTimeOffset at)
    {
        MoveTo(SubmissionState.Accepted, cause, at);
        RequestId = requestId;
    }

    /// <summary>A refused request is mended and sent again: as another request.</summary>
    public void BeginAnew(DateTimeOffset at)
    {
        MoveTo(SubmissionState.Ready, "begun anew", at);
        Key = Guid.NewGuid();
    }
}

/// <summary>One step of a submission's way, as the delivery timeline shows it. Written by PostgreSQL.</summary>
public sealed class SubmissionTransition
{
    public long Id { get; init; }
    public required Guid SubmissionId { get; init; }
    public required SubmissionState FromState { get; init; }
    public required SubmissionState ToState { get; init; }
    public required string Cause { get; init; }
    public required DateTimeOffset At { get; init; }
}
