using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Localization;
using MiniApp.Web.Resources;

namespace MiniApp.Web.Shell;

/// <summary>Texts in two languages and what the layout needs.</summary>
public static class ShellServices
{
    /// <summary>
    /// Default culture. Its calendar is Buddhist, so a date formatted by it silently changes year: format dates
    /// through <c>MiniApp.Core.Thai</c>, never by the current culture.
    /// </summary>
    public const string Thai = "th-TH";

    public const string English = "en-GB";

    /// <summary>The default encoder writes each Thai letter as an entity of 8 bytes instead of 3.</summary>
    internal static HtmlEncoder Encoder { get; } =
        HtmlEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.Thai, UnicodeRanges.GeneralPunctuation);

    /// <summary>Whether this page is in English; else it is in Thai.</summary>
    public static bool InEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName is "en";

    /// <summary>Call <c>app.UseRequestLocalization()</c> early in the pipeline as well.</summary>
    public static IServiceCollection AddShell(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddLocalization();
        services.AddSingleton<IStringLocalizer<Text>, KnownTexts>();
        services.AddScoped<Fields.FieldScript>();
        services.AddSingleton(Encoder);
        services.Configure<PortalOptions>(configuration.GetSection(PortalOptions.Section));
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SetDefaultCulture(Thai).AddSupportedCultures(Thai, English).AddSupportedUICultures(Thai, English);
            // Only what was chosen in the header counts: browsers in Thailand often ask for English by default.
            options.RequestCultureProviders = [new CookieRequestCultureProvider { Options = options }];
        });
        return services;
    }
}
