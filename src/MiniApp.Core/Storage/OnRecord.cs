namespace MiniApp.Core.Storage;

/// <summary>For what happened elsewhere and must be on record although the database is just being restarted.</summary>
internal static class OnRecord
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>Tries again while the database is away, for a minute at most.</summary>
    /// <param name="write">Runs as a whole each time; may have been done already when it is repeated.</param>
    public static async Task KeepAsync(TimeProvider clock, Func<Task> write)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await write();
                return;
            }
            catch (Exception failure) when (failure.IsDatabaseAway() && clock.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(RetryDelay, clock);
            }
        }
    }
}
