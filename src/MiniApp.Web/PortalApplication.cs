using Microsoft.AspNetCore.Diagnostics;
using MiniApp.Core;
using MiniApp.Core.Storage;
using MiniApp.Web.Applicant;
using MiniApp.Web.Applicant.Entry;
using MiniApp.Web.Applicant.Uploads;
using MiniApp.Web.Health;
using MiniApp.Web.Security;
using MiniApp.Web.Shell;

namespace MiniApp.Web;

/// <summary>The portal, put together. Read this first: every part has its own registration beside it.</summary>
internal static class PortalApplication
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.KeepSecretsOut();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        builder.Services.AddMiniAppCore(builder.Configuration);
        builder.Services.AddPortalSecurity(builder.Configuration);
        builder.Services.AddPortalLimits(builder.Configuration);
        builder.Services.AddShell(builder.Configuration);
        builder.Services.AddApplicantPages();
        builder.Services.AddPortalHealth();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(LeaveBareAnswersToScripts);
        app.UseRequestLocalization();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();
        app.UseEntry();

        app.MapStaticAssets();
        app.MapPortalHealth();
        app.MapPreferences();
        app.MapUploads();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }

    /// <summary>A page is for people: whoever did not ask for HTML gets the bare status.</summary>
    private static Task LeaveBareAnswersToScripts(HttpContext context, RequestDelegate next)
    {
        if (
            context.Features.Get<IStatusCodePagesFeature>() is { } pages
            && !context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        )
            pages.Enabled = false;
        return next(context);
    }

    /// <summary>Brings the database up to date before the first request.</summary>
    public static async Task PrepareAsync(WebApplication app)
    {
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(app.Lifetime.ApplicationStopping);
    }
}
