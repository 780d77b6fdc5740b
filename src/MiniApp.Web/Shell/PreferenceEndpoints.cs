using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;

namespace MiniApp.Web.Shell;

/// <summary>Language and display settings: plain forms in the header, so that they work without scripts.</summary>
public static class PreferenceEndpoints
{
    public const string Language = "/preferences/language";
    public const string Display = "/preferences/display";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    /// <summary>Both answer with a redirect to <c>returnUrl</c>, which must be local.</summary>
    public static IEndpointRouteBuilder MapPreferences(this IEndpointRouteBuilder endpoints)
    {
        // No antiforgery: a forged post could change a language, and a token would make every copy of the page for
        // unusable links differ.
        endpoints.MapPost(Language, SetLanguage).DisableAntiforgery();
        endpoints.MapPost(Display, SetDisplay).DisableAntiforgery();
        return endpoints;
    }

    private static IResult SetLanguage(HttpContext context, [FromForm] string? culture, [FromForm] string? returnUrl)
    {
        var chosen = string.Equals(culture, "en", StringComparison.Ordinal)
            ? ShellServices.English
            : ShellServices.Thai;
        var cookie = CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(chosen));
        return Keep(context, CookieRequestCultureProvider.DefaultCookieName, cookie, returnUrl);
    }

    private static IResult SetDisplay(
        HttpContext context,
        [FromForm] string? theme,
        [FromForm] string? text,
        [FromForm] string? contrast,
        [FromForm] string? returnUrl
    )
    {
        var chosen = DisplayPreferences.FromForm(theme, text, contrast);
        return Keep(context, DisplayPreferences.CookieName, chosen.ToCookie(), returnUrl);
    }

    private static IResult Keep(HttpContext context, string name, string value, string? returnUrl)
    {
        context.Response.Cookies.Append(
            name,
            value,
            new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                MaxAge = Kept,
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
            }
        );
        return Results.LocalRedirect(LocalUrl.OrHome(returnUrl));
    }
}
