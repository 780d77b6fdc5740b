namespace MiniApp.Core.Forms;

/// <summary>Guesses what an author meant by a name that does not exist.</summary>
internal static class NearestName
{
    /// <summary>
    /// The known name closest to <paramref name="wrong"/>: at most two letters added, left out or changed; one in a name of
    /// up to four letters. Null when none is that close.
    /// </summary>
    public static string? Find(string wrong, IEnumerable<string> known)
    {
        var most = wrong.Length <= 4 ? 1 : 2;
        return known
            .Select(name => (Name: name, Distance: Distance(wrong, name)))
            .Where(found => found.Distance <= most)
            .OrderBy(found => found.Distance)
            .Select(found => found.Name)
            .FirstOrDefault();
    }

    /// <summary>"Did you mean 'x'? " before <paramref name="otherwise"/>, where a name is close.</summary>
    public static string Suggest(string wrong, IEnumerable<string> known, string otherwise) =>
        Find(wrong, known) is { } near ? $"Did you mean '{near}'? {otherwise}" : otherwise;

    // Levenshtein, with letter case free and two letters swapped counting once.
    private static int Distance(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > 2)
        {
            return int.MaxValue;
        }
        var costs = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                costs[i, j] =
                    i == 0 ? j
                    : j == 0 ? i
                    : Math.Min(
                        costs[i - 1, j - 1] + (Same(one[i - 1], other[j - 1]) ? 0 : 1),
                        Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1
                    );
                if (i > 1 && j > 1 && Same(one[i - 1], other[j - 2]) && Same(one[i - 2], other[j - 1]))
                {
                    costs[i, j] = Math.Min(costs[i, j], costs[i - 2, j - 2] + 1);
                }
            }
        }
        return costs[one.Length, other.Length];
    }

    private static bool Same(char one, char other) => char.ToLowerInvariant(one) == char.ToLowerInvariant(other);
}
