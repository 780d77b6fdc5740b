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
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    // Linear still adds up where a pattern has thousands of states and a text as many characters.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private static readonly ConcurrentDictionary<string, Regex> Compiled = new(StringComparer.Ordinal);

    public static bool TryCompile(string pattern, [NotNullWhen(true)] out Regex? regex)
    {
        if (Compiled.TryGetValue(pattern, out regex))
        {
            return true;
        }
        try
        {
            // By itself first: "a)|(b" is only whole once something stands around it.
            _ = new Regex(pattern, Options, Patience);
            regex = new Regex($@"\A(?:{pattern})\z", Options, Patience);
            Compiled[pattern] = regex;
            return true;
        }
        catch (Exception unusable) when (unusable is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>The character, from 1, at which a pattern that is no regular expression breaks off; null when it is one.</summary>
    public static int? FaultAt(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant, Patience);
            return null;
        }
        catch (RegexParseException broken)
        {
            return broken.Offset;
        }
    }

    /// <summary>False also when it can't be told in time.</summary>
    public static bool Matches(string pattern, string text)
    {
        try
        {
            return TryCompile(pattern, out var regex) && regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
