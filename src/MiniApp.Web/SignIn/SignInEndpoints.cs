using MiniApp.Web.Security.ThaiD;

namespace MiniApp.Web.SignIn;

internal static class SignInEndpoints
{
    /// <summary>
    /// A link and not a form: browsers let no form of ours end at another site. Beginning a sign-in changes nothing here.
    /// </summary>
    public static void MapThaiDSignIn(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet(SignInRoutes.StartPattern, StartAsync).AllowAnonymous();

    private static async Task StartAsync(HttpContext context, string purpose, string? returnUrl, ThaiDSignIn signIn)
    {
        if (signIn.Find(purpose) is { StartsByLink: true } known)
            await signIn.StartAsync(context, known, returnUrl);
        else
            context.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
