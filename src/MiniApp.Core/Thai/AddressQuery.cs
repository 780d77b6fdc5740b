using System.Globalization;
using System.Text;

namespace MiniApp.Core.Thai;

/// <summary>What someone typed to find a place, taken apart into names and postal codes.</summary>
internal sealed class AddressQuery
{
    private const int MaxLength = 200;
    private const int MaxWords = 8;

    // Some names end like a prefix (สนามชัยเขต), none begins like one.
    private static readonly string[] ThaiPrefixes = ["จังหวัด", "กิ่งอำเภอ", "อำเภอ", "เขต", "ตำบล", "แขวง"];

    private static readonly HashSet<string> EnglishPrefixes = new(StringComparer.Ordinal)
    {
        "changwat",
        "province",
        "amphoe",
        "amphur",
        "khet",
        "district",
        "tambon",
        "khwaeng",
        "subdistrict",
    };

    private static readonly Dictionary<string, string> Nicknames = new(StringComparer.Ordinal)
    {
        ["กทม"] = "กรุงเทพมหานคร",
        ["bkk"] = "bangkok",
        ["โคราช"] = "นครราชสีมา",
        ["korat"] = "nakhonratchasima",
    };

    private AddressQuery(List<string> names, List<string> postalPrefixes)
    {
        PostalPrefixes = postalPrefixes;
        // All runs of neighbouring words, as one key each: "lat", "latyao", "yao".
        Runs = new string[names.Count][];
        for (var start = 0; start < names.Count; start++)
        {
            Runs[start] = new string[names.Count - start];
            for (var more = 0; more < names.Count - start; more++)
            {
                Runs[start][more] = string.Concat(names.Skip(start).Take(more + 1));
            }
        }
    }

    /// <summary>Three to five digits each.</summary>
    public List<string> PostalPrefixes { get; }

    /// <summary><c>Runs[i][n]</c> is the word i and the n words after it, written together.</summary>
    public string[][] Runs { get; }

    public int WordCount => Runs.Length;

    /// <summary>The query, or null where there is too little, or far too much, to look for.</summary>
    public static AddressQuery? Read(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed) || typed.Length > MaxLength)
        {
            return null;
        }
        var words = new List<string>();
        var postal = new List<string>();
        foreach (var word in Words(typed))
        {
            if (!ThaiDigits.AreDigits(word))
            {
                words.Add(word);
            }
            else if (word.Length is >= 3 and <= 5)
            {
                postal.Add(word);
            }
        }
        var names = words.Where(w => w.Length > 1 && !IsPrefix(w)).Take(MaxWords).ToList();
        if (names.Count == 0 && string.Concat(words) is { Length: > 1 } all)
        {
            // Nothing but prefixes or single letters: then these are meant (จ.ป.ร. is a subdistrict).
            names.Add(all);
        }
        return names.Count + postal.Count == 0 ? null : new AddressQuery(names, postal);
    }

    /// <summary>A name as it is compared: lower case, without blanks, dashes and dots.</summary>
    public static string Key(string name) => Spaced(name).Replace(" ", "", StringComparison.Ordinal);

    private static IEnumerable<string> Words(string typed)
    {
        var text = Spaced(ThaiDigits.ToArabic(typed));
        return text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(WithoutThaiPrefixes)
            .Select(word => Nicknames.GetValueOrDefault(word, word));
    }

    private static bool IsPrefix(string word) =>
        EnglishPrefixes.Contains(word) || ThaiPrefixes.Contains(word, StringComparer.Ordinal);

    // People write แขวงลาดยาวเขตจตุจักร in one go; a prefix with nothing behind it belongs to the name.
    private static string[] WithoutThaiPrefixes(string word)
    {
        foreach (var prefix in ThaiPrefixes)
        {
            var at = word.IndexOf(prefix, StringComparison.Ordinal);
            while (at >= 0 && at + prefix.Length < word.Length)
            {
                word = string.Concat(word.AsSpan(0, at), " ", word.AsSpan(at + prefix.Length));
                at = word.IndexOf(prefix, StringComparison.Ordinal);
            }
        }
        return word.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Spaced(string text)
    {
        var spaced = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '-' or '\u2010' or '\u2011' or '\u2013' or '\'' or '\u2019' or '\u200B' or 'ฯ')
            {
                continue;
            }
            spaced.Append(BelongsToWord(c) ? char.ToLowerInvariant(c) : ' ');
        }
        // Two ways of typing that look the same: ํ and า for ำ, twice เ for แ.
        return spaced.Replace("\u0E4D\u0E32", "\u0E33").Replace("\u0E40\u0E40", "\u0E41").ToString();
    }

    private static bool BelongsToWord(char c) =>
        char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark;
}
