using System.Net;
using System.Text.RegularExpressions;

namespace MiniApp.Sandbox.Tests;

public sealed partial class ConsoleTests : IAsyncLifetime
{
    private TestSandbox _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await TestSandbox.Start();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Page_AndEverythingItLoads_IsServedUnderAStrictPolicy()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var todo = new Queue<string>(["/"]);
        while (todo.TryDequeue(out var path))
        {
            using var response = await _sandbox.Http.GetAsync(path);
            Assert.True(response.IsSuccessStatusCode, path);
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            foreach (Match match in Loaded().Matches(await response.Content.ReadAsStringAsync()))
            {
                var next = "/" + match.Groups["file"].Value;
                if (seen.Add(next))
                {
                    todo.Enqueue(next);
                }
            }
        }
        Assert.Equal(["/console.css", "/console.js", "/dom.js", "/faults.js", "/panels.js"], seen.Order());
    }

    [Fact]
    public async Task Tracking_UnknownRequest_Answers404()
    {
        using var response = await _sandbox.Http.GetAsync("tracking?requestId=<script>");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.DoesNotContain("<script", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_FromAnotherSite_Refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "_sandbox/reset");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var response = await _sandbox.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Content_OfAnUploadedPage_IsOnlyEverDownloaded()
    {
        var session = await _sandbox.SignIn();
        var fileId = (await session.Uploaded([1])).GetProperty("fileId").GetString();
        using var response = await _sandbox.Http.GetAsync($"_sandbox/files/{fileId}/content");
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("แผนที่.pdf", response.Content.Headers.ContentDisposition?.FileNameStar);
    }

    /// <summary>What the page and its modules load: href, src and import of this server's own files.</summary>
    [GeneratedRegex("""(href="/|src="/|from '\./)(?<file>[a-z]+\.(css|js))""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Loaded();
}
