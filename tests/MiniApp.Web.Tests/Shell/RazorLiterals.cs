using System.Text.RegularExpressions;

namespace MiniApp.Web.Tests.Shell;

/// <summary>
/// Finds words that stand in a component instead of in the resources: text between tags, spoken attributes, and Thai
/// anywhere. A reader of Razor good enough for our own files, not for all of Razor.
/// </summary>
internal static partial class RazorLiterals
{
    public static IReadOnlyList<string> Find(string source)
    {
        source = Comment().Replace(source, " ");
        var thai = ThaiLetters().Matches(source).Select(m => m.Value);
        var code = CodeBlock().Match(source);
        var markup = code.Success ? source[..code.Index] : source;
        markup = Directive().Replace(markup, "");
        var spoken = SpokenAttribute().Matches(markup).Select(m => m.Value);
        var text = Tag().Replace(markup, "\n");
        text = Statement().Replace(WithoutExpressions(text), "");
        return [.. thai, .. spoken, .. Word().Matches(text).Select(m => m.Value)];
    }

    /// <summary>Drops <c>@name.Member[..](..)</c>, <c>@(..)</c> and the head of <c>@if (..)</c>.</summary>
    private static string WithoutExpressions(string text)
    {
        var kept = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; )
        {
            if (text[i] != '@')
            {
                kept.Append(text[i++]);
                continue;
            }
            i++;
            var start = i;
            while (i < text.Length)
            {
                var head = text[start..i] is "if" or "foreach" or "switch" or "for" or "while";
                if (text[i] is '(' or '[')
                {
                    i = AfterBracket(text, i);
                }
                else if (char.IsLetterOrDigit(text[i]) || text[i] is '_' || (head && text[i] is ' '))
                {
                    i++;
                }
                else if (text[i] is '.' or '!' or '?' && i + 1 < text.Length && char.IsLetter(text[i + 1]))
                {
                    i++;
                }
                else
                {
                    break;
                }
                if (head && text[i - 1] is ' ' && i < text.Length && text[i] is '(')
                {
                    i = AfterBracket(text, i);
                    break;
                }
            }
        }
        return kept.ToString();
    }

    private static int AfterBracket(string text, int at)
    {
        var depth = 0;
        var quoted = false;
        for (var i = at; i < text.Length; i++)
        {
            quoted ^= text[i] is '"';
            depth += quoted
                ? 0
                : text[i] switch
                {
                    '(' or '[' => 1,
                    ')' or ']' => -1,
                    _ => 0,
                };
            if (depth == 0 && !quoted)
            {
                return i + 1;
            }
        }
        return text.Length;
    }

    [GeneratedRegex(@"@\*.*?\*@|<!--.*?-->|^[ \t]*//[^\n]*", RegexOptions.Singleline | RegexOptions.Multiline, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex("[\u0E01-\u0E5B]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ThaiLetters();

    [GeneratedRegex(@"^@code\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(
        @"^@(using|inject|inherits|page|rendermode|attribute|implements|layout|namespace|typeparam)\b.*$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Directive();

    [GeneratedRegex(
        @"\b(aria-label|aria-description|title|placeholder|alt|Title|Text|Label|Caption|ActionText|Placeholder|Hint)=""[^@""]*[A-Za-z][^""]*""",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex SpokenAttribute();

    [GeneratedRegex(@"<[/!]?[A-Za-z](?:[^<>""]|""[^""]*"")*>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();

    // What stands in code blocks between tags: braces, else, case, and statements.
    [GeneratedRegex(
        @"^[ \t]*(else( if \(.*\))?|case .*:|default:|.*;|[{}]+)[ \t]*$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Statement();

    [GeneratedRegex("[A-Za-z]{2,}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
