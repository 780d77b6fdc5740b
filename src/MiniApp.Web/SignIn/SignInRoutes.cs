using Microsoft.AspNetCore.WebUtilities;
using MiniApp.Core.External.ThaiD;

namespace MiniApp.Web.SignIn;

/// <summary>Why a sign-in did not open anything, as people are told.</summary>
internal enum SignInProblem
{
    Denied,
    TimedOut,
    Used,
    Failed,
    Unavailable,
    NotListed,
    TooWeak,
    TooOld,
    NotSetUp,
}

/// <summary>URLs of signing in with ThaiD. None holds an identity; code and state stand only in the provider's own callback.</summary>
internal static class SignInRoutes
{
    public const string StartRoot = "/sign-in/thaid/start";
    public const string StartPattern = StartRoot + "/{purpose}";
    public const string ProblemPattern = "/sign-in/problem/{Problem}";

    public static string Start(string purpose, string? returnUrl) => With($"{StartRoot}/{purpose}", null, returnUrl);

    public static string Problem(SignInProblem problem, string? purpose, string? returnUrl) =>
        With($"/sign-in/problem/{problem}", purpose, returnUrl);

    public static SignInProblem ProblemOf(ThaiDFailure failure) =>
        failure switch
        {
            ThaiDFailure.Denied => SignInProblem.Denied,
            ThaiDFailure.TimedOut => SignInProblem.TimedOut,
            ThaiDFailure.ForgedState or ThaiDFailure.NotThisBrowser => SignInProblem.Used,
            ThaiDFailure.Unavailable => SignInProblem.Unavailable,
            ThaiDFailure.TooWeak => SignInProblem.TooWeak,
            ThaiDFailure.TooOld => SignInProblem.TooOld,
            _ => SignInProblem.Failed,
        };

    private static string With(string path, string? purpose, string? returnUrl)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (purpose is not null)
            query["purpose"] = purpose;
        if (returnUrl is not null)
            query["returnUrl"] = returnUrl;
        return QueryHelpers.AddQueryString(path, query);
    }
}
