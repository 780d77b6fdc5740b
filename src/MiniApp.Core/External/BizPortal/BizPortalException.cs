namespace MiniApp.Core.External.BizPortal;

/// <summary>Why a call to Biz Portal gave no usable answer.</summary>
public enum BizPortalFailure
{
    /// <summary>No connection could be made, or it was refused: the call was not handled.</summary>
    Unreachable,

    /// <summary>The request was sent but no answer came in time or the connection was cut: it may have been handled.</summary>
    NoReply,

    /// <summary>HTTP 401, also after a refresh: the form has to be opened from Biz Portal again.</summary>
    SessionOver,

    /// <summary>Envelope with a status other than 0, or HTTP 4xx: understood and refused.</summary>
    Refused,

    /// <summary>HTTP 5xx.</summary>
    ServerError,

    /// <summary>HTTP 2xx with a body that is not what the contract says: it was handled, the result is unknown.</summary>
    Malformed,

    /// <summary>
    /// The token had expired while a chunk was on its way. It has been renewed, but the chunk's bytes are spent:
    /// whoever has them sends them again.
    /// </summary>
    SendAgain,
}

/// <summary>A call to Biz Portal failed. The message names the call and the outcome, never an identity, token or answer.</summary>
public sealed class BizPortalException : Exception
{
    public BizPortalException(
        BizPortalFailure failure,
        string operation,
        int? httpStatus = null,
        string? upstreamMessage = null,
        Exception? inner = null
    )
        : base($"Biz Portal {operation}: {failure}" + (httpStatus is { } code ? $" (HTTP {code})" : ""), inner)
    {
        Failure = failure;
        HttpStatus = httpStatus;
        UpstreamMessage = upstreamMessage;
    }

    public BizPortalFailure Failure { get; }

    public int? HttpStatus { get; }

    /// <summary>What Biz Portal said (message or errorMessage of its envelope). For people, not for logs: it may quote input.</summary>
    public string? UpstreamMessage { get; }
}
