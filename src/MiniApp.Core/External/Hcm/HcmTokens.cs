using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using MiniApp.Core.External.BizPortal;

namespace MiniApp.Core.External.Hcm;

/// <summary>Who the portal is to HCM: HTTP Basic, or an access token for its client credentials, by settings.</summary>
internal sealed class HcmTokens(HttpClient http, IOptions<HcmOptions> options, TimeProvider clock) : IDisposable
{
    /// <summary>A token this near its end would run out on the way.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _fetching = new(1, 1);
    private (string Token, DateTimeOffset Until)? _current;

    private HcmOptions Options => options.Value;

    public bool CanRenew => Options.TokenUrl is not null;

    /// <param name="rejected">A token HCM has just refused: another one is fetched.</param>
    /// <exception cref="HttpRequestException">The token endpoint is away or says no.</exception>
    /// <exception cref="JsonException">It answers what can't be read.</exception>
    public async Task<AuthenticationHeaderValue> GetAsync(string? rejected, CancellationToken cancellationToken)
    {
        if (Options.TokenUrl is null)
            return Basic(Options.Username, Options.Password);
        await _fetching.WaitAsync(cancellationToken);
        try
        {
            if (_current is not { } known || known.Until <= clock.GetUtcNow() || known.Token == rejected)
                _current = known = await FetchAsync(cancellationToken);
            return new AuthenticationHeaderValue("Bearer", known.Token);
        }
        finally
        {
            _fetching.Release();
        }
    }

    public void Dispose() => _fetching.Dispose();

    private async Task<(string Token, DateTimeOffset Until)> FetchAsync(CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> form = [new("grant_type", "client_credentials")];
        if (Options.Scope.Length > 0)
            form.Add(new("scope", Options.Scope));
        using var request = new HttpRequestMessage(HttpMethod.Post, Options.TokenUrl)
        {
            Content = new FormUrlEncodedContent(form),
        };
        // RFC 6749, 2.3.1: both are form-encoded before they are joined.
        request.Headers.Authorization = Basic(
            Uri.EscapeDataString(Options.ClientId),
            Uri.EscapeDataString(Options.ClientSecret)
        );
        using var response = await http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException(HttpRequestError.Unknown, "token endpoint", null, response.StatusCode);
        JsonNode? answer = BizPortalJson.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        var token = answer.Text("access_token") ?? throw new JsonException("no access_token");
        var lifetime = answer.Number("expires_in") is { } seconds and > 0 and < 1_000_000
            ? TimeSpan.FromSeconds(seconds)
            : DefaultLifetime;
        return (token, clock.GetUtcNow() + (lifetime > 2 * Margin ? lifetime - Margin : lifetime / 2));
    }

    private static AuthenticationHeaderValue Basic(string user, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
}
