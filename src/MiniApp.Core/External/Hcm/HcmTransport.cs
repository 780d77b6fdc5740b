using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.BizPortal;
using Polly;
using Polly.Retry;

namespace MiniApp.Core.External.Hcm;

/// <summary>The one road to HCM: credentials, time limit, repetition, and what an answer or its absence means.</summary>
internal sealed partial class HcmTransport(
    HttpClient http,
    HcmTokens tokens,
    IOptions<HcmOptions> options,
    TimeProvider time,
    ILogger<HcmTransport> logger
)
{
    /// <summary>Answers over this many bytes are refused.</summary>
    public const int MaxAnswer = 4 * 1024 * 1024;

    private readonly ResiliencePipeline _reads = Repeating(
        options.Value,
        time,
        HcmFailure.Unreachable,
        HcmFailure.NoReply,
        HcmFailure.ServerError
    );

    // A PATCH is made again only where nothing can have happened yet.
    private readonly ResiliencePipeline _writes = Repeating(options.Value, time, HcmFailure.Unreachable);

    /// <param name="operation">Name in logs and exceptions; holds no values.</param>
    /// <param name="make">Makes the request, anew for each attempt. Its address names people: never log it.</param>
    /// <returns>The answer's JSON; null for an empty one.</returns>
    /// <exception cref="HcmException">Every failure.</exception>
    public async Task<JsonNode?> SendAsync(
        string operation,
        Func<HttpRequestMessage> make,
        CancellationToken cancellationToken
    )
    {
        AuthenticationHeaderValue? used = null;
        var pipeline = operation.StartsWith("Patch", StringComparison.Ordinal) ? _writes : _reads;
        Task<JsonNode?> Send(string? rejected) =>
            pipeline
                .ExecuteAsync(
                    async ct => await AttemptAsync(operation, make, rejected, header => used = header, ct),
                    cancellationToken
                )
                .AsTask();
        try
        {
            return await Send(rejected: null);
        }
        catch (HcmException e) when (e.HttpStatus == 401 && tokens.CanRenew && used is not null)
        {
            // HCM may end a token before its time.
            return await Send(rejected: used.Parameter);
        }
    }

    private async Task<JsonNode?> AttemptAsync(
        string operation,
        Func<HttpRequestMessage> make,
        string? rejected,
        Action<AuthenticationHeaderValue> remember,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(options.Value.CallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var sent = false;
        try
        {
            using var request = make();
            request.Headers.Add("REST-Framework-Version", "4");
            request.Headers.Accept.ParseAdd("application/json");
            request.Headers.Authorization = await tokens.GetAsync(rejected, either.Token);
            remember(request.Headers.Authorization);
            sent = true;
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await response.Content.LoadIntoBufferAsync(MaxAnswer, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            if (!response.IsSuccessStatusCode)
                throw new HcmException(
                    MeaningOf(response.StatusCode),
                    operation,
                    (int)response.StatusCode,
                    HcmErrors.Message(body)
                );
            return body.Length == 0 ? null : BizPortalJson.Parse(body);
        }
        catch (Exception e) when (MeaningOf(e, sent) is { } failure)
        {
            // Cancelling cuts the connection, which may surface as any of these.
            cancellationToken.ThrowIfCancellationRequested();
            LogFailed(logger, operation, failure, (e as HcmException)?.HttpStatus);
            if (e is HcmException)
                throw;
            throw new HcmException(failure, operation, inner: e is JsonException ? null : e);
        }
    }

    private static HcmFailure MeaningOf(HttpStatusCode status) =>
        (int)status switch
        {
            401 or 403 => HcmFailure.NotAllowed,
            412 => HcmFailure.Stale,
            429 or >= 500 => HcmFailure.ServerError,
            >= 400 => HcmFailure.Refused,
            _ => HcmFailure.Malformed, // a redirect is not followed: it would carry the credentials elsewhere
        };

    /// <summary>Null where the exception is none of ours.</summary>
    /// <param name="sent">False: the access token could not be fetched, so HCM itself was not asked.</param>
    private static HcmFailure? MeaningOf(Exception exception, bool sent) =>
        exception switch
        {
            HcmException own => own.Failure,
            HttpRequestException { StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized } when !sent =>
                HcmFailure.NotAllowed,
            HttpRequestException or JsonException or IOException or OperationCanceledException when !sent =>
                HcmFailure.Unreachable,
            JsonException => HcmFailure.Malformed,
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError
                    or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError
            } => HcmFailure.Unreachable,
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
                HcmFailure.Malformed,
            HttpRequestException or IOException or OperationCanceledException => HcmFailure.NoReply,
            _ => null,
        };

    private static ResiliencePipeline Repeating(HcmOptions options, TimeProvider time, params HcmFailure[] failures) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions
                {
                    MaxRetryAttempts = 2,
                    BackoffType = DelayBackoffType.Exponential,
                    Delay = options.RetryDelay,
                    UseJitter = true,
                    ShouldHandle = new PredicateBuilder().Handle<HcmException>(e => failures.Contains(e.Failure)),
                }
            )
            .Build();

    [LoggerMessage(2211, LogLevel.Warning, "HCM {Operation} failed: {Failure}, HTTP {Status}")]
    private static partial void LogFailed(ILogger logger, string operation, HcmFailure failure, int? status);
}
