using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MiniApp.Core.External.BizPortal;

namespace MiniApp.Core.External.ThaiD;

/// <summary>A public key of the provider, for one of the two algorithms taken.</summary>
internal sealed class SigningKey : IDisposable
{
    public const string Es256 = "ES256";
    public const string Rs256 = "RS256";

    private const int SmallestRsa = 2048;

    private readonly ECDsa? _curve;
    private readonly RSA? _rsa;

    private SigningKey(string? id, ECDsa? curve, RSA? rsa) => (Id, _curve, _rsa) = (id, curve, rsa);

    public string? Id { get; }

    public string Algorithm => _curve is null ? Rs256 : Es256;

    /// <summary>A key of a JSON Web Key Set; null for one that is for other purposes, of another kind, too short or broken.</summary>
    public static SigningKey? TryRead(JsonNode? jwk)
    {
        if (jwk.Text("use") is not (null or "sig"))
            return null;
        var (id, algorithm) = (jwk.Text("kid"), jwk.Text("alg"));
        try
        {
            return jwk.Text("kty") switch
            {
                "EC" when jwk.Text("crv") == "P-256" && algorithm is null or Es256 => new(id, Curve(jwk), null),
                "RSA" when algorithm is null or Rs256 && Rsa(jwk) is var rsa => rsa.KeySize >= SmallestRsa
                    ? new(id, null, rsa)
                    : null,
                _ => null,
            };
        }
        catch (Exception broken) when (broken is FormatException or CryptographicException)
        {
            return null;
        }
    }

    public bool Verify(byte[] signed, byte[] signature) =>
        _curve?.VerifyData(
            signed,
            signature,
            HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation
        ) ?? _rsa!.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public void Dispose()
    {
        _curve?.Dispose();
        _rsa?.Dispose();
    }

    private static ECDsa Curve(JsonNode? jwk) =>
        ECDsa.Create(
            new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = Bytes(jwk, "x"), Y = Bytes(jwk, "y") },
            }
        );

    private static RSA Rsa(JsonNode? jwk) =>
        RSA.Create(new RSAParameters { Modulus = Bytes(jwk, "n"), Exponent = Bytes(jwk, "e") });

    private static byte[] Bytes(JsonNode? jwk, string name) => Base64Url.DecodeFromChars(jwk.Text(name) ?? "");
}
