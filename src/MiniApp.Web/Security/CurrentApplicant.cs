using Microsoft.AspNetCore.Components.Authorization;
using MiniApp.Core.Sessions;

namespace MiniApp.Web.Security;

/// <summary>Whose page this is, in a static page as in a circuit. Asked anew each time: a session may end while a page is open.</summary>
internal sealed class CurrentApplicant(AuthenticationStateProvider authentication, ApplicantSessions sessions)
{
    /// <returns>The session, or null when it is over.</returns>
    public async Task<LiveSession?> FindAsync(CancellationToken cancellationToken)
    {
        var state = await authentication.GetAuthenticationStateAsync();
        return state.User.SessionId() is { } id ? await sessions.FindAsync(id, cancellationToken) : null;
    }
}
