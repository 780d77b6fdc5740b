using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MiniApp.Core.Security;
using MiniApp.Core.Work;
using Npgsql;

namespace MiniApp.Core.Audit;

/// <summary>
/// Removes entries that are older than they are to be kept. The chain's end keeps number and hash of the last one removed,
/// under the key: what is left is proven from there on. That it was done is on record itself. Also writes the head of the
/// chain to the log once in a while, where whoever changes the database can't reach it.
/// </summary>
public sealed partial class AuditRetention(
    NpgsqlDataSource database,
    AuditTrail trail,
    InstallationSecrets secrets,
    IOptions<AuditOptions> options,
    TimeProvider clock,
    ILogger<AuditRetention> logger
) : IBackgroundWork
{
    // So that nobody's entry waits long for the lock.
    private const int AtMost = 5000;

    private static readonly TimeSpan NoteEvery = TimeSpan.FromHours(1);

    private long _notedAt;

    public TimeSpan Pause { get; } = TimeSpan.FromMinutes(10);

    public async Task<Func<Task>?> TakeAsync(CancellationToken cancellationToken)
    {
        if (_notedAt == 0 || clock.GetElapsedTime(_notedAt) >= NoteEvery)
            await NoteHeadAsync(cancellationToken);
        if (options.Value.KeepFor is not { } kept || await LastTooOldAsync(kept, cancellationToken) is not { } last)
            return null;
        return () => RemoveAsync(last, CancellationToken.None);
    }

    /// <returns>Number of the last entry before the first that is to be kept; null when there is none.</returns>
    private async Task<long?> LastTooOldAsync(TimeSpan kept, CancellationToken cancellationToken)
    {
        // By the first to be kept and not by each one's time: clocks of nodes differ, and the chain may have no holes.
        await using var command = database.CreateCommand(
            """
            select max(sequence) from (
                select sequence from audit_entries
                where sequence < coalesce((select min(sequence) from audit_entries where at >= $1), 9223372036854775807)
                order by sequence limit $2
            ) old
            """
        );
        command.Parameters.Add(new() { Value = clock.GetUtcNow() - kept });
        command.Parameters.Add(new() { Value = AtMost });
        return await command.ExecuteScalarAsync(cancellationToken) as long?;
    }

    private async Task RemoveAsync(long last, CancellationToken cancellationToken)
    {
        var key = await secrets.GetAsync(AuditTrail.KeyName, cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var chain = await AuditTrail.LockAsync(connection, transaction, cancellationToken);
        // Another node was first.
        if (chain.RemovedTo >= last)
            return;
        byte[] hash;
        await using (
            var find = new NpgsqlCommand("select hash from audit_entries where sequence = $1", connection, transaction)
        )
        {
            find.Parameters.Add(new() { Value = last });
            hash = (byte[])(await find.ExecuteScalarAsync(cancellationToken))!;
        }
        await using (var allow = new NpgsqlCommand("set local miniapp.audit_retention = 'on'", connection, transaction))
            await allow.ExecuteNonQueryAsync(cancellationToken);
        await using var remove = new NpgsqlCommand(
            "delete from audit_entries where sequence <= $1",
            connection,
            transaction
        );
        remove.Parameters.Add(new() { Value = last });
        var count = await remove.ExecuteNonQueryAsync(cancellationToken);
        var what = new AuditEvent(AuditActor.System, AuditAction.EntriesRemoved)
            .With("count", count)
            .With("to", last)
            .With("hash", Convert.ToHexStringLower(hash));
        await trail.AppendAsync(
            connection,
            transaction,
            what,
            chain with
            {
                RemovedTo = last,
                RemovedHash = hash,
            },
            key,
            cancellationToken
        );
        await transaction.CommitAsync(cancellationToken);
        LogRemoved(logger, count, last);
    }

    private async Task NoteHeadAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "select sequence || ':' || encode(hash, 'hex') from audit_chain"
        );
        if (await command.ExecuteScalarAsync(cancellationToken) is string head)
            LogHead(logger, head);
        _notedAt = clock.GetTimestamp();
    }

    [LoggerMessage(2401, LogLevel.Information, "Audit: {Count} entries up to {Last} were older than they are kept")]
    private static partial void LogRemoved(ILogger logger, int count, long last);

    [LoggerMessage(2402, LogLevel.Information, "Audit head {Head}")]
    private static partial void LogHead(ILogger logger, string head);
}
