using Microsoft.AspNetCore.Components.Authorization;
using MiniApp.Core.Sessions;

namespace MiniApp.Web.Security;

/// <summary>Whose page this is, in a static page as in a circuit. Asked anew each time: a session may end while a page is open.</summary>
internal sealed class CurrentApplicant(
    AuthenticationStateProvider authentication,
    ApplicantSessions sessions,
    RequestSession request
)
{
    /// <returns>The session, or null when it is over.</returns>
    public async Task<LiveSession?> FindAsync(CancellationToken cancellationToken)
    {
        var state = await authentication.GetAuthenticationStateAsync();
        if (state.User.SessionId() is not { } id)
            return null;
        return request.Session is { } found && found.Id == id ? found : await sessions.FindAsync(id, cancellationToken);
    }
}

/// <summary>
/// The session that this request's cookie was found to belong to: the page that answers it need not look again. A circuit,
/// which lasts longer than any request, has a scope of its own in which there is none.
/// </summary>
internal sealed class RequestSession
{
    public LiveSession? Session { get; set; }
}
