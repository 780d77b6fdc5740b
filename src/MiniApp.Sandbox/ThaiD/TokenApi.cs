using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MiniApp.Sandbox.BizPortal;
using MiniApp.Sandbox.Faults;

namespace MiniApp.Sandbox.ThaiD;

/// <summary>Token, introspect, revoke: for the portal's server, by HTTP Basic.</summary>
internal sealed class TokenApi(SandboxServer server, SandboxOptions options, ThaiDKeys keys, ThaiDSignIns signIns)
{
    public async Task Token(HttpContext context)
    {
        var form = await Read(context, "grant_type", "code", "redirect_uri", "code_verifier");
        if (form["grant_type"] != "authorization_code")
        {
            throw new ThaiDError("unsupported_grant_type", "only authorization_code");
        }
        var code = form["code"].ToString();
        if (signIns.Spend(code) is not { } scan)
        {
            throw new ThaiDError("invalid_grant", "the code is unknown, used or too old");
        }
        if (form["redirect_uri"] != scan.Request.RedirectUri.AbsoluteUri)
        {
            throw new ThaiDError("invalid_grant", "redirect_uri is not the one the sign-in began with");
        }
        if (scan.Request.Challenge is { } challenge && challenge != ChallengeOf(form["code_verifier"].ToString()))
        {
            throw new ThaiDError("invalid_grant", "code_verifier does not fit");
        }
        await context.Json(200, Answer(code, scan, FaultOf(context)));
    }

    /// <summary>Whether a token lives, and whose it is. (RFC 7662)</summary>
    public async Task Introspect(HttpContext context)
    {
        var form = await Read(context, "token", "token_type_hint");
        await (
            signIns.Behind(form["token"].ToString()) is { } scan
                ? context.Json(
                    200,
                    new JsonObject
                    {
                        ["active"] = true,
                        ["sub"] = scan.Person.NationalId,
                        ["client_id"] = keys.ClientId,
                        ["scope"] = string.Join(' ', scan.Request.Scopes),
                        ["exp"] = (scan.At + ThaiDSignIns.TokenLifetime).ToUnixTimeSeconds(),
                    }
                )
                : context.Json(200, new JsonObject { ["active"] = false })
        );
    }

    /// <summary>Answers the same whether there was a token or not. (RFC 7009)</summary>
    public async Task Revoke(HttpContext context)
    {
        var form = await Read(context, "token", "token_type_hint");
        signIns.Revoke(form["token"].ToString());
        await context.Json(200, new JsonObject());
    }

    private JsonObject Answer(string code, Scan scan, string? fault)
    {
        var access = signIns.Issue(code, scan);
        var claims = ThaiDClaimSet.IdToken(scan, server.ThaiDIssuer, keys.ClientId, access, signIns.Now);
        IdTokenFaults.Spoil(claims, fault);
        var answer = new JsonObject
        {
            ["access_token"] = access,
            ["token_type"] = "Bearer",
            ["scope"] = string.Join(' ', scan.Request.Scopes),
        };
        if (fault == IdTokenFaults.AbsoluteExpiry)
        {
            answer["expire_in"] = (signIns.Now + ThaiDSignIns.TokenLifetime).ToUnixTimeSeconds();
        }
        else
        {
            answer["expires_in"] = (long)ThaiDSignIns.TokenLifetime.TotalSeconds;
        }
        if (fault == IdTokenFaults.Flat)
        {
            foreach (var (name, value) in ThaiDClaimSet.Of(scan.Person, scan.Request.Scopes))
            {
                // How signed in somebody is stays signed; who they are lies beside it.
                if (name != "ial" && claims.Remove(name))
                {
                    answer[name] = value?.DeepClone();
                }
            }
        }
        answer["id_token"] = Sign(claims, fault);
        return answer;
    }

    private string Sign(JsonObject claims, string? fault)
    {
        switch (fault)
        {
            case IdTokenFaults.AlgorithmNone:
                return ThaiDKeys.Unsigned(new JsonObject { ["alg"] = "none" }, claims) + ".";
            case IdTokenFaults.SharedSecret:
                // The known confusion: the public key taken for a shared secret.
                var unsigned = ThaiDKeys.Unsigned(new JsonObject { ["alg"] = "HS256" }, claims);
                var secret = JsonSerializer.SerializeToUtf8Bytes(keys.PublicKeys());
                return $"{unsigned}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(unsigned)))}";
            default:
                return keys.Sign(claims, withStrangersKey: fault == IdTokenFaults.WrongKey);
        }
    }

    private async Task<IFormCollection> Read(HttpContext context, params string[] known)
    {
        if (options.ThaiDApiKey is { } key && context.Request.Headers[SandboxOptions.ThaiDApiKeyHeader] != key)
        {
            throw new ThaiDError(
                "invalid_client",
                $"the header {SandboxOptions.ThaiDApiKeyHeader} is missing or wrong",
                401
            );
        }
        if (!IsClient(context.Request.Headers.Authorization.ToString()))
        {
            context.Response.Headers.WWWAuthenticate = "Basic";
            throw new ThaiDError("invalid_client", "HTTP Basic with the client's id and secret is required", 401);
        }
        if (!context.Request.HasFormContentType)
        {
            throw new ThaiDError("invalid_request", "the body must be form-encoded");
        }
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return form.Keys.FirstOrDefault(k => !known.Contains(k)) is { } unknown
            ? throw new ThaiDError("invalid_request", $"unknown field '{unknown}'")
            : form;
    }

    private bool IsClient(string header)
    {
        if (!header.StartsWith("Basic ", StringComparison.Ordinal))
        {
            return false;
        }
        try
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..])).Split(':');
            return pair is [var id, var secret]
                && WebUtility.UrlDecode(id) == keys.ClientId
                && WebUtility.UrlDecode(secret) == keys.ClientSecret;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string? FaultOf(HttpContext context) =>
        context.Items[FaultMiddleware.TokenFault] is JsonElement { ValueKind: JsonValueKind.String } value
            ? value.GetString()
            : null;

    private static string ChallengeOf(string verifier) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}
