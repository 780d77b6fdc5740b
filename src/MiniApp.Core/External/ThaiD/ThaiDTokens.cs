using System.Text.Json.Nodes;
using MiniApp.Core.External.BizPortal;

namespace MiniApp.Core.External.ThaiD;

/// <summary>What the token endpoint gave. A class, not a record: printing it shows no token.</summary>
public sealed class ThaiDTokens
{
    public required string AccessToken { get; init; }

    public required string IdToken { get; init; }

    /// <summary>When the access token ends; null where nothing sensible was said.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The whole answer: some deployments put the person's data beside the tokens.</summary>
    public required JsonNode Response { get; init; }

    /// <exception cref="ThaiDException">Refused, or Unavailable where a token is missing.</exception>
    public static ThaiDTokens Read(JsonNode? response, DateTimeOffset now)
    {
        if (response.Text("error") is { } error)
            throw new ThaiDException(ThaiDFailure.Refused, ErrorCode(error));
        if (response.Text("access_token") is not { } access || response.Text("id_token") is not { } idToken)
            throw new ThaiDException(ThaiDFailure.Unavailable, "a token is missing in the answer");
        return new ThaiDTokens
        {
            AccessToken = access,
            IdToken = idToken,
            ExpiresAt = Expiry(response.Text("expires_in") ?? response.Text("expire_in"), now),
            Response = response!,
        };
    }

    /// <summary>Seconds from now, or an absolute Unix time: told apart by size. No token lives for thirty years.</summary>
    internal static DateTimeOffset? Expiry(string? text, DateTimeOffset now)
    {
        const long LongestLife = 1_000_000_000;
        if (ThaiDClaims.Moment(text) is not { } moment)
            return null;
        return moment.ToUnixTimeSeconds() > LongestLife ? moment : now.AddSeconds(moment.ToUnixTimeSeconds());
    }

    /// <summary>An error code as the standard spells them; anything else might be about a person.</summary>
    internal static string ErrorCode(string error) =>
        error.Length <= 40 && error.All(c => char.IsAsciiLetterLower(c) || c is '_') ? error : "an unknown error";
}
