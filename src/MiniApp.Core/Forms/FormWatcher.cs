using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MiniApp.Core.Forms;

/// <summary>In development: has the catalog read a form again as soon as an editor has saved it.</summary>
internal sealed partial class FormWatcher(
    FormCatalog catalog,
    FormVersions versions,
    IHostEnvironment environment,
    TimeProvider clock,
    ILogger<FormWatcher> logger
) : BackgroundService
{
    // Editors write in several steps, or to another file that they then rename.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!environment.IsDevelopment() || Watch() is not { } watcher)
        {
            return;
        }
        using (watcher)
        {
            // What was saved before the watch began.
            _signals.Writer.TryWrite(true);
            while (await _signals.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(Pause, clock, stoppingToken);
                _signals.Reader.TryRead(out _);
                await ReloadAsync(stoppingToken);
            }
        }
    }

    private FileSystemWatcher? Watch()
    {
        try
        {
            var watcher = new FileSystemWatcher(catalog.Directory);
            watcher.Changed += Signal;
            watcher.Created += Signal;
            watcher.Deleted += Signal;
            watcher.Renamed += Signal;
            // Too many events at once: some were lost, so look again.
            watcher.Error += Signal;
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception unable) when (unable is IOException or ArgumentException or UnauthorizedAccessException)
        {
            NotWatched(logger, catalog.Directory, unable.Message);
            return null;
        }
    }

    private void Signal(object sender, EventArgs change) => _signals.Writer.TryWrite(true);

    private async Task ReloadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var before = catalog.Problems;
            catalog.Reload();
            if (!before.SequenceEqual(catalog.Problems))
            {
                FormServices.LogProblems(logger, catalog);
            }
            await versions.SaveAsync(catalog, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Whatever a listener did, or the database away: the next edit gets its chance.
            NotReloaded(logger, failure);
        }
    }

    [LoggerMessage(1202, LogLevel.Warning, "Edits in {Directory} will show only after a restart: {Reason}")]
    private static partial void NotWatched(ILogger logger, string directory, string reason);

    [LoggerMessage(1203, LogLevel.Error, "Reading the forms again failed")]
    private static partial void NotReloaded(ILogger logger, Exception failure);
}
