using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using MiniApp.Core.Security;
using MiniApp.Web.Security.ThaiD;
using Npgsql;

namespace MiniApp.Web.Security;

internal static class SecurityRegistration
{
    public const string AntiforgeryCookie = "antiforgery";

    public static IServiceCollection AddPortalSecurity(this IServiceCollection services, IConfiguration configuration)
    {
        var protection = services.AddDataProtection().SetApplicationName("MiniApp");
        if (configuration["DataProtection:CertificatePath"] is { Length: > 0 } certificate)
            protection.ProtectKeysWithCertificate(
                X509CertificateLoader.LoadPkcs12FromFile(
                    certificate,
                    configuration["DataProtection:CertificatePassword"]
                )
            );
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<NpgsqlDataSource>(
                (options, database) => options.XmlRepository = new PostgresKeyRepository(database)
            );
        services.AddSingleton<ISealer, DataProtectionSealer>();
        services.AddSingleton<PersonKeys>();

        var authentication = services.AddAuthentication(ApplicantSignIn.Scheme).AddApplicantCookie().AddStaffCookie();
        ThaiDSignIn.Add(authentication, configuration);
        services
            .AddAuthorizationBuilder()
            .AddPolicy(ApplicantSignIn.Policy, policy => policy.RequireClaim(ApplicantSignIn.SessionClaim))
            .AddStaffPolicies();
        services.AddCascadingAuthenticationState();
        services.AddScoped<CurrentApplicant>();
        services.AddScoped<RequestSession>();
        services.AddAntiforgery(options =>
        {
            // Not Always: the framework then refuses plain http, and the sandbox on loopback is that. Behind TLS it is secure.
            options.Cookie.Name = AntiforgeryCookie;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.HeaderName = "X-Antiforgery";
        });
        return services;
    }
}
