using System.Globalization;

namespace MiniApp.Web.Shell;

/// <summary>How somebody wants pages to look, kept in a cookie of their browser for a year.</summary>
/// <param name="Theme"><c>light</c>, <c>dark</c>, or <c>auto</c> for whatever the device says.</param>
/// <param name="TextSize">1 (normal) to 3 (largest).</param>
/// <param name="HighContrast">Stronger colours and borders.</param>
public sealed record DisplayPreferences(string Theme = "auto", int TextSize = 1, bool HighContrast = false)
{
    public const string CookieName = "display";

    /// <summary>Reads the cookie; anything unexpected in it counts as not set.</summary>
    public static DisplayPreferences From(HttpRequest? request)
    {
        var parts = request?.Cookies[CookieName]?.Split('.');
        return parts is [var theme, var text, var contrast] ? FromForm(theme, text, contrast) : new();
    }

    /// <summary>Takes the known values and replaces unknown ones by the defaults.</summary>
    public static DisplayPreferences FromForm(string? theme, string? text, string? contrast) =>
        new(
            theme is "light" or "dark" ? theme : "auto",
            text is "2" or "3" ? text[0] - '0' : 1,
            string.Equals(contrast, "high", StringComparison.Ordinal)
        );

    /// <summary>Value of <c>data-theme</c> on the page; none lets the device decide.</summary>
    public string? ThemeAttribute => Theme is "auto" ? null : Theme;

    public string? TextAttribute => TextSize == 1 ? null : TextSize.ToString(CultureInfo.InvariantCulture);

    public string? ContrastAttribute => HighContrast ? "high" : null;

    public string ToCookie() =>
        string.Create(CultureInfo.InvariantCulture, $"{Theme}.{TextSize}.{(HighContrast ? "high" : "normal")}");
}
