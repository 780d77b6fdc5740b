using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using MiniApp.Core.Drafts;
using MiniApp.Core.Sessions;
using MiniApp.Web.Security;

namespace MiniApp.Web.Applicant.SignOut;

internal static class SignOutEndpoints
{
    private static readonly TimeSpan LastSaves = TimeSpan.FromSeconds(3);

    /// <summary>Ends the session here and at Biz Portal, and clears what the browser keeps.</summary>
    public static void MapSignOut(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost(ApplicantRoutes.SignOut, SignOutAsync);

    private static async Task<IResult> SignOutAsync(
        HttpContext context,
        IAntiforgery antiforgery,
        ApplicantSessions sessions,
        DraftService drafts
    )
    {
        // Without a session there is nothing to end; the page's script has cleared the browser's store.
        if (context.User.SessionId() is not { } id)
            return Results.LocalRedirect(ApplicantRoutes.SignedOut);
        // Somebody else's page must not be able to send people away, nor to clear what they typed.
        if (!await antiforgery.IsRequestValidAsync(context))
            return Results.BadRequest();
        if (await sessions.FindAsync(id, CancellationToken.None) is { } session)
            await drafts.SaveAllUpstreamAsync(session, LastSaves);
        // To its end, even when the browser does not wait for it.
        await sessions.SignOutAsync(id, CancellationToken.None);
        await context.SignOutAsync(ApplicantSignIn.Scheme);
        // Once more what the script cleared: this works on pages where it does not run.
        context.Response.Headers["Clear-Site-Data"] = "\"storage\"";
        return Results.LocalRedirect(ApplicantRoutes.SignedOut);
    }
}
