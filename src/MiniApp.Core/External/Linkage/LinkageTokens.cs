using Microsoft.Extensions.Options;
using MiniApp.Core.External.BizPortal;

namespace MiniApp.Core.External.Linkage;

/// <summary>
/// One token for each officer, in memory only, shared by everything they do at once. The exchange ends one that was not used
/// for 60 minutes; a little before that it is not used any more here.
/// </summary>
internal sealed class LinkageTokens(LinkageTransport transport, IOptions<LinkageOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(55);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Held> _byAgent = new(StringComparer.Ordinal);

    private sealed class Held(Task<string> token, DateTimeOffset at)
    {
        public Task<string> Token { get; } = token;

        public DateTimeOffset LastUsed { get; set; } = at;
    }

    /// <param name="rejected">A token the exchange has just refused: another one is fetched, once for all who come with it.</param>
    /// <exception cref="LinkageException">There is none to be had.</exception>
    public Task<string> GetAsync(string agentId, string? rejected, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (!_byAgent.TryGetValue(agentId, out var held) || !IsUsable(held, rejected, now))
            {
                foreach (var (agent, _) in _byAgent.Where(pair => now - pair.Value.LastUsed > IdleLimit).ToList())
                    _byAgent.Remove(agent);
                // Nobody's own cancellation: others may be waiting for it. The call has its time limit.
                _byAgent[agentId] = held = new Held(FetchAsync(agentId), now);
            }
            held.LastUsed = now;
            return held.Token.WaitAsync(cancellationToken);
        }
    }

    private static bool IsUsable(Held held, string? rejected, DateTimeOffset now) =>
        !held.Token.IsFaulted
        && now - held.LastUsed <= IdleLimit
        && !(held.Token.IsCompletedSuccessfully && held.Token.Result == rejected);

    private async Task<string> FetchAsync(string agentId)
    {
        const string Operation = "Token";
        // Not within the lock.
        await Task.Yield();
        var query =
            $"ws/auth/validate?ConsumerSecret={Uri.EscapeDataString(options.Value.ConsumerSecret)}"
            + $"&AgentID={Uri.EscapeDataString(agentId)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(options.Value.BaseUrl!, query));
        request.Headers.Add("Consumer-Key", options.Value.ConsumerKey);
        try
        {
            var answer = await transport.SendAsync(Operation, request, CancellationToken.None);
            // It goes into a header.
            return answer.Text("Result") is { Length: <= 500 } token && token.All(c => c is > ' ' and <= '~')
                ? token
                : throw new LinkageException(Operation, LinkageFailure.Malformed, httpStatus: 200);
        }
        catch (LinkageException refused) when (refused.Failure is LinkageFailure.Refused or LinkageFailure.NotFound)
        {
            throw new LinkageException(Operation, LinkageFailure.TokenRefused, refused.HttpStatus, refused.Code);
        }
    }
}
