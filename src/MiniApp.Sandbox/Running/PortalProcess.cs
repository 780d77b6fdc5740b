using System.Globalization;
using MiniApp.Sandbox.Postgres;
using MiniApp.Sandbox.ThaiD;

namespace MiniApp.Sandbox.Running;

/// <summary>The portal as a child process, with everything it needs to know in its environment.</summary>
internal sealed class PortalProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly GuardedProcess _process;

    private PortalProcess(GuardedProcess process, Uri address, string logFile)
    {
        _process = process;
        Address = address;
        LogFile = logFile;
    }

    public Uri Address { get; }

    public string LogFile { get; }

    public string LastLines => _process.LastLines;

    public Task Ended => _process.Ended;

    public static Uri AddressOf(RunSettings settings) =>
        new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{settings.PortalPort}/"));

    public static PortalProcess Start(RunSettings settings, SandboxServer sandbox, string connectionString)
    {
        var address = AddressOf(settings);
        List<string> prefix = [];
        if (Commands.Find("setpriv") is { } setpriv && Commands.Find("setsid") is { } setsid)
        {
            // Killed without a word, we take the portal along; Ctrl+C reaches it through us, in order.
            prefix = [setpriv, "--pdeathsig", "TERM", setsid];
        }
        List<string> all =
        [
            .. prefix,
            Environment.ProcessPath is { } me && IsDotnet(me) ? me : "dotnet",
            settings.PortalDll,
        ];
        var command = new Command(all[0], all[1..]) { WorkingDirectory = Path.GetDirectoryName(settings.PortalDll) };
        var environment = command.Environment;
        environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        // Compressed as built: in Development, ASP.NET Core would otherwise send styles and scripts uncompressed.
        environment["ReloadStaticAssetsAtRuntime"] = "false";
        environment["ASPNETCORE_URLS"] = address.AbsoluteUri.TrimEnd('/');
        environment["ConnectionStrings__Portal"] = connectionString;
        environment["BizPortal__BaseUrl"] = sandbox.BaseAddress.AbsoluteUri;
        environment["BizPortal__LinkKey"] = sandbox.LinkKey;
        environment["BizPortal__LinkIv"] = sandbox.LinkIv;
        // The sandbox does.
        environment["BizPortal__AnswersRepeatedKey"] = "true";
        environment["Portal__BizPortalUrl"] = sandbox.BaseAddress.AbsoluteUri;
        environment["BizPortal__CallbackUrl"] = new Uri(sandbox.BaseAddress, "tracking").AbsoluteUri;
        environment["OneId__BaseUrl"] = sandbox.BaseAddress.AbsoluteUri;
        (environment["OneId__ClientId"], environment["OneId__ClientSecret"]) = sandbox.OneIdClient;
        environment["ThaiD__Authority"] = sandbox.BaseAddress.AbsoluteUri;
        environment["ThaiD__ClientId"] = sandbox.ThaiDClientId;
        environment["ThaiD__ClientSecret"] = sandbox.ThaiDClientSecret;
        environment["ThaiD__MinimumIal"] = "2.3";
        var first = ThaiDPeople.ById(ThaiDPeople.FirstAdministrator)!;
        environment["Staff__FirstAdministrator__NationalId"] = first.NationalId;
        environment["Staff__FirstAdministrator__Name"] = first.Name;
        environment["Hcm__BaseUrl"] = sandbox.BaseAddress.AbsoluteUri;
        environment["Hcm__Username"] = SandboxServer.HcmUsername;
        environment["Hcm__Password"] = sandbox.HcmPassword;
        foreach (var (n, (nationalId, username)) in SandboxServer.HcmAccounts().Index())
        {
            environment[$"Hcm__Employees__{n}__NationalId"] = nationalId;
            environment[$"Hcm__Employees__{n}__Username"] = username;
        }
        environment["Linkage__BaseUrl"] = sandbox.BaseAddress.AbsoluteUri;
        (environment["Linkage__ConsumerKey"], environment["Linkage__ConsumerSecret"]) = sandbox.LinkageConsumer;
        foreach (var (code, key) in sandbox.ApplicationKeys)
        {
            environment[$"BizPortal__Applications__{code.ToUpperInvariant()}__ApplicationKey"] = key;
        }
        var logs = Path.Combine(settings.DataDirectory, "logs");
        Directory.CreateDirectory(logs);
        var logFile = Path.Combine(logs, "portal.log");
        return new PortalProcess(GuardedProcess.Start(command, logFile, new WarningEcho().OnLine), address, logFile);
    }

    /// <summary>True once <c>/health/ready</c> answers 200; false when the portal ended or took too long.</summary>
    public async Task<bool> WaitUntilReady(CancellationToken ct)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        using var late = new CancellationTokenSource(ReadyLimit);
        var health = new Uri(Address, "health/ready");
        while (!_process.Ended.IsCompleted && !late.IsCancellationRequested)
        {
            try
            {
                using var response = await http.GetAsync(health, ct);
                if (response.IsSuccessStatusCode)
                {
                    return true;
                }
            }
            catch (Exception e) when (!ct.IsCancellationRequested && e is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet, or busy with its first request.
            }
            await Task.Delay(100, ct);
        }
        return false;
    }

    public async ValueTask DisposeAsync() => await _process.Stop(PosixSignalNumber.Terminate, StopLimit);

    private static bool IsDotnet(string path) => Path.GetFileNameWithoutExtension(path) == "dotnet";

    /// <summary>Repeats the portal's warnings and errors on this terminal; everything else is only in the log.</summary>
    private sealed class WarningEcho
    {
        private bool _echoing;

        public void OnLine(string line)
        {
            // The console logger begins an entry with "warn: " and indents what belongs to it.
            if (!line.StartsWith(' '))
            {
                _echoing =
                    line.StartsWith("warn:", StringComparison.Ordinal)
                    || line.StartsWith("fail:", StringComparison.Ordinal)
                    || line.StartsWith("crit:", StringComparison.Ordinal)
                    || line.StartsWith("Unhandled exception", StringComparison.Ordinal);
            }
            if (_echoing)
            {
                System.Console.Error.WriteLine("portal | " + line);
            }
        }
    }
}
