using System.Text.Json.Nodes;

namespace MiniApp.Sandbox.ThaiD;

/// <summary>Ways in which a token answer can be wrong, or merely unusual: values of the fault <c>id-token</c>.</summary>
internal static class IdTokenFaults
{
    public const string AlgorithmNone = "alg-none";
    public const string SharedSecret = "alg-hs256";
    public const string WrongKey = "wrong-key";

    /// <summary>Claims lie flat in the token response, not in the id_token. [F]</summary>
    public const string Flat = "flat";

    /// <summary><c>expire_in</c>, as an absolute time. [F]</summary>
    public const string AbsoluteExpiry = "absolute-expiry";

    private static readonly Dictionary<string, Action<JsonObject>> Claims = new(StringComparer.Ordinal)
    {
        ["wrong-audience"] = claims => claims["aud"] = "somebody-else",
        ["wrong-party"] = claims => claims["azp"] = "somebody-else",
        ["wrong-issuer"] = claims => claims["iss"] = "https://imauth.example.invalid",
        ["expired"] = claims => claims["exp"] = (long)claims["iat"]! - 3600,
        ["not-yet"] = claims => claims["iat"] = (long)claims["iat"]! + 3600,
        ["stale-nonce"] = claims => claims["nonce"] = "a-nonce-of-another-sign-in",
        ["no-nonce"] = claims => claims.Remove("nonce"),
        ["wrong-at-hash"] = claims => claims["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA",
        ["long-ago"] = claims => claims["auth_time"] = (long)claims["auth_time"]! - 86_400,
        ["no-pid"] = claims => claims.Remove("pid"),
        // The address as one text. [F]
        ["address-text"] = claims => claims["address"] = claims["address"]?["formatted"]?.DeepClone(),
    };

    public static readonly string[] All = [AlgorithmNone, SharedSecret, WrongKey, Flat, AbsoluteExpiry, .. Claims.Keys];

    public static void Spoil(JsonObject claims, string? fault)
    {
        if (fault is not null && Claims.TryGetValue(fault, out var spoil))
        {
            spoil(claims);
        }
    }
}
