using Microsoft.Extensions.Diagnostics.HealthChecks;
using MiniApp.Core.Forms;
using MiniApp.Web.Security;
using Npgsql;

namespace MiniApp.Web.Health;

/// <summary>Live: the process answers. Ready: the database answers and there is a form to fill in.</summary>
internal static class PortalHealth
{
    public static IServiceCollection AddPortalHealth(this IServiceCollection services)
    {
        services.AddExceptionHandler<FaultLog>();
        services
            .AddHealthChecks()
            .AddCheck<DatabaseCheck>("database", timeout: TimeSpan.FromSeconds(3))
            .AddCheck<FormsCheck>("forms");
        return services;
    }

    public static void MapPortalHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new() { Predicate = _ => false }).WithoutSession();
        endpoints.MapHealthChecks("/health/ready").WithoutSession();
    }

    private sealed class DatabaseCheck(NpgsqlDataSource database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context,
            CancellationToken cancellationToken = default
        )
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }

    private sealed class FormsCheck(FormCatalog forms) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context,
            CancellationToken cancellationToken = default
        ) =>
            Task.FromResult(
                forms.Forms.Count > 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("No form was loaded.")
            );
    }
}
