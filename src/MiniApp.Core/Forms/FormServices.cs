using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MiniApp.Core.Forms;

public static class FormServices
{
    /// <summary>Adds <see cref="FormCatalog"/> and <see cref="FormValidator"/>, both singletons.</summary>
    public static IServiceCollection AddForms(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<FormOptions>()
            .Bind(configuration.GetSection(FormOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton(provider =>
        {
            var directory = provider.GetRequiredService<IOptions<FormOptions>>().Value.Directory;
            var contentRoot = provider.GetRequiredService<IHostEnvironment>().ContentRootPath;
            return FormCatalog.Load(Locate(directory, contentRoot));
        });
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<FormValidator>();
        return services;
    }

    private static string Locate(string directory, string contentRoot)
    {
        var underContentRoot = Path.GetFullPath(directory, contentRoot);
        return Directory.Exists(underContentRoot)
            ? underContentRoot
            : Path.GetFullPath(directory, AppContext.BaseDirectory);
    }
}
