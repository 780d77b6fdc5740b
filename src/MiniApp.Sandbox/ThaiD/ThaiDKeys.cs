using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MiniApp.Sandbox.State;

namespace MiniApp.Sandbox.ThaiD;

/// <summary>What ThaiD issued to the portal, and the keys it signs with; kept with the data, so that a restart changes nothing.</summary>
internal sealed class ThaiDKeys
{
    private sealed record Kept(string ClientId, string ClientSecret, List<KeptKey> Keys);

    private sealed record KeptKey(string Kid, byte[] Private);

    private readonly string _file;
    private readonly Lock _gate = new();
    private Kept _kept;

    public ThaiDKeys(string dataDirectory)
    {
        _file = Path.Combine(Path.GetFullPath(dataDirectory), "thaid.json");
        _kept = File.Exists(_file)
            ? JsonSerializer.Deserialize<Kept>(File.ReadAllBytes(_file), SandboxJson.Options)!
            : new Kept("sandbox-portal", SandboxState.NewSecret(), [NewKey()]);
        Save();
    }

    public string ClientId => _kept.ClientId;

    public string ClientSecret => _kept.ClientSecret;

    /// <summary>Signs with a new key from now on.</summary>
    /// <param name="drop">Whether the old ones leave the key set at once, as after a break-in.</param>
    public void Rotate(bool drop)
    {
        lock (_gate)
        {
            _kept = _kept with { Keys = [NewKey(), .. drop ? [] : _kept.Keys.Take(1)] };
            Save();
        }
    }

    /// <summary>The key set as published.</summary>
    public object PublicKeys()
    {
        lock (_gate)
        {
            return new { keys = _kept.Keys.ConvertAll(PublicKey) };
        }
    }

    /// <summary>A token signed with ES256 by the newest key, or with a key that is in no key set.</summary>
    public string Sign(JsonObject claims, bool withStrangersKey)
    {
        var key = _kept.Keys[0];
        using var ecdsa = ECDsa.Create();
        if (withStrangersKey)
        {
            ecdsa.GenerateKey(ECCurve.NamedCurves.nistP256);
        }
        else
        {
            ecdsa.ImportPkcs8PrivateKey(key.Private, out _);
        }
        var unsigned = Unsigned(
            new JsonObject
            {
                ["alg"] = "ES256",
                ["typ"] = "JWT",
                ["kid"] = key.Kid,
            },
            claims
        );
        return $"{unsigned}.{Base64Url.EncodeToString(ecdsa.SignData(Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256))}";
    }

    /// <summary>The first two parts of a token.</summary>
    public static string Unsigned(JsonObject header, JsonObject claims) => $"{Encode(header)}.{Encode(claims)}";

    private static string Encode(JsonObject part) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    private static object PublicKey(KeptKey key)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportPkcs8PrivateKey(key.Private, out _);
        var q = ecdsa.ExportParameters(includePrivateParameters: false).Q;
        return new
        {
            kty = "EC",
            crv = "P-256",
            use = "sig",
            alg = "ES256",
            kid = key.Kid,
            x = Base64Url.EncodeToString(q.X),
            y = Base64Url.EncodeToString(q.Y),
        };
    }

    private static KeptKey NewKey()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new KeptKey(SandboxState.NewSecret()[..16], ecdsa.ExportPkcs8PrivateKey());
    }

    private void Save() => AtomicFile.Write(_file, JsonSerializer.SerializeToUtf8Bytes(_kept, SandboxJson.Options));
}
