using MiniApp.Sandbox.BizPortal;

namespace MiniApp.Sandbox.Hcm;

/// <summary>How an error of HCM looks. All three are seen in the field. [F]</summary>
internal enum HcmErrorShape
{
    /// <summary><c>{title, status, detail}</c></summary>
    Detail,

    /// <summary><c>{title, status, "o:errorDetails": [{detail, "o:errorPath"}]}</c></summary>
    Details,

    /// <summary>Text only.</summary>
    Plain,
}

internal sealed class HcmError(int statusCode, string message, HcmErrorShape shape = HcmErrorShape.Details)
    : Exception(message)
{
    public int StatusCode { get; } = statusCode;

    public Task Answer(HttpContext context)
    {
        if (shape == HcmErrorShape.Plain)
        {
            context.Response.StatusCode = StatusCode;
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync(Message, context.RequestAborted);
        }
        var title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(StatusCode);
        return context.Json(
            StatusCode,
            shape == HcmErrorShape.Detail
                ? new
                {
                    title,
                    status = StatusCode,
                    detail = Message,
                }
                : new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["title"] = title,
                    ["status"] = StatusCode,
                    ["o:errorDetails"] = new[] { new { detail = Message } },
                }
        );
    }
}
