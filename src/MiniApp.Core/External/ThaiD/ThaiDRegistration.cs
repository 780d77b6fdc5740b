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
        services.AddCheckedOptions<ThaiDOptions, ThaiDOptionsValidator>(configuration.GetSection(ThaiDOptions.Section));
        services.AddExternalClient(HttpClientName);
        services.TryAddSingleton(provider => new ThaiDClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName),
            provider.GetRequiredService<IOptions<ThaiDOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ThaiDClient>>()
        ));
        return services;
    }
}
