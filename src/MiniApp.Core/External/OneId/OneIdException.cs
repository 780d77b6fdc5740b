namespace MiniApp.Core.External.OneId;

/// <summary>Why a call to ONE ID gave no usable answer.</summary>
public enum OneIdFailure
{
    /// <summary>No connection could be made: the call was not handled.</summary>
    Unreachable,

    /// <summary>The request was sent but no answer came in time, or the connection was cut: it may have been handled.</summary>
    NoReply,

    /// <summary>HTTP 5xx.</summary>
    ServerError,

    /// <summary>An error, in order by itself, that the document does not list.</summary>
    Refused,

    /// <summary>Not what the document says: no envelope, a part missing, or one that contradicts the HTTP status.</summary>
    Malformed,
}

/// <summary>A call to ONE ID failed. Names the call and the outcome, never what was sent or answered.</summary>
public sealed class OneIdException(
    OneIdFailure failure,
    string operation,
    int? httpStatus = null,
    Exception? inner = null
) : Exception($"ONE ID {operation}: {failure}" + (httpStatus is { } code ? $" (HTTP {code})" : ""), inner)
{
    public OneIdFailure Failure { get; } = failure;

    public int? HttpStatus { get; } = httpStatus;
}
