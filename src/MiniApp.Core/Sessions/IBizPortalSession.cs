namespace MiniApp.Core.Sessions;

/// <summary>
/// The Authorized Token a Biz Portal call is made with. A seam, so that the client can be tested without a
/// database and the database decides who refreshes.
/// </summary>
public interface IBizPortalSession
{
    /// <summary>The token in use now.</summary>
    /// <exception cref="External.BizPortal.BizPortalException">The session is over.</exception>
    ValueTask<string> GetAccessTokenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// A token newer than <paramref name="rejectedToken"/>. Of many callers that were refused with the same token one
    /// refreshes and the others get its result.
    /// </summary>
    /// <exception cref="External.BizPortal.BizPortalException">Biz Portal gives no new token: the session is over.</exception>
    ValueTask<string> RefreshAsync(string rejectedToken, CancellationToken cancellationToken);
}
