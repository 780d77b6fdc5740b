using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using MiniApp.Core.Thai;
using MiniApp.Web.Security;

namespace MiniApp.Web.Shell.Fields;

/// <summary>
/// What search boxes suggest, as JSON <c>[{value, text, search}]</c>. Public lists, the same for everybody: no session is
/// looked at, and browsers and proxies may keep the answers. The language is in the address, not in a cookie, for that.
/// </summary>
internal static class SuggestionEndpoints
{
    public const string Root = "/suggestions";

    /// <summary>Characters.</summary>
    public const int LongestQuery = 40;

    private const int MostPlaces = 8;

    private const string Kept = "public, max-age=86400";

    /// <param name="Value">What the search box passes on.</param>
    /// <param name="Text">What people read.</param>
    /// <param name="Search">Further names to be found by; null for none.</param>
    internal sealed record Suggestion(string Value, string Text, string? Search = null);

    public static string FindAddresses() =>
        ShellServices.InEnglish ? $"{Root}/addresses?lang=en&q=" : $"{Root}/addresses?lang=th&q=";

    public static string AllNationalities() =>
        ShellServices.InEnglish ? $"{Root}/nationalities?lang=en" : $"{Root}/nationalities?lang=th";

    public static void MapSuggestions(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet($"{Root}/addresses", Addresses).WithoutSession();
        endpoints.MapGet($"{Root}/nationalities", AllOf).WithoutSession();
    }

    private static IResult Addresses(HttpContext context, [FromQuery] string? q, [FromQuery] string? lang)
    {
        if (q is not { Length: > 0 and <= LongestQuery })
        {
            return Results.Json(Array.Empty<Suggestion>());
        }
        context.Response.Headers.CacheControl = Kept;
        var culture = CultureOf(lang);
        return Results.Json(
            ThaiAddresses.Search(q, MostPlaces).Select(p => new Suggestion(p.Subdistrict.Code, Line(p, culture)))
        );
    }

    private static IResult AllOf(HttpContext context, [FromQuery] string? lang)
    {
        context.Response.Headers.CacheControl = Kept;
        var culture = CultureOf(lang);
        // The name is the value too: the box shows it, and the server reads any name back.
        return Results.Json(
            Nationalities.All.Select(n => new Suggestion(
                n.NameFor(culture),
                n.NameFor(culture),
                $"{n.Thai} {n.English} {n.Adjective}"
            ))
        );
    }

    private static string Line(AddressPlace place, CultureInfo culture) =>
        $"{place.Subdistrict.NameFor(culture)} {place.District.NameFor(culture)} "
        + $"{place.Province.NameFor(culture)} {place.Subdistrict.PostalCode}";

    private static CultureInfo CultureOf(string? language) =>
        CultureInfo.GetCultureInfo(language is "en" ? ShellServices.English : ShellServices.Thai);
}
