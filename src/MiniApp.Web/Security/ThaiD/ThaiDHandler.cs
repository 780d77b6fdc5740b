using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.ThaiD;

namespace MiniApp.Web.Security.ThaiD;

internal sealed class ThaiDHandlerOptions : OAuthOptions;

/// <summary>
/// The browser's side of an OpenID Connect sign-in, on ASP.NET Core's OAuth handler, which brings state, correlation cookie,
/// PKCE and the redirects. Added: the provider's own addresses, a nonce, HTTP Basic, and a failure for each thing that can go wrong.
/// </summary>
internal sealed class ThaiDHandler(
    IOptionsMonitor<ThaiDHandlerOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ThaiDClient client,
    IOptions<ThaiDOptions> settings
) : OAuthHandler<ThaiDHandlerOptions>(options, logger, encoder)
{
    private const string NonceItem = "nonce";

    private Uri? _authorizationEndpoint;

    /// <exception cref="ThaiDException">Unavailable: there is nowhere to send the browser.</exception>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        _authorizationEndpoint = await client.GetAuthorizationEndpointAsync(Context.RequestAborted);
        properties.IssuedUtc = TimeProvider.GetUtcNow();
        await base.HandleChallengeAsync(properties);
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        properties.Items[NonceItem] = nonce;
        var url = base.BuildChallengeUrl(properties, redirectUri);
        // The base knows one address for all; ours is what the provider says today.
        var parameters = QueryHelpers.ParseQuery(url[url.IndexOf('?', StringComparison.Ordinal)..]);
        parameters[NonceItem] = nonce;
        foreach (var (name, value) in settings.Value.AuthorizationParameters)
            parameters[name] = value;
        return QueryHelpers.AddQueryString(_authorizationEndpoint!.AbsoluteUri, parameters);
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        if (Options.StateDataFormat.Unprotect(Request.Query["state"]) is not { } properties)
            return Fail(ThaiDFailure.ForgedState, "state");
        // First this: what belongs to another browser is not looked at any further. It also takes the cookie: once only.
        if (!ValidateCorrelationId(properties))
            return Fail(ThaiDFailure.NotThisBrowser, "correlation", properties);
        if (properties.IssuedUtc is not { } begun || TimeProvider.GetUtcNow() - begun > ThaiDOptions.SignInLimit)
            return Fail(ThaiDFailure.TimedOut, "state", properties);
        if (Request.Query["error"].ToString() is { Length: > 0 } error)
            return Fail(FailureOf(error), "the provider sent an error", properties);
        if (Request.Query["code"].ToString() is not { Length: > 0 } code)
            return Fail(ThaiDFailure.Refused, "no code", properties);
        return await IdentifyAsync(code, properties);
    }

    private async Task<HandleRequestResult> IdentifyAsync(string code, AuthenticationProperties properties)
    {
        try
        {
            var tokens = await client.ExchangeAsync(
                code,
                BuildRedirectUri(Options.CallbackPath),
                properties.Items[OAuthConstants.CodeVerifierKey]!,
                Context.RequestAborted
            );
            var identity = await client.IdentifyAsync(tokens, properties.Items[NonceItem]!, Context.RequestAborted);
            // Not in the ticket: it would travel in cookies. Whoever needs it, needs it in this request.
            Context.Features.Set(identity);
            return HandleRequestResult.Success(
                new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity()), properties, Scheme.Name)
            );
        }
        catch (ThaiDException failure)
        {
            return HandleRequestResult.Fail(failure, properties);
        }
    }

    /// <summary>The standard's words; what the provider says besides is nobody's to show: anybody may write it.</summary>
    private static ThaiDFailure FailureOf(string error) =>
        error switch
        {
            "access_denied" => ThaiDFailure.Denied,
            "login_required" or "interaction_required" or "timeout" or "request_timeout" => ThaiDFailure.TimedOut,
            "server_error" or "temporarily_unavailable" => ThaiDFailure.Unavailable,
            _ => ThaiDFailure.Refused,
        };

    private static HandleRequestResult Fail(
        ThaiDFailure failure,
        string detail,
        AuthenticationProperties? properties = null
    ) => HandleRequestResult.Fail(new ThaiDException(failure, detail), properties);
}
