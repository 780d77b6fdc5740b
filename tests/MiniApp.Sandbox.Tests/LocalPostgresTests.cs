using System.Diagnostics;
using MiniApp.Sandbox.Postgres;

namespace MiniApp.Sandbox.Tests;

/// <summary>Real clusters, whoever runs the tests: root as well as an ordinary user.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class LocalPostgresTests : IDisposable
{
    private readonly LocalPostgresOptions _options = new(
        Path.Combine(Path.GetTempPath(), "miniapp-pg-test-" + Guid.NewGuid().ToString("N"))
    )
    {
        FastAndUnsafe = true,
    };

    public void Dispose() => Directory.Delete(_options.DataDirectory, recursive: true);

    [Fact]
    public async Task Cluster_StoppedAndStarted_KeepsItsDataAndPassword()
    {
        string password;
        await using (var first = await LocalPostgres.StartAsync(_options, CancellationToken.None))
        {
            password = first.ConnectionString("x").Split("Password=")[1];
            await first.CreateDatabaseAsync("portal");
            await first.CreateDatabaseAsync("portal");
            await Psql(first, "portal", "CREATE TABLE t (x text); INSERT INTO t VALUES ('ก')");
        }

        await using var second = await LocalPostgres.StartAsync(_options, CancellationToken.None);

        Assert.Equal("ก", (await Psql(second, "portal", "SELECT x FROM t")).Output.Trim());
        Assert.Equal(password, second.ConnectionString("x").Split("Password=")[1]);
        Assert.Equal("C.UTF-8", (await Psql(second, "portal", "SHOW lc_ctype")).Output.Trim());
    }

    [Fact]
    public async Task Cluster_WrongPassword_IsRefused()
    {
        await using var postgres = await LocalPostgres.StartAsync(_options, CancellationToken.None);

        var (exitCode, _, error) = await Psql(postgres, "postgres", "SELECT 1", password: "wrong");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("password authentication failed", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cluster_Disposed_LeavesNoProcess()
    {
        var postgres = await LocalPostgres.StartAsync(_options, CancellationToken.None);
        Assert.NotEmpty(Servers());

        await postgres.DisposeAsync();

        Assert.Empty(Servers());
    }

    [Fact]
    public async Task Cluster_InUse_IsNotTakenByASecondRun()
    {
        await using var first = await LocalPostgres.StartAsync(_options, CancellationToken.None);

        await Assert.ThrowsAsync<LocalPostgresException>(() =>
            LocalPostgres.StartAsync(_options, CancellationToken.None)
        );
    }

    [Fact]
    public async Task Cluster_LeftBehindByAKilledRun_IsStoppedAndStartedAgain()
    {
        await (await LocalPostgres.StartAsync(_options, CancellationToken.None)).DisposeAsync();
        var place = await PostgresPlace.Prepare(_options.DataDirectory, CancellationToken.None);
        // As a killed run leaves it: a server that nobody holds.
        var port = 20000 + (Environment.ProcessId % 20000);
        var leftover = GuardedProcess.Start(
            place.AsServer(
                place.Binary("postgres"),
                [
                    "-D",
                    place.Cluster,
                    "-p",
                    $"{port}",
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories=",
                ]
            ),
            Path.Combine(place.Root, "leftover.log")
        );
        Assert.True(await place.WaitUntilReady(leftover, TimeSpan.FromSeconds(30), CancellationToken.None));

        await using var next = await LocalPostgres.StartAsync(_options, CancellationToken.None);

        Assert.True(leftover.Ended.IsCompleted);
        Assert.Equal("1", (await Psql(next, "postgres", "SELECT 1")).Output.Trim());
    }

    [Fact]
    public async Task Cluster_FolderThatItsUserCannotEnter_MovesToWhereItCan()
    {
        var closed = Path.Combine(_options.DataDirectory, "home");
        Directory.CreateDirectory(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var options = _options with { DataDirectory = Path.Combine(closed, "postgres") };

        await using var postgres = await LocalPostgres.StartAsync(options, CancellationToken.None);

        try
        {
            Assert.Equal("1", (await Psql(postgres, "postgres", "SELECT 1")).Output.Trim());
            // Only root has to change user, and so only root meets the obstacle.
            Assert.Equal(Environment.IsPrivilegedProcess, postgres.DataDirectory != options.DataDirectory);
        }
        finally
        {
            await postgres.DisposeAsync();
            Directory.Delete(postgres.DataDirectory, recursive: true);
        }
    }

    private static Task<(int ExitCode, string Output, string Error)> Psql(
        LocalPostgres postgres,
        string database,
        string sql,
        string? password = null
    )
    {
        var command = new Command(
            "psql",
            ["-h", "127.0.0.1", "-p", $"{postgres.Port}", "-U", LocalPostgres.User, "-d", database, "-Atc", sql]
        );
        command.Environment["PGPASSWORD"] = password ?? postgres.ConnectionString(database).Split('=', ';')[7];
        return Commands.TryRun(command, CancellationToken.None);
    }

    /// <summary>Command lines of running processes that name this cluster.</summary>
    private List<string> Servers()
    {
        var found = new List<string>();
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                try
                {
                    var commandLine = File.ReadAllText($"/proc/{process.Id}/cmdline");
                    if (commandLine.Contains(_options.DataDirectory, StringComparison.Ordinal))
                    {
                        found.Add(commandLine);
                    }
                }
                catch (IOException)
                {
                    // Ended while we looked.
                }
            }
        }
        return found;
    }
}
