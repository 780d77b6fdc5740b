using MiniApp.Core.Storage;
using Npgsql;

namespace MiniApp.Core.Tests.Storage;

public sealed class MigratorTests(CoreSystem core) : CoreTest(core)
{
    private const string CountTables =
        "select count(*) from information_schema.tables where table_schema = 'public' and table_name = 'submissions'";

    [Fact]
    public async Task Migrate_EmptyDatabase_AppliesEveryMigrationInOrder()
    {
        await using var database = NpgsqlDataSource.Create(await System.CreateDatabaseAsync());

        var applied = await new Migrator(database).MigrateAsync(default);

        Assert.Contains("0001_main_job.sql", applied);
        Assert.Equal(applied.Order(StringComparer.Ordinal), applied);
        await using var command = database.CreateCommand(CountTables);
        Assert.Equal(1L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Migrate_Twice_AppliesNothingMore()
    {
        Assert.Empty(await Node.Get<Migrator>().MigrateAsync(default));
    }

    [Fact]
    public async Task Migrate_NodesStartingTogether_ApplyEachMigrationOnce()
    {
        await using var database = NpgsqlDataSource.Create(await System.CreateDatabaseAsync());

        var applied = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => new Migrator(database).MigrateAsync(default)))
        );

        Assert.Single(applied, names => names.Count > 0);
        Assert.Equal(7, applied.Count(names => names.Count == 0));
    }

    [Fact]
    public async Task Migrate_InterruptedHalfWay_LeavesNothing()
    {
        await using var database = NpgsqlDataSource.Create(await System.CreateDatabaseAsync());
        await using (var obstacle = database.CreateCommand("create table submissions (id int)"))
            await obstacle.ExecuteNonQueryAsync();

        await Assert.ThrowsAsync<PostgresException>(() => new Migrator(database).MigrateAsync(default));

        await using var count = database.CreateCommand(
            "select count(*) from information_schema.tables where table_schema = 'public'"
        );
        Assert.Equal(1L, await count.ExecuteScalarAsync());
    }
}
