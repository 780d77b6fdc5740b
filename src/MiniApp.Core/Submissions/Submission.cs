namespace MiniApp.Core.Submissions;

public enum SubmissionState
{
    /// <summary>May be confirmed: nothing was sent, or what was sent was refused before it was handled.</summary>
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

/// <summary>The sending of one draft. Its <see cref="Id"/> is the key that goes with the request to Biz Portal.</summary>
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
        [SubmissionState.Refused] = [SubmissionState.Confirming],
        [SubmissionState.Unknown] = [SubmissionState.Accepted],
        [SubmissionState.Accepted] = [],
    };

    public required Guid Id { get; init; }
    public required Guid DraftId { get; init; }
    public required byte[] Person { get; init; }
    public SubmissionState State { get; private set; }

    /// <summary>SHA-256 of what the applicant had checked.</summary>
    public required byte[] ContentHash { get; set; }

    /// <summary>What was sent, sealed; for the receipt and for staff when the outcome is unknown.</summary>
    public byte[]? PayloadSealed { get; set; }
    public string? RequestId { get; private set; }

    /// <summary>What Biz Portal said when it refused last, sealed: it may quote input.</summary>
    public byte[]? UpstreamMessageSealed { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public List<SubmissionTransition> Transitions { get; } = [];

    /// <exception cref="InvalidOperationException">The transition is not a legal one.</exception>
    public void MoveTo(SubmissionState next, string cause, DateTimeOffset at)
    {
        if (!Legal[State].Contains(next))
            throw new InvalidOperationException($"A submission cannot go from {State} to {next}.");
        Transitions.Add(
            new SubmissionTransition
            {
                SubmissionId = Id,
                FromState = State,
                ToState = next,
                Cause = cause,
                At = at,
            }
        );
        State = next;
        UpdatedAt = at;
    }

    public void Accept(string requestId, DateTimeOffset at)
    {
        MoveTo(SubmissionState.Accepted, "request number received", at);
        RequestId = requestId;
    }
}

/// <summary>One step of a submission's way, as the delivery timeline shows it.</summary>
public sealed class SubmissionTransition
{
    public long Id { get; init; }
    public required Guid SubmissionId { get; init; }
    public required SubmissionState FromState { get; init; }
    public required SubmissionState ToState { get; init; }
    public required string Cause { get; init; }
    public required DateTimeOffset At { get; init; }
}
