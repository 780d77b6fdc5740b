using System.Globalization;

namespace MiniApp.Core.Forms;

/// <summary>A text in both languages of the portal.</summary>
public sealed record LocalizedText(string Th, string En)
{
    /// <summary>The text for the current UI culture; Thai unless English was chosen.</summary>
    public override string ToString() => For(CultureInfo.CurrentUICulture);

    public string For(CultureInfo culture) =>
        string.Equals(culture.TwoLetterISOLanguageName, "en", StringComparison.Ordinal) ? En : Th;
}
