using Microsoft.AspNetCore.Diagnostics;

namespace MiniApp.Web.Shell;

/// <summary>Addresses inside the portal.</summary>
public static class LocalUrl
{
    /// <summary>
    /// <paramref name="url"/> when it can only lead to this portal, else the start page. Refuses <c>//host</c>, the
    /// <c>/\host</c> that browsers read as the same, and control characters, which some strip before reading.
    /// </summary>
    public static string OrHome(string? url) =>
        url is ['/', ..] && url is not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) ? url : "/";

    /// <summary>
    /// The page that is being shown, as a way back to it. The encrypted link <c>q</c> is left out: it works once and
    /// must not travel any further. On error pages it is the address that was asked for.
    /// </summary>
    public static string Current(HttpContext? context)
    {
        if (context is null)
        {
            return "/";
        }
        if (context.Features.Get<IExceptionHandlerPathFeature>() is { Path: { } failed })
        {
            return OrHome(failed);
        }
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is { OriginalPath: { } original })
        {
            return OrHome(original);
        }
        var kept = context.Request.Query.Where(pair =>
            !string.Equals(pair.Key, "q", StringComparison.OrdinalIgnoreCase)
        );
        return OrHome(context.Request.PathBase + context.Request.Path + QueryString.Create(kept));
    }
}
