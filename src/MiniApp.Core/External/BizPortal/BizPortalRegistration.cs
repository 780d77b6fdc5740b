using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MiniApp.Core.Links;

namespace MiniApp.Core.External.BizPortal;

public static class BizPortalRegistration
{
    private const string HttpClientName = "BizPortal";

    /// <summary>
    /// Adds <see cref="BizPortalClient"/> and <see cref="LinkReader"/>, both singletons, with the settings under
    /// <c>BizPortal</c> of <paramref name="configuration"/>, checked at start.
    /// </summary>
    public static IServiceCollection AddBizPortal(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services
            .AddOptions<BizPortalOptions>()
            .Bind(configuration.GetSection(BizPortalOptions.Section))
            .ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<BizPortalOptions>, BizPortalOptionsValidator>()
        );
        services.TryAddSingleton(TimeProvider.System);
        services
            .AddHttpClient(HttpClientName)
            .ConfigureHttpClient(
                (provider, http) =>
                {
                    var options = provider.GetRequiredService<IOptions<BizPortalOptions>>().Value;
                    http.BaseAddress = new Uri(options.BaseUrl!, "bizportal/api/");
                    http.Timeout = Timeout.InfiniteTimeSpan; // each call has its own limit
                }
            )
            .ConfigurePrimaryHttpMessageHandler(provider =>
                Handler(provider.GetRequiredService<IOptions<BizPortalOptions>>().Value)
            )
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan) // the handler renews its connections itself
            .RemoveAllLoggers(); // they write paths, and ours carry identity numbers
        services.TryAddSingleton(provider => new BizPortalClient(
            new BizPortalTransport(
                provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName),
                provider.GetRequiredService<IOptions<BizPortalOptions>>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<BizPortalTransport>>()
            ),
            provider.GetRequiredService<IOptions<BizPortalOptions>>()
        ));
        services.TryAddSingleton<LinkReader>();
        return services;
    }

    private static SocketsHttpHandler Handler(BizPortalOptions options) =>
        new()
        {
            AllowAutoRedirect = false, // would carry tokens to wherever it points
            UseCookies = false, // shared by all applicants
            ConnectTimeout = options.ConnectTimeout,
            MaxConnectionsPerServer = 100, // slow uploads hold one each; further calls queue within their time limit
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // follow DNS
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30), // shorter than servers' usual 60 and more
            ActivityHeadersPropagator = null, // also switches off spans that would carry paths
        };
}
