using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;
using MiniApp.Core;
using MiniApp.Core.Forms;
using MiniApp.Core.Staff;
using MiniApp.Core.Storage;
using MiniApp.Web.Applicant;
using MiniApp.Web.Applicant.Entry;
using MiniApp.Web.Applicant.SignOut;
using MiniApp.Web.Applicant.Uploads;
using MiniApp.Web.Health;
using MiniApp.Web.Security;
using MiniApp.Web.Shell;
using MiniApp.Web.Shell.Fields;
using MiniApp.Web.SignIn;
using MiniApp.Web.Staff;

namespace MiniApp.Web;

/// <summary>The portal, put together. Read this first: every part has its own registration beside it.</summary>
internal static class PortalApplication
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        StartupFailure.CheckDatabase(builder.Configuration);
        builder.Logging.KeepSecretsOut();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        builder.Services.AddMiniAppCore(builder.Configuration);
        builder.Services.AddPortalSecurity(builder.Configuration);
        builder.Services.AddPortalLimits(builder.Configuration);
        builder.Services.AddShell(builder.Configuration);
        builder.Services.AddPageCompression();
        builder.Services.AddApplicantPages();
        builder.Services.AddStaffPages();
        builder.Services.AddPortalHealth();
        builder.Services.AddQuickStop();
        // As in production: a body that can't be read is answered with 400, not thrown.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddLeanScriptCalls();

        var app = builder.Build();
        app.UseQuickStop();
        app.UseForwardedHeaders();
        app.UseResponseCompression();
        app.UseSecurityHeaders();
        app.UseExceptionHandler(
            new ExceptionHandlerOptions
            {
                ExceptionHandlingPath = "/error",
                CreateScopeForErrors = true,
                // Also what scripts are answered: its details belong into the log.
                SuppressDiagnosticsCallback = _ => false,
                // A request that can't be read is its sender's fault.
                StatusCodeSelector = failure =>
                    (failure as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError,
            }
        );
        app.UseStatusCodePagesWithReExecute(ApplicantRoutes.Status, createScopeForStatusCodePages: true);
        app.Use(LeaveBareAnswersToScripts);
        app.UseRequestLocalization();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();
        app.UseEntryWithoutAntiforgery();
        app.UseEntry();

        app.MapStaticAssets().WithoutSession();
        app.MapPortalHealth();
        app.MapPreferences();
        app.MapSuggestions();
        app.MapUploads();
        app.MapSignOut();
        app.MapThaiDSignIn();
        app.MapStaff();
        var pages = app.MapRazorComponents<App>()
            // One policy for frames, the portal's own, which is stricter than Blazor's.
            .AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null);
        pages.Finally(EntryAnswers.WithoutState);
        pages.Finally(StaffPages.CloseByDefault);
        return app;
    }

    /// <summary>A page is for people: whoever did not ask for HTML gets the bare status.</summary>
    private static Task LeaveBareAnswersToScripts(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IStatusCodePagesFeature>() is { } pages && !WantsPage(context))
            pages.Enabled = false;
        return next(context);
    }

    public static bool WantsPage(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Brings the database up to date before the first request.</summary>
    public static async Task PrepareAsync(WebApplication app)
    {
        // Here and not only when the host starts: it would write a stack trace over the plain words.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        var forms = app.Services.GetRequiredService<FormCatalog>();
        if (forms.Forms.Count == 0)
            throw new SettingException(
                $"Forms:Directory holds no form that can be used. {string.Join(' ', forms.Problems)}"
            );
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(app.Lifetime.ApplicationStopping);
        await app.Services.GetRequiredService<StaffList>().EnsureAdministratorAsync(app.Lifetime.ApplicationStopping);
        await app.Services.GetRequiredService<FormVersions>().SaveAsync(forms, app.Lifetime.ApplicationStopping);
    }
}
