using System.Runtime.CompilerServices;
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

    /// <summary>Takes one piece of work that is due, so that no other node does.</summary>
    /// <param name="cancellationToken">The node stops: nothing more is to be taken.</param>
    /// <returns>What does it; null when nothing is due.</returns>
    Task<Func<Task>?> TakeAsync(CancellationToken cancellationToken);
}

/// <summary>Does work in the background for as long as the node runs: one looks for it, several do it.</summary>
internal sealed partial class Worker<TWork>(TWork work, TimeProvider clock, ILogger<Worker<TWork>> logger)
    : BackgroundService
    where TWork : IBackgroundWork
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Parallel.ForEachAsync(
            DueAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = work.AtOnce },
            // What was begun knows itself whether to stop with the node.
            async (due, _) =>
            {
                if (!await IsDoneAsync(due, stoppingToken))
                    await PauseAsync(stoppingToken);
            }
        );

    private async IAsyncEnumerable<Func<Task>> DueAsync([EnumeratorCancellation] CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            Func<Task>? due = null;
            await IsDoneAsync(async () => due = await work.TakeAsync(stopping), stopping);
            if (due is not null)
                yield return due;
            else
                await PauseAsync(stopping);
        }
    }

    private async Task<bool> IsDoneAsync(Func<Task> attempt, CancellationToken stopping)
    {
        try
        {
            await attempt();
            return true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Mostly the database is away. The work is still there when it is back.
            Interrupted(logger, typeof(TWork).Name, failure.GetType().Name);
            return false;
        }
    }

    private async Task PauseAsync(CancellationToken stopping) =>
        await Task.Delay(work.Pause, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Work} was interrupted ({Reason}) and goes on after a pause")]
    private static partial void Interrupted(ILogger logger, string work, string reason);
}
