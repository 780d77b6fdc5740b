namespace MiniApp.Core.External.Hcm;

/// <summary>Why a call to HCM gave no usable answer.</summary>
public enum HcmFailure
{
    /// <summary>No connection could be made, or no access token: the call was not handled.</summary>
    Unreachable,

    /// <summary>The request was sent but no answer came in time or the connection was cut: it may have been handled.</summary>
    NoReply,

    /// <summary>HTTP 401 or 403: the portal's own account may not do this.</summary>
    NotAllowed,

    /// <summary>HTTP 412: the record has changed since it was read.</summary>
    Stale,

    /// <summary>Another HTTP 4xx: understood and refused.</summary>
    Refused,

    /// <summary>HTTP 5xx or 429.</summary>
    ServerError,

    /// <summary>HTTP 2xx or 3xx with something else than the contract says.</summary>
    Malformed,
}

/// <summary>A call to HCM failed. The message names the call and the outcome, never a person, an address or a secret.</summary>
public sealed class HcmException(
    HcmFailure failure,
    string operation,
    int? httpStatus = null,
    string? upstreamMessage = null,
    Exception? inner = null
) : Exception($"HCM {operation}: {failure}" + (httpStatus is { } code ? $" (HTTP {code})" : ""), inner)
{
    public HcmFailure Failure { get; } = failure;

    public int? HttpStatus { get; } = httpStatus;

    /// <summary>What HCM said. For people, not for logs: it may quote what was sent.</summary>
    public string? UpstreamMessage { get; } = upstreamMessage;
}
