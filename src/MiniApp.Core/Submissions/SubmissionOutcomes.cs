using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Forms;
using MiniApp.Core.Otp;

namespace MiniApp.Core.Submissions;

/// <summary>What came of "confirm and submit".</summary>
public abstract record SubmitOutcome
{
    private SubmitOutcome() { }

    /// <summary>Biz Portal has it and gave a number.</summary>
    public sealed record Accepted(string RequestId) : SubmitOutcome;

    /// <summary>Something is missing or wrong: nothing was sent.</summary>
    public sealed record Incomplete(IReadOnlyList<FieldProblem> Problems) : SubmitOutcome;

    /// <summary>The answers are no longer those that were checked: nothing was sent.</summary>
    public sealed record Changed : SubmitOutcome;

    /// <summary>The code was not right, or could not be checked: nothing was sent.</summary>
    public sealed record NotConfirmed(OtpVerified Code) : SubmitOutcome;

    /// <summary>Another tab or an earlier click is sending it right now.</summary>
    public sealed record InProgress : SubmitOutcome;

    /// <summary>Nothing was handled: the applicant may try again.</summary>
    public sealed record NotSent(BizPortalFailure Failure) : SubmitOutcome;

    /// <summary>Biz Portal understood and refused. The message is its own.</summary>
    public sealed record Refused(string? Message) : SubmitOutcome;

    /// <summary>No answer came: it may have been handled, and is not sent again.</summary>
    public sealed record Unknown : SubmitOutcome;
}

/// <summary>A submission as the applicant sees it.</summary>
/// <param name="Reference">What to quote on the telephone while there is no request number.</param>
/// <param name="Said">What Biz Portal said when it refused, or when it was certain that nothing was received.</param>
/// <param name="NeedsSession">Biz Portal can be asked only once the applicant opens the form from there again.</param>
/// <param name="Timeline">Oldest first.</param>
public sealed record SubmissionView(
    Guid DraftId,
    SubmissionState State,
    string Reference,
    string? RequestId,
    string? Said,
    bool NeedsSession,
    DateTimeOffset UpdatedAt,
    IReadOnlyList<SubmissionTransition> Timeline
)
{
    /// <summary>Something may still happen without the applicant.</summary>
    public bool IsUnderWay => State is SubmissionState.Confirming or SubmissionState.Sending or SubmissionState.Unknown;

    /// <summary>When the applicant confirmed what was sent last.</summary>
    public DateTimeOffset SentAt => LastRound is [var confirmed, ..] ? confirmed.At : UpdatedAt;

    /// <summary>The last time Biz Portal turned out never to have received what was sent, and nothing was sent since.</summary>
    public bool WasNotReceived =>
        State == SubmissionState.Ready
        && Timeline is [.., var last]
        && last.Cause.StartsWith(SubmissionCauses.NotReceived, StringComparison.Ordinal);

    /// <summary>The last time it never left: Biz Portal could not be reached, or the session was over.</summary>
    public bool WasNotSent =>
        State == SubmissionState.Ready
        && Timeline is [.., { FromState: SubmissionState.Sending, ToState: SubmissionState.Ready }];

    /// <summary>The steps since the applicant confirmed last; empty while nothing was confirmed.</summary>
    public IReadOnlyList<SubmissionTransition> LastRound =>
        [.. Timeline.Skip(Timeline.ToList().FindLastIndex(t => t.ToState == SubmissionState.Confirming))];
}

/// <summary>A line in a list of submissions.</summary>
/// <param name="RequestId">Null while it is not known.</param>
public sealed record SubmissionSummary(
    Guid DraftId,
    SubmissionState State,
    string Reference,
    string? RequestId,
    DateTimeOffset UpdatedAt
);
