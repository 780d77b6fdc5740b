using System.Text.Json;
using MiniApp.Sandbox.State;

namespace MiniApp.Sandbox.BizPortal;

/// <summary>
/// Login, Refresh, Revoke. [C] where the documents are silent: a refused Url Token answers status 3; a dead refresh
/// token answers 401; refreshing kills the old access token as well; refresh tokens don't expire by age.
/// </summary>
internal sealed class AuthenticationApi(SandboxState state)
{
    private static readonly FieldRule UserId = new("userId", Required: true, JsonValueKind.String);
    private static readonly FieldRule RefreshToken = new("refreshToken", Required: true, JsonValueKind.String);

    public async Task Login(HttpContext context)
    {
        var body = await StrictJson.Read(
            context,
            new FieldRule("applicationKey", Required: true, JsonValueKind.String),
            new FieldRule("token", Required: true, JsonValueKind.String)
        );
        var answer = Open(body.Text("applicationKey")!, body.Text("token")!);
        await (
            answer is null
                ? context.Refuse("the Url Token is unknown, used or expired, or the application key is not its form's")
                : context.Json(200, answer)
        );
    }

    public async Task Refresh(HttpContext context)
    {
        var body = await StrictJson.Read(context, UserId, RefreshToken);
        TokenAnswer? answer = null;
        lock (state.Gate)
        {
            if (Find(body) is { } session)
            {
                answer = Issue(session);
            }
        }
        await (
            answer is null
                ? context.Loud(401, "the refresh token is unknown, already used or revoked")
                : context.Json(200, answer)
        );
    }

    public async Task Revoke(HttpContext context, Caller caller)
    {
        var body = await StrictJson.Read(context, UserId, RefreshToken);
        bool revoked;
        lock (state.Gate)
        {
            revoked = Find(body) is { } session && session.UserId == caller.Session.UserId;
            if (revoked)
            {
                state.Sessions.Remove(caller.Session.UserId);
            }
        }
        await (revoked ? context.Ok(null) : context.Refuse("the refresh token is not this session's"));
    }

    /// <summary>The session behind the Bearer token, or null when it is missing, unknown or expired.</summary>
    public Caller? Authenticate(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        var hash = SandboxState.Hash(header["Bearer ".Length..].Trim());
        var session = state.SessionByAccess(hash);
        if (session is null || session.AccessExpiresAt <= state.Now)
        {
            return null;
        }
        return
            state.People.ByIdentity(session.IdentityId) is { } persona
            && state.Applications.TryGetValue(session.FormCode, out var application)
            ? new Caller(session, persona, application)
            : null;
    }

    private TokenAnswer? Open(string applicationKey, string token)
    {
        lock (state.Gate)
        {
            var urlToken = state.UrlTokens.Find(SandboxState.Hash(token));
            if (urlToken is not { UsedAt: null } || urlToken.ExpiresAt <= state.Now)
            {
                return null;
            }
            // The wrong form's key doesn't use the token up. [C]
            if (state.Settings.ApplicationKeys.GetValueOrDefault(urlToken.FormCode) != applicationKey)
            {
                return null;
            }
            state.UrlTokens.Save(urlToken with { UsedAt = state.Now });
            return Issue(
                new Session(
                    Guid.NewGuid().ToString("N"),
                    urlToken.IdentityId,
                    urlToken.FormCode,
                    "",
                    DateTimeOffset.MinValue,
                    ""
                )
            );
        }
    }

    private Session? Find(JsonElement body) =>
        state.Sessions.Find(body.Text("userId")!) is { } session
        && session.RefreshHash == SandboxState.Hash(body.Text("refreshToken")!)
            ? session
            : null;

    private TokenAnswer Issue(Session session)
    {
        var access = SandboxState.NewSecret();
        var refresh = SandboxState.NewSecret();
        var expires = state.Now + state.Options.AccessTokenLifetime;
        state.SaveSession(
            session with
            {
                AccessHash = SandboxState.Hash(access),
                AccessExpiresAt = expires,
                RefreshHash = SandboxState.Hash(refresh),
            }
        );
        return new TokenAnswer(session.UserId, access, refresh, expires.ToUnixTimeSeconds());
    }
}
