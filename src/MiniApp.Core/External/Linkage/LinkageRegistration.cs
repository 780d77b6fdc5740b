using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MiniApp.Core.External.Linkage;

public static class LinkageRegistration
{
    private const string HttpClientName = "Linkage";

    /// <summary>Adds <see cref="LinkageClient"/>, a singleton, with the settings under <c>Linkage</c>, checked at start.</summary>
    public static IServiceCollection AddLinkage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<LinkageOptions, LinkageOptionsValidator>(
            configuration.GetSection(LinkageOptions.Section)
        );
        services.AddExternalClient(
            HttpClientName,
            (provider, handler) =>
                handler.ConnectTimeout = provider.GetRequiredService<IOptions<LinkageOptions>>().Value.ConnectTimeout
        );
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<LinkageOptions>>();
            var clock = provider.GetRequiredService<TimeProvider>();
            var transport = new LinkageTransport(
                provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName),
                options,
                clock,
                provider.GetRequiredService<ILogger<LinkageTransport>>()
            );
            return new LinkageClient(transport, new LinkageTokens(transport, options, clock), options);
        });
        return services;
    }
}
