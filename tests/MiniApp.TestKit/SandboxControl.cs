using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MiniApp.TestKit;

/// <summary>The sandbox's control API.</summary>
public sealed class SandboxControl(Uri sandbox) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(sandbox, "_sandbox/") };

    public Task<JsonArray> PersonasAsync() => ListAsync("personas");

    public async Task<JsonObject> PersonaAsync(string id) =>
        (await PersonasAsync()).Select(node => node!.AsObject()).Single(persona => (string?)persona["id"] == id);

    public async Task<string> IdentityOfAsync(string personaId) =>
        (string)(await PersonaAsync(personaId))["identityId"]!;

    /// <summary>A link as Biz Portal would send the person to.</summary>
    public async Task<SandboxLink> LinkAsync(string persona, string formCode = "mna005a", string? draftId = null)
    {
        using var response = await _http.PostAsJsonAsync(
            "links",
            new
            {
                persona,
                formCode,
                draftId,
            }
        );
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<SandboxLink>(JsonSerializerOptions.Web))!;
    }

    /// <summary>The newest code sent to this person.</summary>
    public async Task<string> NewestOtpAsync(string identityId)
    {
        var messages = await ListAsync($"sms?identityId={identityId}");
        return (string)messages.MaxBy(message => (DateTimeOffset)message!["sentAt"]!)!["otp"]!;
    }

    public Task<JsonArray> SmsAsync(string identityId) => ListAsync($"sms?identityId={identityId}");

    public Task<JsonArray> RequestsAsync() => ListAsync("requests");

    public Task<JsonArray> DraftsAsync() => ListAsync("drafts");

    public Task<JsonArray> FilesAsync() => ListAsync("files");

    public Task<JsonArray> CallsAsync() => ListAsync("calls");

    public Task<byte[]> FileContentAsync(string fileId) => _http.GetByteArrayAsync($"files/{fileId}/content");

    /// <summary>What lies in an officer's card reader. People by the sandbox's keys.</summary>
    public Task SetReaderAsync(string agent, string state, string? citizen = null) =>
        PutAsync(
            "linkage/reader",
            citizen is null
                ? new { agent, state }
                : new
                {
                    agent,
                    state,
                    citizen,
                }
        );

    /// <summary>Whose right the Linkage Center asks for: <c>officer</c> or <c>citizen</c>.</summary>
    public Task SetLinkageRightAsync(string right) => PutAsync("linkage/right", new { right });

    /// <summary>Card readers and rights as in the beginning; the data exchange's tokens are over.</summary>
    public async Task ResetLinkageAsync()
    {
        using var response = await _http.PostAsync("linkage/reset", content: null);
        response.EnsureSuccessStatusCode();
    }

    public async Task SetFaultsAsync(params object[] faults)
    {
        using var response = await _http.PutAsJsonAsync("faults", faults);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Switches on more faults.</summary>
    public async Task AddFaultsAsync(params object[] faults)
    {
        using var response = await _http.PostAsJsonAsync("faults", faults);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Faults that are switched on now.</summary>
    public Task<JsonArray> FaultsAsync() => ListAsync("faults");

    /// <summary>How many calls each kind of fault has hit.</summary>
    public async Task<JsonObject> FaultsAppliedAsync() => (await _http.GetFromJsonAsync<JsonObject>("faults/applied"))!;

    public async Task ClearFaultsAsync()
    {
        using var response = await _http.DeleteAsync("faults");
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Forgets links, sessions, drafts, files, codes and requests, and takes faults back.</summary>
    public async Task ResetAsync()
    {
        using var response = await _http.PostAsync("reset", content: null);
        response.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();

    private async Task PutAsync(string path, object body)
    {
        using var response = await _http.PutAsJsonAsync(path, body);
        response.EnsureSuccessStatusCode();
    }

    private async Task<JsonArray> ListAsync(string path) => (await _http.GetFromJsonAsync<JsonArray>(path))!;
}

/// <param name="Url">Where the person is sent.</param>
/// <param name="Token">The Url Token inside the link.</param>
public sealed record SandboxLink(Uri Url, string Token, string? DraftId);
