using Microsoft.Playwright;

namespace MiniApp.Browser.Tests.Running;

/// <summary>The screen, language and browser settings somebody comes with.</summary>
/// <param name="Width">CSS pixels.</param>
public sealed record Device(int Width, int Height = 900, bool Thai = true, bool Dark = false, bool Scripts = true)
{
    public static Device Phone { get; } = new(360, 740);

    public static Device Desktop { get; } = new(1440);

    public BrowserNewContextOptions ContextOptions =>
        new()
        {
            ViewportSize = new ViewportSize { Width = Width, Height = Height },
            HasTouch = Width < 600,
            ColorScheme = Dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = Scripts,
            AcceptDownloads = true,
        };

    public override string ToString() =>
        $"{Width} px, {(Thai ? "Thai" : "English")}{(Dark ? ", dark" : null)}{(Scripts ? null : ", no scripts")}";
}
