using MiniApp.Core.Sessions;
using MiniApp.Web.Security;
using MiniApp.Web.Security.ThaiD;

namespace MiniApp.Web.Applicant.MyApplications;

/// <summary>Signing in with ThaiD to see one's own requests.</summary>
internal sealed partial class CitizenPurpose(CitizenSignIn citizens, ILogger<CitizenPurpose> logger) : ISignInPurpose
{
    public const string PurposeName = "citizen";

    public string Name => PurposeName;

    public string Home => ApplicantRoutes.Me;

    public async Task<bool> IsDoneAsync(HttpContext context) => await context.FindApplicantAsync() is not null;

    public async Task<string> CompleteAsync(HttpContext context, SignInResult result)
    {
        // To its end, even when the browser does not wait for it.
        var session = await citizens.StartAsync(result.Identity.NationalId, SignInMethod.ThaiD, CancellationToken.None);
        await context.SignInOverAsync(session);
        LogSignedIn(logger, session.Id);
        return ApplicantRoutes.Me;
    }

    [LoggerMessage(2311, LogLevel.Information, "A citizen signed in with ThaiD, session {SessionId}")]
    private static partial void LogSignedIn(ILogger logger, Guid sessionId);
}
