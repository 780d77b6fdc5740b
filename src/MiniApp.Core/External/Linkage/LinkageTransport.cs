using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.BizPortal;

namespace MiniApp.Core.External.Linkage;

/// <summary>
/// The one road to the exchange: time limit, size limit, and what an answer or its absence means. Nothing is repeated here:
/// each look-up of somebody is one on the exchange's own record too.
/// </summary>
internal sealed partial class LinkageTransport(
    HttpClient http,
    IOptions<LinkageOptions> options,
    TimeProvider time,
    ILogger<LinkageTransport> logger
)
{
    /// <summary>Answers over this many bytes are refused.</summary>
    public const int MaxAnswer = 256 * 1024;

    /// <summary>The officer's card is not logged in. [F]</summary>
    private const string NotLoggedIn = "90001";

    /// <param name="operation">Name in the log; holds no values.</param>
    /// <param name="request">Its address holds a secret or ID numbers: never log it.</param>
    /// <exception cref="LinkageException">Every failure but the caller's own cancellation.</exception>
    public async Task<JsonObject> SendAsync(
        string operation,
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(options.Value.CallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        int? status = null;
        try
        {
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            status = (int)response.StatusCode;
            await response.Content.LoadIntoBufferAsync(MaxAnswer, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            return Judge(operation, status.Value, body);
        }
        catch (Exception e) when (MeaningOf(e) is { } failure)
        {
            // Cancelling cuts the connection, which may surface as any of these.
            cancellationToken.ThrowIfCancellationRequested();
            throw Failed(operation, failure, status);
        }
    }

    /// <summary>A body that says Code or Message is an error whatever the HTTP status, and one with a bad status is no answer.</summary>
    private JsonObject Judge(string operation, int status, byte[] body)
    {
        var answer = Parse(body);
        var isError = answer?.Member("Code") is not null || answer?.Member("Message") is not null;
        var code = CodeOf(answer);
        if (isError && code == NotLoggedIn)
            throw Failed(operation, LinkageFailure.ReaderNotReady, status, code);
        LinkageFailure? failure = status switch
        {
            401 => LinkageFailure.TokenRefused,
            404 when isError => LinkageFailure.NotFound,
            429 or >= 500 => LinkageFailure.Unavailable,
            >= 400 => LinkageFailure.Refused,
            >= 200 and < 300 when isError => LinkageFailure.Refused,
            >= 200 and < 300 when answer is not null => null,
            _ => LinkageFailure.Malformed, // a redirect is not followed: it would carry the secret elsewhere
        };
        return failure is { } what ? throw Failed(operation, what, status, code) : answer!;
    }

    private static JsonObject? Parse(byte[] body)
    {
        try
        {
            return BizPortalJson.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>For pages and logs: too short to be an ID number or a token.</summary>
    private static string? CodeOf(JsonObject? answer) =>
        answer.Text("Code") is { Length: <= 8 } code && code.All(char.IsAsciiLetterOrDigit) ? code : null;

    private static LinkageFailure? MeaningOf(Exception exception) =>
        exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
                LinkageFailure.Malformed,
            HttpRequestException or IOException or OperationCanceledException => LinkageFailure.Unavailable,
            _ => null,
        };

    /// <summary>Logged once, where it happens; also what becomes an answer of its own, such as nobody found.</summary>
    private LinkageException Failed(string operation, LinkageFailure failure, int? status, string? code = null)
    {
        // Nobody found and no card are everyday answers, and the latter comes every few seconds.
        var level = failure is LinkageFailure.NotFound or LinkageFailure.ReaderNotReady
            ? LogLevel.Debug
            : LogLevel.Warning;
        LogFailed(logger, level, operation, failure, status, code);
        return new LinkageException(operation, failure, status, code);
    }

    [LoggerMessage(EventId = 2401, Message = "Linkage {Operation} failed: {Failure}, HTTP {Status}, code {Code}")]
    private static partial void LogFailed(
        ILogger logger,
        LogLevel level,
        string operation,
        LinkageFailure failure,
        int? status,
        string? code
    );
}
