using System.Globalization;
using System.Resources;

namespace MiniApp.Core.Forms;

/// <summary>Texts of validation and of answers, Thai unless English was chosen.</summary>
internal static class FormMessages
{
    internal static readonly ResourceManager Resources = new(
        "MiniApp.Core.Forms.FormMessages",
        typeof(FormMessages).Assembly
    );

    private static readonly CultureInfo Thai = CultureInfo.GetCultureInfo("th");

    /// <summary>In the current UI culture.</summary>
    public static string Current(string key, params object[] values) => Get(CultureInfo.CurrentUICulture, key, values);

    /// <summary>Null where there is no such text.</summary>
    public static string? Find(string key) =>
        Resources.GetString(key, CultureInfo.InvariantCulture) is null ? null : Current(key);

    public static string Get(CultureInfo culture, string key, params object[] values)
    {
        // English is the neutral resource; every culture but English reads Thai, as LocalizedText does.
        var english = string.Equals(culture.TwoLetterISOLanguageName, "en", StringComparison.Ordinal);
        var text =
            Resources.GetString(key, english ? CultureInfo.InvariantCulture : Thai)
            ?? throw new ArgumentException($"No text named {key}.", nameof(key));
        return string.Format(CultureInfo.InvariantCulture, text, values);
    }
}
