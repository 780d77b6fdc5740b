using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.BizPortal;

namespace MiniApp.Core.External.OneId;

/// <summary>
/// ONE ID's two calls (section 6 of the contract). What the document lists is an outcome; anything else a
/// <see cref="OneIdException"/>, except that the caller's own cancellation stays an <see cref="OperationCanceledException"/>.
/// Nothing is repeated: the one call sends a message, the other spends a code. Thread-safe.
/// </summary>
public sealed partial class OneIdClient
{
    /// <summary>Answers over this many bytes are refused.</summary>
    internal const int MaxAnswer = 64 * 1024;

    private const string Root = "api/v1/citizen/oauth/mobile-and-idcard";

    private static readonly Dictionary<(int, string), OneIdRequestOutcome> RequestErrors = new()
    {
        [(400, "invalid request")] = OneIdRequestOutcome.InvalidRequest,
        [(400, "invalid format id_card_num")] = OneIdRequestOutcome.InvalidIdCard,
        [(400, "please wait about 1 minute before request otp again")] = OneIdRequestOutcome.TooSoon,
        [(400, "sent otp fail please wait about 1 minute before request otp again")] =
            OneIdRequestOutcome.SendingFailed,
        [(404, "user mobile not found")] = OneIdRequestOutcome.UnknownMobile,
        [(404, "id_card_num mismatch")] = OneIdRequestOutcome.IdCardMismatch,
        [(404, "client_id not found")] = OneIdRequestOutcome.UnknownClient,
    };

    private static readonly Dictionary<(int, string), OneIdConfirmOutcome> ConfirmErrors = new()
    {
        [(400, "invalid request")] = OneIdConfirmOutcome.InvalidRequest,
        [(400, "generate access token unsuccessful")] = OneIdConfirmOutcome.NoAccessToken,
        [(400, "generate refresh token unsuccessful")] = OneIdConfirmOutcome.NoRefreshToken,
        [(404, "user mobile not found")] = OneIdConfirmOutcome.UnknownMobile,
        [(404, "otp invalid")] = OneIdConfirmOutcome.InvalidCode,
        [(404, "client_id not found")] = OneIdConfirmOutcome.UnknownClient,
    };

    private readonly HttpClient _http;
    private readonly OneIdOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<OneIdClient> _logger;

    internal OneIdClient(
        HttpClient http,
        IOptions<OneIdOptions> options,
        TimeProvider time,
        ILogger<OneIdClient> logger
    ) => (_http, _options, _time, _logger) = (http, options.Value, time, logger);

    /// <summary>Has a code sent to the mobile number, if it is known together with this ID card number.</summary>
    /// <param name="mobile">10 digits.</param>
    /// <param name="idCard">13 digits.</param>
    public async Task<OneIdRequested> RequestCodeAsync(
        string mobile,
        string idCard,
        CancellationToken cancellationToken
    )
    {
        const string Operation = "RequestCode";
        JsonObject body = new() { ["mobile_no"] = mobile, ["id_card_num"] = idCard };
        if (_options.SmsSender is { Length: > 0 } sender)
        {
            body["sms_sender"] = sender;
        }
        var (outcome, data) = await CallAsync(Operation, Root, body, RequestErrors, cancellationToken);
        if (outcome is { } error)
        {
            return new OneIdRequested(error);
        }
        // data.otp is the code itself: it is read by nobody and gone with this answer.
        return data.Text("ref_code") is { } reference
            ? new OneIdRequested(OneIdRequestOutcome.Sent, reference)
            : throw Failed(Operation, OneIdFailure.Malformed, 200);
    }

    /// <summary>Checks the code and spends it.</summary>
    public async Task<OneIdConfirmOutcome> ConfirmCodeAsync(
        string mobile,
        string reference,
        string code,
        CancellationToken cancellationToken
    )
    {
        const string Operation = "ConfirmCode";
        JsonObject body = new()
        {
            ["mobile_no"] = mobile,
            ["ref_code"] = reference,
            ["otp"] = code,
        };
        var (outcome, data) = await CallAsync(Operation, $"{Root}/otp/confirm", body, ConfirmErrors, cancellationToken);
        if (outcome is { } error)
        {
            return error;
        }
        // Whoever signs in must not depend on a body that merely says "Success".
        return data.Text("access_token") is not null && data.Text("account_id") is not null
            ? OneIdConfirmOutcome.Confirmed
            : throw Failed(Operation, OneIdFailure.Malformed, 200);
    }

    /// <returns>The error of the document, or what a success holds.</returns>
    private async Task<(T? Error, JsonNode? Data)> CallAsync<T>(
        string operation,
        string path,
        JsonObject body,
        Dictionary<(int, string), T> errors,
        CancellationToken cancellationToken
    )
        where T : struct
    {
        body["client_id"] = _options.ClientId;
        body["client_secret"] = _options.ClientSecret;
        var (status, answer) = await SendAsync(operation, path, body, cancellationToken);
        if (status >= 500)
        {
            throw Failed(operation, OneIdFailure.ServerError, status);
        }
        var succeeded = string.Equals(answer.Text("result"), "Success", StringComparison.OrdinalIgnoreCase);
        if (answer.Number("code") != status || succeeded != (status == 200))
        {
            throw Failed(operation, OneIdFailure.Malformed, status);
        }
        if (succeeded)
        {
            return (null, answer.Member("data"));
        }
        var message = answer.Text("errorMessage") ?? answer.Text("data") ?? "";
#pragma warning disable CA1308 // The document's own texts are in lower case, save one word.
        return errors.TryGetValue((status, message.Trim().ToLowerInvariant()), out var error)
#pragma warning restore CA1308
            ? (error, null)
            : throw Failed(operation, OneIdFailure.Refused, status);
    }

    private async Task<(int Status, JsonNode? Answer)> SendAsync(
        string operation,
        string path,
        JsonObject body,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(_options.CallTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        int? status = null;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
            {
                Content = BizPortalJson.Body(body),
            };
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            status = (int)response.StatusCode;
            if (status >= 500)
            {
                return (status.Value, null);
            }
            await response.Content.LoadIntoBufferAsync(MaxAnswer, either.Token);
            return (status.Value, BizPortalJson.Parse(await response.Content.ReadAsByteArrayAsync(either.Token)));
        }
        catch (Exception e) when (Explain(e, limit.IsCancellationRequested) is { } failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // JSON errors quote what they stumbled over, and that may be the code.
            throw Failed(operation, failure, status, e is JsonException ? null : e);
        }
    }

    private static OneIdFailure? Explain(Exception exception, bool timedOut) =>
        exception switch
        {
            JsonException => OneIdFailure.Malformed,
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
                OneIdFailure.Malformed,
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError
                    or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError
                    or HttpRequestError.ProxyTunnelError
            } => OneIdFailure.Unreachable,
            OperationCanceledException { InnerException: TimeoutException } when !timedOut => OneIdFailure.Unreachable,
            HttpRequestException or IOException or OperationCanceledException => OneIdFailure.NoReply,
            _ => null,
        };

    private OneIdException Failed(string operation, OneIdFailure failure, int? status, Exception? inner = null)
    {
        LogFailed(_logger, operation, failure, status);
        return new OneIdException(failure, operation, status, inner);
    }

    [LoggerMessage(2101, LogLevel.Warning, "ONE ID {Operation} failed: {Failure}, HTTP {Status}")]
    private static partial void LogFailed(ILogger logger, string operation, OneIdFailure failure, int? status);
}
