using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MiniApp.Sandbox;
using MiniApp.Sandbox.ThaiD;

namespace MiniApp.TestKit;

/// <summary>One portal node as a process of its own, on a free port, with everything it logs.</summary>
public sealed class TestPortal : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _log = new();

    private TestPortal(Process process, Uri address)
    {
        _process = process;
        Address = address;
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
    }

    public Uri Address { get; }

    public int ProcessId => _process.Id;

    /// <summary>What its process has used of the processors so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Everything written to standard output and error so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>Starts a node and waits until it is ready. Links of the sandbox lead to it from then on.</summary>
    public static async Task<TestPortal> StartAsync(
        LocalSystem system,
        string connectionString,
        IReadOnlyDictionary<string, string>? settings = null,
        int? port = null
    )
    {
        var address = port is { } wanted ? AddressOf(wanted) : FreeAddress();
        var portal = Start(
            address,
            Settings(system, connectionString, address)
                .Concat(settings ?? new Dictionary<string, string>())
                .Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))
        );
        system.Sandbox.PortalBaseUrl = address;
        await portal.WaitUntilReadyAsync();
        return portal;
    }

    /// <summary>Starts a node that is not expected to get far.</summary>
    /// <param name="changes">Settings laid over those of a good start; null takes one away.</param>
    /// <returns>Its exit code and everything it wrote, or null when it still ran after half a minute.</returns>
    public static async Task<(int ExitCode, string Log)?> RunAsync(
        LocalSystem system,
        string connectionString,
        IReadOnlyDictionary<string, string?> changes
    )
    {
        var address = FreeAddress();
        var good = Settings(system, connectionString, address)
            .Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value));
        await using var portal = Start(address, good.Concat(changes));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await portal._process.WaitForExitAsync(patience.Token);
            return (portal._process.ExitCode, portal.Log);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>SIGKILL: no handler runs.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as whoever runs it would: it may finish what it is at.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private static TestPortal Start(Uri address, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.PortalAssembly])
        {
            WorkingDirectory = Path.GetDirectoryName(Repository.PortalAssembly),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }
        var portal = new TestPortal(Process.Start(start)!, address);
        portal._process.BeginOutputReadLine();
        portal._process.BeginErrorReadLine();
        return portal;
    }

    /// <summary>The environment of a node over this system.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Settings(LocalSystem system, string database, Uri address)
    {
        var sandbox = system.Sandbox;
        return Settings(
                new SandboxKeys(sandbox.BaseAddress, sandbox.LinkKey, sandbox.LinkIv, sandbox.ApplicationKeys),
                database,
                address
            )
            .Concat([
                new("OneId__BaseUrl", sandbox.BaseAddress.AbsoluteUri),
                new("OneId__ClientId", sandbox.OneIdClient.ClientId),
                new("OneId__ClientSecret", sandbox.OneIdClient.Secret),
                new("OneId__AnswerTime", "00:00:00.300"),
                new("OneId__RequestsPerAddress", "100000"),
            ])
            .Concat(StaffSettings(sandbox));
    }

    private static IEnumerable<KeyValuePair<string, string>> StaffSettings(SandboxServer sandbox)
    {
        yield return new("ThaiD__Authority", sandbox.BaseAddress.AbsoluteUri);
        yield return new("ThaiD__ClientId", sandbox.ThaiDClientId);
        yield return new("ThaiD__ClientSecret", sandbox.ThaiDClientSecret);
        yield return new("ThaiD__MinimumIal", "2.3");
        yield return new("Hcm__BaseUrl", sandbox.BaseAddress.AbsoluteUri);
        yield return new("Hcm__Username", SandboxServer.HcmUsername);
        yield return new("Hcm__Password", sandbox.HcmPassword);
        yield return new("Hcm__RetryDelay", "00:00:00.010");
        yield return new("Linkage__BaseUrl", sandbox.BaseAddress.AbsoluteUri);
        yield return new("Linkage__ConsumerKey", sandbox.LinkageConsumer.Key);
        yield return new("Linkage__ConsumerSecret", sandbox.LinkageConsumer.Secret);
        var first = ThaiDPeople.ById(ThaiDPeople.FirstAdministrator)!;
        yield return new("Staff__FirstAdministrator__NationalId", first.NationalId);
        yield return new("Staff__FirstAdministrator__Name", first.Name);
    }

    /// <summary>The environment of a node over this sandbox.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Settings(SandboxKeys sandbox, string database, Uri address)
    {
        yield return new("ASPNETCORE_ENVIRONMENT", "Development");
        yield return new("ASPNETCORE_URLS", address.AbsoluteUri.TrimEnd('/'));
        yield return new("ConnectionStrings__Portal", database);
        yield return new("BizPortal__BaseUrl", sandbox.Address.AbsoluteUri);
        yield return new("BizPortal__LinkKey", sandbox.LinkKey);
        yield return new("BizPortal__LinkIv", sandbox.LinkIv);
        yield return new("Portal__BizPortalUrl", sandbox.Address.AbsoluteUri);
        yield return new("BizPortal__CallbackUrl", new Uri(sandbox.Address, "tracking").AbsoluteUri);
        yield return new("BizPortal__AnswersRepeatedKey", "true");
        yield return new("Limits__EntriesPerMinute", "100000");
        yield return new("Limits__SignInsPerMinute", "100000");
        // As scripts/run does. In Development, ASP.NET Core would otherwise send styles and scripts uncompressed.
        yield return new("ReloadStaticAssetsAtRuntime", "false");
        foreach (var (code, key) in sandbox.ApplicationKeys)
            yield return new($"BizPortal__Applications__{code.ToUpperInvariant()}__ApplicationKey", key);
    }

    private async Task WaitUntilReadyAsync()
    {
        var address = new Uri(Address, "health/ready");
        if (!await Readiness.WaitAsync(address, () => _process.HasExited, () => Log, ReadyLimit))
            throw new InvalidOperationException($"The portal ended before it was ready:\n{Log}");
    }

    /// <summary>An address of this machine that nothing listens on just now.</summary>
    public static Uri FreeAddress()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return AddressOf(((IPEndPoint)probe.LocalEndpoint).Port);
    }

    private static Uri AddressOf(int port) =>
        new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));

    private void Append(string? line)
    {
        lock (_log)
            _log.AppendLine(line);
    }
}

/// <summary>What Biz Portal issues to a portal, as the sandbox at this address issued it.</summary>
/// <param name="ApplicationKeys">By form code.</param>
public sealed record SandboxKeys(
    Uri Address,
    string LinkKey,
    string LinkIv,
    IEnumerable<KeyValuePair<string, string>> ApplicationKeys
);
