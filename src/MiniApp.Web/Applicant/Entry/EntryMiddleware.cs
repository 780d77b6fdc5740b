using Microsoft.AspNetCore.Components.Endpoints;

namespace MiniApp.Web.Applicant.Entry;

/// <summary>
/// Opens the link before <see cref="EntryPage"/> is drawn. A page that redirects while it is drawn sends the whole
/// page as the redirect's body: 8 KB that nobody reads, on the way to every form.
/// </summary>
internal static class EntryMiddleware
{
    public static IApplicationBuilder UseEntry(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                var page = context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type;
                if (page == typeof(EntryPage) && HttpMethods.IsGet(context.Request.Method))
                {
                    var formCode = (string)context.GetRouteValue(nameof(EntryPage.FormCode))!;
                    var entry = context.RequestServices.GetRequiredService<EntryService>();
                    var outcome = await entry.OpenAsync(formCode, context.Request.Query["q"], context);
                    if (outcome is EntryOutcome.GoOn(var url))
                    {
                        context.Response.Redirect(url);
                        return;
                    }
                    context.Features.Set(outcome);
                }
                await next(context);
            }
        );
}
