using System.Globalization;
using System.Text.Json.Nodes;
using MiniApp.Sandbox.Postgres;
using MiniApp.TestKit;

namespace MiniApp.Drill.Running;

/// <summary>Everything a drill runs on, each as a process of its own: PostgreSQL, the sandbox, the portal's nodes.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public const string FormCode = "drill";

    private readonly DirectoryInfo _directory = System.IO.Directory.CreateTempSubdirectory("miniapp-drill-");
    private readonly DrillOptions _options;
    private readonly List<Node> _nodes = [];
    private GuardedProcess? _sandbox;
    private Database? _database;

    private Stage(DrillOptions options)
    {
        _options = options;
        Diary = new Diary(Path.Combine(Directory, "drill.log"));
    }

    public Diary Diary { get; }

    public IReadOnlyList<Node> Nodes => _nodes;

    public Database Database => _database!;

    public Uri Sandbox { get; } = TestPortal.FreeAddress();

    public SandboxControl Control { get; private set; } = null!;

    public string Directory => _directory.FullName;

    public static string Forms => Path.Combine(Repository.Root, "tests", "MiniApp.Drill", "forms");

    public static async Task<Stage> StartAsync(DrillOptions options, CancellationToken ct)
    {
        var stage = new Stage(options);
        try
        {
            await stage.StartPartsAsync(ct);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>A node that was ready a moment ago; waits while there is none.</summary>
    public async Task<Node> AnyNodeAsync(Random random, CancellationToken ct)
    {
        while (true)
        {
            var ready = _nodes.Where(node => node.IsReady).ToList();
            if (ready.Count > 0)
                return ready[random.Next(ready.Count)];
            await Task.Delay(200, ct);
        }
    }

    /// <summary>What a node needs to know.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings(Uri address)
    {
        var keys = JsonNode.Parse(File.ReadAllText(Path.Combine(Directory, "sandbox", "sandbox", "settings.json")))!;
        return TestPortal
            .Settings(
                new SandboxKeys(
                    Sandbox,
                    (string)keys["linkKey"]!,
                    (string)keys["linkIv"]!,
                    [KeyValuePair.Create(FormCode, (string)keys["applicationKeys"]![FormCode]!)]
                ),
                Database.ConnectionString,
                address
            )
            .Append(new("Forms__Directory", Forms))
            .Append(new("Logging__LogLevel__Default", "Warning"));
    }

    public async ValueTask DisposeAsync()
    {
        Control?.Dispose();
        foreach (var node in _nodes)
            await node.DisposeAsync();
        if (_sandbox is not null)
            await _sandbox.Stop(PosixSignalNumber.Kill, TimeSpan.FromSeconds(10));
        if (_database is not null)
            await _database.DisposeAsync();
        Diary.Dispose();
        if (!_options.Keep)
            _directory.Delete(recursive: true);
    }

    private async Task StartPartsAsync(CancellationToken ct)
    {
        // PostgreSQL's server may run as another user, who must be able to walk through here.
        if (!OperatingSystem.IsWindows())
            _directory.UnixFileMode |=
                UnixFileMode.GroupExecute | UnixFileMode.OtherExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        _database = await Database.StartAsync(Path.Combine(Directory, "postgres"), ct);
        await StartSandboxAsync(ct);
        Control = new SandboxControl(Sandbox);
        var logs = _directory.CreateSubdirectory("logs").FullName;
        for (var number = 1; number <= _options.Nodes; number++)
            _nodes.Add(new Node(number, Settings, logs, Diary));
        // The first one alone: it brings the database up to date.
        await _nodes[0].StartAsync(ct);
        await Task.WhenAll(_nodes.Skip(1).Select(node => node.StartAsync(ct)));
    }

    private async Task StartSandboxAsync(CancellationToken ct)
    {
        List<string> arguments = ["sandbox", "--crowd", _options.Submissions.ToString(CultureInfo.InvariantCulture)];
        if (_options.ForgetKeys)
            arguments.Add("--forget-keys");
        var assembly = Repository.PortalAssembly.Replace("MiniApp.Web", "MiniApp.Sandbox", StringComparison.Ordinal);
        _sandbox = Child.Start(
            assembly,
            arguments,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["MINIAPP_DATA"] = Path.Combine(Directory, "sandbox"),
                ["MINIAPP_SANDBOX_PORT"] = Sandbox.Port.ToString(CultureInfo.InvariantCulture),
                ["MINIAPP_FORMS"] = Forms,
            },
            Path.Combine(_directory.FullName, "sandbox.log")
        );
        if (!await Child.WaitUntilReadyAsync(_sandbox, new Uri(Sandbox, "_sandbox/forms"), ct))
            throw new InvalidOperationException($"The sandbox did not start:\n{_sandbox.LastLines}");
    }
}
