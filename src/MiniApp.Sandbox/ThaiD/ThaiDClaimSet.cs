using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace MiniApp.Sandbox.ThaiD;

/// <summary>Which scope gives which claim, and what an id_token says besides.</summary>
internal static class ThaiDClaimSet
{
    private static readonly FrozenDictionary<string, string> ClaimOfScope = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        ["title"] = "titleTh",
        ["title_en"] = "titleEn",
        ["smartcard_code"] = "smartCardCode",
        ["date_of_issuance"] = "cardCreated",
        ["date_of_expiry"] = "cardExpired",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Scopes = new[]
    {
        "openid",
        "pid",
        "title",
        "title_en",
        "name",
        "name_en",
        "given_name",
        "given_name_en",
        "middle_name",
        "middle_name_en",
        "family_name",
        "family_name_en",
        "birthdate",
        "gender",
        "address",
        "house_address",
        "smartcard_code",
        "date_of_issuance",
        "date_of_expiry",
        "ial",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsScope(string scope) => Scopes.Contains(scope);

    /// <summary>What these scopes give of a person.</summary>
    public static JsonObject Of(ThaiDPerson person, IEnumerable<string> scopes)
    {
        var claims = new JsonObject();
        foreach (var scope in scopes)
        {
            var name = ClaimOfScope.GetValueOrDefault(scope, scope);
            if (person.Claims[name] is { } value)
            {
                claims[name] = value.DeepClone();
            }
        }
        return claims;
    }

    public static JsonObject IdToken(Scan scan, string issuer, string clientId, string accessToken, DateTimeOffset now)
    {
        var claims = Of(scan.Person, scan.Request.Scopes);
        claims["sub"] = scan.Person.NationalId;
        claims["iss"] = issuer;
        claims["aud"] = clientId;
        claims["iat"] = now.ToUnixTimeSeconds();
        claims["exp"] = (now + ThaiDSignIns.TokenLifetime).ToUnixTimeSeconds();
        claims["auth_time"] = scan.At.ToUnixTimeSeconds();
        claims["at_hash"] = Base64Url.EncodeToString(
            SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)).AsSpan(0, 16)
        );
        claims["version"] = 2;
        if (scan.Request.Nonce is { } nonce)
        {
            claims["nonce"] = nonce;
        }
        return claims;
    }
}
