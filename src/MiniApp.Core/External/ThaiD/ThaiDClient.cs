using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.BizPortal;

namespace MiniApp.Core.External.ThaiD;

/// <summary>
/// The provider's side of a sign-in: its metadata, kept and renewed; a code for tokens; and who they are for. The browser's
/// side (state, nonce, PKCE, redirects) is the portal's.
/// </summary>
public sealed partial class ThaiDClient(
    HttpClient http,
    IOptions<ThaiDOptions> options,
    TimeProvider clock,
    ILogger<ThaiDClient> logger
) : IDisposable
{
    private const int MaxAnswer = 1024 * 1024;

    /// <summary>Unknown keys are looked for at most this often: a forged token must not make us hammer the provider.</summary>
    private static readonly TimeSpan KeyPause = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private ThaiDMetadata? _metadata;
    private DateTimeOffset _triedAt;
    private ThaiDException? _failure;

    private ThaiDOptions Options => options.Value;

    /// <summary>Where a browser is sent to sign in.</summary>
    /// <exception cref="ThaiDException">Unavailable.</exception>
    public async Task<Uri> GetAuthorizationEndpointAsync(CancellationToken cancellationToken) =>
        (await GetMetadataAsync(cancellationToken)).AuthorizationEndpoint;

    /// <returns>From memory while it is fresh; while the provider is away also later.</returns>
    /// <exception cref="ThaiDException">Unavailable.</exception>
    internal async Task<ThaiDMetadata> GetMetadataAsync(CancellationToken cancellationToken) =>
        _metadata is { } known && clock.GetUtcNow() - known.ReadAt < Options.MetadataLifetime
            ? known
            : await RenewAsync(_metadata, cancellationToken);

    /// <summary>Spends the code. Never repeated: a code works once.</summary>
    /// <param name="redirectUri">To the letter what the sign-in began with.</param>
    /// <exception cref="ThaiDException">Refused, Unavailable.</exception>
    public async Task<ThaiDTokens> ExchangeAsync(
        string code,
        string redirectUri,
        string codeVerifier,
        CancellationToken cancellationToken
    )
    {
        var metadata = await GetMetadataAsync(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, metadata.TokenEndpoint)
        {
            Content = new FormUrlEncodedContent([
                new("grant_type", "authorization_code"),
                new("code", code),
                new("redirect_uri", redirectUri),
                new("code_verifier", codeVerifier),
            ]),
        };
        // RFC 6749, 2.3.1: both are form-encoded before they are joined.
        var client = $"{Uri.EscapeDataString(Options.ClientId)}:{Uri.EscapeDataString(Options.ClientSecret)}";
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(client)));
        return ThaiDTokens.Read(await SendAsync(request, cancellationToken), clock.GetUtcNow());
    }

    /// <summary>Checks the id_token and reads who it is about.</summary>
    /// <exception cref="ThaiDException">InvalidToken, TooWeak, TooOld, Unavailable.</exception>
    public async Task<ThaiDIdentity> IdentifyAsync(
        ThaiDTokens tokens,
        string nonce,
        CancellationToken cancellationToken
    )
    {
        var token = IdToken.Parse(tokens.IdToken);
        var metadata = await GetMetadataAsync(cancellationToken);
        // A key we have not seen: the provider may have changed its keys since we last looked.
        if (!metadata.KeysFor(token).Any() && clock.GetUtcNow() - metadata.ReadAt > KeyPause)
            metadata = await RenewAsync(metadata, cancellationToken);
        if (!metadata.KeysFor(token).Any(token.IsSignedBy))
            throw new ThaiDException(ThaiDFailure.InvalidToken, "signature");
        token.Check(
            new IdTokenExpectations(
                metadata.Issuer,
                Options.ClientId,
                nonce,
                Options.RequireNonce,
                tokens.AccessToken,
                clock.GetUtcNow(),
                Options.ClockSkew
            )
        );
        var identity = ThaiDClaims.Read(token.Claims, tokens.Response, Options.NationalIdClaim);
        CheckStrength(identity);
        return identity;
    }

    public void Dispose() => _reading.Dispose();

    private void CheckStrength(ThaiDIdentity proof)
    {
        if (Options.MinimumIal is { } least && !(proof.Ial >= least))
            throw new ThaiDException(ThaiDFailure.TooWeak, "ial");
        if (
            Options.MaxAuthenticationAge is { } longest
            && !(clock.GetUtcNow() - proof.AuthenticatedAt <= longest + Options.ClockSkew)
        )
            throw new ThaiDException(ThaiDFailure.TooOld, "auth_time");
    }

    private async Task<ThaiDMetadata> RenewAsync(ThaiDMetadata? stale, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            // Somebody else has just read it, or has just failed to: those who waited behind need not wait once more.
            var now = clock.GetUtcNow();
            if (_metadata is { } known && (known != stale || now - _triedAt < KeyPause))
                return known;
            if (_failure is { } failed && now - _triedAt < FailurePause)
                throw new ThaiDException(failed.Failure, failed.Detail);
            _failure = null;
            _metadata = await ReadMetadataAsync(cancellationToken);
            _triedAt = clock.GetUtcNow();
            return _metadata;
        }
        catch (ThaiDException failure) when (Remember(failure) && _metadata is not null)
        {
            return _metadata;
        }
        finally
        {
            _reading.Release();
        }
    }

    private bool Remember(ThaiDException failure)
    {
        // Counted from the first failure: the ones handed on to those who waited behind are the same.
        if (_failure is null)
            (_failure, _triedAt) = (failure, clock.GetUtcNow());
        return true;
    }

    private async Task<ThaiDMetadata> ReadMetadataAsync(CancellationToken cancellationToken)
    {
        var authority = new Uri(Options.Authority!.AbsoluteUri.TrimEnd('/') + "/");
        var document = await GetAsync(new Uri(authority, ".well-known/openid-configuration"), cancellationToken);
        var (issuer, authorization, token, keysAt) = ThaiDMetadata.ReadDocument(document, Options);
        var set = await GetAsync(keysAt, cancellationToken);
        var keys = (set.Member("keys") as JsonArray ?? []).Select(SigningKey.TryRead).OfType<SigningKey>().ToList();
        if (keys.Count == 0)
            throw new ThaiDException(ThaiDFailure.Unavailable, "no usable key");
        return new ThaiDMetadata
        {
            Issuer = issuer,
            AuthorizationEndpoint = authorization,
            TokenEndpoint = token,
            Keys = keys,
            ReadAt = clock.GetUtcNow(),
        };
    }

    private async Task<JsonNode?> GetAsync(Uri uri, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        return await SendAsync(request, cancellationToken);
    }

    /// <returns>The JSON of a success, or of a refusal that says why in the standard's way.</returns>
    private async Task<JsonNode?> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Options.ApiKeyHeader is { Length: > 0 })
            request.Headers.Add(Options.ApiKeyHeader, Options.ApiKey);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var limit = new CancellationTokenSource(Options.CallTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        // The last part of the path says which call it was, and nothing else: its query could say more.
        var call = request.RequestUri!.AbsolutePath.TrimEnd('/').Split('/')[^1];
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var status = (int)response.StatusCode;
            await response.Content.LoadIntoBufferAsync(MaxAnswer, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            if (status is 400 or 401 or 403 && ErrorOf(body) is { } error)
                throw Failed(ThaiDFailure.Refused, call, $"HTTP {status}, {error}");
            return response.IsSuccessStatusCode
                ? BizPortalJson.Parse(body)
                : throw Failed(ThaiDFailure.Unavailable, call, $"HTTP {status}");
        }
        catch (Exception failure)
            when (failure is HttpRequestException or IOException or JsonException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Failed(ThaiDFailure.Unavailable, call, failure.GetType().Name);
        }
    }

    private static string? ErrorOf(byte[] body)
    {
        try
        {
            return BizPortalJson.Parse(body).Text("error") is { } error ? ThaiDTokens.ErrorCode(error) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private ThaiDException Failed(ThaiDFailure failure, string call, string why)
    {
        LogFailed(logger, call, failure, why);
        return new ThaiDException(failure, $"{call}: {why}");
    }

    [LoggerMessage(2101, LogLevel.Warning, "Sign-in provider, {Call}: {Failure}, {Why}")]
    private static partial void LogFailed(ILogger logger, string call, ThaiDFailure failure, string why);
}
