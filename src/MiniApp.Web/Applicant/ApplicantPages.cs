using MiniApp.Web.Applicant.Entry;

namespace MiniApp.Web.Applicant;

internal static class ApplicantPages
{
    public static IServiceCollection AddApplicantPages(this IServiceCollection services)
    {
        services.AddSingleton<ApplicantJourney>();
        services.AddScoped<EntryService>();
        return services;
    }
}
