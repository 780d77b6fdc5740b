using MiniApp.Sandbox;
using MiniApp.Sandbox.Postgres;
using Npgsql;

namespace MiniApp.TestKit;

/// <summary>A private PostgreSQL cluster and a sandbox on free ports, for one test collection. Collections never share one.</summary>
public sealed class LocalSystem : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("miniapp-test-");
    private LocalPostgres? _postgres;
    private SandboxServer? _sandbox;
    private Func<SandboxOptions, SandboxOptions> _configure = options => options;
    private int _databases;

    /// <summary>The clock of the sandbox, and of what a test starts in this process.</summary>
    public MovableClock Clock { get; } = new();

    public SandboxServer Sandbox => _sandbox ?? throw new InvalidOperationException("Not started.");

    public SandboxControl Control { get; private set; } = null!;

    /// <param name="durable">What is committed is on disk, as in production: for measuring. Tests have no use for that.</param>
    public static async Task<LocalSystem> StartAsync(
        Func<SandboxOptions, SandboxOptions>? configure = null,
        bool durable = false
    )
    {
        var system = new LocalSystem();
        try
        {
            await system.StartPartsAsync(configure ?? (options => options), durable);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <returns>Connection string of a new, empty database.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"portal_{Interlocked.Increment(ref _databases)}";
        await _postgres!.CreateDatabaseAsync(name);
        return _postgres.ConnectionString(name);
    }

    /// <summary>Cuts every connection to a database of <see cref="CreateDatabaseAsync"/> and lets none in, or lets them in again.</summary>
    public async Task SetDatabaseOpenAsync(string connectionString, bool open)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await using var database = NpgsqlDataSource.Create(_postgres!.ConnectionString("postgres"));
        await using var allow = database.CreateCommand($"alter database {name} allow_connections {open}");
        await allow.ExecuteNonQueryAsync();
        if (open)
            return;
        await using var cut = database.CreateCommand(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1"
        );
        cut.Parameters.Add(new() { Value = name });
        await cut.ExecuteNonQueryAsync();
    }

    /// <summary>Stops the sandbox; its address refuses connections until <see cref="StartSandboxAgainAsync"/>.</summary>
    public ValueTask StopSandboxAsync() => Sandbox.DisposeAsync();

    /// <summary>Starts the sandbox anew on the same port with the same data.</summary>
    public async Task StartSandboxAgainAsync()
    {
        var (port, portal) = (Sandbox.BaseAddress.Port, Sandbox.PortalBaseUrl);
        _sandbox = await SandboxServer.StartAsync(
            _configure(Options()) with
            {
                Port = port,
                PortalBaseUrl = portal,
            },
            default
        );
    }

    public async ValueTask DisposeAsync()
    {
        Control?.Dispose();
        if (_sandbox is not null)
            await _sandbox.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private async Task StartPartsAsync(Func<SandboxOptions, SandboxOptions> configure, bool durable)
    {
        // The cluster's server may run as another user, who must be able to walk through here.
        if (!OperatingSystem.IsWindows())
            _directory.UnixFileMode |=
                UnixFileMode.GroupExecute | UnixFileMode.OtherExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        _postgres = await LocalPostgres.StartAsync(
            new LocalPostgresOptions(Path.Combine(_directory.FullName, "postgres")) { FastAndUnsafe = !durable },
            default
        );
        _configure = configure;
        _sandbox = await SandboxServer.StartAsync(configure(Options()), default);
        Control = new SandboxControl(_sandbox.BaseAddress);
    }

    private SandboxOptions Options() =>
        new()
        {
            DataDirectory = Path.Combine(_directory.FullName, "sandbox"),
            FormsDirectory = Path.Combine(Repository.Root, "forms"),
            TimeProvider = Clock,
            // Portals are processes of their own: a token from a moved clock would be one from the future.
            TokenTimeProvider = TimeProvider.System,
        };
}

/// <summary>The real time plus what a test has added to it.</summary>
public sealed class MovableClock : TimeProvider
{
    private long _offsetTicks;

    public override DateTimeOffset GetUtcNow() =>
        base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _offsetTicks, by.Ticks);
}
