using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using MiniApp.Core.External.ThaiD;
using MiniApp.TestKit;

namespace MiniApp.Core.Tests.External.ThaiD;

/// <summary>A standard OpenID Connect provider behind an HTTP handler: it signs what a test tells it to.</summary>
internal sealed class FakeProvider : HttpMessageHandler
{
    public const string Pid = "3101200001013";
    public const string Nonce = "nonce-of-this-sign-in";
    private const string AccessToken = "an-access-token";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public FakeProvider()
    {
        Options = new ThaiDOptions
        {
            Authority = new Uri("https://id.example/realm"),
            ClientId = "portal:one",
            ClientSecret = "s%cret é",
            NationalIdClaim = "pid",
        };
        Answer = new JsonObject
        {
            ["access_token"] = AccessToken,
            ["token_type"] = "Bearer",
            ["expires_in"] = 300,
        };
    }

    public MovableClock Clock { get; } = new();

    public ThaiDOptions Options { get; }

    /// <summary>The token response, without the id_token.</summary>
    public JsonObject Answer { get; }

    /// <summary>What the next token's header says and signs with.</summary>
    public string Algorithm { get; set; } = "ES256";

    public string KeyId { get; set; } = "key-1";

    public bool IsAway { get; set; }

    /// <summary>Never answers.</summary>
    public bool Hangs { get; set; }

    public string DocumentIssuer { get; set; } = "https://id.example/realm";

    public List<HttpRequestMessage> Requests { get; } = [];

    public string? TokenForm { get; private set; }

    public ThaiDClient Client() =>
        new(
            new HttpClient(this, disposeHandler: false),
            Microsoft.Extensions.Options.Options.Create(Options),
            Clock,
            NullLogger<ThaiDClient>.Instance
        );

    public JsonObject GoodClaims()
    {
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        return new JsonObject
        {
            ["iss"] = "https://id.example/realm",
            ["sub"] = "f3b1",
            ["aud"] = "portal:one",
            ["iat"] = now,
            ["exp"] = now + 300,
            ["auth_time"] = now,
            ["nonce"] = Nonce,
            ["at_hash"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(AccessToken)).AsSpan(0, 16)),
            ["pid"] = Pid,
            ["ial"] = "2.3",
        };
    }

    /// <summary>The identity a token with these claims gives.</summary>
    public async Task<ThaiDIdentity> IdentifyAsync(JsonObject claims, ThaiDClient? client = null)
    {
        client ??= Client();
        Answer["id_token"] = Sign(claims);
        var tokens = await client.ExchangeAsync("code", "https://portal.example/callback", "verifier", default);
        return await client.IdentifyAsync(tokens, Nonce, default);
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        Requests.Add(request);
        if (Hangs)
            await Task.Delay(Timeout.Infinite, cancellationToken);
        if (IsAway)
            throw new HttpRequestException("away");
        JsonNode body = request.RequestUri!.AbsolutePath switch
        {
            "/realm/.well-known/openid-configuration" => new JsonObject
            {
                ["issuer"] = DocumentIssuer,
                ["authorization_endpoint"] = "https://id.example/realm/auth?kc=1",
                ["token_endpoint"] = "https://id.example/realm/token",
                ["jwks_uri"] = "https://id.example/realm/certs",
            },
            "/realm/certs" => Keys(),
            _ => Answer.DeepClone(),
        };
        if (request.Method == HttpMethod.Post)
            TokenForm = await request.Content!.ReadAsStringAsync(cancellationToken);
        return new HttpResponseMessage(Answer["error"] is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest)
        {
            Content = new StringContent(body.ToJsonString()),
        };
    }

    private JsonObject Keys()
    {
        var q = _curve.ExportParameters(false).Q;
        var rsa = _rsa.ExportParameters(false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(
                new JsonObject { ["kty"] = "oct", ["kid"] = KeyId },
                new JsonObject
                {
                    ["kty"] = "RSA",
                    ["use"] = "enc",
                    ["kid"] = "other",
                },
                new JsonObject
                {
                    ["kty"] = "EC",
                    ["crv"] = "P-256",
                    ["kid"] = "broken",
                    ["x"] = "!",
                    ["y"] = "?",
                },
                new JsonObject
                {
                    ["kty"] = "EC",
                    ["crv"] = "P-256",
                    ["kid"] = KeyId,
                    ["x"] = Base64Url.EncodeToString(q.X),
                    ["y"] = Base64Url.EncodeToString(q.Y),
                },
                new JsonObject
                {
                    ["kty"] = "RSA",
                    ["use"] = "sig",
                    ["alg"] = "RS256",
                    ["kid"] = KeyId,
                    ["n"] = Base64Url.EncodeToString(rsa.Modulus),
                    ["e"] = Base64Url.EncodeToString(rsa.Exponent),
                }
            ),
        };
    }

    private string Sign(JsonObject claims)
    {
        var header = new JsonObject { ["alg"] = Algorithm, ["kid"] = KeyId };
        var unsigned = $"{Encode(header)}.{Encode(claims)}";
        var bytes = Encoding.ASCII.GetBytes(unsigned);
        var signature = Algorithm switch
        {
            "none" => [],
            "RS256" => _rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "PS256" => _rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            "HS256" => HMACSHA256.HashData(_rsa.ExportSubjectPublicKeyInfo(), bytes),
            _ => _curve.SignData(bytes, HashAlgorithmName.SHA256),
        };
        return $"{unsigned}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(JsonObject part) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
