using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace MiniApp.Sandbox.Postgres;

/// <summary>
/// A private PostgreSQL cluster from the installed binaries, on 127.0.0.1 with password authentication. Works as root too:
/// PostgreSQL refuses root, so the cluster then runs as <c>postgres</c> or <c>nobody</c>.
/// </summary>
public sealed class LocalPostgres : IAsyncDisposable
{
    /// <summary>The cluster's only role.</summary>
    public const string User = "miniapp";

    private const int StartAttempts = 3;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);

    private readonly FileStream _lock;
    private readonly PostgresPlace _place;
    private readonly string _password;
    private GuardedProcess? _server;

    private LocalPostgres(PostgresPlace place, FileStream exclusive, string password)
    {
        _place = place;
        _lock = exclusive;
        _password = password;
    }

    /// <summary>TCP port on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary>Where the cluster really is; differs from the options when the server's user can't reach that folder.</summary>
    public string DataDirectory => _place.Root;

    /// <summary>Completes when the server process ends, for whatever reason.</summary>
    public Task Ended => _server?.Ended ?? Task.CompletedTask;

    /// <summary>Creates the cluster if needed and starts it; returns when it accepts connections.</summary>
    /// <exception cref="LocalPostgresException">It can't; the message says what to do.</exception>
    public static async Task<LocalPostgres> StartAsync(LocalPostgresOptions options, CancellationToken ct)
    {
        var place = await PostgresPlace.Prepare(options.DataDirectory, ct);
        var exclusive = Lock(place);
        try
        {
            var password = await Initialise(place, options.FastAndUnsafe, ct);
            var postgres = new LocalPostgres(place, exclusive, password);
            await place.StopLeftover(StopTimeout, ct);
            await postgres.Start(options, ct);
            return postgres;
        }
        catch
        {
            await exclusive.DisposeAsync();
            throw;
        }
    }

    /// <summary>Npgsql connection string for a database of this cluster.</summary>
    public string ConnectionString(string database) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Host=127.0.0.1;Port={Port};Username={User};Password={_password};Database={database}"
        );

    /// <summary>Creates the database unless it is there already.</summary>
    /// <param name="name">Lower-case letters, digits and underscore.</param>
    public async Task CreateDatabaseAsync(string name, CancellationToken ct = default)
    {
        if (name.Length is 0 or > 60 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
        {
            throw new ArgumentException("Lower-case letters, digits and underscore only.", nameof(name));
        }
        if ((await Query($"SELECT 1 FROM pg_database WHERE datname = '{name}'", ct)).Trim().Length == 0)
        {
            await Query($"CREATE DATABASE \"{name}\"", ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            // SIGINT is PostgreSQL's fast shutdown: sessions are cut, data is written out.
            await server.Stop(PosixSignalNumber.Interrupt, StopTimeout);
        }
        await _lock.DisposeAsync();
    }

    /// <summary>Two runs on one cluster would end each other's server.</summary>
    private static FileStream Lock(PostgresPlace place)
    {
        try
        {
            return new FileStream(place.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new LocalPostgresException($"Another run already uses the database in {place.Root}. Stop it first.");
        }
    }

    private static async Task<string> Initialise(PostgresPlace place, bool unsafeSync, CancellationToken ct)
    {
        if (place.IsInitialised && File.Exists(place.PasswordFile))
        {
            return await File.ReadAllTextAsync(place.PasswordFile, ct);
        }
        if (Directory.Exists(place.Cluster))
        {
            // initdb was cut short, or the password is lost: in both cases nobody can connect to what is there.
            Directory.Move(place.Cluster, $"{place.Cluster}.unusable-{Guid.NewGuid().ToString("N")[..8]}");
        }
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        State.AtomicFile.Write(place.PasswordFile, System.Text.Encoding.ASCII.GetBytes(password));
        var handedOver = Path.Combine(place.Root, "initdb-password");
        State.AtomicFile.Write(handedOver, System.Text.Encoding.ASCII.GetBytes(password + "\n"));
        try
        {
            await place.GiveToServer(handedOver, ct);
            List<string> arguments =
            [
                $"--pgdata={place.Cluster}",
                $"--username={User}",
                $"--pwfile={handedOver}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--lc-collate=C",
                // Under LC_CTYPE=C trigram search finds no Thai at all.
                "--lc-ctype=C.UTF-8",
                "--lc-messages=C",
                "--lc-monetary=C",
                "--lc-numeric=C",
                "--lc-time=C",
            ];
            if (unsafeSync)
            {
                arguments.Add("--no-sync");
            }
            await Commands.Run(place.AsServer(place.Binary("initdb"), arguments), ct);
        }
        finally
        {
            File.Delete(handedOver);
        }
        return password;
    }

    private async Task Start(LocalPostgresOptions options, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            Port = options.Port ?? FreePort();
            var server = GuardedProcess.Start(
                _place.AsGuardedServer(_place.Binary("postgres"), ServerArguments(options.FastAndUnsafe)),
                Path.Combine(_place.Root, "postgres.log")
            );
            try
            {
                if (await _place.WaitUntilReady(server, StartTimeout, ct))
                {
                    _server = server;
                    return;
                }
            }
            catch
            {
                await server.Stop(PosixSignalNumber.Interrupt, StopTimeout);
                throw;
            }
            await server.Stop(PosixSignalNumber.Interrupt, StopTimeout);
            // A free port may be taken by somebody else in between; a given one is final.
            if (options.Port is not null || attempt == StartAttempts)
            {
                throw new LocalPostgresException(
                    $"PostgreSQL did not start. Its last words, from {Path.Combine(_place.Root, "postgres.log")}:\n{server.LastLines}"
                );
            }
        }
    }

    private List<string> ServerArguments(bool fastAndUnsafe)
    {
        List<string> arguments = ["-D", _place.Cluster, "-p", Port.ToString(CultureInfo.InvariantCulture)];
        Set("listen_addresses", "127.0.0.1");
        Set("unix_socket_directories", _place.SocketDirectory ?? "");
        Set("max_connections", "200");
        Set("timezone", "UTC");
        if (fastAndUnsafe)
        {
            Set("fsync", "off");
            Set("synchronous_commit", "off");
            Set("full_page_writes", "off");
        }
        return arguments;

        void Set(string name, string value) => arguments.AddRange(["-c", $"{name}={value}"]);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private Task<string> Query(string sql, CancellationToken ct)
    {
        var command = new Command(
            _place.Binary("psql"),
            [
                "--host=127.0.0.1",
                $"--port={Port.ToString(CultureInfo.InvariantCulture)}",
                $"--username={User}",
                "--dbname=postgres",
                "--no-psqlrc",
                "--tuples-only",
                "--no-align",
                "--set=ON_ERROR_STOP=1",
                $"--command={sql}",
            ]
        );
        command.Environment["PGPASSWORD"] = _password;
        return Commands.Run(command, ct);
    }
}
