using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.HttpOverrides;
using MiniApp.Web.Applicant;
using MiniApp.Web.Health;

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
        if (options.EntriesPerMinute < 1)
            throw new SettingException("Limits:EntriesPerMinute must be 1 or more.");
        var proxies = (configuration.GetSection("ForwardedHeaders:KnownProxies").Get<string[]>() ?? []).Select(proxy =>
            IPAddress.TryParse(proxy, out var address)
                ? address
                : throw new SettingException("ForwardedHeaders:KnownProxies must be IP addresses.")
        );
        IPAddress[] knownProxies = [.. proxies];
        // X-Forwarded-* is believed only from the loopback proxy by default; others are named in ForwardedHeaders:KnownProxies.
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var proxy in knownProxies)
                forwarded.KnownProxies.Add(proxy);
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
                context.Request.Path.StartsWithSegments(ApplicantRoutes.EntryRoot)
                && context.Request.Query.ContainsKey("q")
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
