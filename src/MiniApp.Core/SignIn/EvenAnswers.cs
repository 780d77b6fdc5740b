namespace MiniApp.Core.SignIn;

/// <summary>
/// Answers after a fixed time, or a multiple of it, whatever it took: so that nobody can read from the wait what the work
/// found out.
/// </summary>
internal sealed class EvenAnswers(TimeSpan step, TimeProvider clock)
{
    public async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        var started = clock.GetTimestamp();
        try
        {
            return await work();
        }
        finally
        {
            var taken = clock.GetElapsedTime(started);
            var rest = step * Math.Max(1, Math.Ceiling(taken / step)) - taken;
            if (rest > TimeSpan.Zero)
                await Task.Delay(rest, clock, CancellationToken.None);
        }
    }
}
