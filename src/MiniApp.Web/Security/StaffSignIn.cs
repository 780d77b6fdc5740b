using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using MiniApp.Core.Staff;
using MiniApp.Web.Staff;

namespace MiniApp.Web.Security;

/// <summary>The staff cookie: it holds the session's id and nothing else. Who that is and what they may do is looked up each time.</summary>
internal static class StaffSignIn
{
    public const string Scheme = "Staff";

    /// <summary>Anybody on the list.</summary>
    public const string Policy = "Staff";

    public const string AdministratorPolicy = "StaffAdministrator";

    public const string Cookie = "__Host-staff";

    private const string SessionClaim = "staff-session";

    public static AuthenticationBuilder AddStaffCookie(this AuthenticationBuilder authentication) =>
        authentication.AddCookie(
            Scheme,
            options =>
            {
                options.Cookie.Name = Cookie;
                options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
                options.Cookie.HttpOnly = true;
                // Lax, not Strict: staff come by links from other systems, such as HCM's.
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.ExpireTimeSpan = StaffSessions.AbsoluteLimit;
                options.SlidingExpiration = false;
                options.Events.OnValidatePrincipal = LookUpAsync;
                options.Events.OnRedirectToLogin = AskToSignIn;
                options.Events.OnRedirectToAccessDenied = context =>
                {
                    context.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return Task.CompletedTask;
                };
            }
        );

    public static AuthorizationBuilder AddStaffPolicies(this AuthorizationBuilder authorization) =>
        authorization
            .AddPolicy(Policy, policy => policy.AddAuthenticationSchemes(Scheme).RequireClaim(SessionClaim))
            .AddPolicy(
                AdministratorPolicy,
                policy => policy.AddAuthenticationSchemes(Scheme).RequireRole(nameof(StaffRole.Administrator))
            );

    public static Task SignInStaffAsync(this HttpContext context, Guid sessionId) =>
        context.SignInAsync(
            Scheme,
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(SessionClaim, sessionId.ToString("N"))], Scheme))
        );

    public static Guid? StaffSessionId(this ClaimsPrincipal user) =>
        Guid.TryParseExact(user.FindFirstValue(SessionClaim), "N", out var id) ? id : null;

    /// <summary>The staff session of this browser, also on pages that ask for none; null when there is none.</summary>
    public static async Task<LiveStaff?> FindStaffAsync(this HttpContext context) =>
        (await context.AuthenticateAsync(Scheme)).Succeeded ? context.Features.Get<LiveStaff>() : null;

    private static async Task LookUpAsync(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<StaffSessions>();
        var live = context.Principal?.StaffSessionId() is { } id
            ? await (
                IsOnlyLooking(context.Request)
                    ? sessions.LookAsync(id, context.HttpContext.RequestAborted)
                    : sessions.FindAsync(id, context.HttpContext.RequestAborted)
            )
            : null;
        if (live is null)
        {
            context.RejectPrincipal();
            return;
        }
        context.HttpContext.Features.Set(live);
        // The role of this moment: taken away, it is gone with the next click.
        context.ReplacePrincipal(
            new ClaimsPrincipal(
                new ClaimsIdentity(
                    [
                        new Claim(SessionClaim, live.SessionId.ToString("N")),
                        new Claim(ClaimTypes.Role, live.Role.ToString()),
                    ],
                    Scheme
                )
            )
        );
    }

    /// <summary>The page asks by itself how long the session lasts: nobody has done anything.</summary>
    private static bool IsOnlyLooking(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Path.Equals(StaffRoutes.Parts.SessionEnd, StringComparison.OrdinalIgnoreCase);

    private static Task AskToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        // Somebody who had a session is told that it is over. What was posted can't be brought back by a link.
        var why = request.Cookies.ContainsKey(Cookie) ? StaffRoutes.Ended : null;
        var page = HttpMethods.IsGet(request.Method) ? $"{request.Path}{request.QueryString}" : null;
        context.Response.Redirect(StaffRoutes.SignInFor(page is null ? null : StaffRoutes.OrHome(page), why));
        return Task.CompletedTask;
    }
}

/// <summary>Whose page this is. Asked anew each time: a session may end while a page is open.</summary>
internal sealed class CurrentStaff(AuthenticationStateProvider authentication, StaffSessions sessions)
{
    /// <returns>The session, or null when it is over.</returns>
    public async Task<LiveStaff?> FindAsync(CancellationToken cancellationToken)
    {
        var state = await authentication.GetAuthenticationStateAsync();
        return state.User.StaffSessionId() is { } id ? await sessions.FindAsync(id, cancellationToken) : null;
    }
}
