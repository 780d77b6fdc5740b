using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.HttpOverrides;

namespace MiniApp.Web.Security;

/// <summary>Settings under <c>Limits</c>: requests per minute and address. A whole office may share one address.</summary>
internal sealed class LimitOptions
{
    /// <summary>Links opened. Default: 120.</summary>
    public int EntriesPerMinute { get; set; } = 120;
}

internal static class Limits
{
    public const string Entry = "entry";

    public static IServiceCollection AddPortalLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection("Limits").Get<LimitOptions>() ?? new LimitOptions();
        // X-Forwarded-* is believed only from the loopback proxy by default; others are named in ForwardedHeaders:KnownProxies.
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var proxy in configuration.GetSection("ForwardedHeaders:KnownProxies").Get<string[]>() ?? [])
                forwarded.KnownProxies.Add(System.Net.IPAddress.Parse(proxy));
        });
        return services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (context, _) =>
            {
                if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
                    context.HttpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(
                        CultureInfo.InvariantCulture
                    );
                return ValueTask.CompletedTask;
            };
            // Only the link: behind it stands an exchange with Biz Portal. Everything else needs a session.
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                context.Request.Path.StartsWithSegments("/forms") && context.Request.Query.ContainsKey("q")
                    ? RateLimitPartition.GetFixedWindowLimiter(
                        $"{Entry}:{context.Connection.RemoteIpAddress}",
                        _ => new FixedWindowRateLimiterOptions
                        {
                            PermitLimit = options.EntriesPerMinute,
                            Window = TimeSpan.FromMinutes(1),
                        }
                    )
                    : RateLimitPartition.GetNoLimiter("")
            );
        });
    }
}
