using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using MiniApp.Core.Security;
using Npgsql;

namespace MiniApp.Web.Security;

internal static class SecurityRegistration
{
    public static IServiceCollection AddPortalSecurity(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("MiniApp");
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<NpgsqlDataSource>(
                (options, database) => options.XmlRepository = new PostgresKeyRepository(database)
            );
        services.AddSingleton<ISealer, DataProtectionSealer>();
        services.AddSingleton<PersonKeys>();

        services.AddAuthentication(ApplicantSignIn.Scheme).AddApplicantCookie();
        services
            .AddAuthorizationBuilder()
            .AddPolicy(ApplicantSignIn.Policy, policy => policy.RequireClaim(ApplicantSignIn.SessionClaim));
        services.AddCascadingAuthenticationState();
        services.AddScoped<CurrentApplicant>();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "__Host-antiforgery";
            options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            options.HeaderName = "X-Antiforgery";
        });
        return services;
    }
}
