using System.Collections.Concurrent;
using System.Text.Json;
using MiniApp.Sandbox.State;

namespace MiniApp.Sandbox.Linkage;

/// <summary>Consumer key and secret of the portal, made at first start, and tokens that end after an hour without a call. [F]</summary>
internal sealed class LinkageTokens
{
    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(60);

    private readonly ConcurrentDictionary<string, Issued> _tokens = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private readonly Kept _kept;

    private sealed record Kept(string ConsumerKey, string ConsumerSecret);

    private sealed record Issued(string AgentId, DateTimeOffset LastUsed);

    public LinkageTokens(string dataDirectory, TimeProvider clock)
    {
        _clock = clock;
        var file = Path.Combine(Path.GetFullPath(dataDirectory), "linkage.json");
        _kept = File.Exists(file)
            ? JsonSerializer.Deserialize<Kept>(File.ReadAllBytes(file), SandboxJson.Options)!
            : new Kept(Guid.NewGuid().ToString(), SandboxState.NewSecret()[..20]);
        AtomicFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(_kept, SandboxJson.Options));
    }

    public string ConsumerKey => _kept.ConsumerKey;

    public string ConsumerSecret => _kept.ConsumerSecret;

    public string Issue(string agentId)
    {
        var token = Guid.NewGuid().ToString();
        _tokens[token] = new Issued(agentId, _clock.GetUtcNow());
        return token;
    }

    /// <returns>Whose token it is; null for one that is unknown or was not used for an hour.</returns>
    public string? Use(string token)
    {
        if (!_tokens.TryGetValue(token, out var issued) || issued.LastUsed + IdleLimit <= _clock.GetUtcNow())
        {
            return null;
        }
        _tokens[token] = issued with { LastUsed = _clock.GetUtcNow() };
        return issued.AgentId;
    }

    public void Forget() => _tokens.Clear();
}
