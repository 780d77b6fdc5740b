using System.Text.Json;
using System.Text.Json.Serialization;
using MiniApp.Sandbox.State;

namespace MiniApp.Sandbox.BizPortal;

/// <summary>Biz Portal's envelope [D]: <c>status</c> 0 is success, 3 is failure.</summary>
internal sealed record Envelope(int Status, string Message, string? ErrorMessage, object? Data);

/// <summary>Answer to Login and Refresh: bare, not in the envelope [D]; <c>expiration</c> in Unix seconds [F].</summary>
internal sealed record TokenAnswer(string UserId, string Token, string RefreshToken, long Expiration);

/// <summary>Answer to an upload [D]: bare, and spelled as the document spells it. No <c>fileId</c> while chunks are missing. [C]</summary>
internal sealed record UploadAnswer(
    [property: JsonPropertyName("FileReferenceId")] string FileReferenceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? FileId,
    string Name,
    string ContentType,
    long FileSize
);

/// <summary>The caller broke the contract. Answered loudly, so that a wrong client is noticed at once.</summary>
internal sealed class ContractException(int statusCode, string message) : Exception(message)
{
    public int StatusCode { get; } = statusCode;
}

internal static class Answers
{
    public static Task Ok(this HttpContext context, object? data) =>
        context.Json(200, new Envelope(0, "success", null, data));

    /// <summary>A refusal within the contract: HTTP 200 with status 3. [D]</summary>
    public static Task Refuse(this HttpContext context, string reason, object? data = null) =>
        context.Json(200, new Envelope(3, "fail", reason, data));

    /// <summary>A breach of the contract, or a missing token: the HTTP status says so, the envelope says why. [C]</summary>
    public static Task Loud(this HttpContext context, int statusCode, string reason) =>
        context.Json(statusCode, new Envelope(3, "fail", reason, null));

    public static Task Json(this HttpContext context, int statusCode, object body)
    {
        context.Response.StatusCode = statusCode;
        return context.Response.WriteAsJsonAsync(
            body,
            body.GetType(),
            SandboxJson.Options,
            "application/json; charset=utf-8",
            context.RequestAborted
        );
    }

    public static string? Text(this JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
