using MiniApp.Sandbox.BizPortal;

namespace MiniApp.Sandbox.ThaiD;

/// <summary>An error in ThaiD's words: <c>{error, error_description}</c>, straight to the caller and not by a redirect. [F]</summary>
internal sealed class ThaiDError(string error, string description, int statusCode = 400) : Exception(description)
{
    public int StatusCode { get; } = statusCode;

    public object Body { get; } = new { error, error_description = description };
}

/// <summary>Section 4 of the contract, route by route; every path of <c>/api/v2/oauth2</c> ends with a slash. [F]</summary>
internal static class ThaiDEndpoints
{
    public const string Root = "/api/v2/oauth2";

    public static void MapThaiD(
        this IEndpointRouteBuilder routes,
        SandboxServer server,
        SandboxOptions options,
        ThaiDKeys keys,
        ThaiDSignIns signIns
    )
    {
        var page = new AuthorizationPage(server, keys, signIns);
        var tokens = new TokenApi(server, options, keys, signIns);
        routes.MapGet("/.well-known/openid-configuration", c => c.Json(200, Discovery(server)));
        routes.MapGet("/jwks/", Slashed(c => c.Json(200, keys.PublicKeys())));
        routes.MapGet(Root + "/auth/", Slashed(page.Show));
        routes.MapPost(Root + "/auth/", Slashed(page.Answer));
        routes.MapPost(Root + "/token/", Slashed(tokens.Token));
        routes.MapPost(Root + "/introspect/", Slashed(tokens.Introspect));
        routes.MapPost(Root + "/revoke/", Slashed(tokens.Revoke));
    }

    private static object Discovery(SandboxServer server)
    {
        Uri At(string path) => new(server.BaseAddress, path);
        return new
        {
            issuer = server.ThaiDIssuer,
            authorization_endpoint = At("api/v2/oauth2/auth/"),
            token_endpoint = At("api/v2/oauth2/token/"),
            introspection_endpoint = At("api/v2/oauth2/introspect/"),
            revocation_endpoint = At("api/v2/oauth2/revoke/"),
            jwks_uri = At("jwks/"),
            response_types_supported = (string[])["code"],
            subject_types_supported = (string[])["public"],
            id_token_signing_alg_values_supported = (string[])["ES256"],
            token_endpoint_auth_methods_supported = (string[])["client_secret_basic"],
            code_challenge_methods_supported = (string[])["S256"],
        };
    }

    /// <summary>ASP.NET Core's routes don't care for the last slash; ThaiD's do.</summary>
    private static RequestDelegate Slashed(Func<HttpContext, Task> handler) =>
        async context =>
        {
            if (context.Request.Path.Value?.EndsWith('/') != true)
            {
                throw new ContractException(404, $"the contract has no {context.Request.Path}: a slash is missing");
            }
            try
            {
                await handler(context);
            }
            catch (ThaiDError error)
            {
                await context.Json(error.StatusCode, error.Body);
            }
        };
}
