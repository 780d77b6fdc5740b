using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.ThaiD;
using MiniApp.Web.Shell;
using MiniApp.Web.SignIn;

namespace MiniApp.Web.Security.ThaiD;

/// <summary>Begins sign-ins, and brings what came of them to the purpose they were for.</summary>
internal sealed partial class ThaiDSignIn(
    IEnumerable<ISignInPurpose> purposes,
    IOptions<ThaiDOptions> settings,
    ILogger<ThaiDSignIn> logger
)
{
    public const string Scheme = "ThaiD";

    private const string PurposeItem = "purpose";

    public static void Add(AuthenticationBuilder authentication, IConfiguration configuration)
    {
        authentication.Services.TryAddSingleton<ThaiDSignIn>();
        // Without a provider there is no handler: it would refuse to work on every request.
        if (configuration["ThaiD:Authority"] is not { Length: > 0 })
            return;
        authentication.AddOAuth<ThaiDHandlerOptions, ThaiDHandler>(Scheme, _ => { });
        authentication
            .Services.AddOptions<ThaiDHandlerOptions>(Scheme)
            .Configure<IOptions<ThaiDOptions>, ThaiDSignIn>(
                (handler, thaiD, signIn) => signIn.Set(handler, thaiD.Value)
            );
    }

    public ISignInPurpose? Find(string? name) => purposes.FirstOrDefault(purpose => purpose.Name == name);

    /// <summary>Sends the browser to the provider; to the page that says why not, when the provider is away.</summary>
    /// <param name="items">Kept in the protected state until the purpose is told how it ended.</param>
    public async Task StartAsync(
        HttpContext context,
        ISignInPurpose purpose,
        string? returnUrl,
        IReadOnlyDictionary<string, string?>? items = null
    )
    {
        var target = returnUrl is null ? purpose.Home : LocalUrl.OrHome(returnUrl);
        if (!settings.Value.IsConfigured)
        {
            context.Response.Redirect(SignInRoutes.Problem(SignInProblem.NotSetUp, purpose.Name, target));
            return;
        }
        var properties = new AuthenticationProperties { RedirectUri = target };
        properties.Items[PurposeItem] = purpose.Name;
        foreach (var (name, value) in items ?? new Dictionary<string, string?>())
            properties.Items["purpose:" + name] = value;
        var scope = purpose.WantsRecord ? settings.Value.RecordScope : settings.Value.SignInScope;
        properties.SetParameter<ICollection<string>>("scope", scope.Split(' '));
        try
        {
            await context.ChallengeAsync(Scheme, properties);
        }
        catch (ThaiDException failure)
        {
            Fail(context, failure, purpose.Name, target);
        }
    }

    private void Set(ThaiDHandlerOptions handler, ThaiDOptions thaiD)
    {
        handler.ClientId = thaiD.ClientId;
        handler.ClientSecret = thaiD.ClientSecret;
        handler.CallbackPath = thaiD.CallbackPath;
        // The base insists on both; the handler asks the provider instead.
        handler.AuthorizationEndpoint = handler.TokenEndpoint = thaiD.Authority!.AbsoluteUri;
        handler.UsePkce = true;
        handler.RemoteAuthenticationTimeout = ThaiDOptions.SignInLimit;
        // As the other cookies: for this host alone. Lax, as the provider sends the browser back by a plain link.
        handler.CorrelationCookie = new CookieBuilder
        {
            Name = "__Host-sign-in.",
            Path = "/",
            HttpOnly = true,
            SecurePolicy = CookieSecurePolicy.Always,
            SameSite = SameSiteMode.Lax,
            IsEssential = true,
        };
        handler.Events.OnTicketReceived = CompleteAsync;
        handler.Events.OnRemoteFailure = FailAsync;
    }

    private async Task CompleteAsync(TicketReceivedContext context)
    {
        var items = context.Properties!.Items;
        var purpose =
            Find(items[PurposeItem]) ?? throw new InvalidOperationException("The sign-in's purpose is not known here.");
        var given = items
            .Where(item => item.Key.StartsWith("purpose:", StringComparison.Ordinal))
            .ToDictionary(item => item.Key["purpose:".Length..], item => item.Value, StringComparer.Ordinal);
        var identity = context.HttpContext.Features.Get<ThaiDIdentity>()!;
        var result = new SignInResult(identity, LocalUrl.OrHome(context.ReturnUri), given);
        context.Response.Redirect(LocalUrl.OrHome(await purpose.CompleteAsync(context.HttpContext, result)));
        context.HandleResponse();
    }

    private async Task FailAsync(RemoteFailureContext context)
    {
        if (context.Failure is not ThaiDException failure)
            return;
        var name = context.Properties?.Items.TryGetValue(PurposeItem, out var item) == true ? item : null;
        var target = LocalUrl.OrHome(context.Properties?.RedirectUri);
        // Back button or a second tab after it went well: nothing is wrong, so nothing is said.
        if (
            failure.Failure == ThaiDFailure.NotThisBrowser
            && Find(name) is { } purpose
            && await purpose.IsDoneAsync(context.HttpContext)
        )
            context.Response.Redirect(target);
        else
            Fail(context.HttpContext, failure, name, target);
        context.HandleResponse();
    }

    /// <summary>By a redirect: code and state leave the address bar and the history.</summary>
    private void Fail(HttpContext context, ThaiDException failure, string? purpose, string target)
    {
        LogFailed(logger, purpose ?? "unknown", failure.Failure, failure.Detail);
        context.Response.Redirect(SignInRoutes.Problem(SignInRoutes.ProblemOf(failure.Failure), purpose, target));
    }

    [LoggerMessage(2201, LogLevel.Information, "Sign-in for {Purpose} came to nothing: {Failure}, {Detail}")]
    private static partial void LogFailed(ILogger logger, string purpose, ThaiDFailure failure, string detail);
}
