using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Localization;
using MiniApp.Core.Audit;
using MiniApp.Core.Staff;
using MiniApp.Core.Thai;
using MiniApp.Web.Resources;
using MiniApp.Web.Security;
using MiniApp.Web.Shell;

namespace MiniApp.Web.Staff.Audit;

/// <summary>The audit as a file: everything the filters let through, piece by piece as it is read.</summary>
internal static class AuditExport
{
    private const int AtOnce = 1000;

    public static void MapAuditExport(this IEndpointRouteBuilder endpoints) =>
        endpoints
            .MapPost(StaffRoutes.AuditForms.Export, ExportAsync)
            .RequireAuthorization(StaffSignIn.AdministratorPolicy);

    private static async Task<IResult> ExportAsync(
        HttpContext context,
        IAntiforgery antiforgery,
        AuditReader reader,
        AuditTrail trail,
        IStringLocalizer<Text> texts
    )
    {
        // It leaves an entry: somebody else's page must not be able to make one.
        if (!await antiforgery.IsRequestValidAsync(context))
            return Results.BadRequest();
        var query = AuditQuery.Read(await context.Request.ReadFormAsync(context.RequestAborted));
        var rows = await reader.CountAsync(query.Filter, context.RequestAborted);
        var what = AuditEvent
            .By(context.Features.GetRequiredFeature<LiveStaff>(), AuditAction.Exported, "audit")
            .With("rows", rows);
        foreach (var (name, value) in query.Pairs())
            what = what.With(name, value);
        // Before the first line leaves: whatever becomes of the download, it was asked for.
        await trail.RecordAsync(what, CancellationToken.None);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Stream(
            stream => WriteAsync(stream, reader, query.Filter, texts, context.RequestAborted),
            Csv.ContentType,
            "audit.csv"
        );
    }

    private static async Task WriteAsync(
        Stream stream,
        AuditReader reader,
        AuditFilter filter,
        IStringLocalizer<Text> texts,
        CancellationToken cancellationToken
    )
    {
        await using var writer = new StreamWriter(stream, leaveOpen: true);
        await writer.WriteAsync(Csv.ByteOrderMark);
        await writer.WriteAsync(
            Csv.Line(
                "number",
                "time",
                "actor",
                "name",
                "action",
                "action_text",
                "subject",
                "subject_name",
                "draft",
                "details",
                "hash"
            )
        );
        long? before = null;
        while (await reader.ListAsync(filter, before, AtOnce, cancellationToken) is { Count: > 0 } lines)
        {
            foreach (var line in lines)
                await writer.WriteAsync(LineOf(line, texts));
            before = lines[^1].Sequence;
        }
    }

    private static string LineOf(AuditLine line, IStringLocalizer<Text> texts) =>
        Csv.Line(
            line.Sequence.ToString(CultureInfo.InvariantCulture),
            line.At.ToOffset(ThaiDate.BangkokOffset)
                .ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture),
            line.Actor,
            AuditText.Actor(line, texts),
            line.Action?.ToString(),
            AuditText.Action(line, texts),
            line.Subject,
            line.SubjectName,
            line.DraftId?.ToString(),
            JsonSerializer.Serialize(line.Details),
            line.Hash
        );
}
