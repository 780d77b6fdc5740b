using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MiniApp.Sandbox.Postgres;

namespace MiniApp.Sandbox.Tests;

/// <summary>
/// <c>MiniApp.Sandbox run</c> as a real process. In place of <c>dotnet MiniApp.Web.dll</c> a ten-line stand-in answers
/// <c>/health/ready</c> and writes down its environment: what is tested is the starting and stopping.
/// </summary>
public sealed class RunTests : IAsyncLifetime
{
    private const string StandIn = """
        #!/usr/bin/perl
        use IO::Socket::INET;
        my ($port) = $ENV{ASPNETCORE_URLS} =~ /:(\d+)$/;
        open(my $f, '>', "$ENV{MINIAPP_DATA}/portal.env"); print $f "$_=$ENV{$_}\n" for sort keys %ENV; close $f;
        exit 3 if -e "$ENV{MINIAPP_DATA}/portal-fails";
        my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 5, ReuseAddr => 1) or die $!;
        print STDERR "warn: stand-in is listening\n";
        while (my $c = $server->accept()) { <$c>; print $c "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"; close $c; }
        """;

    private readonly string _data = Path.Combine(
        Path.GetTempPath(),
        "miniapp-run-test-" + Guid.NewGuid().ToString("N")
    );
    private readonly int _sandboxPort = FreePort();
    private readonly int _portalPort = FreePort();
    private readonly StringBuilder _errors = new();

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_data);
        if (!OperatingSystem.IsWindows())
        {
            // The database's user must be able to pass through.
            File.SetUnixFileMode(_data, (UnixFileMode)0b111_101_101);
            var fake = Path.Combine(_data, "dotnet");
            await File.WriteAllTextAsync(fake, StandIn);
            File.SetUnixFileMode(fake, (UnixFileMode)0b111_101_101);
        }
        await File.WriteAllTextAsync(Path.Combine(_data, "MiniApp.Web.dll"), "");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_data, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Run_UntilSigterm_SaysReady_AndLeavesNoProcess()
    {
        using var run = Start();
        var line = await ReadyLine(run);
        Assert.StartsWith("ready ", line, StringComparison.Ordinal);
        Assert.Contains($"http://127.0.0.1:{_portalPort}/", line, StringComparison.Ordinal);
        Assert.Contains($"http://127.0.0.1:{_sandboxPort}/", line, StringComparison.Ordinal);
        using (var http = new HttpClient())
        {
            var personas = await http.GetStringAsync($"http://127.0.0.1:{_sandboxPort}/_sandbox/personas");
            Assert.Contains("somying", personas, StringComparison.Ordinal);
        }
        var environment = await File.ReadAllLinesAsync(Path.Combine(_data, "portal.env"));
        Assert.Contains($"BizPortal__BaseUrl=http://127.0.0.1:{_sandboxPort}/", environment);
        Assert.Contains($"BizPortal__CallbackUrl=http://127.0.0.1:{_sandboxPort}/tracking", environment);
        Assert.Contains($"ThaiD__Authority=http://127.0.0.1:{_sandboxPort}/", environment);
        Assert.Contains("Staff__FirstAdministrator__NationalId=3101200001013", environment);
        Assert.Contains("ASPNETCORE_ENVIRONMENT=Development", environment);
        Assert.Single(
            environment,
            e => e.StartsWith("ConnectionStrings__Portal=Host=127.0.0.1;", StringComparison.Ordinal)
        );
        Assert.Single(environment, e => e.StartsWith("BizPortal__LinkKey=", StringComparison.Ordinal));
        Assert.Single(
            environment,
            e => e.StartsWith("BizPortal__Applications__MNA005A__ApplicationKey=", StringComparison.Ordinal)
        );

        Signals.Send(run.Id, PosixSignalNumber.Terminate);
        await run.WaitForExitAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(Left());
        Assert.Contains("portal | warn: stand-in is listening", _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "stand-in",
            await File.ReadAllTextAsync(Path.Combine(_data, "logs", "portal.log")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Run_Killed_TakesItsChildrenAlong_AndStartsAgain()
    {
        using (var run = Start())
        {
            await ReadyLine(run);
            run.Kill();
            await run.WaitForExitAsync();
        }
        for (var i = 0; i < 200 && Left().Count > 0; i++)
        {
            await Task.Delay(50);
        }
        Assert.Empty(Left());

        using var second = Start();
        Assert.StartsWith("ready ", await ReadyLine(second), StringComparison.Ordinal);
        Signals.Send(second.Id, PosixSignalNumber.Interrupt);
        await second.WaitForExitAsync();
        Assert.Equal(0, second.ExitCode);
    }

    [Fact]
    public async Task Run_PortalEndsAtStart_SaysSoAndExits1()
    {
        await File.WriteAllTextAsync(Path.Combine(_data, "portal-fails"), "");
        using var run = Start();
        await run.WaitForExitAsync();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("portal", _errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(Left());
    }

    [Fact]
    public async Task Run_PortalEndsLater_SaysSoAndExits1()
    {
        using var run = Start();
        await ReadyLine(run);
        var portal = Left().Single(p => p.CommandLine.Contains("MiniApp.Web.dll", StringComparison.Ordinal));
        Signals.Send(portal.Id, PosixSignalNumber.Kill);
        await run.WaitForExitAsync();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("The portal ended by itself", _errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(Left());
    }

    [Fact]
    public async Task Run_PortBusy_SaysWhichAndExits1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, _portalPort);
        taken.Start();
        using var run = Start();
        await run.WaitForExitAsync();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"Port {_portalPort} is busy", _errors.ToString(), StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private Process Start()
    {
        // A shell's background jobs ignore Ctrl+C, and so would what they start: the tests may be one.
        var info = new ProcessStartInfo(
            "env",
            ["--default-signal=INT", Path.Combine(AppContext.BaseDirectory, "MiniApp.Sandbox"), "run"]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["PATH"] = $"{_data}:{Environment.GetEnvironmentVariable("PATH")}";
        info.Environment["MINIAPP_DATA"] = _data;
        info.Environment["MINIAPP_SANDBOX_PORT"] = $"{_sandboxPort}";
        info.Environment["MINIAPP_PORTAL_PORT"] = $"{_portalPort}";
        info.Environment["MINIAPP_PORTAL_DLL"] = Path.Combine(_data, "MiniApp.Web.dll");
        info.Environment["MINIAPP_FORMS"] = Path.Combine(_data, "no-forms");
        var process = Process.Start(info)!;
        process.ErrorDataReceived += (_, e) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(e.Data);
            }
        };
        process.BeginErrorReadLine();
        return process;
    }

    private async Task<string> ReadyLine(Process run)
    {
        var line = await run.StandardOutput.ReadLineAsync();
        Assert.True(line is not null, "It ended instead: " + _errors);
        return line;
    }

    /// <summary>Running processes that name this test's folder.</summary>
    private List<(int Id, string CommandLine)> Left()
    {
        var found = new List<(int, string)>();
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                try
                {
                    var commandLine = File.ReadAllText($"/proc/{process.Id}/cmdline").Replace('\0', ' ');
                    if (commandLine.Contains(_data, StringComparison.Ordinal))
                    {
                        found.Add((process.Id, commandLine));
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
