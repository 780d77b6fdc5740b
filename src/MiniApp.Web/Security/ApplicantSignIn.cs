using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using MiniApp.Core.Sessions;
using MiniApp.Web.Applicant;

namespace MiniApp.Web.Security;

/// <summary>The applicant's cookie: it holds the session's id and nothing else, encrypted with Data Protection.</summary>
internal static class ApplicantSignIn
{
    public const string Scheme = "Applicant";
    public const string Policy = "Applicant";
    public const string SessionClaim = "sid";

    public static AuthenticationBuilder AddApplicantCookie(this AuthenticationBuilder authentication) =>
        authentication.AddCookie(
            Scheme,
            options =>
            {
                options.Cookie.Name = "__Host-applicant";
                options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
                options.Cookie.HttpOnly = true;
                // Lax, not Strict: people arrive from Biz Portal, and a reopened link must find the session it resumes.
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.ExpireTimeSpan = ApplicantSessions.AbsoluteLimit;
                options.SlidingExpiration = false;
                options.Events.OnValidatePrincipal = RejectEndedSessionAsync;
                options.Events.OnRedirectToLogin = AnswerWithoutSession;
                options.Events.OnRedirectToAccessDenied = AnswerWithoutSession;
            }
        );

    public static Task SignInApplicantAsync(this HttpContext context, LiveSession session) =>
        context.SignInAsync(
            Scheme,
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(SessionClaim, session.Id.ToString("N"))], Scheme))
        );

    /// <summary>Who is signed in with this browser, also where a request is answered before anybody asked who it is from.</summary>
    public static async Task<LiveSession?> FindApplicantAsync(this HttpContext context) =>
        (await context.AuthenticateAsync(Scheme)).Principal?.SessionId() is { } id
            ? await context
                .RequestServices.GetRequiredService<ApplicantSessions>()
                .FindAsync(id, CancellationToken.None)
            : null;

    /// <summary>
    /// Signs in over whoever was signed in with this browser: somebody else's session ends, and what the browser keeps of it
    /// goes. A session by link of the same person goes on without the cookie, for what is still on its way to Biz Portal.
    /// </summary>
    public static async Task SignInOverAsync(this HttpContext context, LiveSession session)
    {
        if (await context.FindApplicantAsync() is { } earlier)
        {
            var sessions = context.RequestServices.GetRequiredService<ApplicantSessions>();
            if (!earlier.Person.AsSpan().SequenceEqual(session.Person))
            {
                await sessions.EndAsync(earlier.Id, "another person signed in", CancellationToken.None);
                context.Response.Headers["Clear-Site-Data"] = "\"storage\"";
            }
            else if (!earlier.HasBizPortal)
                await sessions.EndAsync(earlier.Id, "signed in again", CancellationToken.None);
        }
        await context.SignInApplicantAsync(session);
    }

    public static Guid? SessionId(this ClaimsPrincipal user) =>
        Guid.TryParseExact(user.FindFirstValue(SessionClaim), "N", out var id) ? id : null;

    /// <summary>The session that the cookie of this request was found to belong to; only where authorization asks for one.</summary>
    public static LiveSession ApplicantSession(this HttpContext context) =>
        context.Features.GetRequiredFeature<LiveSession>();

    /// <summary>Marks what is the same for everybody: no session is looked up for it, so it works without the database.</summary>
    public static TBuilder WithoutSession<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(Sessionless.Instance));
        return endpoints;
    }

    private static async Task RejectEndedSessionAsync(CookieValidatePrincipalContext context)
    {
        // The page that explains a fault must not run into the same one.
        if (
            context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<Sessionless>() is not null
            || context.HttpContext.Features.Get<IExceptionHandlerFeature>() is not null
        )
        {
            context.RejectPrincipal();
            return;
        }
        var sessions = context.HttpContext.RequestServices.GetRequiredService<ApplicantSessions>();
        var session = context.Principal?.SessionId() is { } id
            ? await sessions.FindAsync(id, context.HttpContext.RequestAborted)
            : null;
        if (session is null)
            context.RejectPrincipal();
        else
        {
            context.HttpContext.Features.Set(session);
            context.HttpContext.RequestServices.GetRequiredService<RequestSession>().Session = session;
        }
    }

    private static Task AnswerWithoutSession(RedirectContext<CookieAuthenticationOptions> context)
    {
        // A script asked: it must see 401, not a page.
        if (!HttpMethods.IsGet(context.Request.Method) || !context.Request.AcceptsHtml())
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else
            context.Response.Redirect(ApplicantRoutes.SessionOver);
        return Task.CompletedTask;
    }

    private sealed class Sessionless
    {
        public static readonly Sessionless Instance = new();
    }

    private static bool AcceptsHtml(this HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
