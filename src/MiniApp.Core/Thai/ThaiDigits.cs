namespace MiniApp.Core.Thai;

/// <summary>Thai numerals, ๐ to ๙.</summary>
public static class ThaiDigits
{
    /// <summary>The same text with Thai numerals as 0 to 9; everything else stays.</summary>
    public static string ToArabic(string text) =>
        string.Create(
            text.Length,
            text,
            static (target, source) =>
            {
                for (var i = 0; i < source.Length; i++)
                {
                    target[i] = source[i] is >= '๐' and <= '๙' ? (char)('0' + (source[i] - '๐')) : source[i];
                }
            }
        );

    /// <summary>Numerals as 0 to 9, without blanks and the dashes people put between groups of digits.</summary>
    internal static string WithoutSeparators(string text) =>
        string.Concat(ToArabic(text).Where(c => !char.IsWhiteSpace(c) && !IsDash(c) && c is not '\u200B'));

    private static bool IsDash(char c) =>
        c is '-' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212';

    internal static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
