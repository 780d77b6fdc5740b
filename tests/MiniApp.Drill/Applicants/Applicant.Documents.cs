using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using MiniApp.TestKit.Circuits;

namespace MiniApp.Drill.Applicants;

/// <summary>Attaching the document, as <c>js/uploads.js</c> does it.</summary>
internal sealed partial class Applicant
{
    private const int Attempts = 5;
    private const int LargeBytes = 5_500_000;

    private async Task AttachAsync(Page page, CircuitClient circuit, UploadScript script, CancellationToken ct)
    {
        var document = ledger.Document ??= NewDocument();
        var isThere = circuit.Read(drawn => drawn.Find(node => node["class"] == "file done") is not null);
        if (!isThere && document.Acknowledged)
        {
            findings.Add(FindingKind.LostDocument, ledger, "the document was not shown again as acknowledged");
            ledger.Document = document = NewDocument();
        }
        if (isThere)
        {
            document.Acknowledge();
            return;
        }
        await WaitAsync(circuit, "the upload script", _ => script.Token is not null, SaveLimit);
        Doing = "upload";
        var begun = await PatientlyAsync(() => BeginAsync(page, script, document), ct);
        var url = new Uri(page.Address, (string)begun["url"]!);
        var (chunks, size) = ((int)begun["chunkCount"]!, (int)begun["chunkBytes"]!);
        for (var index = 0; index < chunks; index++)
        {
            var chunk = document.Content.AsMemory(
                index * size,
                Math.Min(size, document.Content!.Length - (index * size))
            );
            var target = new Uri($"{url}/chunks/{index}");
            await PatientlyAsync(() => SendAsync(HttpMethod.Put, target, script, new ReadOnlyMemoryContent(chunk)), ct);
        }
        document.Acknowledge();
        await circuit.InvokeAsync(script.DotNetObject, "UploadedAsync");
    }

    private Task<JsonNode> BeginAsync(Page page, UploadScript script, DocumentLedger document) =>
        SendAsync(
            HttpMethod.Post,
            new Uri(page.Address, $"/drafts/{ledger.DraftId}/uploads"),
            script,
            JsonContent.Create(
                new
                {
                    fieldId = DrillForm.DocumentField,
                    name = document.Name,
                    contentType = "application/pdf",
                    size = document.Content!.Length,
                }
            )
        );

    private async Task<JsonNode> SendAsync(HttpMethod method, Uri url, UploadScript script, HttpContent content)
    {
        using var request = new HttpRequestMessage(method, url) { Content = content };
        request.Headers.Accept.ParseAdd("*/*");
        request.Headers.Add("X-Antiforgery", script.Token);
        using var response = await _browser.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (response.IsSuccessStatusCode)
            return JsonNode.Parse(text)!;
        // Only a new link helps when Biz Portal does not know the session any more.
        _needsLink |= response.StatusCode == HttpStatusCode.Unauthorized;
        throw response.StatusCode >= HttpStatusCode.InternalServerError
            ? new HttpRequestException($"{url.AbsolutePath} answered {(int)response.StatusCode}.")
            : new TroubleException($"An upload was refused: {(int)response.StatusCode} {text}");
    }

    // As js/uploads.js: what did not arrive is sent again, a refusal is final.
    private static async Task<JsonNode> PatientlyAsync(Func<Task<JsonNode>> send, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await send();
            }
            catch (Exception e) when (e is HttpRequestException or IOException && attempt < Attempts)
            {
                await Task.Delay(500 << (attempt - 1), ct);
            }
        }
    }

    private DocumentLedger NewDocument()
    {
        var content = new byte[random.Next(200) == 0 ? LargeBytes : random.Next(1_000, 20_000)];
        random.NextBytes(content);
        Encoding.ASCII.GetBytes("%PDF-1.7\n").CopyTo(content, 0);
        return new DocumentLedger(content, $"แผนผัง {random.Next(100)}.pdf");
    }
}

/// <summary>What the page tells its upload script: the antiforgery token, and whom to tell of a file.</summary>
internal sealed class UploadScript
{
    public volatile string? Token;

    public long DotNetObject { get; private set; }

    public void Called(string name, JsonArray arguments)
    {
        if (name != "attach" || arguments is not [_, JsonObject options, JsonObject component])
            return;
        DotNetObject = (long)component["__dotNetObject"]!;
        Token = (string?)options["antiforgery"];
    }
}
