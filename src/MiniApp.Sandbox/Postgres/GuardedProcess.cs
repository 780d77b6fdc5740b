using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MiniApp.Sandbox.Postgres;

/// <summary>
/// A long-running child whose output goes to a log file. It is started from a thread that lives as long as the child does:
/// the kernel ties a parent-death signal to the starting thread, and a pool thread may end at any time.
/// </summary>
internal sealed class GuardedProcess
{
    private const int KeptLines = 20;

    private readonly TaskCompletionSource<int> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _lastLines = new();
    private readonly Lock _gate = new();
    private readonly Action<string>? _onLine;

    private GuardedProcess(Action<string>? onLine) => _onLine = onLine;

    public int Id { get; private set; }

    /// <summary>The exit code, once it ended.</summary>
    public Task<int> Ended => _ended.Task;

    public string LastLines
    {
        get
        {
            lock (_gate)
            {
                return string.Join('\n', _lastLines);
            }
        }
    }

    /// <summary>Starts the command and returns when it has a process id.</summary>
    /// <param name="onLine">Sees each line of its output as well.</param>
    public static GuardedProcess Start(Command command, string logFile, Action<string>? onLine = null)
    {
        var guarded = new GuardedProcess(onLine);
        new Thread(() => guarded.Live(command, logFile)) { IsBackground = true, Name = "child process" }.Start();
        guarded.Id = guarded._started.Task.GetAwaiter().GetResult();
        return guarded;
    }

    /// <summary>Sends the signal, and kills when the time is up.</summary>
    public async Task Stop(int signal, TimeSpan limit)
    {
        if (!Ended.IsCompleted)
        {
            Signals.Send(Id, signal);
        }
        if (await Task.WhenAny(Ended, Task.Delay(limit)) != Ended)
        {
            Signals.Send(Id, PosixSignalNumber.Kill);
            await Ended;
        }
    }

    private void Live(Command command, string logFile)
    {
        try
        {
            using var log = new StreamWriter(logFile, append: true) { AutoFlush = true };
            using var process = new Process { StartInfo = command.ToStartInfo() };
            process.OutputDataReceived += (_, e) => Write(log, e.Data);
            process.ErrorDataReceived += (_, e) => Write(log, e.Data);
            process.Start();
            process.StandardInput.Close();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            _started.SetResult(process.Id);
            process.WaitForExit();
            _ended.SetResult(process.ExitCode);
        }
        catch (Exception e) when (_started.TrySetException(e))
        {
            _ended.TrySetResult(-1);
        }
    }

    private void Write(StreamWriter log, string? line)
    {
        if (line is null)
        {
            return;
        }
        lock (_gate)
        {
            log.WriteLine(line);
            _lastLines.Enqueue(line);
            if (_lastLines.Count > KeptLines)
            {
                _lastLines.Dequeue();
            }
        }
        _onLine?.Invoke(line);
    }
}

internal static class PosixSignalNumber
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
}

internal static class Signals
{
    /// <summary>Sends a signal to one process; one that has ended already is no error.</summary>
    public static void Send(int processId, int signal) => _ = Kill(processId, signal);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
