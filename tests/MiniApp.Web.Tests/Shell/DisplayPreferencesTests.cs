using Microsoft.AspNetCore.Http;
using MiniApp.Web.Shell;

namespace MiniApp.Web.Tests.Shell;

public sealed class DisplayPreferencesTests
{
    [Theory]
    [InlineData("dark", "3", "high", "dark.3.high")]
    [InlineData("auto", "1", "normal", "auto.1.normal")]
    [InlineData("\"><script>", "9", "yes", "auto.1.normal")]
    [InlineData(null, null, null, "auto.1.normal")]
    public void FromForm_UnknownValues_BecomeDefaults(string? theme, string? text, string? contrast, string cookie) =>
        Assert.Equal(cookie, DisplayPreferences.FromForm(theme, text, contrast).ToCookie());

    [Theory]
    [InlineData("display=dark.2.high", "dark", "2", "high")]
    [InlineData("display=light.1.normal", "light", null, null)]
    [InlineData("display=dark.2", null, null, null)]
    [InlineData("other=1", null, null, null)]
    public void From_Cookie_GivesTheAttributes(string header, string? theme, string? text, string? contrast)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = header;

        var preferences = DisplayPreferences.From(context.Request);

        Assert.Equal(theme, preferences.ThemeAttribute);
        Assert.Equal(text, preferences.TextAttribute);
        Assert.Equal(contrast, preferences.ContrastAttribute);
    }
}
