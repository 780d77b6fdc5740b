using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using MiniApp.Core.Staff;
using MiniApp.Web.Security;

namespace MiniApp.Web.Staff.SessionEnd;

/// <summary>What an open page asks about the end of its session.</summary>
internal static class SessionEndEndpoints
{
    public static void MapSessionEnd(this IEndpointRouteBuilder endpoints)
    {
        // Open to everybody: whoever has no session any more is told so, where the page would only be given a redirect.
        endpoints.MapGet(StaffRoutes.Parts.SessionEnd, LookAsync).AllowAnonymous();
        endpoints.MapPost(StaffRoutes.Parts.SessionEnd, StayAsync).AllowAnonymous();
    }

    private static async Task<IResult> LookAsync(HttpContext context, string? here)
    {
        await KnowAsync(context);
        return Notice(context, here, stayed: false);
    }

    /// <summary>Finding the session is what counts as activity.</summary>
    private static async Task<IResult> StayAsync(HttpContext context, IAntiforgery antiforgery, string? here)
    {
        await KnowAsync(context);
        return context.Features.Get<LiveStaff>() is null || await antiforgery.IsRequestValidAsync(context)
            ? Notice(context, here, stayed: true)
            : Results.BadRequest();
    }

    /// <summary>The tokens of forms are made for who is signed in.</summary>
    private static async Task KnowAsync(HttpContext context)
    {
        if ((await context.AuthenticateAsync(StaffSignIn.Scheme)).Principal is { } staff)
            context.User = staff;
    }

    private static RazorComponentResult<SessionEndNotice> Notice(HttpContext context, string? here, bool stayed)
    {
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<SessionEndNotice>(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(SessionEndNotice.Staff)] = context.Features.Get<LiveStaff>(),
                [nameof(SessionEndNotice.Here)] = StaffRoutes.OrHome(here),
                [nameof(SessionEndNotice.Stayed)] = stayed,
            }
        );
    }
}
