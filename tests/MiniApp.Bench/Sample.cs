using System.Diagnostics;

namespace MiniApp.Bench;

internal static class Sample
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <param name="quantile">E.g. 0.99: the value that 99 of 100 do not exceed.</param>
    public static double Quantile(IEnumerable<double> values, double quantile)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Max(0, (int)Math.Ceiling(quantile * sorted.Length) - 1)];
    }

    /// <returns>Milliseconds.</returns>
    public static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>Calls each in turn, several times, so that whatever else the machine does meets all of them alike.</summary>
    /// <returns>The times of each, in milliseconds.</returns>
    public static async Task<double[][]> AlternateAsync(int rounds, params Func<Task<double>>[] measures)
    {
        var times = measures.Select(_ => new double[rounds]).ToArray();
        for (var round = 0; round < rounds; round++)
        for (var i = 0; i < measures.Length; i++)
        {
            // Who goes first changes: the first of a pair would otherwise meet the colder machine each time.
            var next = (i + round) % measures.Length;
            times[next][round] = await measures[next]();
        }
        return times;
    }
}
