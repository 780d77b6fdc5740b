using System.Collections.Concurrent;
using MiniApp.Sandbox.State;

namespace MiniApp.Sandbox.ThaiD;

/// <summary>What the portal asked for when it sent a browser here.</summary>
internal sealed record SignInRequest(
    string Id,
    Uri RedirectUri,
    string State,
    string? Nonce,
    string? Challenge,
    IReadOnlyList<string> Scopes,
    DateTimeOffset ExpiresAt
);

/// <summary>What somebody's scan gave: a code, and after it was spent an access token.</summary>
internal sealed record Scan(SignInRequest Request, ThaiDPerson Person, DateTimeOffset At);

/// <summary>Sign-ins under way. In memory: none outlives a restart, as people would begin anew.</summary>
internal sealed class ThaiDSignIns(TimeProvider clock)
{
    public static readonly TimeSpan QrLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(2);
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, SignInRequest> _requests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Scan> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _spent = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Scan> _tokens = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Tokens => [.. _tokens.Keys];

    public DateTimeOffset Now => clock.GetUtcNow();

    public SignInRequest Begin(Uri redirectUri, string state, string? nonce, string? challenge, string[] scopes)
    {
        var request = new SignInRequest(
            SandboxState.NewSecret()[..24],
            redirectUri,
            state,
            nonce,
            challenge,
            scopes,
            Now + QrLifetime
        );
        return _requests[request.Id] = request;
    }

    public SignInRequest? Find(string id) => _requests.GetValueOrDefault(id);

    /// <summary>The QR code was scanned and agreed to: gives the code.</summary>
    public string Scanned(SignInRequest request, ThaiDPerson person)
    {
        _requests.TryRemove(request.Id, out _);
        var code = SandboxState.NewSecret();
        _codes[code] = new Scan(request, person, Now);
        return code;
    }

    /// <summary>The scan behind a code, once. A code that comes twice takes its token along. (RFC 6749, 4.1.2)</summary>
    public Scan? Spend(string code)
    {
        if (_codes.TryRemove(code, out var scan))
        {
            return Now - scan.At <= CodeLifetime ? scan : null;
        }
        if (_spent.TryRemove(code, out var token))
        {
            Revoke(token);
        }
        return null;
    }

    public string Issue(string code, Scan scan)
    {
        var token = SandboxState.NewSecret();
        _spent[code] = token;
        _tokens[token] = scan with { At = Now };
        return token;
    }

    /// <summary>The scan a living access token stands for.</summary>
    public Scan? Behind(string token) =>
        _tokens.GetValueOrDefault(token) is { } scan && Now - scan.At < TokenLifetime ? scan : null;

    public void Revoke(string token) => _tokens.TryRemove(token, out _);

    public void Clear()
    {
        _requests.Clear();
        _codes.Clear();
        _spent.Clear();
        _tokens.Clear();
    }
}
