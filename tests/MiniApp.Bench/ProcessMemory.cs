using System.Globalization;

namespace MiniApp.Bench;

/// <summary>A process's resident memory, in MB, as Linux counts it.</summary>
internal static class ProcessMemory
{
    /// <summary>Forgets the peak so far.</summary>
    /// <returns>What is resident now.</returns>
    public static double ResetPeak(int processId)
    {
        File.WriteAllText($"/proc/{processId}/clear_refs", "5");
        return Read(processId, "VmRSS:");
    }

    /// <summary>Highest since <see cref="ResetPeak"/>.</summary>
    public static double Peak(int processId) => Read(processId, "VmHWM:");

    private static double Read(int processId, string label)
    {
        var line = File.ReadLines($"/proc/{processId}/status")
            .First(l => l.StartsWith(label, StringComparison.Ordinal));
        var kilobytes = line[label.Length..].Replace("kB", "", StringComparison.Ordinal);
        return double.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
