using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace MiniApp.Core.Thai;

/// <param name="Code">ISO 3166-1 alpha-2, upper case; XK stands for Kosovo, which has no code of its own.</param>
/// <param name="Thai">Name of the country, which Thai uses for the nationality too.</param>
/// <param name="English">Name of the country.</param>
/// <param name="Adjective">Nationality in English.</param>
public sealed record Nationality(string Code, string Thai, string English, string Adjective)
{
    /// <summary>The country.</summary>
    public string NameFor(CultureInfo culture) => ThaiDate.IsThai(culture) ? Thai : English;

    /// <summary>As it stands behind สัญชาติ or "Nationality".</summary>
    public string NationalityFor(CultureInfo culture) => ThaiDate.IsThai(culture) ? Thai : Adjective;
}

/// <summary>
/// Countries that people hold a nationality of: members of the United Nations, the Vatican, and Taiwan, Hong Kong,
/// Macau, Palestine and Kosovo. Names follow Unicode CLDR, shortened where people say less.
/// </summary>
public static class Nationalities
{
    private static readonly string[] Prefixes = ["สัญชาติ", "เชื้อชาติ", "ประเทศ", "ชาว", "คน"];

    private static readonly Lazy<Book> Data = new(Read);

    /// <summary>Thailand first, the others in the order of the Thai alphabet.</summary>
    public static IReadOnlyList<Nationality> All => Data.Value.All;

    /// <summary>By ISO code in either case; null for an unknown one.</summary>
    public static Nationality? Find(string? code) =>
        code is { Length: 2 } ? Data.Value.ByCode.GetValueOrDefault(code.ToUpperInvariant()) : null;

    /// <summary>
    /// What a text means: a code, a country or a nationality in Thai or English (<c>สัญชาติไทย</c>, <c>Japanese</c>,
    /// <c>UK</c>). Null for an unknown one, and for what two countries share (Congolese, Dominican).
    /// </summary>
    public static Nationality? Resolve(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed) || typed.Length > 100)
        {
            return null;
        }
        var key = Key(typed);
        var prefix = Prefixes.FirstOrDefault(p => key.StartsWith(p, StringComparison.Ordinal)) ?? "";
        return Find(key) ?? ByName(key) ?? ByName(key[prefix.Length..]);
    }

    private static Nationality? ByName(string key) => Data.Value.ByName.GetValueOrDefault(key);

    private static Book Read()
    {
        using var stream =
            typeof(Nationalities).Assembly.GetManifestResourceStream("MiniApp.Core.Thai.nationalities.tsv")
            ?? throw new InvalidOperationException("nationalities.tsv is not embedded.");
        using var reader = new StreamReader(stream);
        var all = new List<Nationality>();
        var names = new List<(string Key, Nationality Nationality)>();
        while (reader.ReadLine() is { } line)
        {
            // Code, Thai, English, adjective, and where there are any, other names with | between them.
            var columns = line.Split('\t');
            var nationality = new Nationality(columns[0], columns[1], columns[2], columns[3]);
            all.Add(nationality);
            var others = columns.Length > 4 ? columns[4].Split('|') : [];
            names.AddRange(columns[1..4].Concat(others).Select(name => (Key(name), nationality)));
        }
        return new Book(
            all,
            all.ToFrozenDictionary(n => n.Code, StringComparer.Ordinal),
            names
                .GroupBy(n => n.Key, n => n.Nationality, StringComparer.Ordinal)
                .Where(g => g.Distinct().Count() == 1)
                .ToFrozenDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal)
        );
    }

    // Letters only, lower case and without accents: "Côte d'Ivoire" and "cote divoire" are the same.
    private static string Key(string name)
    {
        // Half a character, as a cut text may end with, can't be normalised.
        var whole = string.Concat(name.Where(c => !char.IsSurrogate(c)));
        var text = whole.Trim().Replace("&", " and ", StringComparison.Ordinal).ToLowerInvariant();
        text = text.StartsWith("the ", StringComparison.Ordinal) ? text[4..] : text;
        return string.Concat(
            text.Normalize(NormalizationForm.FormD).Where(c => char.IsLetter(c) && c is not 'ฯ' || IsThaiMark(c))
        );
    }

    private static bool IsThaiMark(char c) => c is >= '\u0E31' and <= '\u0E4E' && !char.IsLetter(c);

    private sealed record Book(
        IReadOnlyList<Nationality> All,
        FrozenDictionary<string, Nationality> ByCode,
        FrozenDictionary<string, Nationality> ByName
    );
}
