namespace MiniApp.Web.Health;

/// <summary>
/// A node that was told to stop is gone within seconds. Pages notice that their connection ends and ask for another at
/// once; taken by a node on its way out, it would hold that node until its time is up.
/// </summary>
internal static class Stopping
{
    // For requests that are being answered. An upload's chunk that takes longer is sent again by its browser.
    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(4);

    public static IServiceCollection AddQuickStop(this IServiceCollection services) =>
        services.Configure<HostOptions>(host => host.ShutdownTimeout = LastAnswers);

    /// <summary>No new circuit, and not ready, from the moment on that the node was told to stop.</summary>
    public static void UseQuickStop(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        app.Use(
            (context, next) =>
            {
                var isLasting =
                    context.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal)
                    || context.Request.Path.StartsWithSegments("/health/ready", StringComparison.Ordinal);
                if (!isLasting || !stopping.IsCancellationRequested)
                    return next(context);
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                context.Response.Headers.Connection = "close";
                return Task.CompletedTask;
            }
        );
    }
}
