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
        services.AddCheckedOptions<BizPortalOptions, BizPortalOptionsValidator>(
            configuration.GetSection(BizPortalOptions.Section)
        );
        services
            .AddExternalClient(
                HttpClientName,
                (provider, handler) =>
                {
                    handler.ConnectTimeout = OptionsOf(provider).ConnectTimeout;
                    handler.MaxConnectionsPerServer = 100; // slow uploads hold one each; further calls queue within their time limit
                    handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30); // shorter than servers' usual 60 and more
                }
            )
            .ConfigureHttpClient(
                (provider, http) => http.BaseAddress = new Uri(OptionsOf(provider).BaseUrl!, "bizportal/api/")
            );
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

    private static BizPortalOptions OptionsOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<BizPortalOptions>>().Value;
}
