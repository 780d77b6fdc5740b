using System.Text.Json.Nodes;
using MiniApp.Core.External.BizPortal;

namespace MiniApp.Core.External.ThaiD;

/// <summary>What the provider says about itself: its discovery document and its keys.</summary>
internal sealed class ThaiDMetadata
{
    public required string Issuer { get; init; }
    public required Uri AuthorizationEndpoint { get; init; }
    public required Uri TokenEndpoint { get; init; }

    public required IReadOnlyList<SigningKey> Keys { get; init; }

    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>The keys a token may be signed with: the one it names, or any where it names none.</summary>
    public IEnumerable<SigningKey> KeysFor(IdToken token) =>
        Keys.Where(key => token.KeyId is null || key.Id == token.KeyId);

    /// <exception cref="ThaiDException">Unavailable: not what it should be.</exception>
    public static (string Issuer, Uri Authorization, Uri Token, Uri Keys) ReadDocument(
        JsonNode? document,
        ThaiDOptions options
    )
    {
        var named = document.Text("issuer") ?? throw Wrong("issuer");
        // Else one provider could speak for another.
        if (options.Issuer is null && named.TrimEnd('/') != options.Authority!.AbsoluteUri.TrimEnd('/'))
            throw Wrong("issuer");
        return (
            options.Issuer ?? named,
            Endpoint(document, "authorization_endpoint"),
            Endpoint(document, "token_endpoint"),
            Endpoint(document, "jwks_uri")
        );
    }

    private static Uri Endpoint(JsonNode? document, string name) =>
        Uri.TryCreate(document.Text(name), UriKind.Absolute, out var uri) && ThaiDOptionsValidator.IsSafe(uri)
            ? uri
            : throw Wrong(name);

    private static ThaiDException Wrong(string part) => new(ThaiDFailure.Unavailable, $"discovery document: {part}");
}
