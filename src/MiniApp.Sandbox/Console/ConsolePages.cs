using System.Net.Mime;
using MiniApp.Sandbox.State;

namespace MiniApp.Sandbox.Console;

/// <summary>The web console at the root: static files that call the control API.</summary>
internal static class ConsolePages
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void MapConsole(this IEndpointRouteBuilder routes, SandboxState state, SandboxServer server)
    {
        routes.MapGet("/", context => Send(context, "console.html", MediaTypeNames.Text.Html));
        Map("console.css", MediaTypeNames.Text.Css);
        foreach (var module in (string[])["console.js", "dom.js", "panels.js", "faults.js"])
        {
            Map(module, MediaTypeNames.Text.JavaScript);
        }
        routes.MapGet("/tracking", new TrackingPage(state, server).Show);

        void Map(string file, string type) => routes.MapGet("/" + file, context => Send(context, file, type));
    }

    public static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-store";
    }

    private static async Task Send(HttpContext context, string name, string contentType)
    {
        await using var stream =
            typeof(ConsolePages).Assembly.GetManifestResourceStream($"console/{name}")
            ?? throw new InvalidOperationException($"{name} is not compiled in.");
        Protect(context.Response);
        context.Response.ContentType = $"{contentType}; charset=utf-8";
        await stream.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
