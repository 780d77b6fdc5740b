using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using MiniApp.Sandbox.BizPortal;
using MiniApp.Sandbox.State;

namespace MiniApp.Sandbox.Hcm;

/// <summary>Who may call HCM: the portal's integration account by HTTP Basic, or an access token for client credentials.</summary>
internal sealed class HcmAuthentication
{
    public const string TokenPath = "/oauth2/v1/token";
    public const string Username = "sandbox-integration";
    public const string ClientId = "sandbox-hcm-client";

    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private readonly Kept _kept;

    private sealed record Kept(string Password, string ClientSecret);

    public HcmAuthentication(string dataDirectory, TimeProvider clock)
    {
        _clock = clock;
        var file = Path.Combine(Path.GetFullPath(dataDirectory), "hcm.json");
        _kept = File.Exists(file)
            ? JsonSerializer.Deserialize<Kept>(File.ReadAllBytes(file), SandboxJson.Options)!
            : new Kept(SandboxState.NewSecret(), SandboxState.NewSecret());
        AtomicFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(_kept, SandboxJson.Options));
    }

    public string Password => _kept.Password;

    public string ClientSecret => _kept.ClientSecret;

    public void ForgetTokens() => _tokens.Clear();

    /// <exception cref="HcmError">401</exception>
    public void Require(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var known =
            IsBasic(header, Username, Password)
            || (
                header.StartsWith("Bearer ", StringComparison.Ordinal)
                && _tokens.TryGetValue(header["Bearer ".Length..], out var until)
                && until > _clock.GetUtcNow()
            );
        if (!known)
        {
            context.Response.Headers.WWWAuthenticate = "Basic, Bearer";
            throw new HcmError(401, "Unauthorized", HcmErrorShape.Plain);
        }
    }

    public async Task Token(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!IsBasic(context.Request.Headers.Authorization.ToString(), ClientId, ClientSecret))
        {
            await context.Json(401, new { error = "invalid_client" });
            return;
        }
        if (form["grant_type"] != "client_credentials")
        {
            await context.Json(400, new { error = "unsupported_grant_type" });
            return;
        }
        var token = SandboxState.NewSecret();
        _tokens[token] = _clock.GetUtcNow() + TokenLifetime;
        await context.Json(
            200,
            new
            {
                access_token = token,
                token_type = "Bearer",
                expires_in = (int)TokenLifetime.TotalSeconds,
            }
        );
    }

    private static bool IsBasic(string header, string user, string password) =>
        header == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
}
