using MiniApp.Core.Applicants;

namespace MiniApp.Core.Links;

/// <summary>
/// What a link from Biz Portal says. The link has no MAC, so nothing here is proven until Biz Portal has accepted
/// <paramref name="UrlToken"/>.
/// </summary>
/// <param name="UrlToken">Single use; exchanged for the Authorized Token at <c>Authenication/Login</c>.</param>
/// <param name="DraftId">The draft to reopen, or null for a new request.</param>
public sealed record LinkPayload(Applicant Applicant, string UrlToken, string? DraftId)
{
    /// <summary>Reveals nothing: a payload may end up in a log line.</summary>
    public override string ToString() => nameof(LinkPayload);
}
