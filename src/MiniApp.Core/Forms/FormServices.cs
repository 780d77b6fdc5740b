using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MiniApp.Core.Forms;

public static partial class FormServices
{
    /// <summary>
    /// Adds <see cref="FormCatalog"/> and <see cref="FormValidator"/>, both singletons, which need no database.
    /// </summary>
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
            var host = provider.GetRequiredService<IHostEnvironment>();
            var catalog = FormCatalog.Load(
                FormsDirectory.Locate(directory, host.ContentRootPath, around: host.IsDevelopment())
            );
            LogProblems(provider.GetService<ILogger<FormCatalog>>(), catalog);
            return catalog;
        });
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<FormValidator>();
        return services;
    }

    internal static void LogProblems(ILogger? logger, FormCatalog catalog)
    {
        foreach (var problem in logger is null ? [] : catalog.Problems)
        {
            FormProblem(logger!, problem);
        }
    }

    [LoggerMessage(1201, LogLevel.Error, "Form {Problem}")]
    private static partial void FormProblem(ILogger logger, FormProblem problem);
}
