using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace MiniApp.Core.External;

/// <summary>What every external system's client is made with.</summary>
internal static class ExternalSystem
{
    /// <summary>Settings that are checked when the portal starts, and the clock that every client goes by.</summary>
    public static void AddCheckedOptions<TOptions, TValidator>(
        this IServiceCollection services,
        IConfigurationSection section
    )
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddOptions<TOptions>().Bind(section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
        services.TryAddSingleton(TimeProvider.System);
    }

    /// <summary>An HTTP client that keeps what it carries to itself.</summary>
    /// <param name="configure">What this system needs besides.</param>
    public static IHttpClientBuilder AddExternalClient(
        this IServiceCollection services,
        string name,
        Action<IServiceProvider, SocketsHttpHandler>? configure = null
    ) =>
        services
            .AddHttpClient(name)
            .ConfigureHttpClient(http => http.Timeout = Timeout.InfiniteTimeSpan) // each call has its own limit
            .ConfigurePrimaryHttpMessageHandler(provider =>
            {
                var handler = new SocketsHttpHandler
                {
                    AllowAutoRedirect = false, // would carry tokens and secrets to wherever it points
                    UseCookies = false, // shared by everybody
                    PooledConnectionLifetime = TimeSpan.FromMinutes(5), // follow DNS
                    ActivityHeadersPropagator = null, // also switches off spans that would carry paths
                };
                configure?.Invoke(provider, handler);
                return handler;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan) // the handler renews its connections itself
            .RemoveAllLoggers(); // they write addresses, and some carry ID numbers and user names
}
