using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using MiniApp.Sandbox.State;

namespace MiniApp.Sandbox.Console;

/// <summary>Where applicants land after sending: Biz Portal's tracking page, filled from <c>dataDescription</c>. [D]</summary>
internal sealed class TrackingPage(SandboxState state, SandboxServer server)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public Task Show(HttpContext context)
    {
        var requestId = context.Request.Query["requestId"].ToString();
        var request = state.Requests.Find(requestId);
        var page = new StringBuilder(
            """
            <!doctype html><html lang="th"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>ติดตามคำขอ</title><link rel="stylesheet" href="/console.css"></head><body class="tracking"><main>
            """
        );
        if (request is null)
        {
            context.Response.StatusCode = 404;
            page.Append("<h1>ไม่พบคำขอนี้</h1><p lang=\"en\">No such request.</p>");
        }
        else
        {
            Describe(page, request);
        }
        page.Append(
            "<p><a href=\"/\">กลับหน้าควบคุมระบบจำลอง <span lang=\"en\">Back to the sandbox console</span></a></p>"
        );
        page.Append("</main></body></html>");
        ConsolePages.Protect(context.Response);
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(page.ToString(), context.RequestAborted);
    }

    private void Describe(StringBuilder page, ReceivedRequest request)
    {
        var local = request.ReceivedAt.ToOffset(TimeSpan.FromHours(7));
        var thai = CultureInfo.GetCultureInfo("th-TH");
        page.Append(
            thai,
            $"<p class=\"eyebrow\">Biz Portal (ระบบจำลอง) · ติดตามคำขอ</p><h1>{Html(request.RequestId)}</h1>"
        );
        page.Append(thai, $"<p>ได้รับคำขอแล้วเมื่อ {local.ToString("d MMMM yyyy เวลา HH:mm น.", thai)}");
        var title = server.Applications[request.FormCode].TitleTh ?? request.FormCode;
        page.Append(thai, $"<br>{Html(title)}</p>");
        foreach (var section in request.DataDescription.EnumerateObject())
        {
            page.Append(thai, $"<section class=\"card\"><h2>{Html(section.Name)}</h2><dl>");
            foreach (var field in section.Value.EnumerateObject())
            {
                page.Append(thai, $"<dt>{Html(field.Name)}</dt><dd>{Html(Text(field.Value))}</dd>");
            }
            page.Append("</dl></section>");
        }
    }

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
            ? string.Join(", ", value.EnumerateArray().Select(v => v.ToString()))
            : value.ToString();

    private static string Html(string text) => Encoder.Encode(text);
}
