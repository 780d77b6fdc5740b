using System.Text;
using System.Text.RegularExpressions;

namespace MiniApp.Core.Thai;

/// <summary>The same Thai word is stored in more than one way; this is the one to compare by. Never to be shown or kept.</summary>
public static partial class PlainText
{
    private const char Nikhahit = '\u0E4D';

    /// <summary>
    /// Blanks become one, invisible characters go, sara am and its two parts are one, tone marks stand where they belong, two
    /// sara e are a sara ae, Thai numerals are digits, Latin letters are small.
    /// </summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "";
        // Form KC takes sara am apart; typed by hand, its circle may come before the tone mark.
        var parts = Misplaced().Replace(text.Normalize(NormalizationForm.FormKC), $"${{tone}}{Nikhahit}");
        var seen = string.Concat(parts.Where(c => c is not ('\u200B' or '\u200C' or '\u200D' or '\uFEFF')));
        return string.Join(
                ' ',
                ThaiDigits
                    .ToArabic(seen.Replace("เเ", "แ", StringComparison.Ordinal))
                    .Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)
            )
            .ToLowerInvariant();
    }

    public static bool AreSame(string? left, string? right) =>
        string.Equals(Of(left), Of(right), StringComparison.Ordinal);

    [GeneratedRegex("\u0E4D(?<tone>[\u0E48-\u0E4B])", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Misplaced();
}
