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
        services.AddOptions<OneIdOptions>().Bind(configuration.GetSection(OneIdOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OneIdOptions>, OneIdOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services
            .AddHttpClient(HttpClientName)
            .ConfigureHttpClient(
                (provider, http) =>
                {
                    http.BaseAddress = provider.GetRequiredService<IOptions<OneIdOptions>>().Value.BaseUrl;
                    http.Timeout = Timeout.InfiniteTimeSpan; // each call has its own limit
                }
            )
            .ConfigurePrimaryHttpMessageHandler(provider =>
                Handler(provider.GetRequiredService<IOptions<OneIdOptions>>().Value)
            )
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan) // the handler renews its connections itself
            .RemoveAllLoggers();
        services.TryAddSingleton(provider => new OneIdClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName),
            provider.GetRequiredService<IOptions<OneIdOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<OneIdClient>>()
        ));
        return services;
    }

    private static SocketsHttpHandler Handler(OneIdOptions options) =>
        new()
        {
            AllowAutoRedirect = false, // would carry the secret to wherever it points
            UseCookies = false, // shared by all visitors
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // follow DNS
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            ActivityHeadersPropagator = null,
        };
}
