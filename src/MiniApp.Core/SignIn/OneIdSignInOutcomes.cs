using MiniApp.Core.Sessions;

namespace MiniApp.Core.SignIn;

/// <summary>What came of asking for a code.</summary>
public enum OneIdAsk
{
    /// <summary>If the two numbers belong together, a code is on its way. Whether they do is not said.</summary>
    OnItsWay,

    /// <summary>Too soon after the last one for this person or number, or too often.</summary>
    Wait,

    /// <summary>Too many from this network address.</summary>
    WaitAddress,

    /// <summary>ONE ID has sent a code to this number within the last minute, for somebody else than this portal.</summary>
    WaitOneId,

    /// <summary>ONE ID could not send the message.</summary>
    NotSent,

    /// <summary>ONE ID does not take this ID card number for one.</summary>
    InvalidIdCard,

    /// <summary>ONE ID does not answer, or not sensibly, or does not know the portal.</summary>
    Unavailable,
}

/// <param name="AttemptId">Set where a code is on its way.</param>
/// <param name="WaitUntil">Set where waiting helps: from then on a code may be asked for.</param>
public sealed record OneIdAsked(OneIdAsk Outcome, Guid? AttemptId = null, DateTimeOffset? WaitUntil = null);

/// <summary>A code that is on its way, or looks so.</summary>
/// <param name="SentTo">Masked mobile number.</param>
/// <param name="ResendAt">From then on another may be asked for, by all limits.</param>
public sealed record OneIdAttemptView(
    string SentTo,
    string Reference,
    DateTimeOffset ResendAt,
    DateTimeOffset ExpiresAt,
    int TriesLeft
);

public enum OneIdCheck
{
    SignedIn,
    Wrong,
    Expired,

    /// <summary>Too many wrong tries: a new code is needed.</summary>
    Exhausted,

    /// <summary>There is no such attempt any more: begin anew.</summary>
    Gone,

    /// <summary>The code was right and ONE ID could not finish the sign-in: a new code is needed.</summary>
    NotFinished,

    /// <summary>ONE ID does not answer, or not sensibly, or does not know the portal.</summary>
    Unavailable,
}

/// <param name="TriesLeft">After this try.</param>
/// <param name="Session">Set where the code was right.</param>
public sealed record OneIdChecked(OneIdCheck Check, int TriesLeft = 0, LiveSession? Session = null);
