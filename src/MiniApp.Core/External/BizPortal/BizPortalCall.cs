namespace MiniApp.Core.External.BizPortal;

/// <summary>When a failed call may be made again without asking anyone.</summary>
internal enum Repeat
{
    /// <summary>Twice could mean two license requests, or its body is spent after the first time.</summary>
    Never,

    /// <summary>Only where no connection was made, so that nothing can have happened yet.</summary>
    IfNeverSent,

    /// <summary>Twice does the same as once: also after a lost answer or a server error.</summary>
    Always,
}

/// <summary>One row of the contract's table, filled in.</summary>
/// <param name="Operation">Name in logs, traces and exceptions; holds no values.</param>
/// <param name="Path">Under <c>bizportal/api/</c>, with every value escaped. May hold an identity: never log it.</param>
/// <param name="Content">Makes the body, anew for each attempt.</param>
internal sealed record BizPortalCall(
    string Operation,
    HttpMethod Method,
    string Path,
    Repeat Repeat,
    Func<HttpContent>? Content = null
)
{
    public TimeSpan? Timeout { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body is a stream that can't be read twice, so a new token doesn't help this time.</summary>
    public bool SpendsBody { get; init; }

    /// <summary>Runs right before each attempt; what it throws goes to the caller and nothing is sent.</summary>
    public Func<CancellationToken, Task>? BeforeSending { get; init; }

    public override string ToString() => Operation;

    /// <summary>A value as one path segment. Dots alone would climb to another call.</summary>
    public static string Segment(string value) =>
        value is "" or "." or ".."
            ? throw new ArgumentException("Not usable as a path segment.", nameof(value))
            : Uri.EscapeDataString(value);

    public HttpRequestMessage ToRequest(string? accessToken)
    {
        var request = new HttpRequestMessage(Method, new Uri(Path, UriKind.Relative)) { Content = Content?.Invoke() };
        if (accessToken is not null)
        {
            request.Headers.Authorization = new("Bearer", accessToken);
        }
        foreach (var (name, value) in Headers)
        {
            request.Headers.Add(name, value);
        }
        return request;
    }
}
