using Npgsql;

namespace MiniApp.Core.Storage;

/// <summary>
/// Brings the database to the newest schema: numbered SQL files embedded beside this class, each applied once, in order,
/// in one transaction under an advisory lock, so that any number of nodes may start at the same time.
/// </summary>
public sealed class Migrator(NpgsqlDataSource database)
{
    // Any constant will do, as long as nothing else in this database takes the same lock.
    private const long LockKey = 0x4D494E49_41505031;

    private const string Prefix = "MiniApp.Core.Storage.Migrations.";

    /// <returns>The names of the migrations applied by this call.</returns>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RunAsync(connection, $"select pg_advisory_xact_lock({LockKey})", cancellationToken);
        await RunAsync(
            connection,
            "create table if not exists schema_migrations (name text primary key, applied_at timestamptz not null default now())",
            cancellationToken
        );

        var done = await AppliedAsync(connection, cancellationToken);
        var pending = Names().Where(name => !done.Contains(name)).ToList();
        foreach (var name in pending)
        {
            await RunAsync(connection, await ReadAsync(name, cancellationToken), cancellationToken);
            await using var record = new NpgsqlCommand("insert into schema_migrations (name) values ($1)", connection);
            record.Parameters.Add(new() { Value = name });
            await record.ExecuteNonQueryAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        return pending;
    }

    private static IEnumerable<string> Names() =>
        typeof(Migrator)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..])
            .Order(StringComparer.Ordinal);

    private static async Task<HashSet<string>> AppliedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select name from schema_migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
            names.Add(reader.GetString(0));
        return names;
    }

    private static async Task<string> ReadAsync(string name, CancellationToken ct)
    {
        await using var stream = typeof(Migrator).Assembly.GetManifestResourceStream(Prefix + name)!;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(ct);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
