using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MiniApp.Core.External.Hcm;

public static class HcmRegistration
{
    private const string HttpClientName = "Hcm";

    /// <summary>Adds <see cref="HcmClient"/>, a singleton, with the settings under <c>Hcm</c>, checked at start.</summary>
    public static IServiceCollection AddHcm(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<HcmOptions, HcmOptionsValidator>(configuration.GetSection(HcmOptions.Section));
        services.AddExternalClient(
            HttpClientName,
            (provider, handler) =>
                handler.ConnectTimeout = provider.GetRequiredService<IOptions<HcmOptions>>().Value.ConnectTimeout
        );
        services.TryAddSingleton(provider => new HcmTokens(
            Http(provider),
            provider.GetRequiredService<IOptions<HcmOptions>>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.TryAddSingleton(provider => new HcmClient(
            new HcmTransport(
                Http(provider),
                provider.GetRequiredService<HcmTokens>(),
                provider.GetRequiredService<IOptions<HcmOptions>>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<HcmTransport>>()
            ),
            provider.GetRequiredService<IOptions<HcmOptions>>()
        ));
        return services;
    }

    private static HttpClient Http(IServiceProvider provider) =>
        provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName);
}
