using System.Globalization;
using MiniApp.Sandbox.Postgres;

namespace MiniApp.Drill.Running;

/// <summary>PostgreSQL as in production, with every commit on disk, that can be stopped at any moment and started again.</summary>
internal sealed class Database : IAsyncDisposable
{
    private const string Name = "portal";

    // PostgreSQL's immediate shutdown: nothing is written out, the next start recovers from the log.
    private const int Quit = 3;
    private readonly LocalPostgresOptions _options;
    private LocalPostgres _postgres;

    private Database(LocalPostgresOptions options, LocalPostgres postgres) =>
        (_options, _postgres) = (options, postgres);

    /// <summary>For one node: the pools of all of them must fit into the server's connections.</summary>
    public string ConnectionString => $"{_postgres.ConnectionString(Name)};Maximum Pool Size=50;Timeout=5";

    public static async Task<Database> StartAsync(string directory, CancellationToken ct)
    {
        var options = new LocalPostgresOptions(directory);
        var postgres = await LocalPostgres.StartAsync(options, ct);
        await postgres.CreateDatabaseAsync(Name, ct);
        return new Database(options with { Port = postgres.Port }, postgres);
    }

    /// <param name="immediate">As if the machine had lost power; else connections are cut and data is written out.</param>
    public async Task RestartAsync(bool immediate, CancellationToken ct)
    {
        if (immediate)
        {
            var file = Directory.EnumerateFiles(_postgres.DataDirectory, "postmaster.pid", SearchOption.AllDirectories);
            var pid = (await File.ReadAllLinesAsync(file.Single(), ct))[0];
            Signals.Send(int.Parse(pid, CultureInfo.InvariantCulture), Quit);
            await _postgres.Ended.WaitAsync(ct);
        }
        await _postgres.DisposeAsync();
        _postgres = await LocalPostgres.StartAsync(_options, ct);
    }

    public ValueTask DisposeAsync() => _postgres.DisposeAsync();
}
