using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MiniApp.Core.Work;

/// <summary>Work that waits in PostgreSQL, where every node finds it: a node that dies leaves it to the others.</summary>
public interface IBackgroundWork
{
    /// <summary>How long to wait after there was nothing to do.</summary>
    TimeSpan Pause { get; }

    /// <summary>How many pieces a node may do at the same time.</summary>
    int AtOnce => 1;

    /// <summary>Takes one piece of work that is due, so that no other node does, and does it.</summary>
    /// <returns>False when nothing was due.</returns>
    Task<bool> DoNextAsync(CancellationToken cancellationToken);
}

/// <summary>Does work in the background for as long as the node runs.</summary>
internal sealed partial class Worker<TWork>(TWork work, TimeProvider clock, ILogger<Worker<TWork>> logger)
    : BackgroundService
    where TWork : IBackgroundWork
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, work.AtOnce).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var more = false;
            try
            {
                more = await work.DoNextAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                // Mostly the database is away. The work is still there when it is back.
                Interrupted(logger, typeof(TWork).Name, failure.GetType().Name);
            }
            if (!more)
                await Task.Delay(work.Pause, clock, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Work} was interrupted ({Reason}) and goes on after a pause")]
    private static partial void Interrupted(ILogger logger, string work, string reason);
}
