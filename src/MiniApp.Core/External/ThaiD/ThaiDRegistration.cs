using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MiniApp.Core.External.ThaiD;

public static class ThaiDRegistration
{
    private const string HttpClientName = "ThaiD";

    /// <summary>Adds <see cref="ThaiDClient"/>, a singleton, with the settings under <c>ThaiD</c>, checked at start.</summary>
    public static IServiceCollection AddThaiD(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ThaiDOptions>().Bind(configuration.GetSection(ThaiDOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ThaiDOptions>, ThaiDOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services
            .AddHttpClient(HttpClientName)
            .ConfigureHttpClient(http => http.Timeout = Timeout.InfiniteTimeSpan) // each call has its own limit
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false, // would carry the secret to wherever it points
                    UseCookies = false,
                    PooledConnectionLifetime = TimeSpan.FromMinutes(5), // follow DNS
                    ActivityHeadersPropagator = null,
                }
            )
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan) // the handler renews its connections itself
            .RemoveAllLoggers();
        services.TryAddSingleton(provider => new ThaiDClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName),
            provider.GetRequiredService<IOptions<ThaiDOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ThaiDClient>>()
        ));
        return services;
    }
}
