using Microsoft.Extensions.DependencyInjection;
using MiniApp.Core.Work;

namespace MiniApp.Core.IdentityUpdates;

public static class IdentityUpdateRegistration
{
    public static IServiceCollection AddIdentityUpdates(this IServiceCollection services)
    {
        services.AddSingleton<HcmUsers>();
        services.AddSingleton<IdentityUpdateStore>();
        services.AddSingleton<IdentityUpdateService>();
        services.AddSingleton<OverdueUpdates>();
        services.AddHostedService<Worker<OverdueUpdates>>();
        return services;
    }
}

/// <summary>Forgets scans whose time is over.</summary>
internal sealed class OverdueUpdates(IdentityUpdateStore store) : IBackgroundWork
{
    public TimeSpan Pause { get; } = TimeSpan.FromMinutes(1);

    public async Task<Func<Task>?> TakeAsync(CancellationToken cancellationToken)
    {
        await store.EndOverdueAsync(cancellationToken);
        return null;
    }
}
