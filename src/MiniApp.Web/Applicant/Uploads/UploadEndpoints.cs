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

    /// <summary>What every call here needs. The cookie was checked before: see <see cref="ApplicantSignIn"/>.</summary>
    private sealed record Call(
        Guid DraftId,
        HttpContext Context,
        UploadService Uploads,
        CancellationToken CancellationToken
    )
    {
        public LiveSession Session => Context.ApplicantSession();
    }

    private sealed record Announcement(string FieldId, string Name, string? ContentType, long Size);

    private static async Task<IResult> BeginAsync([AsParameters] Call call, Announcement file)
    {
        var begun = await call.Uploads.BeginAsync(
            call.Session,
            call.DraftId,
            file.FieldId,
            file.Name,
            file.ContentType,
            file.Size,
            call.CancellationToken
        );
        return begun.Upload is { } upload
            ? Results.Ok(
                new
                {
                    upload.Id,
                    upload.ChunkBytes,
                    upload.ChunkCount,
                    url = ApplicantRoutes.Upload(call.DraftId, upload.Id),
                }
            )
            : Refused(begun.Refusal!.Value);
    }

    private static async Task<IResult> ReceiveAsync([AsParameters] Call call, Guid uploadId, int index)
    {
        if (call.Context.Request.ContentLength is not { } length)
            return Refused(UploadRefusal.WrongChunk);
        var received = await call.Uploads.ReceiveAsync(
            call.Session,
            call.DraftId,
            uploadId,
            index,
            call.Context.Request.Body,
            length,
            call.CancellationToken
        );
        if (received.Attachment is { } attachment)
            return Results.Ok(new { attachment.IsComplete });
        return received.Failure is { } failure ? NotTaken(failure) : Refused(received.Refusal!.Value);
    }

    private static async Task<IResult> RemoveAsync([AsParameters] Call call, Guid uploadId)
    {
        try
        {
            await call.Uploads.RemoveAsync(call.Session, call.DraftId, uploadId, call.CancellationToken);
            return Results.NoContent();
        }
        catch (DraftGoneException)
        {
            return Refused(UploadRefusal.DraftClosed);
        }
    }

    private static async Task<IResult> DownloadAsync([AsParameters] Call call, Guid uploadId)
    {
        try
        {
            if (
                await call.Uploads.DownloadAsync(call.Session, call.DraftId, uploadId, call.CancellationToken)
                is not { } file
            )
                return Results.NotFound();
            call.Context.Response.RegisterForDisposeAsync(file.Content);
            // Always a download: an uploaded page must never run under the portal's own address.
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(file.Attachment.Name);
            call.Context.Response.Headers.ContentDisposition = disposition.ToString();
            return Results.Stream(file.Content.Content, file.Attachment.ContentType);
        }
        catch (BizPortalException failure)
        {
            return NotTaken(failure.Failure);
        }
    }

    private static IResult Refused(UploadRefusal refusal) =>
        Results.Json(
            new { reason = refusal.ToString() },
            statusCode: refusal switch
            {
                UploadRefusal.NotFound => StatusCodes.Status404NotFound,
                UploadRefusal.DraftClosed => StatusCodes.Status409Conflict,
                UploadRefusal.NeedsLink => StatusCodes.Status403Forbidden,
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
