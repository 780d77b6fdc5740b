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
/// <param name="Timeline">Oldest first.</param>
public sealed record SubmissionView(
    SubmissionState State,
    string? RequestId,
    DateTimeOffset UpdatedAt,
    IReadOnlyList<SubmissionTransition> Timeline
);
