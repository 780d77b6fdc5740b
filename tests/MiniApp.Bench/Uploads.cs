using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using MiniApp.Core.Uploads;
using MiniApp.TestKit;

namespace MiniApp.Bench;

/// <summary>
/// One large file through the portal, chunk after chunk as the page's script sends it, against the same chunks posted
/// straight to the sandbox.
/// </summary>
internal static class Uploads
{
    private const string Name = "uploads";
    private const int Rounds = 5;
    private const int Size = 256 * 1024 * 1024;
    private const int Chunks = (Size + UploadService.ChunkBytes - 1) / UploadService.ChunkBytes;
    private const string FieldId = "floorPlan";
    private const double Goal = 0.70;

    private static readonly byte[] Bytes = RandomNumberGenerator.GetBytes(UploadService.ChunkBytes);

    public static async Task<IReadOnlyList<Row>> RunAsync(LocalSystem system)
    {
        var forms = Directory.CreateTempSubdirectory("miniapp-bench-");
        try
        {
            await CopyFormAsync(forms.FullName);
            await using var portal = await TestPortal.StartAsync(
                system,
                await system.CreateDatabaseAsync(),
                new Dictionary<string, string>(StringComparer.Ordinal) { ["Forms__Directory"] = forms.FullName }
            );
            using var through = await ThroughPortal.OpenAsync(system, portal);
            using var straight = await StraightToSandbox.OpenAsync(system);
            await through.SendAsync(); // compiled and warm from here on
            await straight.SendAsync();
            var growth = new List<double>();
            var times = await Sample.AlternateAsync(
                Rounds,
                async () =>
                {
                    var before = ProcessMemory.ResetPeak(portal.ProcessId);
                    var time = await through.SendAsync();
                    growth.Add(ProcessMemory.Peak(portal.ProcessId) - before);
                    return time;
                },
                straight.SendAsync
            );
            var (slow, fast) = (Sample.Median(times[0]), Sample.Median(times[1]));
            return
            [
                Row.AtLeast(Name, "through ÷ straight, throughput", fast / slow, "ratio", Goal),
                Row.Context(Name, "through the portal", Size / 1e3 / slow, "MB/s"),
                Row.Context(Name, "straight to the sandbox", Size / 1e3 / fast, "MB/s"),
                Row.Context(Name, "portal's memory: largest growth", growth.Max(), "MB"),
                Row.Context(Name, "portal's memory: median growth", Sample.Median(growth), "MB"),
            ];
        }
        finally
        {
            forms.Delete(recursive: true);
        }
    }

    /// <summary>The form of this repository, with room for the file.</summary>
    private static async Task CopyFormAsync(string directory)
    {
        const string File = "mna005a.form.json";
        var form = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(Path.Combine(Repository.Root, "forms", File)))!;
        var field = form["steps"]!
            .AsArray()
            .SelectMany(step => step!["sections"]!.AsArray())
            .SelectMany(section => section!["fields"]!.AsArray())
            .Single(field => (string?)field!["id"] == FieldId)!;
        field["document"]!["maxBytes"] = Size;
        await System.IO.File.WriteAllTextAsync(Path.Combine(directory, File), form.ToJsonString());
    }

    private static ByteArrayContent Chunk(int index, string contentType)
    {
        var length = Math.Min(Bytes.Length, Size - index * Bytes.Length);
        var content = new ByteArrayContent(Bytes, 0, length);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        return content;
    }

    private sealed class ThroughPortal(PlainBrowser browser, string uploads, string antiforgery) : IDisposable
    {
        public static async Task<ThroughPortal> OpenAsync(LocalSystem system, TestPortal portal)
        {
            var browser = new PlainBrowser(portal.Address);
            var (step, _) = await browser.OpenAsync((await system.Control.LinkAsync(await PersonaAsync(system))).Url);
            using var start = await browser.GetAsync("forms/mna005a/start");
            var token = PlainBrowser.AntiforgeryTokenOf(await start.Content.ReadAsStringAsync());
            // /drafts/{id}/steps/{step}
            return new ThroughPortal(browser, string.Concat(step.Segments[..3]) + "uploads", token);
        }

        public async Task<double> SendAsync()
        {
            var url = "";
            var time = await Sample.TimeAsync(async () =>
            {
                var announcement = new
                {
                    fieldId = FieldId,
                    name = "plan.pdf",
                    contentType = "application/pdf",
                    size = Size,
                };
                var begun = await CallAsync(HttpMethod.Post, uploads, JsonContent.Create(announcement));
                url = begun.GetProperty("url").GetString()!;
                for (var index = 0; index < Chunks; index++)
                {
                    var chunk = Chunk(index, "application/octet-stream");
                    var taken = await CallAsync(HttpMethod.Put, $"{url}/chunks/{index}", chunk);
                    if (taken.GetProperty("isComplete").GetBoolean() != (index == Chunks - 1))
                        throw new InvalidOperationException("The file is not complete with its last chunk.");
                }
            });
            await CallAsync(HttpMethod.Delete, url, null);
            return time;
        }

        public void Dispose() => browser.Dispose();

        private async Task<JsonElement> CallAsync(HttpMethod method, string url, HttpContent? content)
        {
            using var request = new HttpRequestMessage(method, url) { Content = content };
            request.Headers.Add("X-Antiforgery", antiforgery);
            using var response = await browser.SendAsync(request);
            var text = await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
            return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
        }
    }

    private sealed class StraightToSandbox(HttpClient http) : IDisposable
    {
        public static async Task<StraightToSandbox> OpenAsync(LocalSystem system)
        {
            var link = await system.Control.LinkAsync(await PersonaAsync(system));
            var http = new HttpClient { BaseAddress = new Uri(system.Sandbox.BaseAddress, "bizportal/api/") };
            var applicationKey = system.Sandbox.ApplicationKeys["mna005a"];
            using var response = await http.PostAsJsonAsync(
                "Authenication/Login",
                new { applicationKey, token = link.Token }
            );
            var login = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
            http.DefaultRequestHeaders.Authorization = new("Bearer", login.GetProperty("token").GetString());
            return new StraightToSandbox(http);
        }

        public async Task<double> SendAsync()
        {
            var reference = Guid.NewGuid().ToString();
            string? fileId = null;
            var time = await Sample.TimeAsync(async () =>
            {
                for (var index = 0; index < Chunks; index++)
                    fileId = await PostAsync(index, reference);
            });
            using var deleted = await http.DeleteAsync($"File/Delete?fileId={fileId}");
            deleted.EnsureSuccessStatusCode();
            return time;
        }

        public void Dispose() => http.Dispose();

        private async Task<string?> PostAsync(int index, string reference)
        {
            using var form = new MultipartFormDataContent
            {
                { new StringContent("plan.pdf"), "name" },
                { new StringContent(index.ToString(CultureInfo.InvariantCulture)), "chunk" },
                { new StringContent(Chunks.ToString(CultureInfo.InvariantCulture)), "chunks" },
                { new StringContent(JsonSerializer.Serialize(new { FileReferenceId = reference })), "fileMetadata" },
                { Chunk(index, "application/pdf"), "file", "plan.pdf" },
            };
            using var response = await http.PostAsync("File/Upload", form);
            var answer = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
            return answer.TryGetProperty("fileId", out var fileId) ? fileId.GetString() : null;
        }
    }

    private static async Task<string> PersonaAsync(LocalSystem system) =>
        (string)(await system.Control.PersonasAsync()).First(p => (string?)p!["identityType"] == "Citizen")!["id"]!;
}
