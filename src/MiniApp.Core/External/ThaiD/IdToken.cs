using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MiniApp.Core.External.BizPortal;

namespace MiniApp.Core.External.ThaiD;

/// <summary>What an id_token must say to be good for this sign-in.</summary>
/// <param name="Nonce">What was sent along when the sign-in began.</param>
/// <param name="AccessToken">Came with it.</param>
internal sealed record IdTokenExpectations(
    string Issuer,
    string ClientId,
    string Nonce,
    bool RequireNonce,
    string AccessToken,
    DateTimeOffset Now,
    TimeSpan Skew
);

/// <summary>A signed id_token, taken apart but not yet believed. OpenID Connect Core, section 3.1.3.7, rule by rule.</summary>
internal sealed class IdToken
{
    private const int MaxLength = 64 * 1024;

    /// <summary>A token made longer ago than a sign-in may take is none of this one's.</summary>
    private static readonly TimeSpan MaxAge = ThaiDOptions.SignInLimit;

    private readonly byte[] _signed;
    private readonly byte[] _signature;

    private IdToken(JsonNode header, JsonObject claims, byte[] signed, byte[] signature)
    {
        Algorithm = header.Text("alg");
        KeyId = header.Text("kid");
        Claims = claims;
        (_signed, _signature) = (signed, signature);
    }

    public string? Algorithm { get; }

    /// <summary>Which of the provider's keys; null where it does not say.</summary>
    public string? KeyId { get; }

    /// <summary>Believe them only after <see cref="IsSignedBy"/> and <see cref="Check"/>.</summary>
    public JsonObject Claims { get; }

    /// <exception cref="ThaiDException">InvalidToken: no signed token, or under an algorithm other than ES256 and RS256.</exception>
    public static IdToken Parse(string jwt)
    {
        try
        {
            if (jwt.Length > MaxLength || jwt.Split('.') is not [var head, var body, var signature])
                throw Invalid("not a signed token");
            var header = BizPortalJson.Parse(Base64Url.DecodeFromChars(head));
            // "none" and the shared-secret family are how tokens are forged.
            if (header.Text("alg") is not (SigningKey.Es256 or SigningKey.Rs256))
                throw Invalid("algorithm");
            // An extension that must be understood, and is not.
            if (header.Member("crit") is not null)
                throw Invalid("critical header");
            if (BizPortalJson.Parse(Base64Url.DecodeFromChars(body)) is not JsonObject claims)
                throw Invalid("claims");
            return new IdToken(
                header!,
                claims,
                Encoding.ASCII.GetBytes($"{head}.{body}"),
                Base64Url.DecodeFromChars(signature)
            );
        }
        catch (Exception malformed) when (malformed is FormatException or JsonException)
        {
            throw Invalid("malformed", malformed);
        }
    }

    public bool IsSignedBy(SigningKey key) => key.Algorithm == Algorithm && key.Verify(_signed, _signature);

    /// <exception cref="ThaiDException">InvalidToken: the detail names the claim.</exception>
    public void Check(IdTokenExpectations expected)
    {
        if (Claims.Text("iss") != expected.Issuer)
            throw Invalid("iss");
        CheckAudience(expected.ClientId);
        CheckTimes(expected);
        if (string.IsNullOrEmpty(Claims.Text("sub")))
            throw Invalid("sub");
        // ThaiD does not always return it; when it does, it must be this sign-in's.
        if (Claims.Member("nonce") is { } nonce ? !Same(nonce.AsText(), expected.Nonce) : expected.RequireNonce)
            throw Invalid("nonce");
        if (Claims.Member("at_hash") is { } hash && !Same(hash.AsText(), HashOf(expected.AccessToken)))
            throw Invalid("at_hash");
    }

    /// <summary>The left half of the SHA-256, as both algorithms have it.</summary>
    public static string HashOf(string accessToken) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)).AsSpan(0, 16));

    private void CheckAudience(string clientId)
    {
        string?[] audiences = Claims["aud"] switch
        {
            JsonArray several => [.. several.Select(one => one.AsText())],
            var one => [one.AsText()],
        };
        if (!audiences.Contains(clientId, StringComparer.Ordinal))
            throw Invalid("aud");
        var party = Claims.Text("azp");
        if (party is null ? audiences.Length > 1 : party != clientId)
            throw Invalid("azp");
    }

    private void CheckTimes(IdTokenExpectations expected)
    {
        var (now, skew) = (expected.Now, expected.Skew);
        if (ThaiDClaims.Moment(Claims.Text("exp")) is not { } end || end + skew <= now)
            throw Invalid("exp");
        if (ThaiDClaims.Moment(Claims.Text("iat")) is not { } made || made - skew > now || made + skew + MaxAge < now)
            throw Invalid("iat");
        if (ThaiDClaims.Moment(Claims.Text("nbf")) is { } start && start - skew > now)
            throw Invalid("nbf");
    }

    private static bool Same(string? one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one ?? ""), Encoding.UTF8.GetBytes(other));

    private static ThaiDException Invalid(string check, Exception? inner = null) =>
        new(ThaiDFailure.InvalidToken, check, inner);
}
