using System.Text;

namespace MiniApp.Core.External.BizPortal;

/// <summary>File names come from the applicant's device and go into a header: no paths, no quotes, no line breaks.</summary>
internal static class UploadFileName
{
    private const int MaxLength = 200;

    /// <summary>The last part of the path, without control characters; the extension survives shortening.</summary>
    public static string Clean(string name)
    {
        var last = name.AsSpan(name.AsSpan().LastIndexOfAny('/', '\\') + 1);
        var clean = new StringBuilder(last.Length);
        foreach (var rune in last.EnumerateRunes())
        {
            // Format characters could turn the reading direction: "gpj.exe" shown as "exe.jpg".
            if (!Rune.IsControl(rune) && Rune.GetUnicodeCategory(rune) != System.Globalization.UnicodeCategory.Format)
            {
                clean.Append(rune.Value == '"' ? "'" : rune.ToString());
            }
        }
        var text = clean.ToString().Trim();
        return text.Trim('.').Length == 0 ? "file" : Shorten(text);
    }

    /// <summary>For readers that know only <c>filename=</c>; the full name is in <c>filename*</c>.</summary>
    public static string Ascii(string name) =>
        string.Concat(name.Select(c => c is >= ' ' and <= '~' and not ('"' or '\\') ? c : '_'));

    private static string Shorten(string name)
    {
        if (name.Length <= MaxLength)
        {
            return name;
        }
        var extension = Path.GetExtension(name) is { Length: <= 10 } found ? found : "";
        var end = MaxLength - extension.Length;
        return string.Concat(name.AsSpan(0, char.IsHighSurrogate(name[end - 1]) ? end - 1 : end), extension);
    }
}
