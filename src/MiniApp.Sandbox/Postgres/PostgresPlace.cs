using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MiniApp.Sandbox.Postgres;

/// <summary>Which binaries, which folder, and as which user: everything about a cluster but its life.</summary>
internal sealed class PostgresPlace
{
    // A Unix socket's path must fit into 108 bytes, with /.s.PGSQL.65535 at its end.
    private const int MaxSocketDirectory = 90;

    private readonly string _binaries;
    private readonly ServerUser? _user;

    private PostgresPlace(string binaries, ServerUser? user, string root)
    {
        _binaries = binaries;
        _user = user;
        Root = root;
    }

    public string Root { get; }

    public string Cluster => Path.Combine(Root, "cluster");

    public string PasswordFile => Path.Combine(Root, "password");

    public string LockFile => Path.Combine(Root, "lock");

    public string? SocketDirectory => Root.Length <= MaxSocketDirectory ? Root : null;

    public bool IsInitialised => File.Exists(Path.Combine(Cluster, "PG_VERSION"));

    private string PidFile => Path.Combine(Cluster, "postmaster.pid");

    public static async Task<PostgresPlace> Prepare(string directory, CancellationToken ct)
    {
        var binaries = FindBinaries();
        var user = Environment.IsPrivilegedProcess ? ServerUser.Find() : null;
        var place = new PostgresPlace(binaries, user, Path.GetFullPath(directory));
        await place.CreateRoot(ct);
        if (user is not null && !await place.ServerReachesRoot(ct))
        {
            // For example under a home folder that only root may enter. Keep one place per asked-for folder.
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place.Root)))[..12];
            var asked = place.Root;
            place = new PostgresPlace(binaries, user, $"/var/tmp/miniapp-postgres-{hash}");
            await place.RefuseForeign(ct);
            await place.CreateRoot(ct);
            await File.WriteAllTextAsync(
                Path.Combine(asked, "README.txt"),
                $"The user {user.Name} can't reach this folder, so the cluster is in {place.Root}.\n",
                ct
            );
        }
        return place;
    }

    public string Binary(string name) => Path.Combine(_binaries, name);

    /// <summary>The command as the server's user.</summary>
    public Command AsServer(string program, IReadOnlyList<string> arguments) =>
        Build(_user is null ? [] : ["setpriv", .. _user.SetPrivileges], program, arguments);

    /// <summary>
    /// As the server's user, in a session of its own (Ctrl+C is not for it: it is stopped after the portal), and
    /// interrupted by the kernel should this process die without a word.
    /// </summary>
    public Command AsGuardedServer(string program, IReadOnlyList<string> arguments)
    {
        List<string> prefix = [];
        if (Commands.Find("setpriv") is not null)
        {
            prefix.AddRange(["setpriv", "--pdeathsig", "INT", .. _user?.SetPrivileges ?? []]);
        }
        if (Commands.Find("setsid") is { } setsid)
        {
            prefix.Add(setsid);
        }
        return Build(prefix, program, arguments);
    }

    /// <summary>Makes the server's user the owner of one file or folder.</summary>
    public Task GiveToServer(string path, CancellationToken ct) =>
        _user is null
            ? Task.CompletedTask
            : Commands.Run(
                new Command(
                    "chown",
                    ["--no-dereference", string.Create(CultureInfo.InvariantCulture, $"{_user.Uid}:{_user.Gid}"), path]
                ),
                ct
            );

    /// <summary>Stops the server that a killed run left on this cluster. Nobody else uses it: the lock is held.</summary>
    public async Task StopLeftover(TimeSpan limit, CancellationToken ct)
    {
        if (ReadPid() is not { } pid)
        {
            return;
        }
        var commandLine = $"/proc/{pid}/cmdline";
        if (
            !File.Exists(commandLine)
            || !(await File.ReadAllTextAsync(commandLine, ct)).Split('\0').Contains(Cluster, StringComparer.Ordinal)
        )
        {
            return; // Not running, or the number belongs to another program by now; PostgreSQL clears the file itself.
        }
        Signals.Send(pid, PosixSignalNumber.Interrupt);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
        late.CancelAfter(limit);
        while (File.Exists(commandLine))
        {
            await Task.Delay(50, late.Token);
        }
    }

    /// <summary>False when the server ended or took too long.</summary>
    public async Task<bool> WaitUntilReady(GuardedProcess server, TimeSpan limit, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(limit);
        while (!late.IsCancellationRequested && !server.Ended.IsCompleted)
        {
            // The eighth line of the pid file is the server's state; the first must be this server, not a leftover's.
            if (ReadPidFile() is { Length: >= 8 } lines && lines[7].Trim() == "ready" && ReadPid() == server.Id)
            {
                return true;
            }
            await Task.Delay(20, ct);
        }
        return false;
    }

    private static string FindBinaries()
    {
        var installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .GetDirectories("/usr/lib/postgresql")
                .Where(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out _))
                .OrderByDescending(d => int.Parse(Path.GetFileName(d), CultureInfo.InvariantCulture))
                .Select(d => Path.Combine(d, "bin"))
            : [];
        var onPath = Commands.Find("initdb") is { } initdb ? Path.GetDirectoryName(initdb) : null;
        return installed.Append(onPath).FirstOrDefault(d => d is not null && File.Exists(Path.Combine(d, "initdb")))
            ?? throw new LocalPostgresException(
                "PostgreSQL is not installed. On Debian: apt-get install postgresql. Elsewhere put initdb and postgres on PATH."
            );
    }

    private static Command Build(List<string> prefix, string program, IReadOnlyList<string> arguments)
    {
        List<string> all = [.. prefix, program, .. arguments];
        return new Command(all[0], all[1..]);
    }

    private async Task CreateRoot(CancellationToken ct)
    {
        var existed = Directory.Exists(Root);
        Directory.CreateDirectory(Root);
        if (!OperatingSystem.IsWindows() && !existed)
        {
            File.SetUnixFileMode(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        await GiveToServer(Root, ct);
    }

    /// <summary>Anybody may create folders in /var/tmp: use only one that root or the server's user made.</summary>
    private async Task RefuseForeign(CancellationToken ct)
    {
        if (!Directory.Exists(Root) && !File.Exists(Root))
        {
            return;
        }
        var owner = (await Commands.Run(new Command("stat", ["--format=%u %F", Root]), ct)).Trim();
        if (owner != "0 directory" && owner != string.Create(CultureInfo.InvariantCulture, $"{_user?.Uid} directory"))
        {
            throw new LocalPostgresException(
                $"{Root} belongs to somebody else. Remove it, or set MINIAPP_DATA to another folder."
            );
        }
    }

    private async Task<bool> ServerReachesRoot(CancellationToken ct) =>
        (await Commands.TryRun(AsServer("test", ["-w", Root]), ct)).ExitCode == 0;

    private string[]? ReadPidFile()
    {
        try
        {
            return File.ReadAllLines(PidFile);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private int? ReadPid() =>
        ReadPidFile() is { Length: > 0 } lines && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var pid)
            ? pid
            : null;
}

/// <summary>Whom the server runs as when we are root.</summary>
internal sealed record ServerUser(string Name, int Uid, int Gid)
{
    public string[] SetPrivileges =>
        [
            "--reuid",
            Uid.ToString(CultureInfo.InvariantCulture),
            "--regid",
            Gid.ToString(CultureInfo.InvariantCulture),
            "--clear-groups",
        ];

    public static ServerUser Find()
    {
        if (Commands.Find("setpriv") is null)
        {
            throw new LocalPostgresException(
                "PostgreSQL refuses to run as root, and setpriv (Debian: util-linux) is missing. Start as an ordinary user."
            );
        }
        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(f => f.Length > 3).ToList();
        var entry =
            users.Find(f => f[0] == "postgres")
            ?? users.Find(f => f[0] == "nobody")
            ?? throw new LocalPostgresException(
                "PostgreSQL refuses to run as root, and there is no user postgres or nobody."
            );
        return new ServerUser(
            entry[0],
            int.Parse(entry[2], CultureInfo.InvariantCulture),
            int.Parse(entry[3], CultureInfo.InvariantCulture)
        );
    }
}
