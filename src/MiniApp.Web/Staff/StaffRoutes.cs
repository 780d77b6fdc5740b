using Microsoft.AspNetCore.WebUtilities;

namespace MiniApp.Web.Staff;

/// <summary>Every URL staff can be at. All need a staff session but the sign-in page. None holds an identity, a token or an answer.</summary>
internal static class StaffRoutes
{
    public const string Home = "/staff";
    public const string SignIn = "/staff/sign-in";
    public const string SignOut = "/staff/sign-out";
    public const string Account = "/staff/account";
    public const string People = "/staff/people";
    public const string Identity = "/staff/identity";
    public const string IdentityScan = "/staff/identity/scan";
    public const string Audit = "/staff/audit";
    public const string ReviewPattern = "/staff/reviews/{ReviewId:guid}";
    public const string DocumentPattern = "/staff/reviews/{reviewId:guid}/documents/{uploadId:guid}";
    public const string PersonPattern = "/staff/people/{StaffId:guid}";

    public static string Person(Guid staffId) => $"{People}/{staffId}";

    /// <summary>Where the audit's filters are sent to be downloaded; no page.</summary>
    public static class AuditForms
    {
        public const string Export = "/staff/audit/export";
    }

    /// <summary>What pages load into themselves.</summary>
    public static class Parts
    {
        /// <summary>What is to be said about the end of the session. Sent as a form, it puts the end off.</summary>
        public const string SessionEnd = "/staff/session-end";
    }

    public static string Review(Guid reviewId) => $"/staff/reviews/{reviewId}";

    /// <summary>A review, saying what was just done.</summary>
    public static string ReviewAfter(Guid reviewId, string said) => $"{Review(reviewId)}?said={said}";

    /// <summary>A review, held against an earlier round.</summary>
    public static string ReviewAgainst(Guid reviewId, int round) => $"{Review(reviewId)}?against={round}";

    public static string Document(Guid reviewId, Guid uploadId) => $"{Review(reviewId)}/documents/{uploadId}";

    /// <summary>The queue, saying what was just done.</summary>
    public static string QueueAfter(Queue.QueueUrl url, string said) =>
        QueryHelpers.AddQueryString(url.ToString(), "said", said);

    /// <summary>Where the forms of the employee's record are sent; none of these is a page.</summary>
    public static class IdentityForms
    {
        public const string Account = "/staff/identity/account";
        public const string Answer = "/staff/identity/answer";
        public const string Confirm = "/staff/identity/confirm";
        public const string End = "/staff/identity/end";
    }

    /// <summary>The employee's record, saying what was just done.</summary>
    public static string IdentityAfter(IdentityUpdate.IdentitySaid said) => $"{Identity}?said={said}";

    /// <summary>The list, saying what was just done.</summary>
    public static string PeopleAfter(string done) => $"{People}?done={done}";

    /// <summary>The sign-in page, which leads back to where somebody wanted to go.</summary>
    /// <param name="why">What brought them here: <see cref="SignedOut"/> or <see cref="Ended"/>; null: their own wish.</param>
    public static string SignInFor(string? returnUrl, string? why = null)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (returnUrl is not null)
            query["returnUrl"] = returnUrl;
        if (why is not null)
            query["why"] = why;
        return QueryHelpers.AddQueryString(SignIn, query);
    }

    public const string SignedOut = "signed-out";
    public const string Ended = "ended";

    /// <summary>A staff page of this portal, else the home page: after a sign-in nobody ends up anywhere else.</summary>
    public static string OrHome(string? url) =>
        url is not null
        && (
            url == Home
            || url.StartsWith(Home + "/", StringComparison.Ordinal)
            || url.StartsWith(Home + "?", StringComparison.Ordinal)
        )
        && !url.StartsWith(SignIn, StringComparison.Ordinal)
        && !url.StartsWith(SignOut, StringComparison.Ordinal)
        && Shell.LocalUrl.OrHome(url) == url
            ? url
            : Home;
}
