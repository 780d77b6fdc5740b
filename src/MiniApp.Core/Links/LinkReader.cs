using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.BizPortal;

namespace MiniApp.Core.Links;

/// <summary>
/// Reads the encrypted <c>q</c> of a link from Biz Portal: base64 of AES-256-CBC, PKCS7, with the fixed key and IV
/// that Biz Portal issued. Every bad link takes the same road to the same answer, so that neither the answer nor its
/// timing tells where it failed (a padding oracle would let anyone forge links). Safe for concurrent use.
/// </summary>
public sealed class LinkReader : IDisposable
{
    /// <summary>Longest accepted <c>q</c>, in characters, as it arrives. Real ones have about 200 to 700.</summary>
    public const int MaxLength = 4096;

    private const int BlockSize = 16;

    private readonly Aes _aes;

    // A transform keeps its prepared key schedule but serves one caller at a time: each borrows one.
    private readonly ConcurrentBag<ICryptoTransform> _decryptors = [];

    public LinkReader(IOptions<BizPortalOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _aes = Aes.Create();
        _aes.Mode = CipherMode.CBC;
        // The framework's own check throws, which costs several times a success: the padding is checked here instead.
        _aes.Padding = PaddingMode.None;
        _aes.Key = Convert.FromHexString(options.Value.LinkKey);
        _aes.IV = Convert.FromHexString(options.Value.LinkIv);
        _decryptors.Add(_aes.CreateDecryptor());
    }

    /// <summary>Reads <paramref name="q"/>, the query value as ASP.NET hands it over (decoded once).</summary>
    /// <returns>False for every kind of unusable link. Never throws.</returns>
    public bool TryRead(string? q, [NotNullWhen(true)] out LinkPayload? payload)
    {
        payload = null;
        if (string.IsNullOrEmpty(q) || q.Length > MaxLength)
        {
            return false;
        }
        var buffer = ArrayPool<byte>.Shared.Rent(MaxLength);
        try
        {
            // No way out before the end: what is not base64 or not whole blocks is decrypted and parsed all the same.
            var readable = LinkText.TryDecodeBase64(q, buffer, out var length) & length % BlockSize == 0 & length > 0;
            length = Math.Max(BlockSize, length - length % BlockSize);
            Decrypt(buffer, length);
            var padding = PaddingLength(buffer.AsSpan(length - BlockSize, BlockSize));
            var parsed = LinkText.TryParse(buffer.AsSpan(0, length - padding), out var candidate);
            payload = readable & padding > 0 & parsed ? candidate : null;
            return payload is not null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose()
    {
        while (_decryptors.TryTake(out var decryptor))
        {
            decryptor.Dispose();
        }
        _aes.Dispose();
    }

    private void Decrypt(byte[] buffer, int length)
    {
        if (!_decryptors.TryTake(out var decryptor))
        {
            decryptor = _aes.CreateDecryptor();
        }
        decryptor.TransformBlock(buffer, 0, length, buffer, 0);
        decryptor.TransformFinalBlock([], 0, 0); // back to the fixed IV
        _decryptors.Add(decryptor);
    }

    /// <summary>Bytes of PKCS7 padding in the last block, 0 when it is none. The same steps for every input.</summary>
    private static int PaddingLength(ReadOnlySpan<byte> block)
    {
        int padding = block[BlockSize - 1];
        var wrong = ((padding - 1) | (BlockSize - padding)) >> 31; // all ones outside 1..16
        for (var i = 0; i < BlockSize; i++)
        {
            var counts = (i - padding) >> 31; // all ones for the last `padding` bytes
            wrong |= counts & (block[BlockSize - 1 - i] ^ padding);
        }
        var right = ~((wrong | -wrong) >> 31);
        return padding & right;
    }
}
