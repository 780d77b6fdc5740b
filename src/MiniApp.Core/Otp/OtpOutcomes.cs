using MiniApp.Core.External.BizPortal;

namespace MiniApp.Core.Otp;

/// <summary>A code that was sent, as the applicant may see it.</summary>
/// <param name="SentTo">Masked phone number.</param>
/// <param name="ResendAt">From then on another code may be asked for, by all limits.</param>
/// <param name="CoversContent">False when the answers changed since: the code no longer confirms them.</param>
/// <param name="ChangedFieldIds">Which ones, where <paramref name="CoversContent"/> is false.</param>
public sealed record OtpView(
    string SentTo,
    string Reference,
    DateTimeOffset ResendAt,
    DateTimeOffset ExpiresAt,
    int TriesLeft,
    bool CoversContent,
    IReadOnlyList<string> ChangedFieldIds
);

/// <summary>What came of asking for a code: exactly one member is set.</summary>
/// <param name="WaitUntil">Asked too soon or too often; the time from which it works again.</param>
/// <param name="Failure">Biz Portal did not send one.</param>
/// <param name="Changed">The draft is no longer the one that was checked: nothing was asked for.</param>
public sealed record OtpRequested(
    OtpView? Sent = null,
    DateTimeOffset? WaitUntil = null,
    BizPortalException? Failure = null,
    bool Changed = false
);

public enum OtpCheck
{
    Valid,
    Wrong,
    Expired,

    /// <summary>Too many wrong tries: a new code is needed.</summary>
    Exhausted,

    /// <summary>No code was asked for, or the answers changed after it was sent.</summary>
    NotCovering,

    /// <summary>Biz Portal gave no answer. The try counts, unless the code certainly never got there.</summary>
    NotChecked,
}

/// <param name="TriesLeft">After this try.</param>
/// <param name="Counted">Whether this was a try; false where Biz Portal certainly never saw the code.</param>
public sealed record OtpVerified(
    OtpCheck Check,
    int TriesLeft,
    BizPortalException? Failure = null,
    bool Counted = true
);
