using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.HttpOverrides;
using MiniApp.Web.Applicant;
using MiniApp.Web.Applicant.MyApplications;
using MiniApp.Web.Health;
using MiniApp.Web.Shell.Fields;
using MiniApp.Web.SignIn;

namespace MiniApp.Web.Security;

/// <summary>Settings under <c>Limits</c>: requests per minute and address. A whole office may share one address.</summary>
internal sealed class LimitOptions
{
    /// <summary>Links opened. Default: 120.</summary>
    public int EntriesPerMinute { get; set; } = 120;

    /// <summary>Sign-ins begun at the provider. Default: 60.</summary>
    public int SignInsPerMinute { get; set; } = 60;

    /// <summary>Suggestions asked for while typing. Default: 1200.</summary>
    public int SuggestionsPerMinute { get; set; } = 1200;
}

internal static class Limits
{
    public const string Entry = "entry";
    public const string SignIn = "sign-in";
    public const string Suggestions = "suggestions";

    public static IServiceCollection AddPortalLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection("Limits").Get<LimitOptions>() ?? new LimitOptions();
        if (options.EntriesPerMinute < 1)
            throw new SettingException("Limits:EntriesPerMinute must be 1 or more.");
        if (options.SignInsPerMinute < 1)
            throw new SettingException("Limits:SignInsPerMinute must be 1 or more.");
        if (options.SuggestionsPerMinute < 1)
            throw new SettingException("Limits:SuggestionsPerMinute must be 1 or more.");
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
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                PartitionOf(context, options)
            );
        });
    }

    // Only what anybody may ask without a session. Behind the link stands an exchange with Biz Portal as well.
    private static RateLimitPartition<string> PartitionOf(HttpContext context, LimitOptions options)
    {
        if (
            context.Request.Path.StartsWithSegments(ApplicantRoutes.EntryRoot) && context.Request.Query.ContainsKey("q")
        )
            return PerMinute(Entry, context, options.EntriesPerMinute);
        // Each begins an exchange with the provider as well. Counted by each node for itself, as links are: what a node passes
        // on is bounded either way, and a look into the database would cost more than what it saves.
        if (context.Request.Path.StartsWithSegments(SignInRoutes.StartRoot))
            return PerMinute(SignIn, context, options.SignInsPerMinute);
        return context.Request.Path.StartsWithSegments(SuggestionEndpoints.Root)
            ? PerMinute(Suggestions, context, options.SuggestionsPerMinute)
            : RateLimitPartition.GetNoLimiter("");
    }

    private static RateLimitPartition<string> PerMinute(string what, HttpContext context, int limit) =>
        RateLimitPartition.GetFixedWindowLimiter(
            $"{what}:{VisitorAddress.Of(context)}",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = limit, Window = TimeSpan.FromMinutes(1) }
        );
}
