using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Net.Http.Headers;
using MiniApp.Core.Reviews;
using MiniApp.Core.Staff;
using MiniApp.Web.Security;
using MiniApp.Web.Security.ThaiD;
using MiniApp.Web.Staff.Audit;
using MiniApp.Web.Staff.IdentityUpdate;
using MiniApp.Web.Staff.SessionEnd;
using MiniApp.Web.Staff.SignIn;

namespace MiniApp.Web.Staff;

internal static class StaffPages
{
    public static IServiceCollection AddStaffPages(this IServiceCollection services)
    {
        services.AddScoped<CurrentStaff>();
        services.AddSingleton<ISignInPurpose, StaffPurpose>();
        services.AddSingleton<ISignInPurpose, RecordUpdatePurpose>();
        return services;
    }

    public static void MapStaff(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(StaffRoutes.SignOut, SignOutAsync).RequireAuthorization(StaffSignIn.Policy);
        endpoints.MapSessionEnd();
        endpoints.MapAuditExport();
        endpoints.MapIdentityUpdate();
        endpoints.MapGet(StaffRoutes.DocumentPattern, DownloadAsync).RequireAuthorization(StaffSignIn.Policy);
    }

    /// <summary>Closed unless opened: a page under /staff that says nothing about who may see it is for staff alone.</summary>
    public static void CloseByDefault(EndpointBuilder endpoint)
    {
        if (
            endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } pattern }
            && $"/{pattern.TrimStart('/')}/".StartsWith(StaffRoutes.Home + "/", StringComparison.OrdinalIgnoreCase)
            && !endpoint.Metadata.OfType<IAllowAnonymous>().Any()
        )
            endpoint.Metadata.Add(new AuthorizeAttribute(StaffSignIn.Policy));
    }

    private static async Task<IResult> DownloadAsync(
        HttpContext context,
        ReviewDocuments documents,
        Guid reviewId,
        Guid uploadId
    )
    {
        if (
            await context.FindStaffAsync() is not { } staff
            || await documents.OpenAsync(staff, reviewId, uploadId, context.RequestAborted) is not { } document
        )
            return Results.NotFound();
        if (document.Content is not { } content)
            return Results.LocalRedirect(StaffRoutes.ReviewAfter(reviewId, "no-document"));
        context.Response.RegisterForDisposeAsync(content);
        // Always a download: an uploaded page must never run under the portal's own address.
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(document.Attachment.Name);
        context.Response.Headers.ContentDisposition = disposition.ToString();
        return Results.Stream(content.Content, document.Attachment.ContentType);
    }

    private static async Task<IResult> SignOutAsync(
        HttpContext context,
        IAntiforgery antiforgery,
        StaffSessions sessions
    )
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return Results.BadRequest();
        if (context.User.StaffSessionId() is { } id)
            await sessions.EndAsync(id, "signed out", CancellationToken.None);
        await context.SignOutAsync(StaffSignIn.Scheme);
        return Results.LocalRedirect(StaffRoutes.SignInFor(null, StaffRoutes.SignedOut));
    }
}
