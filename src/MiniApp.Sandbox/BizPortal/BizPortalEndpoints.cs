using MiniApp.Sandbox.Personas;
using MiniApp.Sandbox.State;

namespace MiniApp.Sandbox.BizPortal;

/// <summary>Who is calling, as the Bearer token says.</summary>
internal sealed record Caller(Session Session, Persona Persona, SandboxApplication Application)
{
    public string IdentityId => Session.IdentityId;
}

/// <summary>Query parameters that a route takes; any other is refused.</summary>
internal sealed record AllowedQuery(params string[] Names);

/// <summary>Section 2 of the contract, route by route.</summary>
internal static class BizPortalEndpoints
{
    public const string Root = "/bizportal";

    private static readonly string[] GetOrPost = ["GET", "POST"];
    private static readonly string[] Post = ["POST"];

    public static void MapBizPortal(this IEndpointRouteBuilder routes, SandboxState state)
    {
        var api = routes.MapGroup("/bizportal/api");
        var authentication = new AuthenticationApi(state);
        // Spelled so on the wire. [D]
        api.MapPost("/Authenication/Login", authentication.Login);
        api.MapPost("/Authenication/Refresh", authentication.Refresh);
        api.MapPost("/Authenication/Refesh", authentication.Refresh);
        Secured(Post, "/Authenication/Revoke", authentication.Revoke);

        // POST ...V7 is [D]; GET and the names without V7 are older deployments [F]; ProfileV7{id} is how the document prints it.
        var data = new DataProviderApi(state);
        Secured(GetOrPost, "/DataProvider/Profile/{identityId}", DataProviderApi.Profile);
        Secured(GetOrPost, "/DataProvider/ProfileV7/{identityId}", DataProviderApi.Profile);
        Secured(Post, "/DataProvider/ProfileV7{identityId}", DataProviderApi.Profile);
        Secured(GetOrPost, "/DataProvider/JuristicProfile/{identityId}", DataProviderApi.JuristicProfile);
        Secured(GetOrPost, "/DataProvider/JuristicProfileV7/{identityId}", DataProviderApi.JuristicProfile);
        Secured(GetOrPost, "/DataProvider/Draft/{draftId}", data.ReadDraft);
        Secured(Post, "/DataProvider/Draft", data.SaveDraft);

        var files = new FileApi(state);
        Secured(Post, "/File/Upload", files.Upload);
        Secured(["GET"], "/File/Download", files.Download).WithMetadata(new AllowedQuery("fileId", "contentType"));
        Secured(["DELETE"], "/File/Delete", files.Delete).WithMetadata(new AllowedQuery("fileId"));

        var otp = new OtpApi(state);
        Secured(Post, "/SMS/OTP", otp.Request);
        Secured(Post, "/SMS/VerifyOTP", otp.Verify);

        Secured(Post, "/ApplicationRequest/Create", new ApplicationRequestApi(state).Create);

        // Every API but Login and Refresh needs the token. [D]
        IEndpointConventionBuilder Secured(string[] methods, string route, Func<HttpContext, Caller, Task> handler) =>
            api.MapMethods(
                route,
                methods,
                context =>
                    authentication.Authenticate(context) is { } caller
                        ? handler(context, caller)
                        : context.Loud(401, "the access token is missing, unknown or expired")
            );
    }

    /// <summary>Breaches of the contract become HTTP 4xx with a message; unknown query parameters are one.</summary>
    public static async Task AnswerLoudly(HttpContext context, RequestDelegate next)
    {
        try
        {
            // A page of some other site must not work the switches through this machine's browser.
            if (
                context.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
                && context.Request.Method != "GET"
            )
            {
                throw new ContractException(403, "calls from other sites are not taken");
            }
            if (context.Request.Path.StartsWithSegments(Root) && context.GetEndpoint() is { } endpoint)
            {
                var allowed = endpoint.Metadata.GetMetadata<AllowedQuery>()?.Names ?? [];
                var unknown = context.Request.Query.Keys.FirstOrDefault(k =>
                    !allowed.Contains(k, StringComparer.OrdinalIgnoreCase)
                );
                if (unknown is not null)
                {
                    throw new ContractException(400, $"unknown query parameter '{unknown}'");
                }
            }
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: 404 or 405, ContentType: null })
            {
                await context.Loud(
                    context.Response.StatusCode,
                    $"the contract has no {context.Request.Method} {context.Request.Path}"
                );
            }
        }
        catch (ContractException e) when (!context.Response.HasStarted)
        {
            await context.Loud(e.StatusCode, e.Message);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await context.Loud(e.StatusCode, e.Message);
        }
    }

    /// <summary>Routes that carry a form's version and service number. [F]</summary>
    public static (string Version, string ServiceNo) RequireServiceHeaders(HttpContext context, Caller caller)
    {
        var version = context.Request.Headers["x-version"].ToString();
        var serviceNo = context.Request.Headers["x-serviceno"].ToString();
        if (version.Length == 0 || serviceNo.Length == 0)
        {
            throw new ContractException(400, "the headers x-version and x-serviceno are required here");
        }
        if (!string.Equals(serviceNo, caller.Application.ServiceNo, StringComparison.OrdinalIgnoreCase))
        {
            throw new ContractException(400, $"x-serviceno '{serviceNo}' is not the service this session opened");
        }
        return (version, serviceNo);
    }
}
