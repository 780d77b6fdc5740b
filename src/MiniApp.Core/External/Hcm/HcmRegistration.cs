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
        services.AddOptions<HcmOptions>().Bind(configuration.GetSection(HcmOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HcmOptions>, HcmOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services
            .AddHttpClient(HttpClientName)
            .ConfigureHttpClient(http => http.Timeout = Timeout.InfiniteTimeSpan) // each call has its own limit
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // would carry the credentials to wherever it points
                UseCookies = false, // shared by all employees
                ConnectTimeout = provider.GetRequiredService<IOptions<HcmOptions>>().Value.ConnectTimeout,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5), // follow DNS
                ActivityHeadersPropagator = null, // also switches off spans that would carry user names
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan) // the handler renews its connections itself
            .RemoveAllLoggers(); // they write addresses, and ours carry user names
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
