using MiniApp.Core.Audit;
using MiniApp.Core.Linkage;
using MiniApp.Core.Security;
using MiniApp.Core.Staff;
using MiniApp.Web.Security;
using MiniApp.Web.Security.ThaiD;
using MiniApp.Web.SignIn;

namespace MiniApp.Web.Staff.SignIn;

/// <summary>Signing in to work here: only people on the agency's list.</summary>
internal sealed partial class StaffPurpose(
    StaffList list,
    StaffSessions sessions,
    LinkageChecks linkage,
    AuditTrail audit,
    PersonKeys people,
    ILogger<StaffPurpose> logger
) : ISignInPurpose
{
    public const string PurposeName = "staff";

    public string Name => PurposeName;

    public string Home => StaffRoutes.Home;

    public async Task<bool> IsDoneAsync(HttpContext context) => await context.FindStaffAsync() is not null;

    public async Task<string> CompleteAsync(HttpContext context, SignInResult result)
    {
        // To its end, even when the browser does not wait for it.
        var identity = result.Identity;
        if (await list.FindAsync(identity.NationalId, CancellationToken.None) is not { } member)
        {
            LogNotListed(logger);
            var person = new Core.Applicants.Applicant(identity.NationalId, Core.Applicants.ApplicantType.Citizen);
            var key = await people.KeyOfAsync(person, CancellationToken.None);
            await audit.RecordAsync(
                new AuditEvent(AuditActor.Person(key), AuditAction.SignInRefused).With("why", "not listed"),
                CancellationToken.None
            );
            return SignInRoutes.Problem(SignInProblem.NotListed, Name, StaffRoutes.OrHome(result.ReturnUrl));
        }
        var former = await context.FindStaffAsync();
        var session = await sessions.StartAsync(
            member.Id,
            identity.Ial,
            identity.AuthenticatedAt,
            former?.SessionId,
            CancellationToken.None
        );
        // Kept only where it is needed, see the method.
        if (linkage.IsConfigured)
            await sessions.KeepNationalIdAsync(session, identity.NationalId, CancellationToken.None);
        await context.SignInStaffAsync(session);
        LogSignedIn(logger, member.Id, session);
        return StaffRoutes.OrHome(result.ReturnUrl);
    }

    [LoggerMessage(2301, LogLevel.Information, "Staff {StaffId} signed in, session {SessionId}")]
    private static partial void LogSignedIn(ILogger logger, Guid staffId, Guid sessionId);

    [LoggerMessage(2302, LogLevel.Warning, "Somebody who is not on the list of staff tried to sign in")]
    private static partial void LogNotListed(ILogger logger);
}
