namespace MiniApp.Core.Otp;

public enum OtpState
{
    /// <summary>Counted against the limits before Biz Portal is asked, so that a lost answer cannot be used to send more.</summary>
    Requesting,
    Sent,
    NotSent,
    Verified,

    /// <summary>A newer code was asked for, or the answers changed after this one was sent.</summary>
    Replaced,
}

/// <summary>A code sent by SMS. Biz Portal makes and checks it.</summary>
public sealed class OtpChallenge
{
    public required Guid Id { get; init; }
    public required Guid DraftId { get; init; }
    public required byte[] Person { get; init; }

    /// <summary>SHA-256 of what the applicant had checked when the code was sent.</summary>
    public required byte[] ContentHash { get; init; }

    /// <summary>The same field by field, sealed; see <see cref="ContentPrint"/>.</summary>
    public byte[]? ContentSealed { get; init; }

    /// <summary>The code that Biz Portal found right, sealed, until the request has left with it: sending may take a second click.</summary>
    public byte[]? CodeSealed { get; set; }
    public required byte[] SentToSealed { get; set; }
    public required string Reference { get; set; }
    public OtpState State { get; set; }
    public int WrongTries { get; set; }
    public required DateTimeOffset RequestedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; set; }
}
