using System.Data;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using MiniApp.Core.Security;
using Npgsql;

namespace MiniApp.Core.Audit;

/// <summary>What is wrong with the chain.</summary>
public enum AuditBreak
{
    /// <summary>An entry is not what was written: something in it was changed, or it was never written by the portal.</summary>
    Altered,

    /// <summary>The entry with this number is not there.</summary>
    Missing,

    /// <summary>Entries at the end are missing, or are there that the chain's end does not know.</summary>
    WrongEnd,

    /// <summary>The record of where the chain ends was changed or taken away.</summary>
    EndAltered,

    /// <summary>The end that was noted elsewhere is not in the chain.</summary>
    NotedHeadGone,

    /// <summary>The key is gone: nothing can be proven.</summary>
    NoKey,
}

/// <summary>The end of the chain at some moment: to be kept elsewhere and shown again.</summary>
public sealed record AuditHead(long Sequence, string Hash)
{
    public override string ToString() => $"{Sequence}:{Hash}";

    public static AuditHead? Parse(string text) =>
        text.Split(':') is [var number, var hash]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
        && hash.Length == AuditHash.Length * 2
        && hash.All(char.IsAsciiHexDigit)
            ? new AuditHead(sequence, hash.ToLowerInvariant())
            : null;
}

/// <param name="Count">Entries that are there.</param>
/// <param name="First">Number of the first of them, after those that were removed as too old.</param>
/// <param name="Break">Null: the chain is whole.</param>
/// <param name="BrokenAt">Number of the first entry that is wrong or missing.</param>
public sealed record AuditProof(
    long Count,
    long First,
    AuditHead Head,
    AuditBreak? Break = null,
    long? BrokenAt = null
);

/// <summary>Walks the whole chain and works every hash out anew. Sees one moment; does not hold anybody up.</summary>
public sealed class AuditVerifier(NpgsqlDataSource database, InstallationSecrets secrets)
{
    /// <param name="noted">A head that was noted earlier: it must be in the chain, unless it was removed as too old since.</param>
    public async Task<AuditProof> VerifyAsync(AuditHead? noted, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var moment = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            cancellationToken
        );
        var (chain, mac) = await ReadEndAsync(connection, cancellationToken);
        var key = await secrets.FindAsync(AuditTrail.KeyName, cancellationToken);
        if (chain is null)
            return new AuditProof(0, 0, new AuditHead(0, ""), AuditBreak.EndAltered);
        var proof = await WalkAsync(chain, key ?? [], noted, connection, cancellationToken);
        if (key is null)
            return proof.Count == 0 && chain.Sequence == 0 && noted is null or { Sequence: 0 }
                ? proof with
                {
                    Break = null,
                    BrokenAt = null,
                }
                : proof with
                {
                    Break = AuditBreak.NoKey,
                    BrokenAt = null,
                };
        // The end of the chain is under the key too: whoever takes entries from the end can't say where it ends now.
        if (proof.Break is null && !(mac is not null && Same(mac, AuditHash.Of(chain, key))))
            return proof with { Break = AuditBreak.EndAltered };
        return proof;
    }

    private static async Task<AuditProof> WalkAsync(
        AuditChainState chain,
        byte[] key,
        AuditHead? noted,
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        var (last, hash, count) = (chain.RemovedTo, chain.RemovedHash, 0L);
        var notedFound = noted is null || noted.Sequence < chain.RemovedTo || Is(noted, last, hash);
        await foreach (var entry in ReadAsync(connection, cancellationToken))
        {
            if (entry.Sequence != last + 1)
                return Broken(AuditBreak.Missing, last + 1);
            if (!Same(entry.PreviousHash, hash) || !Same(entry.Hash, AuditHash.Of(entry, key)))
                return Broken(AuditBreak.Altered, entry.Sequence);
            (last, hash, count) = (entry.Sequence, entry.Hash, count + 1);
            notedFound |= Is(noted, last, hash);
        }
        if (last != chain.Sequence || !Same(hash, chain.Hash))
            return Broken(AuditBreak.WrongEnd, Math.Min(last, chain.Sequence) + 1);
        return notedFound ? Broken(null, null) : Broken(AuditBreak.NotedHeadGone, noted!.Sequence);

        AuditProof Broken(AuditBreak? what, long? at) =>
            new(count, chain.RemovedTo + 1, new AuditHead(last, Convert.ToHexStringLower(hash)), what, at);
    }

    private static async Task<(AuditChainState? Chain, byte[]? Mac)> ReadEndAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            "select sequence, hash, removed_to, removed_hash, mac from audit_chain",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return (null, null);
        return (
            new AuditChainState(
                reader.GetInt64(0),
                reader.GetFieldValue<byte[]>(1),
                reader.GetInt64(2),
                reader.GetFieldValue<byte[]>(3)
            ),
            await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetFieldValue<byte[]>(4)
        );
    }

    private static async IAsyncEnumerable<AuditEntry> ReadAsync(
        NpgsqlConnection connection,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            """
            select sequence, at, actor, action, subject, draft_id, details::text, previous_hash, hash
            from audit_entries order by sequence
            """,
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            yield return new AuditEntry
            {
                Sequence = reader.GetInt64(0),
                At = reader.GetFieldValue<DateTimeOffset>(1),
                Actor = reader.GetString(2),
                Action = reader.GetString(3),
                Subject = await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetString(4),
                DraftId = await reader.IsDBNullAsync(5, cancellationToken) ? null : reader.GetGuid(5),
                Details = reader.GetString(6),
                PreviousHash = reader.GetFieldValue<byte[]>(7),
                Hash = reader.GetFieldValue<byte[]>(8),
            };
    }

    private static bool Is(AuditHead? noted, long sequence, byte[] hash) =>
        noted?.Sequence == sequence && noted.Hash == Convert.ToHexStringLower(hash);

    private static bool Same(byte[] one, byte[] other) => CryptographicOperations.FixedTimeEquals(one, other);
}
