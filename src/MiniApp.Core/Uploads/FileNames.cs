using System.Globalization;
using System.Text;

namespace MiniApp.Core.Uploads;

/// <summary>Makes a file's name safe to show, to store and to send on. It is never used as a path.</summary>
public static class FileNames
{
    private const int MaxLength = 120;

    /// <summary>
    /// The last part of the name without control and invisible characters (a right-to-left mark can make
    /// <c>invoice‮fdp.exe</c> look like a PDF), shortened from the middle so that the extension stays.
    /// </summary>
    public static string Clean(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var kept = new StringBuilder(last.Length);
        // Half of a surrogate pair comes out as U+FFFD; normalising would throw at it.
        foreach (var rune in last.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse)
                continue;
            kept.Append(category is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? " " : rune);
        }
        kept.Replace('"', '\'').Replace('<', '(').Replace('>', ')');
        var clean = kept.ToString().Normalize(NormalizationForm.FormC).Trim().Trim('.').Trim();
        if (clean.Length == 0)
            return "file";
        return clean.Length <= MaxLength ? clean : Shorten(clean);
    }

    /// <summary>Lower case, without the dot; empty when there is none.</summary>
    public static string Extension(string name) => Path.GetExtension(name).TrimStart('.').ToLowerInvariant();

    private static string Shorten(string name)
    {
        var extension = Path.GetExtension(name);
        if (extension.Length > 16)
            extension = "";
        var end = MaxLength - extension.Length - 1;
        return string.Concat(name.AsSpan(0, char.IsHighSurrogate(name[end - 1]) ? end - 1 : end), "…", extension);
    }
}
