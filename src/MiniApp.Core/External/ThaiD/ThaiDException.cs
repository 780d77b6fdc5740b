namespace MiniApp.Core.External.ThaiD;

/// <summary>Why a sign-in came to nothing.</summary>
public enum ThaiDFailure
{
    /// <summary>The provider is away, slow, or answers what can't be read.</summary>
    Unavailable,

    /// <summary>The provider says no: code unknown or used, client not known, and the like.</summary>
    Refused,

    /// <summary>The person said no.</summary>
    Denied,

    /// <summary>The person let the time run out.</summary>
    TimedOut,

    /// <summary>What came back was not made by us, or too long ago.</summary>
    ForgedState,

    /// <summary>What came back belongs to no sign-in that this browser has begun, or to one that is over.</summary>
    NotThisBrowser,

    /// <summary>The id_token did not stand the test.</summary>
    InvalidToken,

    /// <summary>The identity is not proven as well as the settings ask.</summary>
    TooWeak,

    /// <summary>The person proved themselves too long ago.</summary>
    TooOld,
}

/// <summary>A sign-in that failed.</summary>
/// <param name="detail">For the log: which check, which status. Nothing of a token, a code or a person.</param>
public sealed class ThaiDException(ThaiDFailure failure, string detail, Exception? inner = null)
    : Exception($"{failure}: {detail}", inner)
{
    public ThaiDFailure Failure { get; } = failure;

    public string Detail { get; } = detail;
}
