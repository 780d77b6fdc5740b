using MiniApp.Web.Applicant.Entry;
using MiniApp.Web.Applicant.MyApplications;
using MiniApp.Web.Security.ThaiD;

namespace MiniApp.Web.Applicant;

internal static class ApplicantPages
{
    public static IServiceCollection AddApplicantPages(this IServiceCollection services)
    {
        services.AddSingleton<ApplicantJourney>();
        services.AddScoped<EntryService>();
        services.AddSingleton<AttemptCookie>();
        services.AddSingleton<ISignInPurpose, CitizenPurpose>();
        return services;
    }
}
