using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MiniApp.Core.External.OneId;

public static class OneIdRegistration
{
    private const string HttpClientName = "OneId";

    /// <summary>
    /// Adds <see cref="OneIdClient"/>, a singleton, with the settings under <c>OneId</c> of
    /// <paramref name="configuration"/>, checked at start.
    /// </summary>
    public static IServiceCollection AddOneId(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddCheckedOptions<OneIdOptions, OneIdOptionsValidator>(configuration.GetSection(OneIdOptions.Section));
        services
            .AddExternalClient(
                HttpClientName,
                (provider, handler) =>
                {
                    handler.ConnectTimeout = OptionsOf(provider).ConnectTimeout;
                    handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30);
                }
            )
            .ConfigureHttpClient((provider, http) => http.BaseAddress = OptionsOf(provider).BaseUrl);
        services.TryAddSingleton(provider => new OneIdClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName),
            provider.GetRequiredService<IOptions<OneIdOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<OneIdClient>>()
        ));
        return services;
    }

    private static OneIdOptions OptionsOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<OneIdOptions>>().Value;
}
