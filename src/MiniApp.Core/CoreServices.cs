using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MiniApp.Core.Audit;
using MiniApp.Core.Drafts;
using MiniApp.Core.External.BizPortal;
using MiniApp.Core.External.Hcm;
using MiniApp.Core.External.Linkage;
using MiniApp.Core.External.OneId;
using MiniApp.Core.External.ThaiD;
using MiniApp.Core.Forms;
using MiniApp.Core.IdentityUpdates;
using MiniApp.Core.Linkage;
using MiniApp.Core.Otp;
using MiniApp.Core.Reviews;
using MiniApp.Core.Security;
using MiniApp.Core.Sessions;
using MiniApp.Core.SignIn;
using MiniApp.Core.Staff;
using MiniApp.Core.Storage;
using MiniApp.Core.Submissions;
using MiniApp.Core.Uploads;
using MiniApp.Core.Work;
using Npgsql;

namespace MiniApp.Core;

public static class CoreServices
{
    /// <summary>Everything of Core. The host adds <see cref="Security.ISealer"/> and <see cref="Security.PersonKeys"/>.</summary>
    /// <exception cref="InvalidOperationException">ConnectionStrings:Portal is not set.</exception>
    public static IServiceCollection AddMiniAppCore(this IServiceCollection services, IConfiguration configuration)
    {
        var connection =
            configuration.GetConnectionString("Portal")
            ?? throw new InvalidOperationException(
                "ConnectionStrings:Portal is not set: the PostgreSQL database of the portal, "
                    + "e.g. Host=localhost;Database=miniapp;Username=miniapp;Password=…"
            );
        // A page asks the same few things over and over: PostgreSQL need not read and plan them each time. A setting of the
        // operator's own comes later and wins, e.g. 0 before a pooler that changes connections between statements.
        services.AddSingleton(_ => NpgsqlDataSource.Create($"Max Auto Prepare=100;{connection}"));
        services.AddDbContextFactory<PortalDb>(
            (provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
        );
        services.AddSingleton<Migrator>();
        services.AddForms(configuration);
        services.AddSingleton<FormVersions>();
        services.AddHostedService<FormWatcher>();
        services.AddBizPortal(configuration);
        services.AddOneId(configuration);
        services.AddThaiD(configuration);
        services.AddHcm(configuration);
        services.AddSingleton<InstallationSecrets>();
        services.AddAudit(configuration);
        services.AddBackgroundWork<AuditRetention>();
        services.AddStaff(configuration);
        services.AddBackgroundWork<StaffNumbers>();
        services.AddLinkage(configuration);
        services.AddSingleton<LinkageChecks>();
        services.AddIdentityUpdates();
        services.AddSingleton<ApplicantSessions>();
        services.AddSingleton<CitizenSignIn>();
        services.AddSingleton<OneIdAttempts>();
        services.AddSingleton<OneIdSignIn>();
        services.AddSingleton<DraftNotices>();
        services.AddHostedService(provider => provider.GetRequiredService<DraftNotices>());
        services.AddSingleton<AnswerWriter>();
        services.AddSingleton<DraftStore>();
        services.AddSingleton<DraftOutbox>();
        services.AddSingleton<DraftPlaces>();
        services.AddSingleton<DraftService>();
        services.AddSingleton<DraftHistory>();
        services.AddBackgroundWork<DraftRemovals>();
        services.AddBackgroundWork<DraftOutboxWork>();
        services.AddSingleton<UploadService>();
        services.AddSingleton<ReviewSearch>();
        services.AddSingleton<ReviewThreads>();
        services.AddSingleton<SharedDraft>();
        services.AddSingleton<ReviewSharing>();
        services.AddSingleton<ReviewDesk>();
        services.AddSingleton<ReviewDocuments>();
        services.AddSingleton<ReviewQueueStore>();
        services.AddSingleton<OtpService>();
        services.AddSingleton<SubmissionStore>();
        services.AddSingleton<SubmissionSender>();
        services.AddSingleton<SubmissionService>();
        services.AddSingleton<UnknownSubmissions>();
        services.AddBackgroundWork<SubmissionResolver>();
        services.AddBackgroundWork<SubmittedReviews>();
        return services;
    }

    private static void AddBackgroundWork<TWork>(this IServiceCollection services)
        where TWork : class, IBackgroundWork
    {
        services.AddSingleton<TWork>();
        services.AddHostedService<Worker<TWork>>();
    }
}
