using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using MiniApp.Core.Drafts;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.Sessions;
using MiniApp.Core.Uploads;
using MiniApp.Web.Security;

namespace MiniApp.Web.Applicant.Uploads;

/// <summary>
/// Files over plain HTTP: the browser announces one, sends its chunks, and may fetch or remove it. A chunk is the bare
/// request body and is never held here as a whole.
/// </summary>
internal static class UploadEndpoints
{
    public static void MapUploads(this IEndpointRouteBuilder endpoints)
    {
        var uploads = endpoints
            .MapGroup(ApplicantRoutes.UploadsPattern)
            .RequireAuthorization(ApplicantSignIn.Policy)
            .DisableAntiforgery();
        uploads.MapPost("", BeginAsync).AddEndpointFilter(RequireAntiforgeryHeaderAsync);
        uploads
            .MapPut("{uploadId:guid}/chunks/{index:int}", ReceiveAsync)
            .AddEndpointFilter(RequireAntiforgeryHeaderAsync)
            .WithMetadata(new RequestSizeLimitAttribute(UploadService.ChunkBytes));
        uploads.MapDelete("{uploadId:guid}", RemoveAsync).AddEndpointFilter(RequireAntiforgeryHeaderAsync);
        uploads.MapGet("{uploadId:guid}", DownloadAsync);
    }

    private sealed record Announcement(string FieldId, string Name, string? ContentType, long Size);

    private static async Task<IResult> BeginAsync(
        Guid draftId,
        Announcement file,
        HttpContext context,
        ApplicantSessions sessions,
        UploadService uploads,
        CancellationToken cancellationToken
    )
    {
        if (await context.SessionAsync(sessions) is not { } session)
            return Results.Unauthorized();
        var begun = await uploads.BeginAsync(
            session,
            draftId,
            file.FieldId,
            file.Name,
            file.ContentType,
            file.Size,
            cancellationToken
        );
        return begun.Upload is { } upload
            ? Results.Ok(
                new
                {
                    upload.Id,
                    upload.ChunkBytes,
                    upload.ChunkCount,
                    url = ApplicantRoutes.Upload(draftId, upload.Id),
                }
            )
            : Refused(begun.Refusal!.Value);
    }

    private static async Task<IResult> ReceiveAsync(
        Guid draftId,
        Guid uploadId,
        int index,
        HttpContext context,
        ApplicantSessions sessions,
        UploadService uploads,
        CancellationToken cancellationToken
    )
    {
        if (await context.SessionAsync(sessions) is not { } session)
            return Results.Unauthorized();
        if (context.Request.ContentLength is not { } length)
            return Refused(UploadRefusal.WrongChunk);
        var received = await uploads.ReceiveAsync(
            session,
            draftId,
            uploadId,
            index,
            context.Request.Body,
            length,
            cancellationToken
        );
        if (received.Attachment is { } attachment)
            return Results.Ok(new { attachment.IsComplete });
        return received.Failure is { } failure ? NotTaken(failure) : Refused(received.Refusal!.Value);
    }

    private static async Task<IResult> RemoveAsync(
        Guid draftId,
        Guid uploadId,
        HttpContext context,
        ApplicantSessions sessions,
        UploadService uploads,
        CancellationToken cancellationToken
    )
    {
        if (await context.SessionAsync(sessions) is not { } session)
            return Results.Unauthorized();
        try
        {
            await uploads.RemoveAsync(session, draftId, uploadId, cancellationToken);
            return Results.NoContent();
        }
        catch (DraftGoneException)
        {
            return Refused(UploadRefusal.DraftClosed);
        }
    }

    private static async Task<IResult> DownloadAsync(
        Guid draftId,
        Guid uploadId,
        HttpContext context,
        ApplicantSessions sessions,
        UploadService uploads,
        CancellationToken cancellationToken
    )
    {
        if (await context.SessionAsync(sessions) is not { } session)
            return Results.Unauthorized();
        try
        {
            if (await uploads.DownloadAsync(session, draftId, uploadId, cancellationToken) is not { } file)
                return Results.NotFound();
            context.Response.RegisterForDisposeAsync(file.Content);
            // Always a download: an uploaded page must never run under the portal's own address.
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(file.Attachment.Name);
            context.Response.Headers.ContentDisposition = disposition.ToString();
            return Results.Stream(file.Content.Content, file.Attachment.ContentType);
        }
        catch (BizPortalException failure)
        {
            return NotTaken(failure.Failure);
        }
    }

    private static async Task<LiveSession?> SessionAsync(this HttpContext context, ApplicantSessions sessions) =>
        context.User.SessionId() is { } id ? await sessions.FindAsync(id, context.RequestAborted) : null;

    private static IResult Refused(UploadRefusal refusal) =>
        Results.Json(
            new { reason = refusal.ToString() },
            statusCode: refusal switch
            {
                UploadRefusal.NotFound => StatusCodes.Status404NotFound,
                UploadRefusal.DraftClosed => StatusCodes.Status409Conflict,
                _ => StatusCodes.Status422UnprocessableEntity,
            }
        );

    /// <summary>503 asks the browser to send the chunk again; 401 tells it that this cannot help.</summary>
    private static IResult NotTaken(BizPortalFailure failure) =>
        failure switch
        {
            BizPortalFailure.SessionOver => Results.Json(
                new { reason = nameof(BizPortalFailure.SessionOver) },
                statusCode: StatusCodes.Status401Unauthorized
            ),
            BizPortalFailure.Refused => Results.Json(
                new { reason = nameof(BizPortalFailure.Refused) },
                statusCode: StatusCodes.Status422UnprocessableEntity
            ),
            _ => Results.Json(new { reason = failure.ToString() }, statusCode: StatusCodes.Status503ServiceUnavailable),
        };

    private static async ValueTask<object?> RequireAntiforgeryHeaderAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var antiforgery = context.HttpContext.RequestServices.GetRequiredService<IAntiforgery>();
        return await antiforgery.IsRequestValidAsync(context.HttpContext)
            ? await next(context)
            : Results.Json(new { reason = "Antiforgery" }, statusCode: StatusCodes.Status400BadRequest);
    }
}
