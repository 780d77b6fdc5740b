using MiniApp.Web.Applicant.Entry;
using MiniApp.Web.Applicant.MyApplications;

namespace MiniApp.Web.Applicant;

internal static class ApplicantPages
{
    public static IServiceCollection AddApplicantPages(this IServiceCollection services)
    {
        services.AddSingleton<ApplicantJourney>();
        services.AddScoped<EntryService>();
        services.AddSingleton<AttemptCookie>();
        return services;
    }
}
