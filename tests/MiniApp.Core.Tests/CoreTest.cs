using System.Text.Json.Nodes;
using MiniApp.TestKit;
using Npgsql;

namespace MiniApp.Core.Tests;

[CollectionDefinition(Name)]
public sealed class CoreCollection : ICollectionFixture<CoreSystem>
{
    public const string Name = "core over PostgreSQL and sandbox";
}

public sealed class CoreSystem : IAsyncLifetime
{
    public LocalSystem System { get; private set; } = null!;

    public async ValueTask InitializeAsync() => System = await LocalSystem.StartAsync();

    public ValueTask DisposeAsync() => System.DisposeAsync();
}

/// <summary>One node over a database of its own for each test, and a sandbox that has forgotten every waiting time.</summary>
[Collection(CoreCollection.Name)]
public abstract class CoreTest(CoreSystem core) : IAsyncLifetime
{
    private readonly List<CoreHost> _nodes = [];

    protected LocalSystem System => core.System;

    protected SandboxControl Control => System.Control;

    /// <summary>When this test began, by the clock of the sandbox.</summary>
    protected DateTimeOffset Started { get; private set; }

    protected string Database { get; private set; } = "";

    protected CoreHost Node { get; set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        // Past every limit that an earlier test's person may have run into.
        System.Clock.Advance(TimeSpan.FromHours(1));
        Started = System.Clock.GetUtcNow();
        Database = await System.CreateDatabaseAsync();
        Node = await StartNodeAsync(Database, [.. Settings()]);
    }

    /// <summary>Settings of the first node besides the usual ones.</summary>
    protected virtual IEnumerable<(string Name, string Value)> Settings() => [];

    public async ValueTask DisposeAsync()
    {
        await Control.ClearFaultsAsync();
        foreach (var node in _nodes)
            await node.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Another node on this test's database, or one of another installation.</summary>
    protected async Task<CoreHost> StartNodeAsync(
        string? database = null,
        params (string Name, string Value)[] settings
    )
    {
        var changes = settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);
        var node = await CoreHost.StartAsync(System, database ?? Database, changes);
        _nodes.Add(node);
        return node;
    }

    /// <summary>How often this test called Biz Portal there.</summary>
    protected async Task<int> CountCallsAsync(string path) => (await CallsAsync(path)).Count;

    protected async Task<IReadOnlyList<JsonNode>> CallsAsync(string path) =>
        [
            .. (await Control.CallsAsync())
                .Select(call => call!)
                .Where(call =>
                    (DateTimeOffset)call["time"]! >= Started
                    && ((string)call["path"]!).EndsWith(path, StringComparison.Ordinal)
                ),
        ];

    /// <summary>What Biz Portal accepted during this test.</summary>
    protected async Task<IReadOnlyList<JsonNode>> RequestsAsync() =>
        [
            .. (await Control.RequestsAsync())
                .Select(request => request!)
                .Where(request => (DateTimeOffset)request["receivedAt"]! >= Started),
        ];

    protected async Task<IReadOnlyList<JsonNode>> FilesAsync(string identityId) =>
        [
            .. (await Control.FilesAsync())
                .Select(file => file!)
                .Where(file => (string?)file["identityId"] == identityId && FileIsNew(file)),
        ];

    /// <summary>Runs these at once: a lock on <paramref name="table"/> holds them back until all stand before it.</summary>
    protected async Task<T[]> RaceAsync<T>(string table, int count, Func<int, Task<T>> run)
    {
        await using var connection = await Node.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var barrier = new NpgsqlCommand($"lock table {table} in access exclusive mode", connection))
            await barrier.ExecuteNonQueryAsync();
        var running = Enumerable.Range(0, count).Select(i => Task.Run(() => run(i))).ToList();
        await Task.Delay(TimeSpan.FromSeconds(1));
        await transaction.CommitAsync();
        return await Task.WhenAll(running);
    }

    protected async Task<int> ExecuteSqlAsync(string sql, params object[] values)
    {
        await using var command = Node.Get<NpgsqlDataSource>().CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return await command.ExecuteNonQueryAsync();
    }

    protected async Task<T?> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = Node.Get<NpgsqlDataSource>().CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync() is T result ? result : default;
    }

    private HashSet<string> _earlierFiles = [];

    /// <summary>From here on <see cref="FilesAsync"/> leaves out what is there now.</summary>
    protected async Task ForgetFilesAsync() =>
        _earlierFiles = [.. (await Control.FilesAsync()).Select(file => (string)file!["id"]!)];

    private bool FileIsNew(JsonNode file) => !_earlierFiles.Contains((string)file["id"]!);
}
