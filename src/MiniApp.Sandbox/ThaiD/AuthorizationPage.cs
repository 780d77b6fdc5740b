using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;
using MiniApp.Sandbox.Console;
using QRCoder;

namespace MiniApp.Sandbox.ThaiD;

/// <summary>The page with the QR code. On a developer's desk nobody has the app, so it also asks who scans.</summary>
internal sealed class AuthorizationPage(SandboxServer server, ThaiDKeys keys, ThaiDSignIns signIns)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly string[] Known =
    [
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
    ];

    /// <summary>GET: checks what the portal asks for, and shows the code to scan.</summary>
    public async Task Show(HttpContext context)
    {
        var query = context.Request.Query;
        string? Value(string name) => query[name].ToString() is { Length: > 0 } value ? value : null;
        if (query.Keys.FirstOrDefault(key => !Known.Contains(key, StringComparer.Ordinal)) is { } unknown)
        {
            throw new ThaiDError("invalid_request", $"unknown parameter '{unknown}'");
        }
        if (Value("client_id") != keys.ClientId)
        {
            throw new ThaiDError("invalid_client", "client_id is not known");
        }
        // To the letter: a redirect_uri that only resembles the registered one is how codes are stolen.
        if (Value("redirect_uri") is not { } redirect || redirect != server.ThaiDRedirectUri.AbsoluteUri)
        {
            throw new ThaiDError("invalid_request", "redirect_uri is not the registered one");
        }
        if (Value("response_type") != "code")
        {
            throw new ThaiDError("unsupported_response_type", "only code");
        }
        if (Value("state") is not { } state)
        {
            throw new ThaiDError("invalid_request", "state is missing");
        }
        var scopes = (Value("scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!scopes.Contains("openid") || scopes.FirstOrDefault(scope => !ThaiDClaimSet.IsScope(scope)) is not null)
        {
            throw new ThaiDError("invalid_scope", "scope must contain openid and only known ones");
        }
        if (Value("code_challenge") is not null && Value("code_challenge_method") != "S256")
        {
            throw new ThaiDError("invalid_request", "code_challenge_method must be S256");
        }
        var request = signIns.Begin(new Uri(redirect), state, Value("nonce"), Value("code_challenge"), scopes);
        await Send(context, request);
    }

    /// <summary>POST: somebody scanned, said no, or let the code run out.</summary>
    public async Task Answer(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (signIns.Find(form["request"].ToString()) is not { } request)
        {
            throw new ThaiDError("invalid_request", "this QR code was used or is unknown");
        }
        var answer = form["answer"].ToString();
        if (answer == "timeout" || request.ExpiresAt < signIns.Now)
        {
            Back(context, request, ("error", "login_required"), ("error_description", "QR code expired"));
            return;
        }
        if (answer == "deny")
        {
            Back(context, request, ("error", "access_denied"), ("error_description", "The user denied the request"));
            return;
        }
        var person =
            ThaiDPeople.ById(answer) ?? throw new ThaiDError("invalid_request", $"nobody here is called '{answer}'");
        Back(context, request, ("code", signIns.Scanned(request, person)));
    }

    private static void Back(HttpContext context, SignInRequest request, params (string Name, string Value)[] answer)
    {
        var query = answer.Append(("state", request.State)).ToDictionary(a => a.Item1, a => (string?)a.Item2);
        context.Response.StatusCode = 303;
        context.Response.Headers.Location = QueryHelpers.AddQueryString(request.RedirectUri.AbsoluteUri, query);
    }

    private static async Task Send(HttpContext context, SignInRequest request)
    {
        using var code = QRCodeGenerator.GenerateQrCode("thaid-sandbox:" + request.Id, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(code);
        var page = new StringBuilder(
            """
            <!doctype html><html lang="th"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>ThaiD (ระบบจำลอง)</title><link rel="stylesheet" href="/console.css"></head><body class="tracking"><main>
            <p class="eyebrow">ThaiD (ระบบจำลอง) · ข้อมูลสมมติทั้งหมด</p>
            <h1>สแกน QR ด้วยแอป ThaiD <small lang="en">Scan with the ThaiD app</small></h1>
            """
        );
        page.Append("<div class=\"qr\">").Append(svg.GetGraphic(5)).Append("</div>");
        page.Append("<form method=\"post\" action=\"/api/v2/oauth2/auth/\" class=\"stack\">");
        page.Append("<input type=\"hidden\" name=\"request\" value=\"").Append(request.Id).Append("\">");
        page.Append("<h2>ใครเป็นผู้สแกน <small lang=\"en\">Scan as</small></h2>");
        foreach (var person in ThaiDPeople.All)
        {
            Button(page, person.Id, person.Name, $"{person.Description.Th} · {person.Description.En}", "main");
        }
        page.Append("<h2>หรือ <small lang=\"en\">or</small></h2>");
        Button(page, "deny", "ปฏิเสธ", "deny", "");
        Button(page, "timeout", "ปล่อยให้ QR หมดเวลา", "let the code run out", "");
        page.Append("</form></main></body></html>");
        ConsolePages.Protect(context.Response);
        // The answer leads back to the portal: without its origin here, browsers stop the form there.
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' "
            + request.RedirectUri.GetLeftPart(UriPartial.Authority);
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(page.ToString(), context.RequestAborted);
    }

    private static void Button(StringBuilder page, string answer, string text, string hint, string style) =>
        page.Append("<p><button class=\"")
            .Append(style)
            .Append("\" name=\"answer\" value=\"")
            .Append(answer)
            .Append("\">")
            .Append(Encoder.Encode(text))
            .Append(" <small>")
            .Append(Encoder.Encode(hint))
            .Append("</small></button></p>");
}
