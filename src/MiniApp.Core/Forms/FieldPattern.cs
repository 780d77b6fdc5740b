using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace MiniApp.Core.Forms;

/// <summary>
/// The regular expression of a field. It always matches the whole text, and without backtracking: what people type must
/// never cost more than linear time, whoever wrote the form.
/// </summary>
internal static class FieldPattern
{
    private static readonly ConcurrentDictionary<string, Regex> Compiled = new(StringComparer.Ordinal);

    public static bool TryCompile(string pattern, [NotNullWhen(true)] out Regex? regex)
    {
        if (Compiled.TryGetValue(pattern, out regex))
        {
            return true;
        }
        try
        {
            regex = new Regex(
                $@"\A(?:{pattern})\z",
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant,
                TimeSpan.FromSeconds(1)
            );
            Compiled[pattern] = regex;
            return true;
        }
        catch (Exception unusable) when (unusable is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    public static bool Matches(string pattern, string text) =>
        TryCompile(pattern, out var regex) && regex.IsMatch(text);
}
