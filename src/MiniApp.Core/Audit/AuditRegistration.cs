using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MiniApp.Core.External;

namespace MiniApp.Core.Audit;

public static class AuditRegistration
{
    /// <summary>The audit, with the settings under <c>Audit</c>, checked at start.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<AuditOptions, AuditOptionsValidator>(configuration.GetSection(AuditOptions.Section));
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<StaffAudit>();
        services.AddSingleton<AuditReader>();
        services.AddSingleton<AuditVerifier>();
        return services;
    }
}
