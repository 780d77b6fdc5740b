using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MiniApp.Core.Sessions;
using Polly;
using Polly.Retry;

namespace MiniApp.Core.External.BizPortal;

/// <summary>
/// The one road to Biz Portal: token, time limit, repetition, and what an answer or its absence means. From outside
/// to inside: a rejected token is renewed once → what is safe is repeated → one attempt.
/// </summary>
internal sealed partial class BizPortalTransport(
    HttpClient http,
    IOptions<BizPortalOptions> options,
    TimeProvider time,
    ILogger<BizPortalTransport> logger
)
{
    /// <summary>Traces carry the operation's name; the HTTP client's own would carry paths with identities.</summary>
    public const string ActivitySourceName = "MiniApp.BizPortal";

    private const int MaxRepetitions = 2;

    /// <summary>JSON answers over this many bytes are refused.</summary>
    public const int MaxAnswer = 16 * 1024 * 1024;

    private static readonly ActivitySource Activities = new(ActivitySourceName);

    private readonly ResiliencePipeline _ifNeverSent = Repeating(options.Value, time, BizPortalFailure.Unreachable);

    private readonly ResiliencePipeline _always = Repeating(
        options.Value,
        time,
        BizPortalFailure.Unreachable,
        BizPortalFailure.NoReply,
        BizPortalFailure.ServerError
    );

    /// <summary>The call's JSON answer, still in its envelope.</summary>
    public Task<JsonNode?> SendAsync(
        BizPortalCall call,
        IBizPortalSession? session,
        CancellationToken cancellationToken
    ) => SendAsync(call, session, ReadJsonAsync, cancellationToken);

    /// <param name="read">Runs within the attempt's time limit; the answer is its own to dispose, unless it throws.</param>
    public async Task<T> SendAsync<T>(
        BizPortalCall call,
        IBizPortalSession? session,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken
    )
    {
        if (session is null)
        {
            return await SendAsync(call, accessToken: null, read, cancellationToken);
        }
        var token = await session.GetAccessTokenAsync(cancellationToken);
        try
        {
            return await SendAsync(call, token, read, cancellationToken);
        }
        catch (BizPortalException e) when (e.Failure == BizPortalFailure.SessionOver)
        {
            token = await session.RefreshAsync(token, cancellationToken);
        }
        if (call.SpendsBody)
        {
            throw new BizPortalException(BizPortalFailure.SendAgain, call.Operation, httpStatus: 401);
        }
        return await SendAsync(call, token, read, cancellationToken);
    }

    /// <summary>The same with a given token, or none; HTTP 401 ends it.</summary>
    public async Task<T> SendAsync<T>(
        BizPortalCall call,
        string? accessToken,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken
    )
    {
        var pipeline = call.Repeat switch
        {
            Repeat.Always => _always,
            Repeat.IfNeverSent => _ifNeverSent,
            _ => ResiliencePipeline.Empty,
        };
        return await pipeline.ExecuteAsync(
            async token => await AttemptAsync(call, accessToken, read, token),
            cancellationToken
        );
    }

    public static async Task<JsonNode?> ReadJsonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(MaxAnswer, cancellationToken);
        return BizPortalJson.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    private async Task<T> AttemptAsync<T>(
        BizPortalCall call,
        string? accessToken,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken
    )
    {
        if (call.BeforeSending is { } mayBeSent)
        {
            await mayBeSent(cancellationToken);
        }
        using var activity = Activities.StartActivity(call.Operation, ActivityKind.Client);
        using var limit = new CancellationTokenSource(call.Timeout ?? options.Value.CallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        HttpResponseMessage? response = null;
        try
        {
            using var request = call.ToRequest(accessToken);
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw await RefusalAsync(call, response, either.Token);
            }
            return await read(response, either.Token);
        }
        catch (Exception e) when (Explain(e, limit.IsCancellationRequested) is { } failure)
        {
            int? status = response is null ? null : (int)response.StatusCode;
            response?.Dispose();
            // Cancelling cuts the connection, which may surface as any of these.
            cancellationToken.ThrowIfCancellationRequested();
            activity?.SetStatus(ActivityStatusCode.Error, failure.ToString());
            LogFailed(logger, call.Operation, failure, (e as BizPortalException)?.HttpStatus ?? status);
            if (e is BizPortalException)
            {
                throw;
            }
            throw new BizPortalException(failure, call.Operation, status, inner: e is JsonException ? null : e);
        }
    }

    /// <summary>What an exception of an attempt means, or null where it is none of ours.</summary>
    private static BizPortalFailure? Explain(Exception exception, bool timedOut) =>
        exception switch
        {
            BizPortalException own => own.Failure,
            JsonException => BizPortalFailure.Malformed,
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError
                    or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError
                    or HttpRequestError.ProxyTunnelError
            } => BizPortalFailure.Unreachable,
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
                BizPortalFailure.Malformed,
            // Neither our limit nor the caller: the handler gave up on making a connection.
            OperationCanceledException { InnerException: TimeoutException } when !timedOut =>
                BizPortalFailure.Unreachable,
            HttpRequestException or IOException or OperationCanceledException => BizPortalFailure.NoReply,
            _ => null,
        };

    private static async Task<BizPortalException> RefusalAsync(
        BizPortalCall call,
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        var status = (int)response.StatusCode;
        var failure = status switch
        {
            401 => BizPortalFailure.SessionOver,
            >= 500 => BizPortalFailure.ServerError,
            >= 400 => BizPortalFailure.Refused,
            _ => BizPortalFailure.Malformed, // a redirect is not followed: it would carry the token elsewhere
        };
        return new BizPortalException(failure, call.Operation, status, await MessageAsync(response, cancellationToken));
    }

    private static async Task<string?> MessageAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return BizPortalEnvelope.Message(await ReadJsonAsync(response, cancellationToken));
        }
        catch (Exception e)
            when (e is JsonException or HttpRequestException or IOException or OperationCanceledException)
        {
            return null; // an error page of some proxy, or one that never ends; the status says enough
        }
    }

    private static ResiliencePipeline Repeating(
        BizPortalOptions options,
        TimeProvider time,
        params BizPortalFailure[] failures
    ) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions
                {
                    MaxRetryAttempts = MaxRepetitions,
                    BackoffType = DelayBackoffType.Exponential,
                    Delay = options.RetryDelay,
                    UseJitter = true,
                    ShouldHandle = new PredicateBuilder().Handle<BizPortalException>(e => failures.Contains(e.Failure)),
                }
            )
            .Build();

    [LoggerMessage(2001, LogLevel.Warning, "Biz Portal {Operation} failed: {Failure}, HTTP {Status}")]
    private static partial void LogFailed(ILogger logger, string operation, BizPortalFailure failure, int? status);
}
