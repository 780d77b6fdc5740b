namespace MiniApp.Core.Storage;

/// <summary>For what happened elsewhere and must be on record although the database is just being restarted.</summary>
internal static class OnRecord
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>Tries again while the database is away.</summary>
    /// <param name="write">Runs as a whole each time; may have been done already when it is repeated.</param>
    /// <param name="patience">For how long; default a minute.</param>
    public static async Task KeepAsync(TimeProvider clock, Func<Task> write, TimeSpan? patience = null)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await write();
                return;
            }
            catch (Exception failure)
                when (failure.IsDatabaseAway() && clock.GetElapsedTime(started) < (patience ?? Patience))
            {
                await Task.Delay(RetryDelay, clock);
            }
        }
    }
}
