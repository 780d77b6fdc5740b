using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using MiniApp.Core.Security;
using MiniApp.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace MiniApp.Core.Audit;

/// <summary>
/// Writes the audit: entries in one chain, each with a keyed hash over itself and the one before. The lock on the chain's end
/// is what puts them in order; it is taken last and held from there to the commit, which is one write.
/// </summary>
public sealed class AuditTrail(IDbContextFactory<PortalDb> databases, InstallationSecrets secrets, TimeProvider clock)
{
    internal const string KeyName = "audit-key";

    private const string Lock =
        "select sequence, hash, removed_to, removed_hash from audit_chain where id = 1 for update";

    private const string Append = """
        insert into audit_entries (sequence, at, actor, action, subject, draft_id, details, previous_hash, hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    private const string Move =
        "update audit_chain set sequence = $1, hash = $2, removed_to = $3, removed_hash = $4, mac = $5 where id = 1";

    /// <summary>Records something by itself: what was only seen, or has been done elsewhere.</summary>
    public async Task RecordAsync(AuditEvent what, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await RecordAsync(db, what, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Records something together with what it is about: both are kept, or neither. The last thing before the commit: whoever
    /// locks anything after it could wait for somebody who waits for the chain. Saves what is pending in the context first.
    /// </summary>
    /// <exception cref="InvalidOperationException">The context is in no transaction.</exception>
    public async Task RecordAsync(PortalDb db, AuditEvent what, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is not { } transaction)
            throw new InvalidOperationException("An audit entry belongs into the transaction of what it records.");
        await db.SaveChangesAsync(cancellationToken);
        var key = await secrets.GetAsync(KeyName, cancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var within = (NpgsqlTransaction)transaction.GetDbTransaction();
        await AppendAsync(
            connection,
            within,
            what,
            await LockAsync(connection, within, cancellationToken),
            key,
            cancellationToken
        );
    }

    /// <summary>The chain's end, held until the transaction is over.</summary>
    internal static async Task<AuditChainState> LockAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(Lock, connection, transaction);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            throw new InvalidOperationException("The end of the audit's chain is missing: see scripts/audit verify.");
        return new AuditChainState(
            reader.GetInt64(0),
            reader.GetFieldValue<byte[]>(1),
            reader.GetInt64(2),
            reader.GetFieldValue<byte[]>(3)
        );
    }

    internal async Task AppendAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        AuditEvent what,
        AuditChainState chain,
        byte[] key,
        CancellationToken cancellationToken
    )
    {
        var entry = Entry(what, chain, []);
        var hash = AuditHash.Of(entry, key);
        var moved = chain with { Sequence = entry.Sequence, Hash = hash };
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                Command(
                    Append,
                    entry.Sequence,
                    entry.At,
                    entry.Actor,
                    entry.Action,
                    entry.Subject,
                    entry.DraftId,
                    new NpgsqlParameter { Value = entry.Details, NpgsqlDbType = NpgsqlDbType.Json },
                    entry.PreviousHash,
                    hash
                ),
                Command(Move, moved.Sequence, moved.Hash, moved.RemovedTo, moved.RemovedHash, AuditHash.Of(moved, key)),
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private AuditEntry Entry(AuditEvent what, AuditChainState chain, byte[] hash)
    {
        var now = clock.GetUtcNow();
        return new AuditEntry
        {
            Sequence = chain.Sequence + 1,
            // PostgreSQL keeps no more than that: what is read again must hash the same.
            At = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero),
            Actor = what.Actor.Text,
            Action = SnakeCase.Of(what.Action.ToString()),
            Subject = what.Subject,
            DraftId = what.DraftId,
            Details = what.DetailsJson(),
            PreviousHash = chain.Hash,
            Hash = hash,
        };
    }

    private static NpgsqlBatchCommand Command(string sql, params object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }
}
