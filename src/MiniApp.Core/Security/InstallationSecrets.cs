using System.Collections.Concurrent;
using System.Security.Cryptography;
using Npgsql;

namespace MiniApp.Core.Security;

/// <summary>Keys that this installation has made for itself: 32 random bytes each, sealed in PostgreSQL, the same on every node.</summary>
public sealed class InstallationSecrets(NpgsqlDataSource database, ISealer sealer)
{
    private readonly ConcurrentDictionary<string, byte[]> _known = new(StringComparer.Ordinal);

    /// <summary>Made when it is first asked for.</summary>
    internal async ValueTask<byte[]> GetAsync(string name, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(name, out var known))
            return known;
        // Two nodes may get here first at once: the insert that comes second does nothing and both read the same row.
        await using var insert = database.CreateCommand(
            "insert into sealed_secrets (name, value_sealed) values ($1, $2) on conflict do nothing"
        );
        insert.Parameters.Add(new() { Value = name });
        insert.Parameters.Add(new() { Value = sealer.Seal(RandomNumberGenerator.GetBytes(32)) });
        await insert.ExecuteNonQueryAsync(cancellationToken);
        return _known[name] = (await FindAsync(name, cancellationToken))!;
    }

    /// <returns>Null when it was never made, or somebody has taken it away. Not from memory.</returns>
    internal async Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand("select value_sealed from sealed_secrets where name = $1");
        select.Parameters.Add(new() { Value = name });
        return await select.ExecuteScalarAsync(cancellationToken) is byte[] value ? sealer.Open(value) : null;
    }
}
