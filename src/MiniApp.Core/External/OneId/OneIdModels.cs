namespace MiniApp.Core.External.OneId;

/// <summary>What came of asking for a code: every answer that the document lists.</summary>
public enum OneIdRequestOutcome
{
    /// <summary>A message is on its way.</summary>
    Sent,

    /// <summary><c>invalid request</c></summary>
    InvalidRequest,

    /// <summary><c>invalid format id_card_num</c></summary>
    InvalidIdCard,

    /// <summary><c>please wait about 1 minute before request OTP again</c></summary>
    TooSoon,

    /// <summary><c>sent otp fail please wait about 1 minute before request OTP again</c></summary>
    SendingFailed,

    /// <summary><c>user mobile not found</c>. The visitor must not be able to tell it from the next two.</summary>
    UnknownMobile,

    /// <summary><c>id_card_num mismatch</c></summary>
    IdCardMismatch,

    /// <summary><c>client_id not found</c>: a setting of the portal is wrong.</summary>
    UnknownClient,
}

/// <param name="Reference">Printed in the message too; only where one was sent. The code itself came along and was dropped.</param>
public sealed record OneIdRequested(OneIdRequestOutcome Outcome, string? Reference = null);

/// <summary>What came of confirming a code: every answer that the document lists.</summary>
public enum OneIdConfirmOutcome
{
    /// <summary>The code is right. The tokens that come along are of no use to the portal and were dropped.</summary>
    Confirmed,

    /// <summary><c>invalid request</c></summary>
    InvalidRequest,

    /// <summary><c>generate access token unsuccessful</c></summary>
    NoAccessToken,

    /// <summary><c>generate refresh token unsuccessful</c></summary>
    NoRefreshToken,

    /// <summary><c>user mobile not found</c></summary>
    UnknownMobile,

    /// <summary><c>otp invalid</c>: wrong, used or expired.</summary>
    InvalidCode,

    /// <summary><c>client_id not found</c>: a setting of the portal is wrong.</summary>
    UnknownClient,
}
