using Microsoft.AspNetCore.Components;

namespace MiniApp.Web.Applicant.Entry;

/// <summary>
/// Every unusable link must get the same bytes and headers. Blazor adds to each page of an app that has interactive ones
/// freshly encrypted state and an antiforgery cookie; the entry page, which has no form, goes without either.
/// </summary>
internal static class EntryAnswers
{
    /// <summary>Takes the entry page for one of an app without interactive pages: no state is written at its end.</summary>
    public static void WithoutState(EndpointBuilder endpoint)
    {
        if (endpoint is not RouteEndpointBuilder { RoutePattern.RawText: ApplicantRoutes.EntryPattern })
            return;
        // The type is internal to the framework. Should it change, the test that compares the answers says so.
        var modes = endpoint.Metadata.FirstOrDefault(m => m.GetType().Name == "ConfiguredRenderModesMetadata");
        if (modes is null)
            return;
        endpoint.Metadata.Remove(modes);
        endpoint.Metadata.Add(Activator.CreateInstance(modes.GetType(), [Array.Empty<IComponentRenderMode>()])!);
        endpoint.Metadata.Add(Entry.Instance);
    }

    /// <summary>Takes the antiforgery cookie back that Blazor sets on every page.</summary>
    public static IApplicationBuilder UseEntryWithoutAntiforgery(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                // Registered before the page's own, so it runs after it.
                if (context.GetEndpoint()?.Metadata.GetMetadata<Entry>() is not null)
                    context.Response.OnStarting(TakeBackAsync, context.Response);
                return next(context);
            }
        );

    private static Task TakeBackAsync(object state)
    {
        var headers = ((HttpResponse)state).Headers;
        headers.SetCookie = headers
            .SetCookie.Where(cookie =>
                cookie?.StartsWith(Security.SecurityRegistration.AntiforgeryCookie, StringComparison.Ordinal) != true
            )
            .ToArray();
        return Task.CompletedTask;
    }

    private sealed class Entry
    {
        public static readonly Entry Instance = new();
    }
}
