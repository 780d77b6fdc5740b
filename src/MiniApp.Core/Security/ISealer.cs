using System.Text;
using System.Text.Json;

namespace MiniApp.Core.Security;

/// <summary>
/// Encrypts what must not lie readable in the database. The portal implements it with Data Protection, whose keys are in
/// PostgreSQL; a seam because Core knows no ASP.NET.
/// </summary>
public interface ISealer
{
    byte[] Seal(byte[] plain);

    /// <exception cref="System.Security.Cryptography.CryptographicException">The bytes were altered or the key is gone.</exception>
    byte[] Open(byte[] cipher);
}

public static class SealerExtensions
{
    public static byte[] SealText(this ISealer sealer, string text) => sealer.Seal(Encoding.UTF8.GetBytes(text));

    public static string OpenText(this ISealer sealer, byte[] cipher) => Encoding.UTF8.GetString(sealer.Open(cipher));

    public static byte[] SealJson<T>(this ISealer sealer, T value) =>
        sealer.Seal(JsonSerializer.SerializeToUtf8Bytes(value, JsonSerializerOptions.Web));

    public static T OpenJson<T>(this ISealer sealer, byte[] cipher) =>
        JsonSerializer.Deserialize<T>(sealer.Open(cipher), JsonSerializerOptions.Web)
        ?? throw new InvalidDataException($"The sealed {typeof(T).Name} is null.");
}
