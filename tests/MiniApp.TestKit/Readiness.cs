namespace MiniApp.TestKit;

/// <summary>Waiting for a process to answer.</summary>
public static class Readiness
{
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until the address answers 200.</summary>
    /// <param name="log">What the process said, for the message when it takes too long.</param>
    /// <returns>False when the process ended before.</returns>
    /// <exception cref="TimeoutException">It runs, and does not answer so.</exception>
    public static async Task<bool> WaitAsync(
        Uri address,
        Func<bool> hasEnded,
        Func<string> log,
        TimeSpan limit,
        CancellationToken cancellationToken = default
    )
    {
        using var http = new HttpClient { Timeout = OneTry };
        using var late = new CancellationTokenSource(limit);
        var answer = "";
        while (!hasEnded())
        {
            try
            {
                using var response = await http.GetAsync(address, cancellationToken);
                if (response.IsSuccessStatusCode)
                    return true;
                answer = response.StatusCode.ToString();
            }
            catch (Exception e)
                when (e is HttpRequestException
                    || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                )
            {
                // Not listening yet, or busy.
                answer = e.Message;
            }
            if (late.IsCancellationRequested)
                throw new TimeoutException($"{address} is not ready after {limit.TotalSeconds:0} s: {answer}\n{log()}");
            await Task.Delay(Pause, cancellationToken);
        }
        return false;
    }
}
