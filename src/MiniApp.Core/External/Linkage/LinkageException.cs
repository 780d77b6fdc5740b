namespace MiniApp.Core.External.Linkage;

/// <summary>
/// A call failed; becomes a <see cref="LinkageAnswer{T}.Failed"/> before it leaves the client. The message names the call and
/// the outcome. No inner exception: it might quote an answer or an address.
/// </summary>
internal sealed class LinkageException(string operation, LinkageFailure failure, int? httpStatus, string? code = null)
    : Exception($"Linkage {operation}: {failure}")
{
    public LinkageFailure Failure { get; } = failure;

    public int? HttpStatus { get; } = httpStatus;

    /// <summary>A few letters and digits, or null.</summary>
    public string? Code { get; } = code;
}
