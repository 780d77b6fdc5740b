using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.BizPortal;

namespace MiniApp.Core.External.Linkage;

/// <summary>
/// The Linkage Center through the government data exchange (section 3 of the contract). Every outcome is a value; only the
/// caller's own cancellation is thrown. Thread-safe.
/// </summary>
public sealed class LinkageClient
{
    private const string Path = "ws/dopa/linkage/v1/";

    private readonly LinkageTransport _transport;
    private readonly LinkageTokens _tokens;
    private readonly LinkageOptions _options;

    internal LinkageClient(LinkageTransport transport, LinkageTokens tokens, IOptions<LinkageOptions> options) =>
        (_transport, _tokens, _options) = (transport, tokens, options.Value);

    /// <param name="agentId">ID number of the officer who asks.</param>
    /// <param name="citizenId">ID number of whom they ask about.</param>
    public Task<LinkageAnswer<LinkagePerson>> FindPersonAsync(
        string agentId,
        string citizenId,
        CancellationToken cancellationToken
    ) =>
        LookUpAsync(
            "Person",
            _options.Person,
            agentId,
            citizenId,
            answer => LinkageReading.Person(answer, citizenId),
            cancellationToken
        );

    /// <inheritdoc cref="FindPersonAsync"/>
    public Task<LinkageAnswer<LinkageHouse>> FindHouseAsync(
        string agentId,
        string citizenId,
        CancellationToken cancellationToken
    ) => LookUpAsync("House", _options.House, agentId, citizenId, LinkageReading.House, cancellationToken);

    /// <summary>What is in the officer's card readers now.</summary>
    public async Task<AgentReading> ReadAgentAsync(string agentId, CancellationToken cancellationToken)
    {
        var query =
            $"{Path}agent/permission?Consumer={Uri.EscapeDataString(_options.ConsumerKey)}"
            + $"&CitizenID={Uri.EscapeDataString(agentId)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_options.BaseUrl!, query));
        try
        {
            return LinkageReading.Agent(await _transport.SendAsync("Permission", request, cancellationToken), agentId);
        }
        catch (LinkageException failed) when (failed.Failure == LinkageFailure.ReaderNotReady)
        {
            return new AgentReading(AgentState.AgentNotAvailable);
        }
        catch (LinkageException failed)
        {
            return new AgentReading(AgentState.Unknown, failed.Failure);
        }
    }

    private async Task<LinkageAnswer<T>> LookUpAsync<T>(
        string operation,
        LinkageService service,
        string agentId,
        string citizenId,
        Func<JsonObject, LinkageAnswer<T>> read,
        CancellationToken cancellationToken
    )
    {
        string? rejected = null;
        while (true)
        {
            string? token = null;
            try
            {
                token = await _tokens.GetAsync(agentId, rejected, cancellationToken);
                using var request = Request(service, citizenId);
                request.Headers.Add("Consumer-Key", _options.ConsumerKey);
                request.Headers.Add("Token", token);
                return read(await _transport.SendAsync(operation, request, cancellationToken));
            }
            catch (LinkageException failed)
                when (failed.Failure == LinkageFailure.TokenRefused && token is not null && rejected is null)
            {
                // It ended before its time. Once: a second refusal is one of the portal itself.
                rejected = token;
            }
            catch (LinkageException failed)
            {
                return new LinkageAnswer<T>.Failed(failed.Failure, failed.Code);
            }
        }
    }

    /// <summary>5000 is asked with GET and the number in the query, 6000 with POST and it in the body. [D]</summary>
    private HttpRequestMessage Request(LinkageService service, string citizenId)
    {
        var query =
            $"{Path}link?OfficeID={Uri.EscapeDataString(_options.OfficeId)}"
            + $"&ServiceID={Uri.EscapeDataString(service.ServiceId)}&Version={Uri.EscapeDataString(service.Version)}";
        if (service.Database == LinkageService.Central)
            return new HttpRequestMessage(
                HttpMethod.Get,
                new Uri(_options.BaseUrl!, $"{query}&CitizenID={Uri.EscapeDataString(citizenId)}")
            );
        var keys = service.Body.Count > 0 ? service.Body : new() { ["CitizenID"] = LinkageService.CitizenId };
        var body = new JsonObject(
            keys.Select(pair =>
                KeyValuePair.Create(
                    pair.Key,
                    (JsonNode?)(pair.Value == LinkageService.CitizenId ? citizenId : pair.Value)
                )
            )
        );
        return new HttpRequestMessage(HttpMethod.Post, new Uri(_options.BaseUrl!, query))
        {
            Content = BizPortalJson.Body(body),
        };
    }
}
