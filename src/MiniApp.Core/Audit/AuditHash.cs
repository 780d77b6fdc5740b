using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MiniApp.Core.Audit;

/// <summary>Where the chain stands.</summary>
/// <param name="Sequence">Number of the last entry.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="RemovedTo">Number of the last entry that was removed as too old; 0: none was.</param>
/// <param name="RemovedHash">Its hash: what the first entry that is left follows.</param>
internal sealed record AuditChainState(long Sequence, byte[] Hash, long RemovedTo, byte[] RemovedHash);

/// <summary>
/// What the hashes are over: every field with its length before it, numbers big-endian, so that no two entries have the same
/// bytes. Keyed (HMAC-SHA256): a plain hash could be worked out anew by anybody who can write to the table.
/// </summary>
internal static class AuditHash
{
    public const int Length = HMACSHA256.HashSizeInBytes;

    public static byte[] Of(AuditEntry entry, byte[] key)
    {
        using var bytes = new MemoryStream(256);
        // What kind of thing this is, and in which form: no entry passes for a chain's end, nor one form for another.
        Add(bytes, "entry 1"u8);
        Add(bytes, entry.Sequence);
        Add(bytes, entry.At.UtcTicks / TimeSpan.TicksPerMicrosecond);
        Add(bytes, entry.Actor);
        Add(bytes, entry.Action);
        Add(bytes, entry.Subject);
        Add(bytes, entry.DraftId?.ToString("D"));
        Add(bytes, entry.Details);
        Add(bytes, entry.PreviousHash);
        return HMACSHA256.HashData(key, bytes.ToArray());
    }

    public static byte[] Of(AuditChainState chain, byte[] key)
    {
        using var bytes = new MemoryStream(128);
        Add(bytes, "chain 1"u8);
        Add(bytes, chain.Sequence);
        Add(bytes, chain.Hash);
        Add(bytes, chain.RemovedTo);
        Add(bytes, chain.RemovedHash);
        return HMACSHA256.HashData(key, bytes.ToArray());
    }

    private static void Add(MemoryStream bytes, string? text)
    {
        if (text is not null)
            Add(bytes, Encoding.UTF8.GetBytes(text));
        else
            AddLength(bytes, -1);
    }

    private static void Add(MemoryStream bytes, ReadOnlySpan<byte> value)
    {
        AddLength(bytes, value.Length);
        bytes.Write(value);
    }

    private static void Add(MemoryStream bytes, long number)
    {
        Span<byte> value = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(value, number);
        bytes.Write(value);
    }

    private static void AddLength(MemoryStream bytes, int length)
    {
        Span<byte> value = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(value, length);
        bytes.Write(value);
    }
}
